import { InlineKeyboard } from 'grammy'
import { capacityOf, takenOf, type TicketType } from '../../../../domain/event.js'
import { saleOf } from '../../../../domain/sale.js'
import { cut } from '../../../../domain/text.js'
import type { SaleSettings } from '../../../../services/events/saleSettings.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { lines, paragraphs, priceIn, yesNo } from '../../../ui/format.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { markedName, nameOf } from '../../../views/typeNames.js'

/** When a screen is shown, and what stands above it. */
type Shown = { readonly now: number; readonly notice?: Html | undefined }

/** How many of a type are sold, held and left: to its organizer what is kept for the line is left. */
export const countsOf = (settings: SaleSettings, type: TicketType) => {
  const held = settings.held.get(type.id) ?? 0
  return { sold: Math.max(0, type.taken - held), held, left: freeOf(settings, type) }
}

const freeOf = ({ event, types }: SaleSettings, { capacity, taken }: TicketType): number =>
  Math.max(0, Math.min(capacity - taken, (event.capacity ?? Infinity) - takenOf(types)))

/** All ticket types of an event with what is sold, held and left. */
export const typesScreen = (speech: Speech, settings: SaleSettings, { now, notice }: Shown): Screen => {
  const { event, types } = settings
  const all = types.map((type) =>
    speech.say('types-line', {
      name: markedName(speech, type),
      price: priceIn(speech, type.price),
      sale: saleOf(event, type, now),
      isForLine: yesNo(type.forLine === true),
      ...countsOf(settings, type),
    }),
  )
  const total =
    event.capacity === undefined
      ? speech.say('types-no-total', { total: capacityOf(settings) })
      : speech.say('types-total', { total: event.capacity })
  const line = lineFirstText(speech, types)
  return {
    html: paragraphs(notice, speech.say('types-head', { title: event.title }), lines(...all), total, line),
    keyboard: typesButtons(speech, settings),
  }
}

/** That people wait, where they do for one of these types: whatever there is more of is theirs first. */
export const lineFirstText = (speech: Speech, types: readonly TicketType[]): Html | undefined =>
  types.some(({ waiting = 0 }) => waiting > 0) ? speech.say('types-line-first') : undefined

const typesButtons = (speech: Speech, { event: { id: eventId }, types }: SaleSettings): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  for (const type of types) {
    const data = routes.openTicketType.data({ eventId, ticketTypeId: type.id })
    keyboard.text(`${type.isHidden ? '🙈' : '🎟'} ${cut(nameOf(speech, type), 30)}`, data).row()
  }
  return keyboard
    .text(speech.label('button-another-type'), routes.addTicketType.data({ eventId }))
    .row()
    .text(speech.label('button-total-seats'), routes.askTotalSeats.data({ eventId }))
    .row()
    .text(speech.label('button-back'), routes.manageEvent.data({ eventId }))
}
