import { describe, expect, it } from 'vitest'
import { acquaintance, call } from '../support/box.js'
import { buy, openShop, starTicket, take } from './shop.js'

describe('Telegram Stars', () => {
  const bought = async () => {
    const world = await openShop()
    const { payment } = await buy(world, world.anna, await world.sendId(starTicket))
    const refund = (user_id: unknown, telegram_payment_charge_id: unknown) =>
      call(world.box, 'refundStarPayment', { user_id, telegram_payment_charge_id })
    return { ...world, payment, refund, chargeId: payment.telegram_payment_charge_id }
  }

  it('are paid with a charge whose id is long, as real ones are', async () => {
    const { payment, chargeId } = await bought()
    expect(payment).toMatchObject({ currency: 'XTR', total_amount: 50, invoice_payload: 'order:7' })
    expect(chargeId.length).toBeGreaterThan(128)
  })

  it('go back once, and both the person and the bot see it', async () => {
    const { box, api, anna, chargeId, refund } = await bought()
    expect(await api.refundStarPayment(anna.id, chargeId)).toBe(true)
    const refunded_payment = {
      currency: 'XTR',
      total_amount: 50,
      invoice_payload: 'order:7',
      telegram_payment_charge_id: chargeId,
    }
    expect((await take(box)).map(({ message }) => message?.refunded_payment)).toEqual([refunded_payment])
    expect(anna.messages().at(-1)?.message).toMatchObject({ refunded_payment })
    expect(await refund(anna.id, chargeId)).toMatchObject({
      status: 400,
      description: 'Bad Request: CHARGE_ALREADY_REFUNDED',
    })
    expect(await take(box)).toEqual([])
  })

  it('go back to nobody else, and only what was paid in Stars', async () => {
    const { box, api, anna, chargeId, refund, sendId } = await bought()
    const boris = await acquaintance(box, 'Boris')
    const { payment } = await buy({ box, api }, anna, await sendId())
    const notFound = { status: 400, description: 'Bad Request: CHARGE_NOT_FOUND' }
    expect(await refund(boris.id, chargeId)).toMatchObject(notFound)
    expect(await refund(anna.id, 'stx4711')).toMatchObject(notFound)
    expect(await refund(anna.id, payment.telegram_payment_charge_id)).toMatchObject(notFound)
    expect(await refund(4711, chargeId)).toMatchObject({ status: 400, description: 'Bad Request: user not found' })
    expect(await refund(0, chargeId)).toMatchObject({
      status: 400,
      description: 'Bad Request: invalid user_id specified',
    })
    expect(await refund(anna.id, chargeId)).toMatchObject({ status: 200 })
  })

  it('are listed as they came and went, oldest first, page by page', async () => {
    const { api, box, anna, chargeId, sendId } = await bought()
    const second = await buy(
      { box, api },
      anna,
      await sendId({ ...starTicket, payload: 'order:8', prices: [{ label: 'a', amount: 7 }] }),
    )
    await api.refundStarPayment(anna.id, chargeId)
    const partner = { type: 'user', transaction_type: 'invoice_payment', user: anna.user }
    const date = expect.any(Number) as number
    const all = [
      { id: chargeId, amount: 50, date, source: { ...partner, invoice_payload: 'order:7' } },
      {
        id: second.payment.telegram_payment_charge_id,
        amount: 7,
        date,
        source: { ...partner, invoice_payload: 'order:8' },
      },
      { id: chargeId, amount: 50, date, receiver: { ...partner, invoice_payload: 'order:7' } },
    ]
    expect((await api.getStarTransactions()).transactions).toEqual(all)
    expect((await api.getStarTransactions({ offset: 1, limit: 1 })).transactions).toEqual(all.slice(1, 2))
    expect((await api.getStarTransactions({ offset: 3 })).transactions).toEqual([])
  })
})
