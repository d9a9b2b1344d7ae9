import { InlineKeyboard } from 'grammy'
import { type Event, type EventWithTypes, hasEnded, leftOf, saleOf, type TicketType } from '../../domain/event.js'
import { cutStyled } from '../../domain/styledText.js'
import { giveBackUntil } from '../../domain/ticket.js'
import { tgTime } from '../../texts/format.js'
import { type Html, joinHtml, plainOf } from '../../texts/html.js'
import { styledHtml } from '../../texts/styled.js'
import type { Speech } from '../../texts/texts.js'
import { lines, paragraphs, priceIn, timeIn, whenIn, venueIn } from '../ui/format.js'
import { routes } from '../ui/routes.js'
import { captionLimit, type Screen } from '../ui/screen.js'

/** A ticket type on a card. A card of one type without a name shows no name. */
type CardType = Pick<TicketType, 'name' | 'price'> &
  Partial<Pick<TicketType, 'saleFrom' | 'saleUntil'>> & { readonly left: number }

/** What an event looks like, without its tickets on sale. */
export type CardFacts = Pick<Event, 'title' | 'description' | 'startsAt' | 'endsAt' | 'zone' | 'venue' | 'poster'> & {
  readonly types: readonly CardType[]
  readonly giveBackHours?: number | undefined
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
  const giveBack = giveBackText(speech, facts, now)
  const around = plainOf(joinHtml(giveBack ? [top, giveBack] : [top])).length
  const head = lines(top, ...typeLines(speech, facts, now, room - around), giveBack)
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

const typeLines = (speech: Speech, { types, zone }: CardFacts, now: number, room: number): readonly Html[] => {
  const [first, ...others] = types
  if (first && others.length === 0 && first.name === '') {
    const price = speech.say('card-price', { price: priceIn(speech, first.price) })
    return [
      price,
      saleNow(first, now) === 'open'
        ? speech.say('card-left', { left: first.left })
        : speech.say('card-sale', saleFacts(speech, first, zone, now)),
    ]
  }
  return fitting(
    types.map((type) =>
      speech.say('card-type', {
        name: type.name || speech.label('type-unnamed'),
        price: priceIn(speech, type.price),
        left: type.left,
        ...saleFacts(speech, type, zone, now),
      }),
    ),
    room,
    (more) => speech.say('card-more-types', { more }),
  )
}

const saleNow = ({ saleFrom, saleUntil }: CardType, now: number) => saleOf({ saleFrom, saleUntil }, now)

const saleFacts = (speech: Speech, type: CardType, zone: string, now: number) => ({
  sale: saleNow(type, now),
  from: type.saleFrom === undefined ? '' : timeIn(speech, type.saleFrom, { zone }),
})

// Twelve types with long names do not fit under a poster: the buyer sees them all when choosing.
const fitting = (all: readonly Html[], room: number, rest: (count: number) => Html): readonly Html[] => {
  const length = (some: readonly Html[]): number => some.reduce((sum, line) => sum + plainOf(line).length + 1, 0)
  let shown = all.length
  while (shown > 0 && length(all.slice(0, shown)) + (shown < all.length ? 40 : 0) > room) shown -= 1
  return shown === all.length ? all : [...all.slice(0, shown), rest(all.length - shown)]
}

/** The types of an event as its card shows them. */
const cardTypes = (found: EventWithTypes): readonly CardType[] =>
  found.types.map((type) => ({ ...type, left: leftOf(found, type) }))

/** An event as buyers see it, with its buttons. */
export const cardScreen = (speech: Speech, found: EventWithTypes, now: number, notice?: Html): Screen => {
  const { event } = found
  const types = cardTypes(found)
  const keyboard = new InlineKeyboard()
  const state = stateLine(speech, event, now)
  const { html, shortened } = cardText(speech, { ...event, types }, now)
  const canBuy = !state && types.some((type) => type.left > 0 && saleNow(type, now) === 'open')
  if (canBuy)
    keyboard
      .text(speech.label('button-buy'), routes.chooseQuantity.data({ eventId: event.id }))
      .success()
      .row()
  if (event.pin) keyboard.text(speech.label('button-map'), routes.showMap.data({ eventId: event.id })).row()
  if (shortened) keyboard.text(speech.label('button-read-more'), routes.readMore.data({ eventId: event.id })).row()
  return { html: paragraphs(notice, state, html), keyboard, photo: event.poster }
}

const stateLine = (speech: Speech, event: Event, now: number): Html | undefined => {
  if (event.state === 'cancelled') return speech.say('card-cancelled')
  if (event.state === 'draft') return speech.say('card-not-on-sale')
  return hasEnded(event, now) ? speech.say('card-ended') : undefined
}
