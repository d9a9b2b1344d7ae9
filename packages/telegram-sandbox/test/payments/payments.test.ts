import { describe, expect, it } from 'vitest'
import { createPreChecks } from '../../src/payments/checkouts.js'
import { buy, openShop, starTicket, take, takeQuery } from './shop.js'
import { acquaintance, call } from '../support/box.js'

describe('paying', () => {
  it('asks the bot first, and then tells it that the money came', async () => {
    const { box, api, anna, sendId } = await openShop()
    const messageId = await sendId()
    const paying = anna.pays(messageId)
    const query = await takeQuery(box)
    expect(query).toEqual({
      id: expect.stringMatching(/^\d+$/) as string,
      from: anna.user,
      currency: 'RUB',
      total_amount: 300_000,
      invoice_payload: 'order:7',
    })
    expect(await take(box)).toEqual([])
    expect(await api.answerPreCheckoutQuery(query.id, true)).toBe(true)
    expect(await paying).toEqual({ ok: true })
    const [update] = await take(box)
    expect(update?.message).toMatchObject({
      chat: { id: anna.id, type: 'private' },
      from: { id: anna.id },
      successful_payment: {
        currency: 'RUB',
        total_amount: 300_000,
        invoice_payload: 'order:7',
        telegram_payment_charge_id: expect.stringMatching(/^\w{20,}$/) as string,
        provider_payment_charge_id: expect.stringMatching(/^pi_/) as string,
      },
    })
    expect(anna.messages().at(-1)?.message).toEqual(update?.message)
  })

  it('goes no further when the bot says no, and shows its words', async () => {
    const { box, api, anna, sendId } = await openShop()
    const paying = anna.pays(await sendId())
    await api.answerPreCheckoutQuery((await takeQuery(box)).id, false, { error_message: 'These seats are gone.' })
    expect(await paying).toEqual({ ok: false, reason: 'refused', words: 'These seats are gone.' })
    expect(await take(box)).toEqual([])
  })

  it('goes no further when the bot keeps silent, whose answer is too late then', async () => {
    const { box, anna, sendId } = await openShop()
    expect(await anna.pays(await sendId(), { withinMs: 20 })).toEqual({ ok: false, reason: 'unanswered' })
    const { id } = await takeQuery(box)
    const late = await call(box, 'answerPreCheckoutQuery', { pre_checkout_query_id: id, ok: true })
    expect(late).toMatchObject({
      status: 400,
      description: 'Bad Request: query is too old and response timeout expired or query ID is invalid',
    })
    expect(await take(box)).toEqual([])
  })

  it('fails at the card after the bot agreed, and the bot never hears of it', async () => {
    const { box, api, anna, sendId } = await openShop()
    const paying = anna.pays(await sendId(), { card: 'declined' })
    await api.answerPreCheckoutQuery((await takeQuery(box)).id, true)
    expect(await paying).toEqual({ ok: false, reason: 'declined' })
    expect(await take(box)).toEqual([])
    expect(anna.messages().some(({ message }) => message.successful_payment !== undefined)).toBe(false)
  })

  it('is possible twice with one invoice, each time with a charge of its own', async () => {
    const world = await openShop()
    const messageId = await world.sendId()
    const charges = [await buy(world, world.anna, messageId), await buy(world, world.anna, messageId)]
    expect(new Set(charges.map(({ payment }) => payment.telegram_payment_charge_id)).size).toBe(2)
    expect(new Set(charges.map(({ payment }) => payment.invoice_payload))).toEqual(new Set(['order:7']))
  })

  it('tells the bot what the invoice asks for, but never with Stars', async () => {
    const { box, api, anna, sendId } = await openShop()
    const needs = {
      need_name: true,
      send_phone_number_to_provider: true,
      need_email: true,
      need_shipping_address: true,
    }
    const paying = anna.pays(await sendId(needs))
    const query = await takeQuery(box)
    const info = {
      name: 'Anna',
      phone_number: '79000000000',
      email: `person${anna.id}@example.com`,
      shipping_address: { country_code: 'RU' },
    }
    expect(query.order_info).toMatchObject(info)
    await api.answerPreCheckoutQuery(query.id, true)
    await paying
    expect((await take(box)).at(-1)?.message?.successful_payment?.order_info).toMatchObject(info)
    void anna.pays(await sendId({ ...starTicket, ...needs }))
    expect(await takeQuery(box)).not.toHaveProperty('order_info')
  })

  it('works from a group, and the bot hears of it in private, even from who never wrote to it', async () => {
    const { box, api, anna, sendId } = await openShop()
    const group = box.group('Fans')
    group.addBot(anna)
    const boris = box.person({ firstName: 'Boris' })
    const messageId = await sendId({ chat_id: group.id })
    const paying = boris.pays(messageId, { in: group })
    await api.answerPreCheckoutQuery((await takeQuery(box)).id, true)
    expect(await paying).toEqual({ ok: true })
    expect((await take(box)).at(-1)?.message).toMatchObject({
      chat: { id: boris.id, type: 'private' },
      from: { id: boris.id },
      successful_payment: {},
    })
    expect((await api.sendMessage(boris.id, 'Your tickets')).text).toBe('Your tickets')
  })

  it('is asked of a bot only that wants to hear', async () => {
    const { box, anna, sendId } = await openShop()
    const messageId = await sendId()
    await take(box, { allowed_updates: ['message'] })
    expect(await anna.pays(messageId, { withinMs: 1 })).toEqual({ ok: false, reason: 'unanswered' })
    expect(box.pendingUpdates()).toBe(0)
    await take(box, { allowed_updates: ['message', 'pre_checkout_query'] })
    expect(await anna.pays(messageId, { withinMs: 1 })).toEqual({ ok: false, reason: 'unanswered' })
    expect(box.pendingUpdates()).toBe(1)
  })

  it('needs an invoice that is there, with a pay button, in a chat of their own', async () => {
    const { box, api, anna, sendId } = await openShop()
    const boris = await acquaintance(box, 'Boris')
    const messageId = await sendId()
    await expect(boris.pays(messageId)).rejects.toThrow(/no invoice in message/)
    await expect(boris.pays(messageId, { in: anna.chat })).rejects.toThrow(/their own private chat/)
    expect(() => anna.presses(/^Pay/)).toThrow(/pays\(\d+\)/)
    await api.editMessageReplyMarkup(anna.id, messageId)
    await expect(anna.pays(messageId)).rejects.toThrow(/no pay button/)
    const other = await sendId()
    await api.deleteMessage(anna.id, other)
    await expect(anna.pays(other)).rejects.toThrow(/no invoice in message/)
    anna.deactivates()
    await expect(anna.pays(messageId)).rejects.toThrow(/deleted their account/)
    expect(box.pendingUpdates()).toBe(0)
  })
})

