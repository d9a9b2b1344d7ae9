import { Worker } from 'node:worker_threads'
import { Refusal } from '../domain/refusal.js'
import type { FileRow } from '../domain/fileRows.js'
import { createSemaphore } from '../runtime/semaphore.js'
import type { ChartPictureFacts } from './charts/chartFacts.js'
import type { DrawingRequest, Drawn } from './drawing.js'
import { createDrawingThread } from './drawingThread.js'
import type { FileRequest, FileSpec } from './files/making.js'
import type { ReportPictureFacts } from './reportPicture.js'
import type { TicketPictureFacts } from './ticketPicture.js'

const patienceMs = 15_000
const mostWaiting = { ticket: 1000, code: 50 } as const
// A list of a hundred thousand people takes its time.
const filePatienceMs = 180_000
const mostFilesWaiting = 10

/** Takes a part of a file; the last one says so, unless the one before happened to be the last. */
type TakePart = (bytes: Uint8Array, isLast: boolean) => Promise<void>

/**
 * Draws tickets in one thread, reads photos in another, and makes files in a third: somebody who sends photo after
 * photo keeps nobody from their tickets. Each thread starts with the first request for it.
 */
export const createPrinter = ({
  startThread = () => startDrawing(new URL('drawing.js', import.meta.url)),
  startFiles = () => startDrawing(new URL('files/making.js', import.meta.url)),
  patience = patienceMs,
}: {
  readonly startThread?: () => Worker
  readonly startFiles?: () => Worker
  readonly patience?: number
} = {}) => {
  type Requests = DrawingRequest
  const tickets = createDrawingThread<Requests, Drawn>({ startThread, patience, mostWaiting: mostWaiting.ticket })
  const codes = createDrawingThread<Requests, Drawn>({ startThread, patience, mostWaiting: mostWaiting.code })
  const file = createFiling(startFiles)

  const drawn = async (request: DrawingRequest): Promise<Uint8Array> => {
    const value = await tickets.ask(request)
    if (value instanceof Uint8Array) return value
    throw new Error('The drawing thread gave no picture.')
  }

  return {
    /** A ticket as a PNG of less than 100 KB. Rejects when drawing fails, takes too long, or too many wait. */
    ticket: (facts: TicketPictureFacts): Promise<Uint8Array> => drawn({ kind: 'ticket', facts }),

    /** What an event came to, as a PNG; rejects as `ticket` does. */
    report: (facts: ReportPictureFacts): Promise<Uint8Array> => drawn({ kind: 'report', facts }),

    /** How an event sells or fills, as a PNG; rejects as `ticket` does. */
    chart: (facts: ChartPictureFacts): Promise<Uint8Array> => drawn({ kind: 'chart', facts }),

    /**
     * The texts of all QR codes on a picture; undefined when it cannot be opened. Rejects when it takes too long or too
     * many wait.
     */
    readCodes: async (bytes: Uint8Array): Promise<readonly string[] | undefined> => {
      const value = await codes.ask({ kind: 'code', bytes })
      return value instanceof Uint8Array ? undefined : value
    },

    /**
     * A file of these rows, part after part: one file at a time, the others wait. Rejects with tooManyFiles when too
     * many do, and with what the rows or `take` reject with.
     */
    file: file.make,

    /** How many tickets wait to be drawn, the one that is being drawn included. */
    waiting: tickets.waiting,

    /** Ends the threads. Whatever waits is rejected. */
    close: async (): Promise<void> => {
      await Promise.all([tickets.close(), codes.close(), file.close()])
    },
  }
}

const createFiling = (startThread: () => Worker) => {
  const thread = createDrawingThread<FileRequest, Uint8Array | undefined>({
    ...{ startThread, patience: filePatienceMs, mostWaiting: 1, what: 'file' },
  })
  const oneAtATime = createSemaphore(1)
  let waiting = 0

  const write = async (spec: FileSpec, pages: AsyncIterable<readonly FileRow[]>, take: TakePart): Promise<void> => {
    await thread.ask({ act: 'begin', spec })
    // The next page is read while this one is written.
    let written: Promise<void> = Promise.resolve()
    try {
      for await (const rows of pages) {
        await written
        written = add(rows, take)
        // Should it fail while the next page is read, that is noticed afterwards.
        written.catch(() => undefined)
      }
    } finally {
      await written
    }
    const last = await thread.ask({ act: 'end' })
    if (last) await take(last, true)
  }

  const add = async (rows: readonly FileRow[], take: TakePart): Promise<void> => {
    const part = await thread.ask({ act: 'add', rows })
    if (part) await take(part, false)
  }

  return {
    make: async (spec: FileSpec, pages: AsyncIterable<readonly FileRow[]>, take: TakePart): Promise<void> => {
      if (waiting >= mostFilesWaiting) throw new Refusal('tooManyFiles')
      waiting += 1
      try {
        await oneAtATime(() => write(spec, pages, take))
      } finally {
        waiting -= 1
      }
    },
    close: thread.close,
  }
}

/** Starts a thread that draws or makes files: `entry` is the compiled drawing.ts, or files/making.ts. */
export const startDrawing = (entry: URL): Worker =>
  new Worker(entry, {
    // Of the program's arguments none, of its secrets neither, and no fonts but the project's.
    execArgv: [],
    env: { DISABLE_SYSTEM_FONTS_LOAD: '1' },
    // A large nursery is memory that a file of many rows fills with what is thrown away.
    resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 8 },
  })

export type Printer = ReturnType<typeof createPrinter>
