import { InlineKeyboard } from 'grammy'
import type { ChatMessage, PersonMessage } from '../../domain/announcement.js'
import { type Money, stars } from '../../domain/money.js'
import { money } from '../../texts/format.js'
import { type Html, joinHtml } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import { priceIn, startIn } from '../views/eventCard.js'
import type { Links } from '../telegram/links.js'
import type { MoneyNews } from './moneyScreens.js'
import type { Screen } from '../ui/screen.js'
import { routes } from '../ui/routes.js'

/** What the notification chat hears. */
export const chatScreen = (speech: Speech, links: Links, news: ChatMessage): Screen => {
  const test = 'test' in news && news.test ? speech.say('news-test') : undefined
  const html = joinHtml(
    [test, chatText(speech, news)].filter((line) => line !== undefined),
    '\n\n',
  )
  const link = new InlineKeyboard().url(speech.label('button-open-event'), links.event(news.slug))
  return news.kind === 'eventCancelled' || test ? { html } : { html, keyboard: link }
}

const chatText = (speech: Speech, news: ChatMessage): Html => {
  switch (news.kind) {
    case 'eventPublished':
      return speech.say('news-eventPublished', {
        title: news.title,
        venue: news.venue,
        when: startIn(speech, news),
        organizer: news.organizer,
        price: news.isFrom
          ? speech.label('price-from', { price: money(news.price, speech.language) })
          : priceIn(speech, news.price),
        capacity: news.capacity,
      })
    case 'ticketsIssued':
      return speech.say('news-ticketsIssued', {
        title: news.title,
        quantity: news.quantity,
        buyer: news.buyer,
        left: news.left,
        way: news.paymentWay,
        total: money(news.total, speech.language),
      })
    case 'soldOut':
      return speech.say('news-soldOut', { title: news.title, capacity: news.capacity })
    case 'eventCancelled':
      return speech.say('news-eventCancelled', {
        title: news.title,
        when: startIn(speech, news),
        organizer: news.organizer,
        issued: news.ticketsIssued,
      })
  }
}

/** What a person hears unasked, but for their tickets. */
export const personScreen = (
  speech: Speech,
  links: Links,
  news: Exclude<PersonMessage, MoneyNews | { kind: 'tickets' | 'ticketReceived' | 'ticketShown' }>,
): Screen => {
  switch (news.kind) {
    case 'yourEventCancelled':
      return {
        html: joinHtml(
          [
            speech.say('news-yourEventCancelled', {
              title: news.title,
              when: startIn(speech, news),
              quantity: news.quantity,
            }),
            ...moneyBack(speech, news.back),
          ],
          '\n\n',
        ),
      }
    case 'yourEventChanged':
      return {
        html: speech.say('news-yourEventChanged', {
          before: news.before.title,
          title: news.title,
          when: startIn(speech, news),
          venue: news.venue,
        }),
        keyboard: new InlineKeyboard().url(speech.label('button-open-event'), links.event(news.slug)),
      }
    case 'staffJoined':
      return { html: speech.say('news-staffJoined', { name: news.name, title: news.title }) }
    case 'staffRemoved':
      return { html: speech.say('news-staffRemoved', { title: news.title }) }
    case 'ticketGiven':
      return { html: speech.say('news-ticketGiven', { to: news.to, title: news.title, number: String(news.number) }) }
    case 'holdExpired':
      return {
        html: speech.say(news.isLooking ? 'news-holdExpired-looking' : 'news-holdExpired', {
          title: news.title,
          quantity: news.quantity,
        }),
        keyboard: new InlineKeyboard().url(speech.label('button-open-event'), links.event(news.slug)),
      }
    case 'heldEventCancelled':
      return {
        html: speech.say('news-heldEventCancelled', {
          title: news.title,
          when: startIn(speech, news),
          looking: news.isLooking ? 'yes' : 'no',
        }),
      }
    case 'proofRejected':
      return {
        html: speech.say('news-proofRejected', {
          title: news.title,
          order: String(news.orderId),
          state: news.isOver ? 'over' : 'open',
        }),
        ...(!news.isOver && {
          keyboard: new InlineKeyboard().text(
            speech.label('button-open-order'),
            routes.openOrder.data({ orderId: news.orderId }),
          ),
        }),
      }
    case 'orderRefunded':
      return {
        html: speech.say('news-orderRefunded', {
          title: news.title,
          order: String(news.orderId),
          quantity: news.quantity,
          amount: money(news.amount, speech.language),
          how: news.amount.currency === stars ? 'stars' : 'byHand',
        }),
      }
    case 'ticketRefunded':
      return { html: speech.say('news-ticketRefunded', { title: news.title, number: String(news.number) }) }
    case 'refunded':
      return {
        html: speech.say('news-refunded', {
          ...(news.title === undefined ? { about: 'none', title: '' } : { about: 'event', title: news.title }),
          amount: money(news.amount, speech.language),
        }),
      }
    case 'announcementDelayed':
      return {
        html: speech.say('news-announcementDelayed', {
          about: news.about,
          title: news.title,
          again: news.givenUp ? 'byHand' : 'soon',
        }),
      }
  }
}

