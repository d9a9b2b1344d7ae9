import { paymentMethods } from '../../domain/order.js'
import { button, oneOf, rowId } from '../ui/buttons.js'

const order = { orderId: rowId }
const event = { eventId: rowId }

/** Opens an order of one's own, with what can be done: to pay while it is held, the receipt afterwards. */
export const openOrder = button('w', order)
/** Pays an open order in this way. */
export const payBy = button('wp', { orderId: rowId, way: oneOf(...paymentMethods) })
/** Gives an open order up. */
export const cancelOrder = button('wx', order)
/** Asks for a promo code, and takes it off again. */
export const typeCode = button('wc', order)
export const dropCode = button('wd', order)
/** The buyer's orders older than this one; 0 for the newest. */
export const myOrders = button('wo', { after: rowId })

/** The organizer found a transfer on their account, or did not. */
export const confirmTransfer = button('ty', order)
export const rejectTransfer = button('tr', order)
/** The organizer found a payment at the provider that Telegram never told of. */
export const foundPayment = button('tf', order)
/** The organizer gave this money back by hand. */
export const refundDone = button('rd', { refundId: rowId })

/** An organizer's screens of an event: money, ticket types, ways of payment, promo codes. */
export const moneyOf = button('om', event)
export const typesOf = button('ot', event)
export const waysOf = button('ow', event)
export const codesOf = button('ok', event)
