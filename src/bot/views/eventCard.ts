import { InlineKeyboard } from 'grammy'
import { type Event, hasEnded, leftOf, type TicketType } from '../../domain/event.js'
import { opensAt, saleOf, typesToCome } from '../../domain/sale.js'
import { type HeldSeats, hidesTypes } from '../../domain/sight.js'
import { cutStyled } from '../../domain/styledText.js'
import { giveBackUntil } from '../../domain/ticket.js'
import { tgTime } from '../../texts/format.js'
import { type Html, joinHtml, plainOf } from '../../texts/html.js'
import { styledHtml } from '../../texts/styled.js'
import type { Speech } from '../../texts/texts.js'
import type { EventCard } from '../../services/events/looking.js'
import { lines, paragraphs, priceIn, soonIn, ticked, timeIn, venueIn, whenIn, yesNo } from '../ui/format.js'
import { routes } from '../ui/routes.js'
import { captionLimit, type Screen } from '../ui/screen.js'
import { addOtherDates, addWaysOn, mayWait, type WithDates } from './otherDates.js'
import { addCardWait, cardWaitText, waitButton } from './waiting/place.js'

/** A ticket type on a card. A card of one type without a name shows no name. */
type CardType = Pick<TicketType, 'name' | 'price'> &
  Partial<Pick<TicketType, 'saleFrom' | 'saleUntil'>> & { readonly left: number }

/** What an event looks like, without its tickets on sale. */
export type CardFacts = Pick<Event, 'title' | 'description' | 'startsAt' | 'endsAt' | 'zone' | 'venue' | 'poster'> & {
  readonly types: readonly CardType[]
  readonly giveBackHours?: number | undefined
  readonly saleFrom?: number | undefined
  readonly held?: HeldSeats | undefined
  /** Nothing of it is to be had any more: it is over, or cancelled. */
  readonly isOver?: boolean
  readonly wait?: WithDates['wait']
}

// Room for what stands above a card (a refusal, its state, the preview's question), so that the card looks the same
// with and without it.
const roomAbove = 200

/** The card's text; the description is shortened, and ticket types are left out, when they would not fit. */
export const cardText = (
  speech: Speech,
  facts: CardFacts,
  now: number,
): { readonly html: Html; readonly shortened: boolean } => {
  const room = (facts.poster === undefined ? 4096 : captionLimit) - roomAbove
  const top = speech.say('card', {
    title: facts.title,
    when: whenIn(speech, facts),
    yours: tgTime(facts.startsAt, facts.zone, speech.language, now),
    venue: venueIn(speech, facts),
  })
  const waits = facts.wait && cardWaitText(speech, facts.wait)
  const below =
    facts.isOver === true ? lines(waits) : lines(opensText(speech, facts, now), giveBackText(speech, facts, now), waits)
  const around = plainOf(joinHtml([top, below])).length
  const head = lines(top, ...typeLines(speech, facts, now, room - around), below)
  if (!facts.description) return { html: head, shortened: false }
  const description = cutStyled(facts.description, Math.max(1, room - plainOf(head).length - 2))
  return { html: paragraphs(head, styledHtml(description)), shortened: description !== facts.description }
}

const giveBackText = (speech: Speech, facts: CardFacts, now: number): Html | undefined => {
  const until = giveBackUntil(facts)
  return until !== undefined && until > now
    ? speech.say('card-give-back', { until: timeIn(speech, until, facts) })
    : undefined
}

const isToOpen = ({ saleFrom = 0 }: Pick<CardFacts, 'saleFrom'>, now: number): boolean => now < saleFrom

const opensText = (speech: Speech, facts: CardFacts, now: number): Html | undefined =>
  facts.saleFrom !== undefined && isToOpen(facts, now)
    ? speech.say('card-opens', { from: timeIn(speech, facts.saleFrom, facts) })
    : undefined

const typeLines = (speech: Speech, facts: CardFacts, now: number, room: number): readonly Html[] => {
  const { types } = facts
  const [first, ...others] = types
  if (!first) return [speech.say('card-types-hidden')]
  if (others.length === 0 && first.name === '') {
    const sale = saleFacts(speech, first, facts, now)
    const price = speech.say('card-price', { price: priceIn(speech, first.price) })
    if (facts.isOver === true) return [price]
    const isOpen = sale.sale === 'open'
    const held = isOpen ? heldText(speech, facts) : undefined
    return [price, held ?? speech.say(`card-${isOpen ? 'left' : 'sale'}`, { left: first.left, ...sale })]
  }
  const held = heldText(speech, facts)
  const shown = fitting(
    types.map((type) =>
      speech.say('card-type', {
        name: type.name || speech.label('type-unnamed'),
        price: priceIn(speech, type.price),
        // That all is held is said below: it is not sold out.
        isHeld: yesNo(held !== undefined),
        left: type.left,
        ...saleFacts(speech, type, facts, now),
      }),
    ),
    room - (held ? plainOf(held).length + 1 : 0),
    (more) => speech.say('card-more-types', { more }),
  )
  return held ? [...shown, held] : shown
}