const moneyBack = (speech: Speech, back: Money | undefined): readonly Html[] =>
  back
    ? [
        speech.say('money-back', {
          way: back.currency === stars ? 'stars' : 'byHand',
          amount: money(back, speech.language),
        }),
      ]
    : []

type Sales = { readonly title: string; orders: number; tickets: number; left: number; minor: Map<string, number> }

// With a title of 100 an event takes up to 175 characters for its sales and 140 more when it is sold out; 4096 hold
// this many.
const mostEvents = 12

/**
 * Sums up what may be summed up: a line an event with its sales, tickets and money, in the order in which they were
 * first sold.
 */
export const digestOf = (news: readonly ChatMessage[]): ReadonlyMap<string, Sales> => {
  const events = new Map<string, Sales>()
  for (const one of news) {
    if (one.kind !== 'ticketsIssued') continue
    const sales = events.get(one.slug) ?? {
      title: one.title,
      orders: 0,
      tickets: 0,
      left: one.left,
      minor: new Map<string, number>(),
    }
    events.set(one.slug, addSale(sales, one))
  }
  return events
}

const addSale = (sales: Sales, one: Extract<ChatMessage, { kind: 'ticketsIssued' }>): Sales => {
  const { currency, minor } = one.total
  sales.minor.set(currency, (sales.minor.get(currency) ?? 0) + minor)
  return {
    ...sales,
    orders: sales.orders + 1,
    tickets: sales.tickets + one.quantity,
    left: Math.min(sales.left, one.left),
  }
}

/** How many of these, from the first, fit into one summary. */
export const fitsInDigest = (news: readonly ChatMessage[]): number => {
  const slugs = new Set<string>()
  const end = news.findIndex((one) => slugs.add(one.slug).size > mostEvents)
  return end === -1 ? news.length : end
}

/** One message that tells many sales. */
export const digestScreen = (speech: Speech, news: readonly ChatMessage[]): Screen => {
  const sales = [...digestOf(news).values()]
  const lines = sales.map(({ title, orders, tickets, left, minor }) =>
    speech.say('digest-line', {
      title,
      orders,
      tickets,
      left,
      money: [...minor].map(([currency, sum]) => money({ minor: sum, currency }, speech.language)).join(' + '),
    }),
  )
  const soldOut = [...new Map(news.filter((one) => one.kind === 'soldOut').map((one) => [one.slug, one])).values()].map(
    ({ title, capacity }) => speech.say('digest-soldOut', { title, capacity }),
  )
  const orders = sales.reduce((sum, one) => sum + one.orders, 0)
  return { html: joinHtml([speech.say('digest-head', { orders }), ...lines, ...soldOut], '\n') }
}
