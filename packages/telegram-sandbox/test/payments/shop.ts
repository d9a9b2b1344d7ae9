import type { Update } from 'grammy/types'
import { expect } from 'vitest'
import type { Sandbox } from '../../src/sandbox.js'
import { acquaintance, call, openBox } from '../support/box.js'

/** A lawful invoice in roubles. */
export const ticket = {
  title: 'Two tickets',
  description: 'Front row, Saturday',
  payload: 'order:7',
  provider_token: '381764678:TEST:12345',
  currency: 'RUB',
  prices: [{ label: 'Front row × 2', amount: 300_000 }],
}
/** A lawful invoice in Telegram Stars. */
export const starTicket = {
  ...ticket,
  provider_token: '',
  currency: 'XTR',
  prices: [{ label: 'Front row', amount: 50 }],
}

/** A sandbox with Anna in it, to whom invoices are sent: `ticket` with changes. */
export const openShop = async () => {
  const { box, api } = await openBox()
  const anna = await acquaintance(box)
  const send = (changes: object = {}) => call(box, 'sendInvoice', { chat_id: anna.id, ...ticket, ...changes })
  const sendId = async (changes: object = {}): Promise<number> => {
    const { result, description } = await send(changes)
    expect(description).toBe('')
    return (result as { readonly message_id: number }).message_id
  }
  return { box, api, anna, send, sendId }
}

/** Takes every waiting update, as a bot that polls does. */
export const take = async (box: Sandbox, changes: object = {}): Promise<readonly Update[]> => {
  const updates = (await call(box, 'getUpdates', changes)).result as readonly Update[]
  await call(box, 'getUpdates', { offset: (updates.at(-1)?.update_id ?? -1) + 1 })
  return updates
}

/** The pre-checkout query that came last. */
export const takeQuery = async (box: Sandbox) => {
  const query = (await take(box)).at(-1)?.pre_checkout_query
  if (query === undefined) throw new Error('No pre-checkout query came')
  return query
}

/** Pays for a message and lets the bot agree; gives the payment the bot heard of. */
export const buy = async (
  { box, api }: Pick<Awaited<ReturnType<typeof openShop>>, 'box' | 'api'>,
  payer: Awaited<ReturnType<typeof acquaintance>>,
  messageId: number,
) => {
  const paying = payer.pays(messageId)
  await api.answerPreCheckoutQuery((await takeQuery(box)).id, true)
  expect(await paying).toEqual({ ok: true })
  const message = (await take(box)).at(-1)?.message
  if (message?.successful_payment === undefined) throw new Error('No payment came')
  return { message, payment: message.successful_payment }
}
