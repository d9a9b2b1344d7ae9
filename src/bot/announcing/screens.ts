import { InlineKeyboard } from 'grammy'
import type { ChatMessage, SummableMessage } from '../../domain/announcement.js'
import type { DayProved } from '../../domain/dayProof.js'
import type { Money } from '../../domain/money.js'
import type { Html } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import type { Links } from '../telegram/links.js'
import {
  datesIn,
  fromPriceIn,
  lines,
  moneyIn,
  paragraphs,
  priceIn,
  startIn,
  sumIn,
  venueIn,
  yesNo,
} from '../ui/format.js'
import type { Screen } from '../ui/screen.js'
import { proofText } from './dayProofText.js'
import { changesText, reasonText } from '../views/eventNews.js'

type Published = Extract<ChatMessage, { kind: 'eventPublished' }>

/** What the notification chat hears. */
export const chatScreen = (speech: Speech, links: Links, message: ChatMessage): Screen => {
  if (message.kind === 'dayProved') return { html: proofText(speech, message) }
  const test = 'test' in message && message.test ? speech.say('news-test') : undefined
  const html = paragraphs(test, chatText(speech, message))
  const link = new InlineKeyboard().url(speech.label('button-open-event'), links.event(message.slug))
  return message.kind === 'eventCancelled' || test ? { html } : { html, keyboard: link }
}

const chatText = (speech: Speech, message: Exclude<ChatMessage, DayProved>): Html => {
  switch (message.kind) {
    case 'eventPublished':
      return speech.say('news-eventPublished', {
        title: message.title,
        venue: venueIn(speech, message),
        when: startIn(speech, message),
        organizer: message.organizer,
        price: publishedPrice(speech, message),
        capacity: message.capacity,
      })
    case 'datesPublished':
      return datesText(speech, message)
    case 'ticketsIssued':
      return speech.say('news-ticketsIssued', {
        title: message.title,
        quantity: message.quantity,
        hasType: yesNo(message.type !== undefined),
        type: message.type ?? '',
        hasOrder: yesNo(message.orderId !== undefined),
        order: String(message.orderId),
        hasCode: yesNo(message.promoCode !== undefined),
        code: message.promoCode ?? '',
        buyer: message.buyer,
        left: message.left,
        way: wayOf(message),
        total: moneyIn(speech, message.total),
      })
    case 'soldOut':
      return lines(
        speech.say('news-soldOut', { title: message.title, capacity: message.capacity }),
        message.waiting ? speech.say('news-line', { people: message.waiting }) : undefined,
      )
    case 'eventChanged':
      return paragraphs(
        speech.say('news-eventChanged', { title: message.before.title }),
        changesText(speech, message),
        speech.say('news-organizer', { organizer: message.organizer }),
      )
    case 'eventCancelled':
      return paragraphs(
        speech.say('news-eventCancelled', {
          title: message.title,
          when: startIn(speech, message),
          organizer: message.organizer,
          issued: message.ticketsIssued,
        }),
        reasonText(speech, message.reason),
      )
  }
}

const wayOf = ({ soldAtDoor, paymentWay }: Sale): string =>
  soldAtDoor && paymentWay !== 'free' ? 'soldAtDoor' : paymentWay

type Dates = Extract<ChatMessage, { kind: 'datesPublished' }>

const datesText = (speech: Speech, message: Dates): Html =>
  paragraphs(
    speech.say('news-datesPublished', {
      title: message.title,
      count: message.dates.length,
      venue: venueIn(speech, message),
      organizer: message.organizer,
      price: publishedPrice(speech, message),
    }),
    datesIn(speech, message),
  )

const publishedPrice = (speech: Speech, { price, isFrom, highest }: Published | Dates): string => {
  if (!price) return speech.label('price-hidden')
  return isFrom ? fromPriceIn(speech, price, highest) : priceIn(speech, price)
}

/** An event's sales; `minor` is the money of each currency. */
type Sales = {
  readonly title: string
  readonly orders: number
  readonly tickets: number
  readonly left: number
  readonly minor: ReadonlyMap<string, number>
}

// With a title of 100 an event takes up to 175 characters for its sales and 140 more when it is sold out; 4096 hold
// this many.
const mostEvents = 12

type Sale = Extract<ChatMessage, { kind: 'ticketsIssued' }>

/**
 * Sums up what may be summed up: a line an event with its sales, tickets and money, in the order in which they were
 * first sold.
 */
export const digestOf = (messages: readonly ChatMessage[]): ReadonlyMap<string, Sales> => {
  const events = new Map<string, Sales>()
  for (const message of messages)
    if (message.kind === 'ticketsIssued') events.set(message.slug, withSale(events.get(message.slug), message))
  return events
}

const withSale = (before: Sales | undefined, { title, quantity, left, total }: Sale): Sales => {
  const sales: Sales = before ?? { title, orders: 0, tickets: 0, left, minor: new Map() }
  return {
    ...sales,
    orders: sales.orders + 1,
    tickets: sales.tickets + quantity,
    left: Math.min(sales.left, left),
    minor: new Map(sales.minor).set(total.currency, (sales.minor.get(total.currency) ?? 0) + total.minor),
  }
}

/** How many of these, from the first, fit into one summary. */
export const fitsInDigest = (messages: readonly SummableMessage[]): number => {
  const slugs = new Set<string>()
  const end = messages.findIndex(({ slug }) => slugs.add(slug).size > mostEvents)
  return end === -1 ? messages.length : end
}

/** One message that tells many sales. */
export const digestScreen = (speech: Speech, messages: readonly ChatMessage[]): Screen => {
  const sales = [...digestOf(messages).values()]
  const sold = sales.map(({ title, orders, tickets, left, minor }) =>
    speech.say('digest-line', { title, orders, tickets, left, money: sumIn(speech, amountsOf(minor)) }),
  )
  const soldOut = new Map(
    messages.filter((message) => message.kind === 'soldOut').map((message) => [message.slug, message]),
  )
  const endings = [...soldOut.values()].map(({ title, capacity }) => speech.say('digest-soldOut', { title, capacity }))
  const orders = sales.reduce((sum, event) => sum + event.orders, 0)
  return { html: lines(speech.say('digest-head', { orders }), ...sold, ...endings) }
}

const amountsOf = (minor: Sales['minor']): readonly Money[] =>
  [...minor].map(([currency, sum]) => ({ currency, minor: sum }))
