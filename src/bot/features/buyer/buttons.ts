import { button, rowId, whole } from '../../ui/buttons.js'

/** A page of what is on: the events after this start and id; both 0 for the first page. */
export const browsePage = button('ev', { startsAt: whole, eventId: rowId })
/** The buyer's orders, below what was pressed. */
export const showOrders = button('wO', {})
/** So many tickets of a type. */
export const chosen = button('q', { eventId: rowId, ticketTypeId: rowId, quantity: whole })
/** This type, of several. */
export const chooseType = button('qt', { eventId: rowId, ticketTypeId: rowId })
/**
 * Buys at once. `screen` is the update that drew the confirmation: pressing it twice, or an update that comes twice, is
 * one order. `total` is what
 * the person saw: it decides no price, it only must not differ from it.
 */
export const confirm = button('c', {
  eventId: rowId,
  ticketTypeId: rowId,
  quantity: whole,
  screen: whole,
  total: whole,
})
/** Holds the seats and asks for a promo code instead. */
export const holdForCode = button('qc', { eventId: rowId, ticketTypeId: rowId, quantity: whole, screen: whole })
/** Draws the card again. */
export const back = button('k', { eventId: rowId })
/** Takes what costs nothing, thanks to its promo code. */
export const takeFree = button('wf', { orderId: rowId })
/** Back from the transfer to the other ways. */
export const otherWays = button('wb', { orderId: rowId })
/** Sends another picture of a transfer. */
export const otherPicture = button('wq', { orderId: rowId })
/** No promo code after all. */
export const noCode = button('wn', { orderId: rowId })
