import type { PersonMessage } from '../../domain/announcement.js'
import type { GuestOrder, ThreadView } from '../../services/threads/delivering.js'
import type { Services } from '../../services/services.js'
import { isProofUnderReview } from '../../domain/order.js'
import { type Html, joinHtml } from '../../texts/html.js'
import { styledHtml } from '../../texts/styled.js'
import type { Speech } from '../../texts/texts.js'
import { lines, paragraphs, yesNo } from '../ui/format.js'
import type { Screen } from '../ui/screen.js'
import { guestIn } from '../views/threads/answering.js'
import { guestsButtons, organizersButtons } from '../views/threads/carried.js'

const kinds = ['threadMessage', 'threadNotDelivered'] as const

/** What guests and organizers hear of each other. */
type ThreadNews = Extract<PersonMessage, { kind: (typeof kinds)[number] }>

/** Whether it is one of these. */
export const isThreadNews = (message: PersonMessage): message is ThreadNews =>
  kinds.some((kind) => kind === message.kind)

/** Puts these into words: undefined when they are not to be said any more. */
export const createThreadScreens =
  ({ threads }: Pick<Services, 'threads'>) =>
  async (speech: Speech, personId: number, message: ThreadNews): Promise<Screen | undefined> => {
    if (message.kind === 'threadNotDelivered') {
      const found = await threads.messages.ofAuthor(personId, message.messageId)
      return found && undeliveredScreen(speech, found, message.isLasting === true)
    }
    const view = await threads.messages.toSay(personId, message.messageId)
    return view && carriedScreen(speech, view)
  }

// The words are carried as they are, below a line of the bot's in the reader's language.
const carriedScreen = (speech: Speech, view: ThreadView): Screen => {
  const { message } = view
  const isBare = message.media === 'bare'
  const words = message.words === '' ? undefined : styledHtml(message.words)
  return {
    html: isBare ? joinHtml([]) : paragraphs(headOf(speech, view), words ?? followsText(speech, view)),
    keyboard: message.author === 'guest' ? organizersButtons(speech, view) : guestsButtons(speech, view),
    photo: message.media === 'photo' ? message.file : undefined,
    copy: message.media === 'copy' || isBare ? { chatId: message.authorId, messageId: message.sourceId } : undefined,
  }
}

const followsText = (speech: Speech, { message }: ThreadView): Html | undefined =>
  message.media === undefined ? speech.say('thread-media-follows') : undefined

const headOf = (speech: Speech, view: ThreadView): Html => {
  const { message, event, thread } = view
  if (message.author === 'organizer') return speech.say('thread-answer', { title: event.title })
  return lines(
    speech.say('thread-question', { title: event.title, guest: guestIn(speech, thread) }),
    ...(view.orders.length === 0
      ? [speech.say('thread-no-orders')]
      : view.orders.map((order) => orderText(speech, order, thread))),
    view.hasMoreOrders ? speech.say('thread-more-orders') : undefined,
  )
}

const stateOf = (order: GuestOrder['order']): string => {
  if (order.state === 'confirmed') return order.paymentMethod
  return order.state === 'held' && isProofUnderReview(order) ? 'review' : order.state
}

// By an order's number its buyer is found in "Who bought".
const orderText = (speech: Speech, { order, typeName }: GuestOrder, { isNamed }: ThreadView['thread']): Html =>
  speech.say('thread-order', {
    quantity: order.quantity,
    hasType: yesNo(typeName !== ''),
    type: typeName,
    state: stateOf(order),
    order: String(order.id),
    isNamed: yesNo(isNamed),
  })

const undeliveredScreen = (
  speech: Speech,
  { thread, event, message }: Pick<ThreadView, 'thread' | 'event' | 'message'>,
  isLasting: boolean,
): Screen => ({
  html: speech.say('thread-undelivered', {
    to: message.author === 'guest' ? 'organizer' : 'guest',
    guest: message.author === 'guest' ? '' : guestIn(speech, thread),
    title: event.title,
    isLasting: yesNo(isLasting),
  }),
})
