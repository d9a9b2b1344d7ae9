import { describe, expect, it, test } from 'vitest'
import {
  checkoutMs,
  checkQuantity,
  isHeld,
  isPaidOtherwise,
  isProofUnderReview,
  type Order,
  priceOfOne,
  wasPaid,
} from '../../src/domain/order.js'
import { anOrder, now } from '../support/domain.js'
import { refusalOf } from '../support/fixtures.js'

const states = ['held', 'confirmed', 'refunded', 'expired', 'cancelled'] as const

describe('an order', () => {
  test.each<[string, Partial<Order>, boolean]>([
    ['held a moment longer', { heldUntil: now + 1 }, true],
    ['held until now', { heldUntil: now }, false],
    ['held until a moment ago', { heldUntil: now - 1 }, false],
    ['never held', { heldUntil: undefined }, false],
  ])('%s keeps its seats or not', (_, fields, isSo) => {
    expect(isHeld(anOrder(fields), now)).toBe(isSo)
  })

  it('keeps seats by its hold only while it is held, and was paid when it was confirmed', () => {
    expect(states.filter((state) => isHeld(anOrder({ state }), now))).toEqual(['held'])
    expect(states.filter((state) => wasPaid(anOrder({ state })))).toEqual(['confirmed', 'refunded'])
  })

  test.each<[string, Partial<Order>, boolean]>([
    ['nobody showed anything', { proofAt: undefined }, false],
    ['somebody showed something', { proofAt: now }, true],
    ['it was paid by a transfer since', { proofAt: now, confirmedAt: now, paymentMethod: 'transfer' }, false],
    ['it was paid otherwise since', { proofAt: now, confirmedAt: now, paymentMethod: 'provider' }, true],
    ['nobody showed anything and it is paid', { confirmedAt: now, paymentMethod: 'provider' }, false],
    ['a transfer was chosen and is not there', { proofAt: now, paymentMethod: 'transfer' }, true],
  ])('has a transfer to look for or not when %s', (_, fields, isSo) => {
    expect(isProofUnderReview(anOrder(fields))).toBe(isSo)
  })

  it('that was paid is not paid otherwise by the same method, nor when there was nothing to pay', () => {
    const paid = (paymentMethod: Order['paymentMethod']) => isPaidOtherwise(anOrder({ paymentMethod }), 'transfer')
    expect([paid('provider'), paid('atDoor'), paid('transfer'), paid('free')]).toEqual([true, true, false, false])
  })

  it('says what one ticket costs, and how many there may be', () => {
    expect(priceOfOne({ total: { minor: 3000, currency: 'EUR' }, quantity: 4 })).toEqual({
      minor: 750,
      currency: 'EUR',
    })
    expect([checkQuantity(1), refusalOf(() => checkQuantity(11))?.facts]).toEqual([1, { max: 10 }])
  })

  it('is kept ten minutes for who is paying', () => {
    expect(checkoutMs).toBe(600_000)
  })
})
