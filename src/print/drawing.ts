// The printer's worker thread: whatever blocks while it draws or searches, blocks here.
import { parentPort } from 'node:worker_threads'
import { createTexts } from '../texts/texts.js'
import { readCodes } from './readCode.js'
import { createTicketPicture, type TicketPictureFacts } from './ticketPicture.js'

/** What the worker is asked, one at a time. */
export type DrawingRequest =
  | { readonly kind: 'ticket'; readonly facts: TicketPictureFacts }
  | { readonly kind: 'code'; readonly bytes: Uint8Array }

/** What it answers. An error is told as text: not each survives the way between threads. */
export type DrawingResult = { readonly value: Uint8Array | readonly string[] | undefined } | { readonly error: string }

const ticketPicture = createTicketPicture(createTexts())

const work = (request: DrawingRequest): Promise<readonly string[] | undefined> | Uint8Array =>
  request.kind === 'ticket' ? ticketPicture(request.facts) : readCodes(request.bytes)

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
