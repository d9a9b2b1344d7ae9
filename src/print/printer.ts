import { Worker } from 'node:worker_threads'
import type { DrawingResult, DrawingRequest } from './drawing.js'
import type { TicketPictureFacts } from './ticketPicture.js'

type Value = Uint8Array | string | undefined
type Job = {
  readonly request: DrawingRequest
  readonly resolve: (value: Value) => void
  readonly reject: (error: Error) => void
}
type Current = { readonly job: Job; readonly timer: NodeJS.Timeout }

// The longest a piece of work may take, the thread's start included.
const patienceMs = 15_000
const mostWaiting = { ticket: 1000, code: 50 } as const

/** Draws and reads pictures in a thread of its own, which starts with the first request and again after it died. */
export const createPrinter = ({
  startThread = () => startDrawing(new URL('drawing.js', import.meta.url)),
  patience = patienceMs,
}: { readonly startThread?: () => Worker; readonly patience?: number } = {}) => {
  // Tickets go first: somebody who sends photo after photo does not keep others from theirs.
  const waiting: Readonly<Record<DrawingRequest['kind'], Job[]>> = { ticket: [], code: [] }
  let worker: Worker | undefined
  let current: Current | undefined
  let isClosed = false

  const end = (settle: (job: Job) => void): void => {
    if (!current) return
    const { job, timer } = current
    current = undefined
    clearTimeout(timer)
    settle(job)
    next()
  }
  const dismiss = (error: Error): Promise<unknown> => {
    const dismissed = worker
    worker = undefined
    end((job) => job.reject(error))
    return dismissed?.terminate() ?? Promise.resolve()
  }
  const started = (): Worker => {
    const made = startThread()
    // What a dismissed one still says concerns nobody.
    const gone = (error: Error): void => void (made === worker ? dismiss(error) : undefined)
    made.on('message', (answer: DrawingResult) => {
      if (made === worker)
        end((job) =>
          'error' in answer ? job.reject(new Error(`The picture failed: ${answer.error}`)) : job.resolve(answer.value),
        )
    })
    made.on('error', (error) =>
      gone(new Error(`The drawing thread failed: ${error instanceof Error ? error.message : String(error)}`)),
    )
    made.on('exit', (code) => gone(new Error(`The drawing thread ended with code ${code}.`)))
    return made
  }
  const next = (): void => {
    if (current) return
    const job = waiting.ticket.shift() ?? waiting.code.shift()
    // Idle, it does not keep the program alive.
    if (!job) return worker?.unref()
    current = {
      job,
      timer: setTimeout(() => void dismiss(new Error(`The picture took longer than ${patience} ms.`)), patience),
    }
    try {
      worker ??= started()
      worker.ref()
      worker.postMessage(job.request)
    } catch (error) {
      void dismiss(error instanceof Error ? error : new Error(String(error)))
    }
  }
  const ask = (request: DrawingRequest): Promise<Value> =>
    new Promise((resolve, reject) => {
      if (isClosed) return reject(new Error('The printer is closed.'))
      if (waiting[request.kind].length >= mostWaiting[request.kind])
        return reject(new Error('The printer has too much to do.'))
      waiting[request.kind].push({ request, resolve, reject })
      next()
    })

  return {
    /** A ticket as a PNG of less than 100 KB. Rejects when drawing fails, takes too long, or too many wait. */
    ticket: async (facts: TicketPictureFacts): Promise<Uint8Array> => {
      const value = await ask({ kind: 'ticket', facts })
      if (value instanceof Uint8Array) return value
      throw new Error('The drawing thread gave no picture.')
    },

    /**
     * The text of a QR code on a PNG, JPEG or WebP picture; undefined when there is none. Rejects when it takes too
     * long or too many wait.
     */
    readCode: async (bytes: Uint8Array): Promise<string | undefined> => {
      const value = await ask({ kind: 'code', bytes })
      return typeof value === 'string' ? value : undefined
    },

    /** Ends the thread. Whatever waits is rejected. */
    close: async (): Promise<void> => {
      isClosed = true
      const closed = new Error('The printer is closed.')
      for (const job of [...waiting.ticket.splice(0), ...waiting.code.splice(0)]) job.reject(closed)
      await dismiss(closed)
    },
  }
}

/** Starts a thread that draws: `entry` is the compiled drawing.ts. */
export const startDrawing = (entry: URL): Worker =>
  new Worker(entry, {
    // Of the program's arguments none, of its secrets neither, and no fonts but the project's.
    execArgv: [],
    env: { DISABLE_SYSTEM_FONTS_LOAD: '1' },
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  })

export type Printer = ReturnType<typeof createPrinter>
