import { InlineKeyboard } from 'grammy'
import { hasEnded, publicSeatsOf } from '../../domain/event.js'
import { accessOpensAt, isOnlineTicket } from '../../domain/onlineAccess.js'
import { costsNothing } from '../../domain/order.js'
import { spellShortCode } from '../../domain/shortCode.js'
import { isUnused } from '../../domain/ticket.js'
import type { TicketView } from '../../services/tickets/ticketViews.js'
import { clockTime, dateTime, localTime } from '../../texts/format.js'
import type { Html } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import type { Links } from '../telegram/links.js'
import { lines, paragraphs, soonIn, startIn, sumIn, timeIn, venueIn, yesNo } from '../ui/format.js'
import { routes } from '../ui/routes.js'
import type { Screen } from '../ui/screen.js'
import { nameRows, nameText } from './answers/ticketNames.js'
import { askButtons } from './threads/asking.js'
import { followButtons } from './afterwards/following.js'
import { accessButton, accessRows, eachAccess } from './onlineAccess.js'

/**
 * Tickets of one holder, to be said in one message: in whose language, and what stands above them. `part`: all of it;
 * only the pictures of what was told as text; the text, after which they follow; or whichever comes first. `head` and
 * `keyboard` take the place of the usual ones; `isBulk`: nobody waits for it.
 */
export type TicketMessage = {
  readonly part: 'whole' | 'pictures' | 'text' | 'any'
  readonly speech: Speech
  readonly tickets: readonly TicketView[]
  readonly notice?: Html | undefined
  readonly head?: Html
  readonly keyboard?: InlineKeyboard
  readonly isBulk?: true
  /** For whoever passes them on to somebody without Telegram. */
  readonly isToPassOn?: true
}

/** Tickets of one holder in one message, as the text under their pictures. */
export const ticketsScreen = (message: Omit<TicketMessage, 'part'>): Screen => {
  const { speech, tickets, keyboard, isToPassOn } = message
  const codes = tickets.map(({ ticket, name }) =>
    speech.say('tickets-line', { number: numberWith(ticket, name), code: spellShortCode(ticket.shortCode) }),
  )
  const [first, ...others] = tickets
  return {
    html: paragraphs(lines(headText(message), ...codes), accessText(message), namesText(message)),
    isProtected: !isToPassOn,
    keyboard: keyboard ?? (first && others.length === 0 && !isToPassOn ? belowPicture(speech, first) : undefined),
  }
}

// Whose it is, where somebody was asked.
const numberWith = ({ number }: TicketView['ticket'], name: string | undefined): string =>
  name === undefined ? String(number) : `${number} · ${name}`

/** The same as text, when the pictures come after it. */
export const ticketsFirstScreen = (message: TicketMessage): Screen => {
  const screen = ticketsScreen(message)
  const follow = message.speech.say('tickets-pictures-follow', { quantity: message.tickets.length })
  const { speech, tickets } = message
  return {
    ...screen,
    html: paragraphs(screen.html, follow),
    keyboard: screen.keyboard ?? accessKeyboard(speech, tickets),
  }
}

/** What stands under the pictures of tickets that were told as text. */
export const ticketPicturesScreen = ({ speech, tickets }: TicketMessage): Screen => {
  const [first, ...others] = tickets
  if (!first) throw new Error('There are no tickets to show.')
  return {
    html: speech.say('tickets-pictures', {
      title: first.event.title,
      order: String(first.order.id),
      quantity: tickets.length,
    }),
    isProtected: true,
    keyboard: others.length === 0 ? belowPicture(speech, first) : undefined,
  }
}

/** The same as text, where there are no pictures: each ticket with the link that its QR code would say. */
export const ticketsTextScreen = (links: Pick<Links, 'ticket'>, message: Omit<TicketMessage, 'part'>): Screen => {
  const { speech, tickets, keyboard, isToPassOn } = message
  const codes = tickets.map(({ ticket, name }) =>
    speech.say('tickets-line-link', {
      number: numberWith(ticket, name),
      code: spellShortCode(ticket.shortCode),
      link: links.ticket(ticket.code),
    }),
  )
  const html = paragraphs(lines(headText(message), ...codes), accessText(message), namesText(message))
  if (isToPassOn) return { html }
  return { html, isProtected: true, keyboard: keyboard ?? accessKeyboard(speech, tickets) }
}

// Whoever bought nothing is told why they have it.
const givenText = (speech: Speech, { order, event }: TicketView): Html | undefined =>
  order.paymentMethod === 'guestList' && order.buyerId !== event.organizerId
    ? speech.say('tickets-given', { organizer: event.organizerName })
    : undefined

