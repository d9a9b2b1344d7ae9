import { describe, expect, it, test } from 'vitest'
import type { Event, EventWithTypes } from '../../src/domain/event.js'
import type { Order } from '../../src/domain/order.js'
import { paymentMethods, type PaymentMethod } from '../../src/domain/order.js'
import {
  type Charge,
  firstPaymentMethods,
  isAmountOf,
  isPrepaid,
  mayPay,
  mustBeTakeable,
  type PaymentSetup,
  paymentMethodsFor,
} from '../../src/domain/payment.js'
import { mustBeDivisible } from '../../src/domain/refund.js'
import { anEvent, anOrder, aType, now } from '../support/domain.js'
import { refusalOf } from '../support/fixtures.js'

const named = anEvent()
const provider = { hasProvider: true, organizerIds: [named.organizerId] }
const none = { hasProvider: false, organizerIds: [named.organizerId] }
const nobody = { hasProvider: true, organizerIds: [] }
const others = { hasProvider: true, organizerIds: [named.organizerId + 1] }

const priced = (currency: string, fields: Partial<Event> = {}): EventWithTypes => ({
  event: anEvent({ paymentMethods, ...fields }),
  types: [aType({ price: { minor: 5, currency } })],
})
const withDetails = { transferDetails: 'IBAN' }

describe('the methods by which an event can be paid', () => {
  test.each<[string, EventWithTypes, PaymentSetup, readonly PaymentMethod[]]>([
    ['with all set up', priced('RUB', withDetails), provider, ['provider', 'transfer', 'atDoor']],
    ['without a provider', priced('RUB', withDetails), none, ['transfer', 'atDoor']],
    ['without a word where to transfer to', priced('RUB'), provider, ['provider', 'atDoor']],
    ['with that word still to be written', priced('RUB', { transferDetails: '' }), none, ['transfer', 'atDoor']],
    ['in what Telegram does not take', priced('KWD', withDetails), provider, ['transfer', 'atDoor']],
    ['in Stars', priced('XTR', withDetails), provider, ['stars']],
    ['of those that were chosen', priced('RUB', { paymentMethods: ['stars', 'atDoor'] }), provider, ['atDoor']],
    ['when none was chosen', priced('RUB', { paymentMethods: [] }), provider, []],
    ['in Stars, though only the door was chosen', priced('XTR', { paymentMethods: ['atDoor'] }), provider, []],
    ['when the owner named nobody', priced('RUB', withDetails), nobody, ['transfer', 'atDoor']],
    ['when the owner named others', priced('RUB', withDetails), others, ['transfer', 'atDoor']],
    ['in Stars when the owner named nobody', priced('XTR', withDetails), nobody, []],
    ['in Stars when the owner named others', priced('XTR', withDetails), others, []],
  ])('%s', (_, found, setup, methods) => {
    expect(paymentMethodsFor(found, setup)).toEqual(methods)
  })

  it('are one at first: Stars for Stars, the provider if there is one that takes it, else the door', () => {
    expect([
      firstPaymentMethods('XTR', named, provider),
      firstPaymentMethods('XTR', named, none),
      firstPaymentMethods('RUB', named, provider),
      firstPaymentMethods('RUB', named, none),
      firstPaymentMethods('KWD', named, provider),
      firstPaymentMethods('RUB', named, nobody),
      firstPaymentMethods('RUB', named, others),
    ]).toEqual([['stars'], ['stars'], ['provider'], ['atDoor'], ['atDoor'], ['atDoor'], ['atDoor']])
  })

  it('let nobody ask for Stars whom the owner did not name, but for what costs nothing', () => {
    const code = (minor: number, currency: string, setup: PaymentSetup) =>
      refusalOf(() => mustBeTakeable({ minor, currency }, named.organizerId, setup))?.code
    expect([code(5, 'XTR', none), code(5, 'XTR', nobody), code(5, 'XTR', others)]).toEqual([
      undefined,
      'starsNotYours',
      'starsNotYours',
    ])
    expect([code(0, 'XTR', nobody), code(5, 'RUB', nobody)]).toEqual([undefined, undefined])
  })

  test.each<[string, number, readonly PaymentMethod[], boolean]>([
    ['nothing costs anything', 0, ['provider'], false],
    ['nothing costs anything and nothing is possible', 0, [], false],
    ['it is paid at the door', 1, ['atDoor'], false],
    ['it is paid at the door or by transfer', 1, ['transfer', 'atDoor'], true],
    ['it is paid at the door or otherwise', 1, ['atDoor', 'transfer'], true],
    ['it is paid by a provider', 1, ['provider'], true],
    ['nothing is possible', 1, [], true],
  ])('make buyers wait for their tickets or not when %s', (_, minor, possible, isSo) => {
    expect(isPrepaid({ minor, currency: 'RUB' }, possible)).toBe(isSo)
  })
})

describe('a payment', () => {
  const charge: Charge = { payerId: 5, amount: { minor: 50_000, currency: 'RUB' } }
  test.each<[string, Order | undefined, Partial<Charge>, string | undefined]>([
    ['for a held order', anOrder(), {}, undefined],
    ['for no order', undefined, {}, 'orderNotFound'],
    ['by somebody else', anOrder(), { payerId: 6 }, 'orderForeign'],
    ['by somebody else for a paid order', anOrder({ state: 'confirmed' }), { payerId: 6 }, 'orderForeign'],
    ['for a paid order', anOrder({ state: 'confirmed' }), {}, 'orderPaid'],
    ['for a refunded order', anOrder({ state: 'refunded' }), {}, 'orderNotOpen'],
    ['for a cancelled order', anOrder({ state: 'cancelled' }), {}, 'orderNotOpen'],
    ['for an expired order', anOrder({ state: 'expired' }), {}, 'holdOver'],
    ['for a hold that is over', anOrder({ heldUntil: now }), {}, 'holdOver'],
    ['of less', anOrder(), { amount: { minor: 49_999, currency: 'RUB' } }, 'amountChanged'],
    ['of as much in another currency', anOrder(), { amount: { minor: 50_000, currency: 'EUR' } }, 'amountChanged'],
  ])('%s may be made or not', (_, order, change, code) => {
    expect(refusalOf(() => mayPay(order, { ...charge, ...change }, now))?.code).toBe(code)
  })

  it('is what the order asks for, or not', () => {
    const is = (minor: number, currency: string) => isAmountOf(anOrder(), { minor, currency })
    expect([is(50_000, 'RUB'), is(50_001, 'RUB'), is(50_000, 'USD')]).toEqual([true, false, false])
  })

  it('in Stars goes back whole or not at all', () => {
    const code = (paymentMethod: Order['paymentMethod'], quantity: number) =>
      refusalOf(() => mustBeDivisible({ paymentMethod, quantity, eventId: 1 }))?.code
    expect([code('stars', 2), code('stars', 1), code('provider', 2), code('free', 2)]).toEqual([
      'starsAreWhole',
      undefined,
      undefined,
      undefined,
    ])
  })
})
