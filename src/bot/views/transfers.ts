import { InlineKeyboard } from 'grammy'
import type { Order } from '../../domain/order.js'
import type { SeenProof } from '../../domain/proof.js'
import type { OrderWithEvent } from '../../services/finders.js'
import type { Html } from '../../texts/html.js'
import { styledHtml } from '../../texts/styled.js'
import type { Speech } from '../../texts/texts.js'
import { moneyIn, paragraphs, timeIn } from '../ui/format.js'
import { routes } from '../ui/routes.js'
import type { Screen } from '../ui/screen.js'
import { buyerOf } from './people/person.js'
import { writeButton } from './threads/answering.js'

/** What sentences about an order's money tell. */
export const orderFacts = (speech: Speech, { order, event }: OrderWithEvent) => ({
  title: event.title,
  order: String(order.id),
  buyer: buyerOf(order),
  quantity: order.quantity,
  amount: moneyIn(speech, order.total),
})

/** What the buyer says about a receipt, as a quotation. */
const proofWordsText = (speech: Speech, words: string | undefined): Html | undefined =>
  words === undefined ? undefined : speech.say('proof-words', { words })

/** The same for whoever wrote it. */
export const ownWordsText = (speech: Speech, words: string | undefined): Html | undefined =>
  words === undefined ? undefined : speech.say('proof-own-words', { words })

/**
 * A transfer's receipt with what it should show and what its buyer says, and the two answers, far apart: a slip would
 * mislead the buyer. `notice`: a line above it.
 */
export const proofScreen = (speech: Speech, found: OrderWithEvent, notice?: Html): Screen => ({
  html: paragraphs(
    notice,
    speech.say('news-proofWaits', orderFacts(speech, found)),
    proofWordsText(speech, found.order.proofWords),
    keptText(speech, found),
    found.order.proofs > 1 ? speech.say('proof-latest', { count: found.order.proofs }) : undefined,
  ),
  ...receiptOf(found.order),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-money-is-there'), routes.confirmTransfer.data({ orderId: found.order.id }))
    .success()
    .row(writeButton(speech, found.order.id))
    .text(speech.label('button-all-transfers'), routes.waitingTransfers.data({ eventId: found.event.id, after: 0 }))
    .row()
    .text(speech.label('button-not-found'), routes.askNotFound.data({ orderId: found.order.id }))
    .danger(),
})

/** A receipt is a picture, or a document. */
const receiptOf = ({ proof, proofKind }: Order): Pick<Screen, 'photo' | 'file'> =>
  proofKind === 'document' ? { file: proof } : { photo: proof }

/** How long the seats are kept: an answer that comes later may come too late. */
const keptText = (speech: Speech, { order, event }: OrderWithEvent): Html | undefined =>
  order.state === 'held' && order.heldUntil !== undefined
    ? speech.say('proof-kept', { until: timeIn(speech, order.heldUntil, event) })
    : undefined

/** What the buyer said about a receipt after it was sent. */
export const proofWordsScreen = (speech: Speech, found: OrderWithEvent): Screen => ({
  html: paragraphs(
    speech.say('news-proofWords', orderFacts(speech, found)),
    proofWordsText(speech, found.order.proofWords),
  ),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-open-transfer'), routes.openTransfer.data({ orderId: found.order.id }))
    .row(writeButton(speech, found.order.id)),
})

/** "Really not found?", about the receipt that is there now; `until`: how long the seats would be kept then. */
export const askNotFoundScreen = (speech: Speech, found: OrderWithEvent, until: number): Screen => {
  const { order, event } = found
  const seen = { orderId: order.id, at: order.proofAt ?? 0, count: order.proofs }
  return {
    html: paragraphs(
      speech.say('transfer-ask-not-found', {
        ...orderFacts(speech, found),
        state: order.state === 'held' ? 'held' : order.state === 'cancelled' ? 'over' : 'open',
        until: timeIn(speech, until, event),
      }),
      proofWordsText(speech, order.proofWords),
    ),
    keyboard: new InlineKeyboard()
      .text(speech.label('button-really-not-found'), routes.notFound.data(seen))
      .danger()
      .row()
      .text(speech.label('button-with-line'), routes.notFoundWithLine.data(seen))
      .row()
      .text(speech.label('button-back'), routes.keepLooking.data(seen)),
  }
}

/** Asks for a line to the buyer. */
export const lineQuestionScreen = (
  speech: Speech,
  found: OrderWithEvent,
  { seen, max }: { readonly seen: SeenProof; readonly max: number },
): Screen => ({
  html: speech.say('ask-rejectionLine', { ...orderFacts(speech, found), max }),
  keyboard: new InlineKeyboard().text(
    speech.label('button-back'),
    routes.keepLooking.data({ orderId: found.order.id, ...seen }),
  ),
})

/** "Not found", as it was said; `line`: what went to the buyer with it. It can be taken back for a while. */
export const notFoundScreen = (speech: Speech, found: OrderWithEvent, line?: string): Screen => ({
  html: paragraphs(
    speech.say('transfer-rejected', orderFacts(speech, found)),
    line === undefined ? undefined : speech.say('transfer-line-sent', { line: styledHtml(line) }),
    keptText(speech, found),
  ),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-undo-not-found'), routes.undoReject.data({ orderId: found.order.id }))
    .row(writeButton(speech, found.order.id)),
})

/** An order whose money is no question any more. */
export const settledScreen = (speech: Speech, found: OrderWithEvent): Screen => ({
  html: speech.say('transfer-settled', orderFacts(speech, found)),
})
