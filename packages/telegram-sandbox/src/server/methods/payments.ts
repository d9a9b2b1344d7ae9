import type { Message, StarAmount, StarTransactions } from 'grammy/types'
import { omit } from '../fields.js'
import { readInvoiceMarkup } from '../../formatting/keyboards.js'
import { createParams } from '../params.js'
import { payLabel } from '../../payments/currencies.js'
import { readInvoice } from '../../payments/invoice.js'
import { receive } from '../../people/posting.js'
import { badRequest } from '../refusals.js'
import { queueMessage } from '../../people/talking.js'
import { unixTime } from '../../state/world.js'
import { findChat } from '../../state/chats.js'
import type { Method } from './context.js'
import { sendContent } from './messages.js'

const sendInvoice: Method = ({ world }, params): Message => {
  const { invoice, terms } = readInvoice(params)
  const markup = readInvoiceMarkup(
    params.json('reply_markup'),
    payLabel(invoice, findChat(world, params.text('chat_id'))),
  )
  // Any other message refuses a pay button, so its keyboard goes its own way.
  const rest = createParams({ values: omit(params.values, ['reply_markup']), uploads: params.uploads })
  world.payments.terms.set(invoice, terms)
  return sendContent(world, rest, { invoice }, markup)
}

const answerPreCheckoutQuery: Method = ({ world }, params) => {
  const isOk = params.flag('ok')
  const words = params.text('error_message')
  if (!isOk && words === '') throw badRequest('parameter "error_message" is required')
  world.payments.preChecks.answer(
    params.text('pre_checkout_query_id'),
    isOk ? { kind: 'ok' } : { kind: 'refused', words },
  )
  return true
}

const refundStarPayment: Method = ({ world }, params) => {
  const personId = params.integer('user_id', 0)
  if (personId <= 0) throw badRequest('invalid user_id specified')
  const [person, chat] = [world.people.get(personId), world.chats.get(personId)]
  if (person === undefined || chat === undefined) throw badRequest('user not found')
  const { currency, total_amount, invoice_payload, telegram_payment_charge_id } = world.payments.stars.refund(
    personId,
    params.text('telegram_payment_charge_id'),
    unixTime(world),
  )
  queueMessage(
    world,
    receive(world, chat, {
      from: person.user,
      refunded_payment: { currency, total_amount, invoice_payload, telegram_payment_charge_id },
    }),
  )
  return true
}

const getStarTransactions: Method = ({ world }, params): StarTransactions => {
  const offset = Math.max(0, params.integer('offset', 0))
  const limit = Math.min(100, Math.max(1, params.integer('limit', 100)))
  return { transactions: world.payments.stars.transactions().slice(offset, offset + limit) }
}

const getMyStarBalance: Method = ({ world }): StarAmount => ({ amount: world.payments.stars.balance() })

/** Selling by invoice, and Telegram Stars. */
export const paymentMethods = {
  sendInvoice,
  answerPreCheckoutQuery,
  refundStarPayment,
  getStarTransactions,
  getMyStarBalance,
} satisfies Record<string, Method>
