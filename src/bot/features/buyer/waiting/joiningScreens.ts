import { InlineKeyboard } from 'grammy'
import type { TicketType } from '../../../../domain/event.js'
import type { Speech } from '../../../../texts/texts.js'
import { priceIn, yesNo } from '../../../ui/format.js'
import { labelWith } from '../../../ui/labels.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { nameOf } from '../../../views/typeNames.js'
import { typesIn } from '../../../views/waiting/place.js'
import { type AskedTypes, idsIn, maskOf, type WishOfButton } from './wish.js'

/** Which of several types would do: each can be ticked, and then how many is asked. */
export const whichScreen = (speech: Speech, asked: AskedTypes, mask: number): Screen => {
  const { event, would } = asked
  const keyboard = new InlineKeyboard()
  for (const type of would) {
    const bit = maskOf(asked, [type.id])
    const facts = { price: priceIn(speech, type.price), isTicked: yesNo(idsIn(asked, mask).includes(type.id)) }
    const data = routes.tickWish.data({ ...wishOf(asked), mask: toggled(mask, bit) })
    keyboard.text(labelWith(speech, 'button-wait-type', { name: nameOf(speech, type) }, facts), data).row()
  }
  if (mask > 0)
    keyboard
      .text(speech.label('button-how-many'), routes.askWishQuantity.data({ ...wishOf(asked), mask }))
      .success()
      .row()
  keyboard.text(speech.label('button-back'), routes.backToCard.data({ eventId: event.id }))
  return { html: speech.say('wait-which', { title: event.title }), keyboard }
}

const toggled = (mask: number, bit: number): number => mask ^ bit

const wishOf = ({ event, types }: AskedTypes): Omit<WishOfButton, 'mask'> => ({
  eventId: event.id,
  of: types.length,
  upTo: types.at(-1)?.id ?? 0,
})

// More than there are will never come free.
const mostOf = ({ event, most }: AskedTypes, chosen: readonly TicketType[]): number =>
  Math.min(most, event.capacity ?? Infinity, Math.max(...chosen.map(({ capacity }) => capacity)))

/** How many tickets somebody waits for. */
export const howManyScreen = (speech: Speech, asked: AskedTypes, mask: number): Screen => {
  const { event, would } = asked
  const chosen = would.filter(({ id }) => idsIn(asked, mask).includes(id))
  const most = mostOf(asked, chosen)
  const keyboard = new InlineKeyboard()
  for (let quantity = 1; quantity <= most; quantity += 1) {
    keyboard.text(String(quantity), routes.joinLine.data({ ...wishOf(asked), mask, quantity }))
    if (quantity % 5 === 0) keyboard.row()
  }
  const back =
    would.length > 1 ? routes.tickWish.data({ ...wishOf(asked), mask }) : routes.backToCard.data({ eventId: event.id })
  const types = typesIn(speech, chosen)
  return {
    html: speech.say('wait-how-many', { title: event.title, hasTypes: yesNo(types !== ''), types }),
    keyboard: keyboard.row().text(speech.label('button-back'), back),
  }
}
