import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../support/world.js'
import { quickPrinter } from '../../support/announcing.js'
import { type EventWithType, expectNoDefect, meet, publish, type Talker } from '../../support/talker.js'
import {
  forgeInvoice,
  hold,
  invoice,
  invoiceOf,
  meetTwo,
  openShop,
  order,
  pay,
  publishForStars,
  standing,
} from '../../support/payments.js'
import { en, ru } from '../../support/texts/words.js'

let world: World
let olga: Talker
let ann: Talker
beforeAll(async () => {
  world = await openShop({ printer: quickPrinter })
  ;[olga, ann] = await meetTwo(world)
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

const minute = 60_000
const month = { hours: 30 * 24 }
const sale = (): Promise<EventWithType> => publish(world, olga.id, month)
const done = (tickets: number) => ({ state: 'confirmed', tickets, refunds: [] })
const refused = (words: RegExp) => ({ ok: false, reason: 'refused', words: expect.stringMatching(words) as string })
const pictures = (talker: Talker): number => talker.person.messages().filter(({ message }) => message.photo).length

describe('paying', () => {
  it('by a provider brings the tickets and says so, to the buyer and to the chat', async () => {
    const event = await sale()
    const { open, messageId } = await order(world, ann, event, 2)
    expect(world.sandbox.callsOf('sendInvoice').at(-1)?.params).toMatchObject({
      title: 'Jazz night',
      currency: 'RUB',
      payload: open.order.payload,
      start_parameter: `e_${event.event.slug}`,
      prices: [{ label: en('invoice-tickets', { quantity: 2 }), amount: 300_000 }],
      description: expect.stringContaining(en('invoice-tickets', { quantity: 2 })) as string,
    })
    const heard = await ann.hears(async () => expect(await pay(world, ann, messageId)).toEqual({ ok: true }))
    expect(heard[0]).toMatch(en.opens('paid-done', { total: '₽3,000', quantity: 2, title: 'Jazz night' }))
    expect(await standing(world, open)).toEqual(done(2))
    expect(pictures(ann)).toBe(2)
    await world.advance(5000)
    expect(world.chat.messages().at(-1)?.text).toMatch(ru.like('news-ticketsIssued', { quantity: 2 }))
  })

  it('by Stars brings the tickets, too; the invoice has no provider and one price', async () => {
    const { open, messageId } = await order(world, ann, await publishForStars(world, olga.id, month))
    expect(world.sandbox.callsOf('sendInvoice').at(-1)?.params).toMatchObject({
      currency: 'XTR',
      provider_token: '',
      prices: [{ amount: 150 }],
    })
    const heard = await ann.hears(() => pay(world, ann, messageId))
    expect(heard[0]).toMatch(en.opens('paid-done', { total: /150\s⭐/u, quantity: 1, title: 'Online talk' }))
    expect(await standing(world, open)).toEqual(done(1))
  })

  it('brings the tickets once when the update comes twice, and answers the question that was open afterwards', async () => {
    const { open, messageId } = await order(world, ann, await sale())
    const before = pictures(ann)
    await ann.says('/newevent')
    world.sandbox.repeatUpdates(3)
    await pay(world, ann, messageId)
    world.sandbox.repeatUpdates(1)
    expect(await standing(world, open)).toEqual(done(1))
    expect(pictures(ann) - before).toBe(1)
    expect(await ann.says('Jazz')).toMatch(en.like('ask-frame', { step: 2, about: 'new', of: /\d+/u }))
    await ann.says('/cancel')
  })

  it('asks for receipt data only where the owner has set it up, and its sums come to the total', async () => {
    const open = await hold(world, ann, await sale(), 3)
    await invoice(world, ann, open)
    expect(world.sandbox.callsOf('sendInvoice').at(-1)?.params).not.toHaveProperty('provider_data')
    await invoice(world, ann, open, { providerToken: '381764678:TEST:12345', receiptVatCode: 1 })
    const params = world.sandbox.callsOf('sendInvoice').at(-1)?.params ?? {}
    expect(params).toMatchObject({ need_email: true, send_email_to_provider: true })
    expect(JSON.parse(String(params['provider_data']))).toEqual({
      receipt: {
        items: [
          {
            description: en('invoice-tickets', { quantity: 3 }),
            quantity: '3.00',
            amount: { value: '1500.00', currency: 'RUB' },
            vat_code: 1,
          },
        ],
      },
    })
    expect(await pay(world, ann, invoiceOf(ann))).toEqual({ ok: true })
  })

  it('says so when Telegram does not take an amount or the token, and cuts a long title between characters', async () => {
    const cheap = await hold(
      world,
      ann,
      await publish(world, olga.id, { ...month, price: { minor: 7000, currency: 'RUB' } }),
    )
    await expect(invoice(world, ann, cheap)).rejects.toMatchObject({ code: 'amountNotTaken' })
    const open = await hold(
      world,
      ann,
      await publish(world, olga.id, { ...month, title: `${'Very long '.repeat(3)}👨‍👩‍👧‍👦 family day` }),
    )
    await expect(invoice(world, ann, open, { providerToken: 'wrong' })).rejects.toMatchObject({ code: 'wayClosed' })
    await expect(invoice(world, ann, open, {})).rejects.toMatchObject({ code: 'wayClosed' })
    await invoice(world, ann, open)
    expect(world.sandbox.callsOf('sendInvoice').at(-1)?.params['title']).toBe(`${'Very long '.repeat(3)}…`)
  })
})

describe('pre-checkout says no, in the language of whoever pays, and says why', () => {
  it('when the time to pay is over; a minute before, it says yes and keeps the seats while the card is typed', async () => {
    const [late, early] = [await order(world, ann, await sale()), await order(world, ann, await sale())]
    await world.advance(14 * minute)
    expect(await ann.person.pays(early.messageId, { card: 'declined' })).toEqual({ ok: false, reason: 'declined' })
    await world.advance(2 * minute)
    expect(await pay(world, ann, late.messageId)).toEqual(refused(en.opens('refusal-holdOver')))
    expect(await standing(world, late.open)).toMatchObject({ tickets: 0, refunds: [] })
    expect(await pay(world, ann, early.messageId)).toEqual({ ok: true })
    expect(await standing(world, early.open)).toEqual(done(1))
  })

  it('when the order was given up, was paid, or is none', async () => {
    const given = await order(world, ann, await sale())
    await world.levem().services.ordering.cancel({ personId: ann.id, orderId: given.open.order.id })
    expect(await pay(world, ann, given.messageId)).toEqual(refused(en.like('refusal-orderNotOpen')))
    const paid = await order(world, ann, await sale())
    await pay(world, ann, paid.messageId)
    expect(await pay(world, ann, paid.messageId)).toEqual(refused(en.like('refusal-orderPaid')))
    expect(await standing(world, paid.open)).toEqual(done(1))
    expect(await pay(world, ann, await forgeInvoice(world, ann, paid.open, { payload: "somebody else's" }))).toEqual(
      refused(en.like('refusal-orderNotFound')),
    )
  })

  it("when it is somebody else's order: they hear it in their own language, known or not", async () => {
    const boris = await meet(world, 'Boris', { languageCode: 'ru' })
    const { open } = await order(world, ann, await sale())
    expect(await pay(world, boris, await forgeInvoice(world, boris, open))).toEqual(
      refused(ru.opens('refusal-orderForeign')),
    )
    await boris.says('/language')
    await boris.presses(/English/u)
    expect(await pay(world, boris, await forgeInvoice(world, boris, open))).toEqual(
      refused(en.opens('refusal-orderForeign')),
    )
    const group = world.sandbox.group('Fans')
    group.addBot(ann.person)
    await forgeInvoice(world, ann, open)
    const sent = await fetch(`${world.sandbox.url}/bot${world.sandbox.token}/forwardMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ chat_id: group.id, from_chat_id: ann.id, message_id: invoiceOf(ann) }),
    })
    const { result } = (await sent.json()) as { result: { message_id: number } }
    const stranger = world.sandbox.person({ firstName: 'Vera', languageCode: 'ru' })
    expect(await stranger.pays(result.message_id, { in: group })).toEqual(refused(ru.opens('refusal-orderForeign')))
    expect(await standing(world, open)).toMatchObject({ state: 'held', tickets: 0 })
  })

  it('when a promo code has changed the amount; the new invoice can be paid', async () => {
    const event = await sale()
    const { open, messageId } = await order(world, ann, event, 2)
    const { services } = world.levem()
    await services.promoCodes.create({
      personId: olga.id,
      eventId: event.event.id,
      code: 'HALF',
      discount: { percent: 50 },
    })
    const cheaper = await services.ordering.redeem({ personId: ann.id, orderId: open.order.id, text: 'half' })
    expect(await pay(world, ann, messageId)).toEqual(refused(en.like('refusal-amountChanged')))
    expect(await pay(world, ann, await invoice(world, ann, cheaper))).toEqual({ ok: true })
    expect(await standing(world, open)).toEqual(done(2))
  })

  it('when the event was cancelled meanwhile', async () => {
    const event = await sale()
    const { open, messageId } = await order(world, ann, event)
    await world.levem().services.publishing.cancel(olga.id, event.event.id)
    expect(await pay(world, ann, messageId)).toEqual(
      refused(en.like('refusal-eventCancelled', { title: 'Jazz night' })),
    )
    expect(await standing(world, open)).toMatchObject({ state: 'cancelled', tickets: 0 })
  })

  it('and nothing at all while nobody listens (negative control): Telegram ends it', async () => {
    const { messageId } = await order(world, ann, await sale())
    await world.levem().stop()
    expect(await ann.person.pays(messageId, { withinMs: 200 })).toEqual({ ok: false, reason: 'unanswered' })
    await world.restart()
    await world.settle()
    expect(await pay(world, ann, messageId)).toEqual({ ok: true })
  })
})
