import { InlineKeyboard } from 'grammy'
import type { Event, EventWithTypes } from '../../../../domain/event.js'
import type { GuestGroup } from '../../../../domain/guest.js'
import type { Page } from '../../../../domain/page.js'
import { cut } from '../../../../domain/text.js'
import type { GuestPage } from '../../../../services/guests/guests.js'
import type { FoundGuest } from '../../../../services/guests/searching.js'
import { type Html, joinHtml } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { lines, moneyIn, paragraphs, ticked } from '../../../ui/format.js'
import { labelWith } from '../../../ui/labels.js'
import { addPaging } from '../../../ui/paging.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { toGuests } from '../../../views/guests/guestList.js'
import { linkTo } from '../../../views/people/person.js'
import { fromStart, type ListPlace } from './place.js'

const shownText = 60

/** A page of guests. */
export const listScreen = (speech: Speech, page: GuestPage, place: ListPlace): Screen => {
  const { event, counts, rows } = page
  const keyboard = new InlineKeyboard()
  for (const { personId: guestId, name, first } of rows)
    keyboard
      .text(
        labelWith(speech, 'button-guest-of-list', { name }, { number: String(first) }),
        routes.openGuest.data({ ...place, guestId }),
      )
      .row()
  const dataAfter = (last?: GuestGroup): string => routes.guests.data({ ...place, after: last?.number ?? 0 })
  addPaging(keyboard, speech, { ...page, isLater: place.after !== 0, dataAfter }).row()
  return {
    html: paragraphs(
      lines(speech.say('guests-head', { title: event.title, ...counts }), filterLine(speech, page, place)),
      rows.length > 0 ? lines(...rows.map((row) => guestLine(speech, row))) : noneLine(speech, place),
      speech.say('guests-how'),
    ),
    keyboard: addWaysOn(keyboard, speech, event.id, place),
  }
}

const addWaysOn = (keyboard: InlineKeyboard, speech: Speech, eventId: number, place: ListPlace): InlineKeyboard =>
  keyboard
    .text(speech.label('button-guests-filter'), routes.guestsFilter.data(place))
    .text(speech.label('button-guests-files'), routes.filesOf.data({ eventId }))
    .row()
    .text(speech.label('button-guests-orders'), routes.buyers.data({ eventId, after: 0 }))
    .text(speech.label('button-guests-blocked'), routes.blockedAtEvent.data({ eventId, after: 0 }))
    .row()
    .text(speech.label('button-back'), routes.manageEvent.data({ eventId }))

const isAll = ({ type, pay, at }: ListPlace): boolean => type === 0 && pay === 'any' && at === 'any'

const noneLine = (speech: Speech, place: ListPlace): Html => speech.say(isAll(place) ? 'guests-empty' : 'guests-none')

const filterLine = (speech: Speech, { types }: EventWithTypes, place: ListPlace): Html | undefined => {
  if (isAll(place)) return undefined
  const { type, pay, at } = place
  const words = [
    ...types.flatMap(({ id, name }) => (id === type ? [name] : [])),
    ...(pay === 'any' ? [] : [speech.label(`guests-pay-${pay}`)]),
    ...(at === 'any' ? [] : [speech.label(`guests-at-${at}`)]),
  ]
  return speech.say('guests-filter', { what: words.join(' · ') })
}

const guestLine = (speech: Speech, row: GuestGroup): Html => {
  const { personId: id, name, username, quantity, typeName: type, first, number: last, due, isGiven } = row
  const [numbers, isIn] = [first === last ? 'number' : 'numbers', row.in === quantity ? 'in' : 'some-in']
  const parts = [
    type === '' ? speech.say('tickets-counted', { quantity }) : speech.say('guests-line-type', { quantity, type }),
    speech.say(`guests-line-${numbers}`, { first: String(first), last: String(last) }),
    ...(due ? [speech.say('guests-line-due', { due: moneyIn(speech, due) })] : []),
    ...(isGiven ? [speech.say('guests-line-given')] : []),
    ...(row.in === 0 ? [] : [speech.say(`guests-line-${isIn}`, { in: row.in, of: quantity })]),
  ]
  return speech.say('guests-line', { guest: linkTo({ id, name, username }), what: joinHtml(parts, ' · ') })
}

/** What a list can be narrowed to: a choice that is taken already is given up by pressing it again. */
export const filterScreen = (
  speech: Speech,
  { event, types }: EventWithTypes,
  chosen: Omit<ListPlace, 'after'>,
): Screen => {
  const place = { ...chosen, after: 0 }
  const keyboard = new InlineKeyboard()
  const add = (label: string, isChosen: boolean, data: ListPlace): InlineKeyboard =>
    keyboard.text(ticked(isChosen, label), routes.guests.data(data))
  if (types.length > 1) {
    add(speech.label('guests-type-any'), place.type === 0, { ...place, type: 0 }).row()
    for (const { id, name } of types) add(name, place.type === id, { ...place, type: id }).row()
  }
  for (const pay of ['paid', 'owes'] as const)
    add(speech.label(`guests-pay-${pay}`), place.pay === pay, { ...place, pay: place.pay === pay ? 'any' : pay })
  keyboard.row()
  for (const at of ['in', 'out'] as const)
    add(speech.label(`guests-at-${at}`), place.at === at, { ...place, at: place.at === at ? 'any' : at })
  return {
    html: speech.say('guests-filter-ask', { title: event.title }),
    keyboard: keyboard.row().text(speech.label('button-guest-back'), routes.guests.data(place)),
  }
}

/** Who was found for a text. */
export const foundScreen = (
  speech: Speech,
  { id: eventId, title }: Event,
  text: string,
  found: readonly FoundGuest[],
): Screen => {
  const keyboard = new InlineKeyboard()
  for (const { by, number, personId: guestId, name } of found)
    keyboard
      .text(
        labelWith(speech, `button-found-${by}`, { name }, number === undefined ? {} : { number: String(number) }),
        routes.openGuest.data({ ...fromStart(eventId), guestId }),
      )
      .row()
  const key = found.length > 0 ? 'guests-found' : 'guests-not-found'
  return {
    html: speech.say(key, { text: cut(text, shownText), title }),
    keyboard: keyboard.text(speech.label('button-guest-back'), toGuests(eventId)),
  }
}

type Blocked = { readonly id: number; readonly personId: number; readonly name: string }

/** Who can neither buy nor ask. */
export const blockedScreen = (
  speech: Speech,
  { event, ...page }: Page<Blocked> & { readonly event: Event },
  after: number,
): Screen => {
  const { id: eventId, title } = event
  const keyboard = new InlineKeyboard()
  for (const { personId: guestId, name } of page.rows)
    keyboard
      .text(labelWith(speech, 'button-found-name', { name }), routes.openGuest.data({ ...fromStart(eventId), guestId }))
      .row()
  const dataAfter = (last?: Blocked): string => routes.blockedAtEvent.data({ eventId, after: last?.id ?? 0 })
  addPaging(keyboard, speech, { ...page, isLater: after !== 0, dataAfter }).row()
  return {
    html: speech.say(page.rows.length > 0 ? 'guests-blocked-head' : 'guests-blocked-none', { title }),
    keyboard: keyboard.text(speech.label('button-guest-back'), toGuests(eventId)),
  }
}
