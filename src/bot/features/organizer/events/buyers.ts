import { InlineKeyboard } from 'grammy'
import type { Order } from '../../../../domain/order.js'
import { isNameOnly } from '../../../../domain/person.js'
import type { Page } from '../../../../domain/page.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Feature, FeatureNeeds } from '../../../ui/feature.js'
import { lines, moneyIn } from '../../../ui/format.js'
import { labelWith } from '../../../ui/labels.js'
import { addPaging, pageAt } from '../../../ui/paging.js'
import { press } from '../../../ui/press.js'
import { routes } from '../../../ui/routes.js'
import { redraw, type Screen } from '../../../ui/screen.js'
import { toGuests } from '../../../views/guests/guestList.js'
import { buyerOf } from '../../../views/people/person.js'

const pageSize = 20

/** Who bought tickets of an event. */
export const createBuyers = ({ services }: Pick<FeatureNeeds, 'services'>): Feature => ({
  name: 'buyers',
  presses: [routes.buyers, routes.writeToOne].map((to) =>
    press(to, async (ctx, { eventId, after }) => {
      const { event, ...page } = await services.events.buyers(ctx.person.id, eventId, pageAt(after, pageSize))
      await redraw(ctx, listScreen(ctx.speech, event, page, to))
    }),
  ),
})

const listScreen = (
  speech: Speech,
  { id: eventId, title }: { readonly id: number; readonly title: string },
  page: Page<Order>,
  to: typeof routes.buyers,
): Screen => {
  const { rows } = page
  const orders = rows.map((order) =>
    speech.say('buyers-line', {
      buyer: buyerOf(order),
      quantity: order.quantity,
      total: moneyIn(speech, order.total),
      order: String(order.id),
      state: order.state,
    }),
  )
  const keyboard = new InlineKeyboard()
  const dataAfter = (last?: Order): string => to.data({ eventId, after: last?.id ?? 0 })
  if (to === routes.writeToOne) addGuests(keyboard, speech, eventId, rows)
  else if (rows.some(isGuest))
    keyboard.text(speech.label('button-write-to-one'), routes.writeToOne.data({ eventId, after: 0 })).row()
  addPaging(keyboard, speech, { ...page, isLater: false, dataAfter })
  keyboard.row().text(speech.label('button-guest-back'), toGuests(eventId))
  return { html: lines(speech.say(rows.length > 0 ? 'buyers-head' : 'buyers-none', { title }), ...orders), keyboard }
}

// Whoever is only a name cannot be written to.
const isGuest = ({ state, buyerId }: Order): boolean => state === 'confirmed' && !isNameOnly(buyerId)

// One for each of them: an order's number tells two of a name apart.
const addGuests = (keyboard: InlineKeyboard, speech: Speech, eventId: number, rows: readonly Order[]): void => {
  for (const { id, buyerId, buyerName } of rows.filter(isGuest))
    keyboard
      .text(
        labelWith(speech, 'button-write-to', { buyer: buyerName }, { order: String(id) }),
        routes.askGuestMessage.data({ eventId, to: 'one', of: buyerId }),
      )
      .row()
}
