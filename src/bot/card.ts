import { InlineKeyboard } from 'grammy'
import { type Event, type EventWithTypes, hasEnded, leftOfAll } from '../domain/event.js'
import type { Money } from '../domain/money.js'
import { cut } from '../domain/person.js'
import { giveBackUntil } from '../domain/ticket.js'
import { dateTimeWithZone, money, tgTime, timeRange, zoneOffset } from '../texts/format.js'
import { escapeHtml, type Html, joinHtml, plainOf } from '../texts/html.js'
import type { Speech } from '../texts/texts.js'
import { button, rowId } from './buttons.js'
import { captionLimit, type Screen } from './screen.js'

/** Opens an event's card as a new message. */
export const openEvent = button('e', { eventId: rowId })
/** Asks how many tickets. */
export const chooseQuantity = button('b', { eventId: rowId })
/** Sends the whole description where the card had to shorten it. */
export const readMore = button('d', { eventId: rowId })

/** What an event looks like, without its tickets on sale. */
export type CardFacts = Pick<Event, 'title' | 'description' | 'startsAt' | 'endsAt' | 'zone' | 'venue' | 'poster'> & {
  readonly price: Money
  readonly left: number
  readonly giveBackHours?: number | undefined
}

/** A price in words: "free" or the amount. */
export const priceIn = (speech: Speech, price: Money): string => (price.minor === 0 ? speech.label('price-free') : money(price, speech.language))

/** When an event takes place: the local time with its zone. */
export const whenIn = (speech: Speech, { startsAt, endsAt, zone }: Pick<Event, 'startsAt' | 'endsAt' | 'zone'>): string =>
  `${timeRange(startsAt, endsAt, zone, speech.language)} (${zoneOffset(startsAt, zone)})`

/** The start in the local time with its zone. */
export const startIn = (speech: Speech, { startsAt, zone }: Pick<Event, 'startsAt' | 'zone'>): string => dateTimeWithZone(startsAt, zone, speech.language)

// Room for what stands above a card (a refusal, its state, the preview's question), so that the card looks the same with and without it.
const roomAbove = 200

/** The card's text; the description is shortened when it would not fit. */
export const cardText = (speech: Speech, facts: CardFacts, now: number): { readonly html: Html; readonly shortened: boolean } => {
  const card = speech.say('card', {
    title: facts.title,
    when: whenIn(speech, facts),
    yours: tgTime(facts.startsAt, facts.zone, speech.language, now),
    venue: facts.venue,
    price: priceIn(speech, facts.price),
    left: facts.left,
  })
  const until = giveBackUntil(facts)
  const giveBack = until !== undefined && until > now ? speech.say('card-give-back', { until: dateTimeWithZone(until, facts.zone, speech.language) }) : undefined
  const head = giveBack ? joinHtml([card, giveBack], '\n') : card
  if (!facts.description) return { html: head, shortened: false }
  const room = (facts.poster === undefined ? 4096 : captionLimit) - plainOf(head).length - 2 - roomAbove
  const description = cut(facts.description, room)
  return { html: joinHtml([head, escapeHtml(description)], '\n\n'), shortened: description !== facts.description }
}

/** An event as buyers see it, with its buttons. */
export const cardScreen = (speech: Speech, found: EventWithTypes, now: number, notice?: Html): Screen => {
  const { event, types: [type] } = found
  const left = leftOfAll(found)
  const keyboard = new InlineKeyboard()
  const state = stateLine(speech, event, now)
  const { html, shortened } = cardText(speech, { ...event, price: type.price, left }, now)
  if (!state && left > 0) keyboard.text(speech.label('button-buy'), chooseQuantity.data({ eventId: event.id })).success().row()
  if (shortened) keyboard.text(speech.label('button-read-more'), readMore.data({ eventId: event.id })).row()
  const lines = [notice, state, html].filter((line) => line !== undefined)
  return { html: joinHtml(lines, '\n\n'), keyboard, photo: event.poster }
}

const stateLine = (speech: Speech, event: Event, now: number): Html | undefined => {
  if (event.state === 'cancelled') return speech.say('card-cancelled')
  if (event.state === 'draft') return speech.say('card-not-on-sale')
  return hasEnded(event, now) ? speech.say('card-ended') : undefined
}
