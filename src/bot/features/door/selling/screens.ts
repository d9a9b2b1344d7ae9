import { InlineKeyboard } from 'grammy'
import { mayUndoSale, saleMethods } from '../../../../domain/doorSale.js'
import type { EventWithTypes, TicketType } from '../../../../domain/event.js'
import { times } from '../../../../domain/money.js'
import { spellShortCode } from '../../../../domain/shortCode.js'
import type { TypeAtDoor } from '../../../../services/door/sales.js'
import type { SoldAtDoor } from '../../../../services/door/soldAtDoor.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { lines, moneyIn, paragraphs, priceIn, yesNo } from '../../../ui/format.js'
import { labelWith } from '../../../ui/labels.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'

type Choices = EventWithTypes & { readonly choices: readonly TypeAtDoor[] }

const nameOf = (speech: Speech, { name }: Pick<TicketType, 'name'>): string => name || speech.label('type-unnamed')

const addDoor = (keyboard: InlineKeyboard, speech: Speech, eventId: number): InlineKeyboard =>
  keyboard.text(speech.label('button-door'), routes.openDoor.data({ eventId }))

/** Which of several types; what is not there any more is told. */
export const whatScreen = (speech: Speech, { event: { id: eventId, title }, choices }: Choices): Screen => {
  const keyboard = new InlineKeyboard()
  for (const { type, most } of choices)
    if (most > 0)
      keyboard
        .text(
          labelWith(speech, 'button-type', { name: nameOf(speech, type) }, { price: priceIn(speech, type.price) }),
          routes.sellType.data({ eventId, ticketTypeId: type.id }),
        )
        .row()
  const listed = choices.map(({ type, left }) =>
    speech.say('door-sale-type', { name: nameOf(speech, type), price: priceIn(speech, type.price), left }),
  )
  const isEmpty = choices.every(({ most }) => most === 0)
  return {
    html: paragraphs(speech.say(isEmpty ? 'door-sale-nothing' : 'door-sale-what', { title }), lines(...listed)),
    keyboard: addDoor(keyboard, speech, eventId),
  }
}

/** How many of a type. */
export const howManyScreen = (
  speech: Speech,
  { event: { id: eventId, title }, choices }: Choices,
  { type, left, most }: TypeAtDoor,
): Screen => {
  const keyboard = new InlineKeyboard()
  for (let quantity = 1; quantity <= most; quantity += 1) {
    keyboard.text(String(quantity), routes.sellQuantity.data({ eventId, ticketTypeId: type.id, quantity }))
    if (quantity % 5 === 0) keyboard.row()
  }
  keyboard.row()
  if (choices.length > 1) keyboard.text(speech.label('button-back'), routes.sellAgain.data({ eventId }))
  return {
    html: paragraphs(
      speech.say('door-sale-how-many', { title }),
      speech.say('door-sale-type', { name: nameOf(speech, type), price: priceIn(speech, type.price), left }),
    ),
    keyboard: addDoor(keyboard, speech, eventId),
  }
}

type Chosen = TypeAtDoor & { readonly quantity: number; readonly screen: number }

/** How it is paid: the press takes the money and lets in. */
export const howPaidScreen = (
  speech: Speech,
  { event: { id: eventId, title } }: Choices,
  { type, quantity, screen }: Chosen,
): Screen => {
  const total = times(type.price, quantity)
  const isFree = total.minor === 0
  const keyboard = new InlineKeyboard()
  for (const method of isFree ? (['cash'] as const) : saleMethods)
    keyboard
      .text(
        speech.label(isFree ? 'button-sell-free' : `button-sell-${method}`),
        routes.sellNow.data({ eventId, ticketTypeId: type.id, quantity, method, screen, total: total.minor }),
      )
      .row()
  return {
    html: speech.say('door-sale-how-paid', {
      title,
      quantity,
      name: nameOf(speech, type),
      total: priceIn(speech, total),
      isFree: yesNo(isFree),
    }),
    keyboard: keyboard.text(speech.label('button-back'), routes.sellType.data({ eventId, ticketTypeId: type.id })),
  }
}

/** What was sold, or taken back since. */
export const soldScreen = (
  speech: Speech,
  sold: SoldAtDoor,
  { personId, now }: { readonly personId: number; readonly now: number },
): Screen => {
  const { sale, event, order } = sold
  const keyboard = new InlineKeyboard()
  if (sale.undoneAt === undefined) {
    const isOrganizer = event.organizerId === personId
    keyboard.text(speech.label('button-sell-more'), routes.sellAtDoor.data({ eventId: event.id })).row()
    keyboard.text(speech.label('button-sale-name'), routes.nameDoorBuyer.data({ saleId: sale.id })).row()
    if (mayUndoSale(sale, { personId, isOrganizer, now }) && order.state === 'confirmed')
      keyboard.text(speech.label('button-sale-undo'), routes.askUndoDoorSale.data({ saleId: sale.id })).row()
  }
  return {
    html: paragraphs(
      headIn(speech, sold),
      lines(...ticketsIn(speech, sold)),
      speech.say('door-sale-of', factsOf(sold)),
    ),
    keyboard: addDoor(keyboard, speech, event.id),
  }
}

const factsOf = ({ order, event }: SoldAtDoor) => ({
  order: String(order.id),
  buyer: order.buyerName,
  title: event.title,
})

const headIn = (speech: Speech, { sale }: SoldAtDoor): Html =>
  speech.say(sale.undoneAt === undefined ? 'door-sale-sold' : 'door-sale-undone', {
    quantity: sale.quantity,
    total: moneyIn(speech, sale.amount),
    method: sale.amount.minor === 0 ? 'free' : sale.method,
  })

const ticketsIn = (speech: Speech, { tickets, type }: SoldAtDoor): readonly Html[] =>
  tickets.map(({ number, shortCode }) =>
    speech.say('door-sale-ticket', {
      number: String(number),
      code: spellShortCode(shortCode),
      type: type.name,
      hasType: yesNo(type.name !== ''),
    }),
  )

/** Asks what whoever bought is called. */
export const askNameScreen = (speech: Speech, { sale: { id: saleId } }: SoldAtDoor): Screen => ({
  html: speech.say('door-sale-ask-name'),
  keyboard: new InlineKeyboard().text(speech.label('button-back'), routes.openDoorSale.data({ saleId })),
})

/** Asks whether a sale is to be taken back. */
export const undoQuestion = (speech: Speech, { sale }: SoldAtDoor): Html =>
  speech.say('door-sale-undo-ask', {
    quantity: sale.quantity,
    total: moneyIn(speech, sale.amount),
    isFree: yesNo(sale.amount.minor === 0),
  })