const headText = ({ speech, tickets, notice, head: given }: Omit<TicketMessage, 'part'>): Html => {
  if (given) return paragraphs(notice, given)
  const [first] = tickets
  if (!first) throw new Error('There are no tickets to show.')
  const head = speech.say('tickets-order', {
    title: first.event.title,
    when: startIn(speech, first.event),
    venue: venueIn(speech, first.event),
    quantity: tickets.length,
    order: String(first.order.id),
    isOnline: yesNo(isOnlineTicket(first.event, first.access)),
    ...payment(speech, tickets),
  })
  return paragraphs(notice ?? givenText(speech, first), head)
}

// When the access is told, for there is nothing to press below several tickets. What came with them is not told twice.
const accessText = ({ speech, tickets, head }: Omit<TicketMessage, 'part'>): Html => {
  const times = new Set(
    eachAccess(tickets).map(({ event, access }) => {
      const opensAt = accessOpensAt(event, access)
      return opensAt === undefined ? undefined : timeIn(speech, opensAt, event)
    }),
  )
  const said = [...times].map((at) => {
    if (at !== undefined) return speech.say('ticket-access-later', { at })
    return head ? undefined : speech.say('ticket-access-now')
  })
  return lines(...said)
}

// Several tickets as text; their pictures are an album, which has no buttons.
const accessKeyboard = (speech: Speech, tickets: readonly TicketView[]): InlineKeyboard | undefined => {
  const rows = [...accessRows(speech, tickets), ...nameRows(speech, tickets)]
  return rows.length > 0 ? new InlineKeyboard(rows) : undefined
}

const payment = (
  speech: Speech,
  tickets: readonly TicketView[],
): { readonly way: 'free' | 'atDoor' | 'paid'; readonly total: string } => {
  const due = tickets.map((ticket) => ticket.due).filter((amount) => amount !== undefined)
  if (due.length > 0) return { way: 'atDoor', total: sumIn(speech, due) }
  return { way: tickets.every(({ order }) => costsNothing(order.paymentMethod)) ? 'free' : 'paid', total: '' }
}

// What is said in other words, or to others, asks for no name.
const namesText = ({ speech, tickets, notice, head, keyboard, isToPassOn }: Omit<TicketMessage, 'part'>) =>
  head || keyboard || isToPassOn ? undefined : nameText(speech, tickets, notice !== undefined)

const belowPicture = (speech: Speech, view: TicketView): InlineKeyboard => {
  const { ticket, access } = view
  const rows = [...(access ? [[accessButton(speech, ticket.id)]] : []), ...nameRows(speech, [view]), []]
  return new InlineKeyboard(rows)
    .text(speech.label('button-calendar'), routes.addToCalendar.data({ ticketId: ticket.id }))
    .text(speech.label('button-ticket-more'), routes.showTicketBelow.data({ ticketId: ticket.id }))
}

/**
 * A ticket on its screen; `isMuted`: its holder wanted no reminders; `isFollowing`: they follow the organizer;
 * `isKept`: they said that they come after a change; `isOrganizerMuted`: they want no messages of the organizer.
 */
type ShownTicket = TicketView & {
  readonly isMuted: boolean
  readonly isFollowing: boolean
  readonly isKept: boolean
  readonly isOrganizerMuted: boolean
}

/** One ticket for its holder, with all that can be done with it. `back` leads where they came from. */
export const ticketScreen = (
  speech: Speech,
  shown: ShownTicket,
  now: number,
  back: { readonly text: string; readonly data: string } | undefined,
): Screen => {
  const { ticket, event, order, holderName, name = holderName } = shown
  const head = speech.say('ticket', {
    title: event.title,
    when: startIn(speech, event),
    venue: venueIn(speech, event),
    holder: name,
    order: String(order.id),
    number: String(ticket.number),
    ...payment(speech, [shown]),
  })
  const offered = shown.hasGiftLink && isUsable(shown, now) ? speech.say('ticket-offered') : undefined
  const kept = shown.isKept && isUsable(shown, now) ? speech.say('ticket-kept-so-far') : undefined
  const keyboard = ticketButtons(speech, shown, now)
  if (back) keyboard.row().text(back.text, back.data)
  return {
    html: paragraphs(
      head,
      stateLine(speech, shown, now),
      kept,
      offered,
      isUsable(shown, now) ? lineText(speech, shown) : undefined,
    ),
    keyboard,
  }
}

// It is there for who waits, or offered to one of them just now.
const lineText = (speech: Speech, { sellBack, event }: TicketView): Html | undefined => {
  if (sellBack?.state === 'on') return speech.say('ticket-for-line')
  return sellBack?.state === 'offered'
    ? speech.say('ticket-line-offered', { until: soonIn(speech, sellBack.until, event) })
    : undefined
}