describe('the answer to a pre-checkout query', () => {
  const tooOld = 'Bad Request: query is too old and response timeout expired or query ID is invalid'

  it('is taken once, and only for a query that waits', async () => {
    const { box, anna, sendId } = await openShop()
    const answer = (pre_checkout_query_id: string, changes: object = { ok: true }) =>
      call(box, 'answerPreCheckoutQuery', { pre_checkout_query_id, ...changes })
    expect(await answer('4711')).toMatchObject({ status: 400, description: tooOld })
    const paying = anna.pays(await sendId())
    const { id } = await takeQuery(box)
    expect(await answer(id)).toMatchObject({ status: 200, result: true })
    expect(await answer(id)).toMatchObject({ status: 400, description: tooOld })
    expect(await paying).toEqual({ ok: true })
  })

  it('has a reason when it is no', async () => {
    const { box, anna, sendId } = await openShop()
    const paying = anna.pays(await sendId())
    const { id } = await takeQuery(box)
    const answer = (changes: object) => call(box, 'answerPreCheckoutQuery', { pre_checkout_query_id: id, ...changes })
    expect(await answer({ ok: false })).toMatchObject({
      status: 400,
      description: 'Bad Request: parameter "error_message" is required',
    })
    expect(await answer({})).toMatchObject({ status: 400, description: 'Bad Request: parameter "ok" is required' })
    expect(await answer({ ok: false, error_message: 'No.' })).toMatchObject({ status: 200 })
    expect(await paying).toMatchObject({ reason: 'refused', words: 'No.' })
  })

  it('is waited for without keeping a program alive, and no longer than the sandbox is open', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()
    const checks = createPreChecks(Date.now)
    const { verdict } = checks.open(60_000)
    expect(timers()).toBe(before)
    const control = setTimeout(() => undefined, 60_000)
    expect(timers()).toBe(before + 1)
    clearTimeout(control)
    checks.close()
    expect(await verdict).toEqual({ kind: 'silence' })
  })
})

describe('a forwarded invoice', () => {
  const forward = async (changes: object) => {
    const world = await openShop()
    const boris = await acquaintance(world.box, 'Boris')
    const messageId = await world.sendId(changes)
    const copy = await world.api.forwardMessage(boris.id, world.anna.id, messageId)
    return { ...world, boris, messageId, copy }
  }

  it('can be paid by whoever got it, when it has no start parameter', async () => {
    const { copy, boris, ...world } = await forward({
      reply_markup: { inline_keyboard: [[{ text: 'Buy', pay: true }], [{ text: 'Help', callback_data: 'help' }]] },
    })
    expect(copy).toMatchObject({
      invoice: { total_amount: 300_000 },
      forward_origin: { type: 'user' },
      reply_markup: { inline_keyboard: [[{ text: 'Buy', pay: true }]] },
    })
    const { message, payment } = await buy(world, boris, copy.message_id)
    expect(message.chat.id).toBe(boris.id)
    expect(payment.invoice_payload).toBe('order:7')
  })

  it('leads to the bot, when it has one; the first one can still be paid', async () => {
    const { copy, boris, messageId, ...world } = await forward({ start_parameter: 'o_7' })
    const url = `https://t.me/${world.box.botUsername}?start=o_7`
    expect(copy.reply_markup).toEqual({ inline_keyboard: [[{ text: 'Pay ₽3,000.00', url }]] })
    await expect(boris.pays(copy.message_id)).rejects.toThrow(/no pay button/)
    expect(boris.presses(/^Pay/).message?.text).toBe('/start o_7')
    await take(world.box)
    expect((await buy(world, world.anna, messageId)).payment.total_amount).toBe(300_000)
  })

  it('is never a copy, and a payment is neither', async () => {
    const { messageId, boris, ...world } = await forward({})
    const { box, anna } = world
    const { message } = await buy(world, anna, messageId)
    const carry = (method: string, message_id: number) =>
      call(box, method, { chat_id: boris.id, from_chat_id: anna.id, message_id })
    expect(await carry('copyMessage', messageId)).toMatchObject({
      status: 400,
      description: "Bad Request: the message can't be copied",
    })
    expect(await carry('copyMessage', message.message_id)).toMatchObject({
      status: 400,
      description: "Bad Request: the message can't be copied",
    })
    expect(await carry('forwardMessage', message.message_id)).toMatchObject({
      status: 400,
      description: "Bad Request: the message can't be forwarded",
    })
  })
})