/** That all is taken, but not all is paid; until when at the latest. */
const heldText = (speech: Speech, { held, zone }: Pick<CardFacts, 'held' | 'zone'>): Html | undefined =>
  held &&
  speech.say(held.isOwn === true ? 'card-held-own' : 'card-held', {
    seats: held.seats,
    until: soonIn(speech, held.until, { zone }),
  })

// That nothing is on sale yet is said once, and of a type only what it has of its own.
const saleFacts = (speech: Speech, { saleFrom, saleUntil }: CardType, facts: CardFacts, now: number) => {
  const type = { saleFrom, saleUntil }
  const opens = opensAt({ saleFrom: facts.saleFrom }, type)
  if (facts.isOver === true) return { sale: 'over' as const, from: '' }
  const isSaidOfAll = isToOpen(facts, now) && opens === facts.saleFrom
  return {
    sale: isSaidOfAll ? ('coming' as const) : saleOf({ saleFrom: facts.saleFrom }, type, now),
    from: opens === undefined ? '' : timeIn(speech, opens, facts),
  }
}

// Twelve types with long names do not fit under a poster: the buyer sees them all when choosing.
const fitting = (all: readonly Html[], room: number, rest: (count: number) => Html): readonly Html[] => {
  const length = (some: readonly Html[]): number => some.reduce((sum, line) => sum + plainOf(line).length + 1, 0)
  let shown = all.length
  while (shown > 0 && length(all.slice(0, shown)) + (shown < all.length ? 40 : 0) > room) shown -= 1
  return shown === all.length ? all : [...all.slice(0, shown), rest(all.length - shown)]
}

/** The types of an event as its card shows them. */
const cardTypes = (card: EventCard): readonly CardType[] =>
  card.shown.map((type) => ({ ...type, left: leftOf(card, type) }))

/** An event as this buyer sees it, with its buttons. */
export const cardScreen = (speech: Speech, card: WithDates, now: number, notice?: Html): Screen => {
  const { event } = card
  const state = stateLine(speech, event, now)
  const { wait } = card
  const isOver = event.state === 'cancelled' || hasEnded(event, now)
  const facts = { ...event, types: cardTypes(card), held: hasLine(card) ? undefined : card.held, wait, isOver }
  const { html, shortened } = cardText(speech, facts, now)
  const keyboard = new InlineKeyboard()
  if (!state) addBuying(keyboard, speech, card, now)
  if (event.pin) keyboard.text(speech.label('button-map'), routes.showMap.data({ eventId: event.id })).row()
  if (shortened) keyboard.text(speech.label('button-read-more'), routes.readMore.data({ eventId: event.id })).row()
  addOtherDates(keyboard, speech, card)
  addWaysOn(keyboard, speech, card, now)
  return { html: paragraphs(notice, state, html), keyboard, photo: event.poster }
}

// What comes free goes to those who wait: it is no use to look again.
const hasLine = ({ shown }: EventCard): boolean =>
  shown.some(({ waiting = 0 }) => waiting > 0) || (shown.length > 0 && shown.every(({ forLine }) => forLine === true))

const addBuying = (keyboard: InlineKeyboard, speech: Speech, card: WithDates, now: number): void => {
  const { event, shown, isReminded } = card
  const { id: eventId } = event
  if (shown.some((type) => leftOf(card, type) > 0 && saleOf(event, type, now) === 'open'))
    keyboard.text(speech.label('button-buy'), routes.chooseQuantity.data({ eventId })).success().row()
  addWaiting(keyboard, speech, card, now)
  if (typesToCome(event, shown, now).length > 0)
    keyboard
      .text(
        ticked(isReminded, speech.label('button-remind-opening')),
        routes.remindOpening.data({ eventId, to: isReminded ? 'off' : 'on' }),
      )
      .row()
  if (hidesTypes(card)) keyboard.text(speech.label('button-have-code'), routes.askCardCode.data({ eventId })).row()
}

// Whoever holds all that is left waits for nothing.
const addWaiting = (keyboard: InlineKeyboard, speech: Speech, card: WithDates, now: number): void => {
  const { id: eventId } = card.event
  const isOwn = card.held?.isOwn === true
  if (card.held && !isOwn && !hasLine(card))
    keyboard.text(speech.label('button-look-again'), routes.lookAgain.data({ eventId })).row()
  if (card.wait) addCardWait(keyboard, speech, card.wait)
  else if (!isOwn && mayWait(card, now)) keyboard.add(waitButton(speech, eventId)).row()
}

const stateLine = (speech: Speech, event: Event, now: number): Html | undefined => {
  if (event.state === 'cancelled') return speech.say('card-cancelled')
  if (event.state === 'draft') return speech.say('card-not-on-sale')
  return hasEnded(event, now) ? speech.say('card-ended') : undefined
}