const isUsable = ({ ticket, event }: TicketView, now: number): boolean => isUnused(ticket) && !hasEnded(event, now)

const returnedLine = (speech: Speech, { order, isTakenBack = false }: TicketView): Html => {
  if (isTakenBack) return speech.say('ticket-taken-back')
  return speech.say(order.state === 'refunded' ? 'ticket-refunded' : 'ticket-returned')
}

const stateLine = (speech: Speech, shown: TicketView, now: number): Html => {
  const { ticket, event, access } = shown
  if (ticket.state === 'cancelled') return speech.say('tickets-cancelled')
  if (ticket.state === 'returned') return returnedLine(speech, shown)
  if (ticket.checkedInAt !== undefined)
    return speech.say('ticket-used', { at: letInAt(speech, ticket.checkedInAt, event) })
  if (hasEnded(event, now)) return speech.say('card-ended')
  const isOnline = yesNo(isOnlineTicket(event, access))
  return speech.say('ticket-code', { code: spellShortCode(ticket.shortCode), isOnline })
}

// On the day of the event the time says it; an event of several days needs the date.
const letInAt = (speech: Speech, at: number, { startsAt, zone }: TicketView['event']): string =>
  localTime(at, zone).hasSame(localTime(startsAt, zone), 'day')
    ? clockTime(at, zone)
    : dateTime(at, zone, speech.language, speech.now())

const ticketButtons = (speech: Speech, shown: ShownTicket, now: number): InlineKeyboard => {
  const { ticket, event, order, access } = shown
  if (ticket.state !== 'valid') return new InlineKeyboard().add(...askButtons(speech, event, ticket.holderId, now))
  const it = { ticketId: ticket.id }
  const keyboard = new InlineKeyboard()
  if (access) keyboard.add(accessButton(speech, ticket.id)).success().row()
  keyboard.text(speech.label('button-picture'), routes.showPicture.data(it))
  if (order.quantity - order.returned > 1 && order.buyerId === ticket.holderId)
    keyboard.text(speech.label('button-pictures'), routes.showPictures.data({ orderId: order.id }))
  addGoing(keyboard.row(), speech, shown, now)
  if (isUsable(shown, now)) addGiving(keyboard, speech, shown)
  if (shown.mayGiveBack) keyboard.text(speech.label('button-give-back'), routes.askGiveBack.data(it)).row()
  addSellBack(keyboard, speech, shown, now)
  if (shown.isMuted && event.startsAt > now)
    keyboard.text(speech.label('button-reminders-again'), routes.unmuteReminders.data(it)).row()
  if (shown.isOrganizerMuted)
    keyboard.text(speech.label('button-unmute-organizer'), routes.unmuteOnTicket.data(it)).row()
  const follower = { personId: ticket.holderId, isFollowing: shown.isFollowing }
  return keyboard.add(...askButtons(speech, event, ticket.holderId, now)).row(...followButtons(speech, event, follower))
}

// Where it cannot be given back, somebody who waits may take it.
const addSellBack = (keyboard: InlineKeyboard, speech: Speech, shown: TicketView, now: number): void => {
  if (!isUsable(shown, now)) return
  const { ticket, sellBack } = shown
  const it = { ticketId: ticket.id }
  if (sellBack?.state === 'may' && mayBeAwaited(shown))
    keyboard.text(speech.label('button-sell-back'), routes.askSellBack.data(it)).row()
  if (sellBack?.state === 'on') keyboard.text(speech.label('button-keep-after-all'), routes.keepFromLine.data(it)).row()
}

// While there are others, nobody waits.
const mayBeAwaited = ({ event, type }: TicketView): boolean => event.capacity !== undefined || publicSeatsOf(type) === 0

// Where and when, and what was answered.
const addGoing = (keyboard: InlineKeyboard, speech: Speech, { ticket, event }: TicketView, now: number): void => {
  if (event.pin) keyboard.text(speech.label('button-map'), routes.showMap.data({ eventId: event.id }))
  if (!hasEnded(event, now))
    keyboard.text(speech.label('button-calendar'), routes.addToCalendar.data({ ticketId: ticket.id }))
  keyboard.row()
  if (event.hasQuestions)
    keyboard.text(speech.label('button-ticket-answers'), routes.answersOfTicket.data({ ticketId: ticket.id })).row()
}

const addGiving = (keyboard: InlineKeyboard, speech: Speech, { ticket, hasGiftLink }: TicketView): void => {
  const it = { ticketId: ticket.id }
  keyboard.text(speech.label(hasGiftLink ? 'button-offer-again' : 'button-offer'), routes.offerTicket.data(it))
  if (hasGiftLink) keyboard.text(speech.label('button-withdraw'), routes.withdrawOffer.data(it))
  keyboard.row()
}
