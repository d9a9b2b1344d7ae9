import { InlineKeyboard } from 'grammy'
import { capacityOf, type EventWithTypes, leftOf, saleOf, type TicketType } from '../../../../domain/event.js'
import { cut } from '../../../../domain/text.js'
import type { SaleSettings } from '../../../../services/events/saleSettings.js'
import { dateTimeWithZone, money } from '../../../../texts/format.js'
import { type Html, joinHtml } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { priceIn } from '../../../views/eventCard.js'
import type { Screen } from '../../../ui/screen.js'
import { routes, ticketTypeFields } from '../../../ui/routes.js'

/** What an organizer can change of a ticket type. */
export type Field = (typeof ticketTypeFields)[number]

const optional: readonly Field[] = ['saleFrom', 'saleUntil', 'perPerson']

const nameOf = (speech: Speech, { name }: Pick<TicketType, 'name'>): string => name || speech.label('type-unnamed')

const countsOf = (offer: SaleSettings, type: TicketType) => {
  const held = offer.held.get(type.id) ?? 0
  return { sold: Math.max(0, type.taken - held), held, left: leftOf(offer, type) }
}

/** All ticket types of an event with what is sold, held and left. */
export const typesScreen = (speech: Speech, offer: SaleSettings, now: number, notice?: Html): Screen => {
  const { event, types } = offer
  const lines = types.map((type) =>
    speech.say('types-line', {
      name: nameOf(speech, type),
      price: priceIn(speech, type.price),
      sale: saleOf(type, now),
      ...countsOf(offer, type),
    }),
  )
  const total =
    event.capacity === undefined
      ? speech.say('types-no-total', { total: capacityOf(offer) })
      : speech.say('types-total', { total: event.capacity })
  const keyboard = new InlineKeyboard()
  for (const type of types)
    keyboard
      .text(
        `🎟 ${cut(nameOf(speech, type), 30)}`,
        routes.openTicketType.data({ eventId: event.id, ticketTypeId: type.id }),
      )
      .row()
  keyboard.text(speech.label('button-another-type'), routes.addTicketType.data({ eventId: event.id })).row()
  keyboard.text(speech.label('button-total-seats'), routes.askTotalSeats.data({ eventId: event.id })).row()
  keyboard.text(speech.label('button-back'), routes.manageEvent.data({ eventId: event.id }))
  return {
    html: joinHtml(
      [...(notice ? [notice] : []), speech.say('types-head', { title: event.title }), joinHtml(lines, '\n'), total],
      '\n\n',
    ),
    keyboard,
  }
}

/** One ticket type with all that can be changed. */
export const typeScreen = (
  speech: Speech,
  offer: SaleSettings,
  type: TicketType,
  now: number,
  notice?: Html,
): Screen => {
  const ids = { eventId: offer.event.id, ticketTypeId: type.id }
  const keyboard = new InlineKeyboard()
  ticketTypeFields.forEach((field, i) => {
    keyboard.text(speech.label(`type-field-${field}`), routes.askTicketTypeField.data({ ...ids, field }))
    if (i % 2 === 1) keyboard.row()
  })
  if (offer.types.length > 1 && type.taken === 0)
    keyboard.text(speech.label('button-remove-type'), routes.askRemoveTicketType.data(ids)).danger().row()
  keyboard.text(speech.label('button-back'), routes.ticketTypesOf.data({ eventId: offer.event.id }))
  const html = speech.say('type-screen', {
    title: offer.event.title,
    name: nameOf(speech, type),
    capacity: type.capacity,
    price: priceIn(speech, type.price),
    sale: saleOf(type, now),
    ...countsOf(offer, type),
    ...limitsOf(speech, offer, type),
  })
  return { html: notice ? joinHtml([notice, html], '\n\n') : html, keyboard }
}

const limitsOf = (
  speech: Speech,
  { event: { zone } }: EventWithTypes,
  { saleFrom, saleUntil, perPerson }: TicketType,
) => ({
  from: saleFrom === undefined ? speech.label('type-from-now') : dateTimeWithZone(saleFrom, zone, speech.language),
  until: saleUntil === undefined ? speech.label('type-until-end') : dateTimeWithZone(saleUntil, zone, speech.language),
  perPerson: perPerson ?? 0,
})

/** Asks for one field of a type. */
export const askFieldScreen = (speech: Speech, { event }: EventWithTypes, type: TicketType, field: Field): Screen => {
  const ids = { eventId: event.id, ticketTypeId: type.id }
  const keyboard = new InlineKeyboard()
  if (optional.includes(field))
    keyboard.text(speech.label('button-no-limit'), routes.liftTicketTypeLimit.data({ ...ids, field })).row()
  keyboard.text(speech.label('button-back'), routes.openTicketType.data(ids))
  const facts = {
    name: nameOf(speech, type),
    currency: type.price.currency,
    price: money(type.price, speech.language),
    taken: type.taken,
    zone: event.zone,
    max: 40,
  }
  return { html: speech.say(`type-ask-${field}`, facts), keyboard }
}

/** Asks for a number of seats over all types. */
export const askSeatsScreen = (speech: Speech, { event }: EventWithTypes): Screen => ({
  html: speech.say('types-ask-total', { title: event.title }),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-no-limit'), routes.liftTotalSeats.data({ eventId: event.id }))
    .row()
    .text(speech.label('button-back'), routes.ticketTypesOf.data({ eventId: event.id })),
})

/** Asks before a type is removed. */
export const askRemoveScreen = (speech: Speech, { event }: EventWithTypes, type: TicketType): Screen => {
  const ids = { eventId: event.id, ticketTypeId: type.id }
  return {
    html: speech.say('type-remove-ask', { name: nameOf(speech, type), title: event.title }),
    keyboard: new InlineKeyboard()
      .text(speech.label('button-yes-do-it'), routes.removeTicketType.data(ids))
      .danger()
      .row()
      .text(speech.label('button-back'), routes.openTicketType.data(ids)),
  }
}
