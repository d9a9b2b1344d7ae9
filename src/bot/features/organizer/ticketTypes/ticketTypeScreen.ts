import { InlineKeyboard } from 'grammy'
import type { EventWithTypes, TicketType } from '../../../../domain/event.js'
import { opensAt, saleOf } from '../../../../domain/sale.js'
import type { SaleSettings } from '../../../../services/events/saleSettings.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Links } from '../../../telegram/links.js'
import { currencyIn, moneyIn, paragraphs, priceIn, ticked, timeIn, zoneOf } from '../../../ui/format.js'
import { yesOrBack } from '../../../ui/keyboards.js'
import { routes, ticketTypeFields } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { nameOf } from '../../../views/typeNames.js'
import { countsOf, lineFirstText } from './ticketTypesScreen.js'

/** What an organizer can change of a ticket type. */
export type TicketTypeField = (typeof ticketTypeFields)[number]

const optional: readonly TicketTypeField[] = ['saleFrom', 'saleUntil', 'perPerson']

type Shown = { readonly now: number; readonly notice: Html | undefined; readonly links: Links }

/** One ticket type with all that can be changed. */
export const typeScreen = (
  speech: Speech,
  settings: SaleSettings,
  type: TicketType,
  { now, notice, links }: Shown,
): Screen => {
  const link = linkOf(links, settings, type)
  const html = speech.say('type-screen', {
    title: settings.event.title,
    name: nameOf(speech, type),
    capacity: type.capacity,
    price: priceIn(speech, type.price),
    sale: saleOf(settings.event, type, now),
    ...countsOf(settings, type),
    ...limitsOf(speech, settings, type),
  })
  const hidden = link === undefined ? undefined : speech.say('type-hidden', { link })
  const line = type.forLine ? speech.say('type-for-line') : lineFirstText(speech, [type])
  return { html: paragraphs(notice, html, hidden, line), keyboard: typeButtons(speech, settings, type, link) }
}

const linkOf = (links: Links, { event: { slug } }: SaleSettings, { isHidden, linkKey }: TicketType) =>
  isHidden && linkKey !== undefined ? links.hiddenType(slug, linkKey) : undefined

const typeButtons = (
  speech: Speech,
  { event, types }: SaleSettings,
  type: TicketType,
  link: string | undefined,
): InlineKeyboard => {
  const ids = { eventId: event.id, ticketTypeId: type.id }
  const keyboard = new InlineKeyboard()
  ticketTypeFields.forEach((field, i) => {
    keyboard.text(speech.label(`type-field-${field}`), routes.askTicketTypeField.data({ ...ids, field }))
    if (i % 2 === 1) keyboard.row()
  })
  addHiding(keyboard, speech, type, link)
  const isForLine = type.forLine === true
  keyboard
    .text(
      ticked(isForLine, speech.label('button-for-line')),
      routes.typeForLine.data({ ...ids, to: isForLine ? 'off' : 'on' }),
    )
    .row()
  if (types.length > 1 && type.taken === 0)
    keyboard.text(speech.label('button-remove-type'), routes.askRemoveTicketType.data(ids)).danger().row()
  return keyboard.text(speech.label('button-back'), routes.ticketTypesOf.data({ eventId: event.id }))
}

const addHiding = (
  keyboard: InlineKeyboard,
  speech: Speech,
  { eventId, id: ticketTypeId }: TicketType,
  link: string | undefined,
): void => {
  const ids = { eventId, ticketTypeId }
  if (link === undefined)
    keyboard.text(speech.label('button-hide-type'), routes.hideTicketType.data({ ...ids, to: 'hidden' })).row()
  else
    keyboard
      .copyText(speech.label('button-copy-link'), link)
      .text(speech.label('button-renew-link'), routes.renewTypeLink.data(ids))
      .row()
      .text(speech.label('button-codes'), routes.promoCodesOf.data({ eventId }))
      .row()
      .text(speech.label('button-show-type'), routes.hideTicketType.data({ ...ids, to: 'shown' }))
      .row()
}

const limitsOf = (speech: Speech, { event }: EventWithTypes, type: TicketType) => {
  const { saleUntil, perPerson } = type
  const from = opensAt(event, type)
  return {
    from: from === undefined ? speech.label('type-from-now') : timeIn(speech, from, event),
    until: saleUntil === undefined ? speech.label('type-until-end') : timeIn(speech, saleUntil, event),
    perPerson: perPerson ?? 0,
  }
}

/** Asks for one field of a type. */
export const askFieldScreen = (
  speech: Speech,
  { event }: EventWithTypes,
  type: TicketType,
  field: TicketTypeField,
): Screen => {
  const ids = { eventId: event.id, ticketTypeId: type.id }
  const keyboard = new InlineKeyboard()
  if (optional.includes(field))
    keyboard.text(speech.label('button-no-limit'), routes.liftTicketTypeLimit.data({ ...ids, field })).row()
  keyboard.text(speech.label('button-back'), routes.openTicketType.data(ids))
  const facts = {
    name: nameOf(speech, type),
    currency: type.price.currency,
    money: currencyIn(speech, type.price.currency),
    price: moneyIn(speech, type.price),
    taken: type.taken,
    zone: zoneOf(speech, event),
    max: 40,
  }
  const line = field === 'capacity' ? lineFirstText(speech, [type]) : undefined
  return { html: paragraphs(speech.say(`type-ask-${field}`, facts), line), keyboard }
}

/** Asks for a number of seats over all types. */
export const askSeatsScreen = (speech: Speech, { event: { id: eventId, title }, types }: EventWithTypes): Screen => ({
  html: paragraphs(speech.say('types-ask-total', { title }), lineFirstText(speech, types)),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-no-limit'), routes.liftTotalSeats.data({ eventId }))
    .row()
    .text(speech.label('button-back'), routes.ticketTypesOf.data({ eventId })),
})

/** Asks before a type is removed. */
export const askRemoveScreen = (speech: Speech, { event }: EventWithTypes, type: TicketType): Screen => {
  const ids = { eventId: event.id, ticketTypeId: type.id }
  return {
    html: speech.say('type-remove-ask', { name: nameOf(speech, type), title: event.title }),
    keyboard: yesOrBack(speech, routes.removeTicketType.data(ids), routes.openTicketType.data(ids)),
  }
}
