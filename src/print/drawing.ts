// The printer's worker thread: whatever blocks while it draws or searches, blocks here.
import { constants, setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { createTexts } from '../texts/texts.js'
import type { ChartPictureFacts } from './charts/chartFacts.js'
import type { createChartPicture } from './charts/chartPicture.js'
import { readCodes } from './readCode.js'
import { createReportPicture, type ReportPictureFacts } from './reportPicture.js'
import { createTicketPicture, type TicketPictureFacts } from './ticketPicture.js'

/** What the worker is asked, one at a time. */
export type DrawingRequest =
  | { readonly kind: 'ticket'; readonly facts: TicketPictureFacts }
  | { readonly kind: 'report'; readonly facts: ReportPictureFacts }
  | { readonly kind: 'chart'; readonly facts: ChartPictureFacts }
  | { readonly kind: 'code'; readonly bytes: Uint8Array }

/** What it answers. An error is told as text: not each survives the way between threads. */
export type DrawingResult = { readonly value: Drawn } | { readonly error: string }

/** A picture, a text, or nothing. */
export type Drawn = Uint8Array | readonly string[] | undefined

const texts = createTexts()
const ticketPicture = createTicketPicture(texts)
// Seldom drawn, and large.
let reportPicture: ReturnType<typeof createReportPicture> | undefined
let chartPicture: ReturnType<typeof createChartPicture> | undefined

// Who draws no charts does not load what they are drawn with.
const drawChart = async (facts: ChartPictureFacts): Promise<Uint8Array> => {
  chartPicture ??= (await import('./charts/chartPicture.js')).createChartPicture(texts)
  return chartPicture(facts)
}

// Answers go before tickets' pictures. Linux knows the priority of a thread; elsewhere it would be the whole program's.
let isModest = process.platform !== 'linux'
const beModest = (): void => {
  isModest = true
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
}

const drawTicket = (facts: TicketPictureFacts): Uint8Array => {
  const picture = ticketPicture(facts)
  // Not before the first one: that loads fonts, and somebody waits for it.
  if (!isModest) beModest()
  return picture
}

const work = (request: DrawingRequest): Promise<Uint8Array | readonly string[] | undefined> | Uint8Array => {
  switch (request.kind) {
    case 'ticket':
      return drawTicket(request.facts)
    case 'report':
      reportPicture ??= createReportPicture(texts)
      return reportPicture(request.facts)
    case 'chart':
      return drawChart(request.facts)
    case 'code':
      return readCodes(request.bytes)
  }
}

const answer = async (request: DrawingRequest): Promise<DrawingResult> => {
  try {
    return { value: await work(request) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on(
  'message',
  (request: DrawingRequest) => void answer(request).then((said) => parentPort?.postMessage(said)),
)
