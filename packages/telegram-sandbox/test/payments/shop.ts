import { expect } from 'vitest'
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
