import type { Worker } from 'node:worker_threads'

type Job<Request, Value> = {
  readonly request: Request
  readonly resolve: (value: Value) => void
  readonly reject: (error: Error) => void
}
type Answer<Value> = { readonly value: Value } | { readonly error: string }

type Needs = {
  readonly startThread: () => Worker
  /** How long a piece of work may take, in milliseconds, the thread's start included. */
  readonly patience: number
  /** So many requests may wait. */
  readonly mostWaiting: number
  /** What is made, for whoever reads of a failure. */
  readonly what?: string
}

type DrawingThread<Request, Value> = {
  readonly ask: (request: Request) => Promise<Value>
  readonly waiting: () => number
  readonly close: () => Promise<void>
}

/** A thread that does one request after another; it starts with the first, and again after it died. */
export const createDrawingThread = <Request, Value>({
  startThread,
  patience,
  mostWaiting,
  what = 'picture',
}: Needs): DrawingThread<Request, Value> => {
  type AJob = Job<Request, Value>
  const waiting: AJob[] = []
  let worker: Worker | undefined
  let current: { readonly job: AJob; readonly timer: NodeJS.Timeout } | undefined
  let isClosed = false

  const end = (settle: (job: AJob) => void): void => {
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
    made.on('message', (answer: Answer<Value>) => {
      if (made === worker)
        end((job) =>
          'error' in answer ? job.reject(new Error(`The ${what} failed: ${answer.error}`)) : job.resolve(answer.value),
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
    const job = waiting.shift()
    // Idle, it does not keep the program alive.
    if (!job) return worker?.unref()
    current = {
      job,
      timer: setTimeout(() => void dismiss(new Error(`The ${what} took longer than ${patience} ms.`)), patience),
    }
    try {
      worker ??= started()
      worker.ref()
      worker.postMessage(job.request)
    } catch (error) {
      void dismiss(error instanceof Error ? error : new Error(String(error)))
    }
  }

  return {
    /** Rejects when the work fails or takes too long, or too many wait. */
    ask: (request: Request): Promise<Value> =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new Error('The printer is closed.'))
        if (waiting.length >= mostWaiting) return reject(new Error('The printer has too much to do.'))
        waiting.push({ request, resolve, reject })
        next()
      }),

    /** How many requests wait, the one that is being done included. */
    waiting: (): number => waiting.length + (current ? 1 : 0),

    /** Ends the thread. Whatever waits is rejected. */
    close: async (): Promise<void> => {
      isClosed = true
      const closed = new Error('The printer is closed.')
      for (const job of waiting.splice(0)) job.reject(closed)
      await dismiss(closed)
    },
  }
}
