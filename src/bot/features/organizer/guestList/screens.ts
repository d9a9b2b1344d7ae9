import { InlineKeyboard } from 'grammy'
import { hasEnded } from '../../../../domain/event.js'
import { spellShortCode } from '../../../../domain/shortCode.js'
import type { GuestEntryView } from '../../../../services/guestList/access.js'
import type { GuestEntryPage, GuestListPage } from '../../../../services/guestList/entries.js'
import type { TicketView } from '../../../../services/tickets/ticketViews.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Links } from '../../../telegram/links.js'
import { lines, paragraphs, timeIn } from '../../../ui/format.js'
import { yesOrBack } from '../../../ui/keyboards.js'
import { labelWith } from '../../../ui/labels.js'
import { addPaging } from '../../../ui/paging.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { buyerOf } from '../../../views/people/person.js'

/** The first page of a guest list. */
export const toGuestList = (eventId: number): string => routes.guestListOf.data({ eventId, after: 0 })

/** Who looks at the list, at what time, and where the page begins. */
type Looking = { readonly personId: number; readonly now: number; readonly after: number }

/** A page of the guest list. */
export const listScreen = (speech: Speech, page: GuestListPage, { personId, now, after }: Looking): Screen => {
  const { event, rows, tickets } = page
  const keyboard = new InlineKeyboard()
  const of = { eventId: event.id, ticketTypeId: 0 }
  if (!hasEnded(event, now) && event.state !== 'cancelled')
    keyboard
      .text(speech.label('button-guest-names'), routes.askGuestNames.data(of))
      .row()
      .text(speech.label('button-guest-link'), routes.askGuestLink.data(of))
      .row()
  for (const row of rows)
    keyboard.text(entryLabel(speech, row), routes.openGuestEntry.data({ entryId: row.entry.id, after })).row()
  const dataAfter = (last?: GuestEntryView): string =>
    routes.guestListOf.data({ eventId: event.id, after: last?.entry.id ?? 0 })
  addPaging(keyboard, speech, { ...page, isLater: after !== 0, dataAfter }).row()
  return {
    html: paragraphs(
      speech.say('guest-list-head', { title: event.title, tickets }),
      lines(...rows.map((row) => entryLine(speech, row))),
      speech.say('guest-list-how'),
    ),
    keyboard: keyboard.text(speech.label('button-back'), wayBack(event, personId)),
  }
}

// Staff have no other screen of the event than its door.
const wayBack = ({ id: eventId, organizerId }: GuestListPage['event'], personId: number): string =>
  personId === organizerId ? routes.manageEvent.data({ eventId }) : routes.openDoor.data({ eventId })

const labels = {
  open: 'button-guest-entry-link',
  revoked: 'button-guest-entry-over',
  name: 'button-guest-entry',
  given: 'button-guest-entry',
} as const

const entryLabel = (speech: Speech, { state, order, valid }: GuestEntryView): string =>
  labelWith(speech, labels[state], { name: order.buyerName }, { quantity: valid })

const entryLine = (speech: Speech, { state, order, valid, entry: { reason } }: GuestEntryView): Html =>
  speech.say('guest-list-line', { state, guest: buyerOf(order), quantity: valid, reason })

/** Which entry, and on which page of the list it was. */
type Place = { readonly entryId: number; readonly after: number }

/** One entry, with what can be done about it. */
export const entryScreen = (
  speech: Speech,
  links: Links,
  view: GuestEntryPage,
  { place, notice }: { readonly place: Place; readonly notice?: Html | undefined },
): Screen => {
  const { event, entry, order, state, tickets, issuedByName: by, valid: quantity } = view
  return {
    html: paragraphs(
      notice,
      speech.say('guest-entry', { state, guest: buyerOf(order), title: event.title, quantity }),
      speech.say('guest-entry-facts', { reason: entry.reason, by, at: timeIn(speech, entry.createdAt, event) }),
      lines(...tickets.map((ticket) => ticketLine(speech, ticket, state))),
      linkOf(view) === undefined
        ? undefined
        : speech.say('guest-entry-link', { link: links.guestList(linkOf(view) ?? '') }),
    ),
    keyboard: entryButtons(speech, links, view, place),
  }
}

const linkOf = ({ state, entry: { token } }: GuestEntryView): string | undefined =>
  state === 'open' ? token : undefined

const ticketLine = (speech: Speech, { ticket, event, type }: TicketView, entry: GuestEntryView['state']): Html => {
  const number = String(ticket.number)
  return speech.say('guest-ticket', {
    state: ticketState(ticket, entry),
    ticket:
      type.name === ''
        ? speech.label('guest-ticket-untyped', { number })
        : speech.label('guest-ticket-typed', { number, type: type.name }),
    code: spellShortCode(ticket.shortCode),
    at: ticket.checkedInAt === undefined ? '' : timeIn(speech, ticket.checkedInAt, event),
    due: '',
  })
}

const ticketState = ({ state, checkedInAt }: TicketView['ticket'], entry: GuestEntryView['state']): string => {
  if (state === 'valid') return checkedInAt === undefined ? 'out' : 'in'
  return entry === 'revoked' && state === 'returned' ? 'revoked' : state
}

const entryButtons = (speech: Speech, links: Links, view: GuestEntryPage, place: Place): InlineKeyboard => {
  const { event, state, valid, isRevocable } = view
  const keyboard = new InlineKeyboard()
  const token = linkOf(view)
  if (token !== undefined) addSharing(keyboard, speech, links, { token, title: event.title })
  if (valid > 0 && (state === 'name' || state === 'given'))
    keyboard
      .text(
        speech.label(state === 'name' ? 'button-guest-pictures' : 'button-guest-sending'),
        routes.sendGuestEntry.data(place),
      )
      .row()
  if (isRevocable && event.state !== 'cancelled')
    keyboard.text(speech.label('button-guest-revoke'), routes.askRevokeGuests.data(place)).danger().row()
  const back = routes.guestListOf.data({ eventId: event.id, after: place.after })
  return keyboard.text(speech.label('button-guest-list-back'), back)
}

const addSharing = (
  keyboard: InlineKeyboard,
  speech: Speech,
  links: Links,
  { token, title }: { readonly token: string; readonly title: string },
): void => {
  const link = links.guestList(token)
  keyboard
    .url(speech.label('button-send-link'), links.share(link, speech.label('guest-link-share', { title })))
    .copyText(speech.label('button-copy-link'), link)
    .row()
}

/** Asks whether an entry is to be taken back. */
export const askRevokeScreen = (speech: Speech, { state, order }: GuestEntryPage, place: Place): Screen => ({
  html: speech.say('guest-revoke-ask', { state, guest: buyerOf(order) }),
  keyboard: yesOrBack(speech, routes.revokeGuests.data(place), routes.openGuestEntry.data(place)),
})
