import { describe, expect, it } from 'vitest'
import { openShop, starTicket, ticket } from './shop.js'
import { call } from '../support/box.js'

describe('an invoice', () => {
  it('is a message that tells what is sold, with a button to pay it', async () => {
    const { send, anna } = await openShop()
    expect((await send({ start_parameter: 'o_7' })).result).toMatchObject({
      chat: { id: anna.id },
      invoice: {
        title: 'Two tickets',
        description: 'Front row, Saturday',
        start_parameter: 'o_7',
        currency: 'RUB',
        total_amount: 300_000,
      },
      reply_markup: { inline_keyboard: [[{ text: 'Pay ₽3,000.00', pay: true }]] },
    })
    expect(anna.buttons()).toEqual(['Pay ₽3,000.00'])
    expect(JSON.stringify(anna.messages())).not.toContain('order:7')
  })

  it('has a button in the language of the person', async () => {
    const { box, send } = await openShop()
    const oleg = box.person({ firstName: 'Oleg', languageCode: 'ru' })
    oleg.says('/start')
    await send({ chat_id: oleg.id })
    expect(oleg.buttons()[0]?.replaceAll('\u00a0', ' ')).toBe('Заплатить 3 000,00 ₽')
  })

  it('adds its prices up, takes discounts, and amounts as texts', async () => {
    const { send } = await openShop()
    const prices = [
      { label: 'Ticket', amount: '150000' },
      { label: 'Discount', amount: -10_000 },
    ]
    expect((await send({ prices: JSON.stringify(prices) })).result).toMatchObject({
      invoice: { total_amount: 140_000, start_parameter: '' },
    })
  })

  it.each([
    [
      'the longest texts',
      { title: 'x'.repeat(32), description: 'x'.repeat(255), payload: 'я'.repeat(64), start_parameter: 'x'.repeat(64) },
    ],
    ['a live provider', { provider_token: '390540012:LIVE:4711' }],
    ['currencies without cents', { currency: 'JPY', prices: [{ label: 'a', amount: 3000 }] }],
    ['one Star', { ...starTicket, prices: [{ label: 'a', amount: 1 }] }],
    ['100,000 Stars', { ...starTicket, prices: [{ label: 'a', amount: 100_000 }] }],
    ['a picture, which the sandbox cannot fetch', { photo_url: 'https://example.com/poster.jpg', photo_width: 640 }],
    ['tips', { max_tip_amount: 500, suggested_tip_amounts: [100, 200] }],
    ['data for the provider', { provider_data: '{"receipt":{}}' }],
  ])('takes %s', async (_, changes) => {
    const { send } = await openShop()
    expect(await send(changes)).toMatchObject({ status: 200, result: { invoice: {} } })
  })

  const one = (amount: unknown) => ({ prices: [{ label: 'a', amount }] })
  it.each([
    ['no title', { title: ' ' }, 'parameter "title" is required'],
    ['a long title', { title: 'x'.repeat(33) }, 'invoice title is too long'],
    ['no description', { description: '' }, 'parameter "description" is required'],
    ['a long description', { description: 'x'.repeat(256) }, 'invoice description is too long'],
    ['no payload', { payload: '' }, 'parameter "payload" is required'],
    ['a payload of 129 bytes', { payload: `x${'я'.repeat(64)}` }, 'INVOICE_PAYLOAD_INVALID'],
    ['no token', { provider_token: '' }, 'PAYMENT_PROVIDER_INVALID'],
    ["a token that is not BotFather's", { provider_token: 'sk_test_4711' }, 'PAYMENT_PROVIDER_INVALID'],
    ['an unknown currency without a token', { provider_token: '', currency: 'TXR' }, 'PAYMENT_PROVIDER_INVALID'],
    ['an unknown currency', { currency: 'XXX' }, 'CURRENCY_INVALID'],
    ['a currency in small letters', { currency: 'rub' }, 'CURRENCY_INVALID'],
    ['no prices', { prices: [] }, 'there must be at least one price'],
    ['prices that are no list', { prices: {} }, 'expected an Array of labeled prices'],
    ['a price that is none', { prices: [7] }, 'labeledPrice must be an Object'],
    ['a price without a label', { prices: [{ amount: 7 }] }, 'can\'t find field "label"'],
    ['a price with an empty label', { prices: [{ label: '', amount: 7 }] }, 'labeledPrice label must be non-empty'],
    ['a price without an amount', { prices: [{ label: 'a' }] }, 'can\'t find field "amount"'],
    ['an amount in roubles and kopecks', one(99.5), 'can\'t parse "amount" as Number'],
    ['an amount in words', one('many'), 'can\'t parse "amount" as Number'],
    ['an amount of a wrong type', one(true), 'field "amount" must be of type Number or String'],
    ['an enormous amount', one(10 ** 12), 'too big amount of the currency specified'],
    ['nothing to pay', one(0), 'total price must be positive'],
    [
      'a discount that is too big',
      {
        prices: [
          { label: 'a', amount: 7 },
          { label: 'b', amount: -8 },
        ],
      },
      'total price must be positive',
    ],
    ['less than about a dollar', one(7_000), 'CURRENCY_TOTAL_AMOUNT_INVALID'],
    ['more than about 10,000 dollars', one(90_000_000), 'CURRENCY_TOTAL_AMOUNT_INVALID'],
    ['100,001 Stars', { ...starTicket, ...one(100_001) }, 'CURRENCY_TOTAL_AMOUNT_INVALID'],
    ['Stars with a token', { ...starTicket, provider_token: ticket.provider_token }, 'STARS_INVOICE_INVALID'],
    [
      'Stars with two prices',
      { ...starTicket, prices: [...starTicket.prices, ...starTicket.prices] },
      'STARS_INVOICE_INVALID',
    ],
    ['Stars with tips', { ...starTicket, max_tip_amount: 5 }, 'STARS_INVOICE_INVALID'],
    ['a negative tip', { max_tip_amount: -1 }, 'invalid max_tip_amount of the currency specified'],
    [
      'a suggested tip of nothing',
      { max_tip_amount: 5, suggested_tip_amounts: [0] },
      'suggested tip amount must be positive',
    ],
    [
      'a suggested tip that is too big',
      { max_tip_amount: 5, suggested_tip_amounts: [6] },
      "suggested tip amount can't be bigger than max_tip_amount",
    ],
    [
      'five suggested tips',
      { max_tip_amount: 5, suggested_tip_amounts: [1, 2, 3, 4, 5] },
      'there can be at most 4 suggested tip amounts',
    ],
    [
      'tips without order',
      { max_tip_amount: 5, suggested_tip_amounts: [2, 1] },
      'suggested tip amounts must be strictly increasing',
    ],
    ['a start parameter with a space', { start_parameter: 'o 7' }, 'START_PARAM_INVALID'],
    ['data for the provider that is no JSON', { provider_data: '{' }, 'DATA_JSON_INVALID'],
    ['shipping options', { is_flexible: true }, 'the sandbox knows no shipping options: is_flexible is unsupported'],
    ['a chat that is not there', { chat_id: 1 }, 'chat not found'],
  ])('is refused with %s', async (_, changes, words) => {
    const { send, anna } = await openShop()
    expect(await send(changes)).toMatchObject({ status: 400, description: `Bad Request: ${words}` })
    expect(anna.sees()).toBe('/start')
  })

  it('obeys what all sending obeys: topics, protection, who blocked the bot', async () => {
    const { box, anna, send } = await openShop()
    const forum = box.group('Staff', { forum: true })
    forum.addBot(anna)
    const topic = forum.topic('Sales')
    expect(await send({ chat_id: forum.id, message_thread_id: topic, protect_content: true })).toMatchObject({
      result: { message_thread_id: topic, has_protected_content: true },
    })
    anna.blocks()
    expect(await send()).toMatchObject({ status: 403, description: 'Forbidden: bot was blocked by the user' })
  })

  it('keeps its pay button through edits, and has neither caption nor media to edit', async () => {
    const { box, anna, sendId } = await openShop()
    const to = { chat_id: anna.id, message_id: await sendId() }
    const keyboard = [[{ text: 'Pay now', pay: true }], [{ text: 'Other seats', callback_data: 'seats' }]]
    expect(
      await call(box, 'editMessageReplyMarkup', { ...to, reply_markup: { inline_keyboard: keyboard } }),
    ).toMatchObject({ result: { reply_markup: { inline_keyboard: keyboard } } })
    const payNotFirst = { inline_keyboard: [...keyboard].reverse() }
    expect(await call(box, 'editMessageReplyMarkup', { ...to, reply_markup: payNotFirst })).toMatchObject({
      status: 400,
    })
    expect(await call(box, 'editMessageCaption', { ...to, caption: 'x' })).toMatchObject({
      description: 'Bad Request: there is no caption in the message to edit',
    })
    expect(anna.buttons()).toEqual(['Pay now', 'Other seats'])
  })
})
