import { InlineKeyboard } from 'grammy'
import type { Thread } from '../../../domain/thread.js'
import type { BuyersThread, OwnThread } from '../../../services/threads/answering.js'
import type { Speech } from '../../../texts/texts.js'
import { yesNo } from '../../ui/format.js'
import { buyerOf } from '../people/person.js'
import { yesOrBack } from '../../ui/keyboards.js'
import { routes } from '../../ui/routes.js'
import type { Screen } from '../../ui/screen.js'

/** What an organizer calls a guest. */
export const guestIn = (speech: Speech, { number, isNamed, guestName }: Thread): string =>
  speech.label('thread-guest', { number: String(number), isNamed: yesNo(isNamed), name: isNamed ? guestName : '' })

/** Writes to whoever bought an order. */
export const writeButton = (speech: Speech, orderId: number) =>
  InlineKeyboard.text(speech.label('button-write-buyer'), routes.writeToBuyer.data({ orderId }))

/** Asks an organizer what they answer, or write unasked. */
export const askAnswerScreen = (speech: Speech, { event, thread }: OwnThread): Screen => ({
  html: speech.say('thread-ask-answer', { guest: guestIn(speech, thread), title: event.title }),
  keyboard: new InlineKeyboard().text(speech.label('button-ask-nothing'), routes.leaveAnswering.data({})),
})

/**
 * The same of an order's buyer, whom the organizer knows by name: with the number of their questions it would tell who
 * asked those.
 */
export const askWriteScreen = (speech: Speech, { event, order }: BuyersThread): Screen => ({
  html: speech.say('thread-ask-write', { buyer: buyerOf(order), order: String(order.id), title: event.title }),
  keyboard: new InlineKeyboard().text(speech.label('button-ask-nothing'), routes.leaveAnswering.data({})),
})

/** What an organizer reads who has written to a buyer. */
export const writtenScreen = (speech: Speech, { event, order }: BuyersThread): Screen => ({
  html: speech.say('thread-written', { buyer: buyerOf(order), title: event.title }),
  keyboard: toQuestions(speech, event.id),
})

/** What an organizer reads who has answered. */
export const answeredScreen = (speech: Speech, { event, thread }: OwnThread): Screen => ({
  html: speech.say('thread-answered', { guest: guestIn(speech, thread), title: event.title }),
  keyboard: toQuestions(speech, event.id),
})

/** What an organizer reads who has answered several guests. */
export const answeredTogetherScreen = (
  speech: Speech,
  { eventId, answered, left }: { readonly eventId: number; readonly answered: number; readonly left: number },
): Screen => ({
  html: speech.say('thread-answered-together', { count: answered, left }),
  keyboard: toQuestions(speech, eventId),
})

/** The way to the open questions. */
export const toQuestions = (speech: Speech, eventId: number): InlineKeyboard =>
  new InlineKeyboard().text(speech.label('button-all-questions'), routes.questionsOf.data({ eventId, after: 0 }))

/** Asks whether a guest is to be blocked. */
export const askBlockScreen = (speech: Speech, { event, thread }: OwnThread): Screen => ({
  html: speech.say('thread-ask-block', { guest: guestIn(speech, thread), title: event.title }),
  keyboard: yesOrBack(
    speech,
    routes.blockGuest.data({ threadId: thread.id }),
    routes.questionsOf.data({ eventId: event.id, after: 0 }),
  ),
})
