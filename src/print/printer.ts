import { Worker } from 'node:worker_threads'
import type { ChartPictureFacts } from './charts/chartFacts.js'
import type { DrawingRequest } from './drawing.js'
import { createDrawingThread } from './drawingThread.js'
import type { ReportPictureFacts } from './reportPicture.js'
import type { TicketPictureFacts } from './ticketPicture.js'

const patienceMs = 15_000
const mostWaiting = { ticket: 1000, code: 50 } as const

/**
 * Draws tickets in one thread and reads photos in another: somebody who sends photo after photo keeps nobody from their
 * tickets. Each thread starts with the first request for it.
 */
export const createPrinter = ({
  startThread = () => startDrawing(new URL('drawing.js', import.meta.url)),
  patience = patienceMs,
}: { readonly startThread?: () => Worker; readonly patience?: number } = {}) => {
  const tickets = createDrawingThread({ startThread, patience, mostWaiting: mostWaiting.ticket })
  const codes = createDrawingThread({ startThread, patience, mostWaiting: mostWaiting.code })

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

    /** How many tickets wait to be drawn, the one that is being drawn included. */
    waiting: tickets.waiting,

    /** Ends the threads. Whatever waits is rejected. */
    close: async (): Promise<void> => {
      await Promise.all([tickets.close(), codes.close()])
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
