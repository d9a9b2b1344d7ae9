import { InlineKeyboard } from 'grammy'
import { times } from '../../../../domain/money.js'
import { paymentMethodOf } from '../../../../domain/order.js'
import type { Choice, Choices, Picked } from '../../../../services/ordering/choosing.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { lines, moneyIn, paragraphs, priceIn, startIn, yesNo, venueIn } from '../../../ui/format.js'
import { labelWith } from '../../../ui/labels.js'
import type { Screen } from '../../../ui/screen.js'
import { routes } from '../../../ui/routes.js'
import { waitButton } from '../../../views/waiting/place.js'

/** Which of several types: one button for each that is on sale. */
export const typesScreen = (speech: Speech, { event, choices }: Choices): Screen => {
  const keyboard = new InlineKeyboard()
  const offers: Html[] = []
  for (const { type, left, sale } of choices) {
    if (sale !== 'open' || left === 0) continue
    const name = type.name || speech.label('type-unnamed')
    const price = priceIn(speech, type.price)
    offers.push(speech.say('card-type', { name, price, left, sale, from: '', isHeld: 'no' }))
    keyboard
      .text(
        labelWith(speech, 'button-type', { name }, { price }),
        routes.chooseType.data({ eventId: event.id, ticketTypeId: type.id }),
      )
      .row()
  }
  if (event.line !== 'closed' && choices.some(({ left, sale }) => sale === 'open' && left === 0))
    keyboard.add(waitButton(speech, event.id)).row()
  keyboard.text(speech.label('button-back'), routes.backToCard.data({ eventId: event.id }))
  return { html: paragraphs(speech.say('buy-type', { title: event.title }), lines(...offers)), keyboard }
}

/** How many of a type: as many as there are, and as one person may have. */
export const quantityScreen = (speech: Speech, { event, shown }: Choices, { type, left, most }: Choice): Screen => {
  const keyboard = new InlineKeyboard()
  for (let quantity = 1; quantity <= most; quantity += 1) {
    keyboard.text(String(quantity), routes.chosen.data({ eventId: event.id, ticketTypeId: type.id, quantity }))
    if (quantity % 5 === 0) keyboard.row()
  }
  keyboard
    .row()
    .text(
      speech.label('button-back'),
      shown.length > 1
        ? routes.chooseQuantity.data({ eventId: event.id })
        : routes.backToCard.data({ eventId: event.id }),
    )
  if (type.name === '') return { html: speech.say('buy-quantity', { title: event.title, left }), keyboard }
  return {
    html: speech.say('buy-quantity-type', {
      title: event.title,
      type: type.name,
      price: priceIn(speech, type.price),
      left,
    }),
    keyboard,
  }
}

/** What is bought at once, before it is. */
export const confirmScreen = (
  speech: Speech,
  { event, type, shown, hasCodes }: Picked,
  quantity: number,
  screen: number,
): Screen => {
  const total = times(type.price, quantity)
  const wish = { eventId: event.id, ticketTypeId: type.id, quantity, screen }
  const keyboard = new InlineKeyboard()
    .text(speech.label('button-confirm'), routes.confirm.data({ ...wish, total: total.minor }))
    .success()
    .row()
  if (hasCodes && total.minor > 0) keyboard.text(speech.label('button-promo-code'), routes.holdForCode.data(wish)).row()
  keyboard.text(
    speech.label('button-back'),
    shown.length > 1
      ? routes.chooseType.data({ eventId: event.id, ticketTypeId: type.id })
      : routes.chooseQuantity.data({ eventId: event.id }),
  )
  const html = speech.say('buy-confirm', {
    title: event.title,
    when: startIn(speech, event),
    venue: venueIn(speech, event),
    quantity,
    hasType: yesNo(type.name !== ''),
    type: type.name,
    way: paymentMethodOf(total),
    total: moneyIn(speech, total),
  })
  return { html, keyboard }
}
