import { describe, expect, it } from 'vitest'
import type { PersonMessage } from '../../../../../src/domain/announcement.js'
import { seenByAll } from '../../../../../src/domain/sight.js'
import type { Event, EventWithTypes, TicketType } from '../../../../../src/domain/event.js'
import type { Order, PaymentMethod } from '../../../../../src/domain/order.js'
import { orderScreen } from '../../../../../src/bot/views/order.js'
import { receiptScreen } from '../../../../../src/bot/features/buyer/payments/receipt.js'
import { moneyScreen } from '../../../../../src/bot/views/money.js'
import { cardScreen } from '../../../../../src/bot/views/eventCard.js'
import { createLinks } from '../../../../../src/bot/telegram/links.js'
import { personScreen } from '../../../../../src/bot/announcing/personScreens.js'
import { chatScreen, digestScreen } from '../../../../../src/bot/announcing/screens.js'
import { plainOf } from '../../../../../src/texts/html.js'
import { createTexts } from '../../../../../src/texts/texts.js'
import { noon } from '../../../../support/world.js'
import { plain } from '../../../../support/payments.js'

const texts = createTexts()
const links = createLinks('levem_bot')

const event: Event = {
  id: 1,
  slug: 'jazz',
  organizerId: 7,
  organizerName: 'Olga',
  title: 'Jazz',
  description: '',
  startsAt: noon + 86_400_000,
  endsAt: undefined,
  zone: 'Europe/Moscow',
  venue: 'Club',
  poster: undefined,
  state: 'published',
  createdAt: noon,
  giveBackHours: undefined,
  capacity: undefined,
  paymentMethods: ['provider', 'stars'],
  transferDetails: undefined,
  doorsBefore: 180,
  isUnlisted: false,
  saleFrom: undefined,
  hasReminders: true,
  hearing: 'each',
  seriesId: undefined,
}

/** One ticket at this price, held and then bought, with everything that tells of it. */
const scene = (currency: string, minor: number) => {
  const price = { currency, minor }
  const type: TicketType = {
    id: 1,
    eventId: 1,
    name: '',
    price,
    capacity: 10,
    taken: 1,
    saleFrom: undefined,
    saleUntil: undefined,
    perPerson: undefined,
    isHidden: false,
    linkKey: undefined,
  }
  const order: Order = {
    id: 5,
    eventId: 1,
    ticketTypeId: 1,
    buyerId: 8,
    buyerName: 'Ann',
    quantity: 1,
    total: price,
    full: price,
    paymentMethod: currency === 'XTR' ? 'stars' : 'provider',
    state: 'held',
    createdAt: noon,
    requestKey: 'k',
    returned: 0,
    heldUntil: noon + 900_000,
    payload: 'p',
    promoCodeId: undefined,
    promoCode: undefined,
    checkoutAt: undefined,
    proof: undefined,
    proofKind: undefined,
    proofAt: undefined,
    proofs: 0,
    proofWords: undefined,
    rejectedAt: undefined,
    confirmedAt: undefined,
  }
  const found: EventWithTypes = { event, types: [type] }
  return { found, type, order, price }
}

/** What each place says of it, without mark-up. */
const placesOf = (language: 'ru' | 'en', currency: string, minor: number): Readonly<Record<string, string>> => {
  const speech = texts.in(language)
  const { found, type, order, price } = scene(currency, minor)
  const confirmed: Order = { ...order, state: 'confirmed', confirmedAt: noon }
  const way = order.paymentMethod as PaymentMethod
  const sale = {
    kind: 'ticketsIssued',
    slug: 'jazz',
    title: 'Jazz',
    quantity: 1,
    total: price,
    paymentWay: way,
    buyer: 'Ann',
    left: 9,
  } as const
  const refunded: PersonMessage = {
    kind: 'orderRefunded',
    orderId: 5,
    amount: price,
    quantity: 1,
    slug: 'jazz',
    title: 'Jazz',
    startsAt: noon,
    zone: 'Europe/Moscow',
    venue: 'Club',
  }
  const row = { method: way, currency, payments: 1, gross: minor, refunded: 0, dueMinor: 0, net: minor }
  const report = {
    ...found,
    byMethod: [row],
    total: row,
    totals: [row],
    tasks: 0,
    refundable: 1,
    underReview: 0,
    returning: 0,
    guests: 0,
  }
  const screens = {
    card: cardScreen(speech, { ...seenByAll(found), isReminded: false, isFollowing: false, held: undefined }, noon),
    order: orderScreen(
      speech,
      { ...found, type, order, paymentMethods: [way], hasCodes: false, isNew: true, codeRefused: undefined },
      { now: noon, view: 'ways' },
    ),
    receipt: receiptScreen(speech, { ...found, type, order: confirmed, tickets: [], refunds: [] }),
    news: chatScreen(speech, links, sale),
    digest: digestScreen(speech, [sale]),
    report: moneyScreen(speech, report),
    refund: personScreen(speech, links, refunded, undefined),
  }
  return Object.fromEntries(Object.entries(screens).map(([place, { html }]) => [place, plainOf(html)]))
}

describe('money', () => {
  it.each([
    ['RUB', 150_050, '1 500,50 ₽', '₽1,500.50'],
    ['RUB', 150_000, '1 500 ₽', '₽1,500'],
    ['USD', 1550, '15,50 $', '$15.50'],
    ['EUR', 2000, '20 €', '€20'],
    ['JPY', 1500, '1 500 ¥', '¥1,500'],
    ['KWD', 1500, '1,500 KWD', 'KWD 1.500'],
    ['XTR', 1500, '1 500 ⭐', '1,500 ⭐'],
  ])(
    '%s: %i minor units look the same on the card, the order, the receipt, in news, digest, report and refund',
    (currency, minor, russian, english) => {
      for (const [language, amount] of [
        ['ru', russian],
        ['en', english],
      ] as const) {
        const places = placesOf(language, currency, minor)
        expect(Object.entries(places).filter(([, text]) => !plain(text).includes(amount))).toEqual([])
        // Never broken over two lines.
        expect(Object.values(places).filter((text) => text.includes(amount) && amount.includes(' '))).toEqual([])
      }
    },
  )

  it('of several currencies in one digest is added up for each', () => {
    const sale = {
      kind: 'ticketsIssued',
      slug: 'jazz',
      title: 'Jazz',
      quantity: 2,
      paymentWay: 'provider',
      buyer: 'Ann',
      left: 9,
    } as const
    const digest = digestScreen(texts.in('en'), [
      { ...sale, total: { currency: 'RUB', minor: 300_000 } },
      { ...sale, total: { currency: 'XTR', minor: 20 } },
      { ...sale, total: { currency: 'RUB', minor: 50 } },
    ])
    expect(plain(plainOf(digest.html))).toContain('₽3,000.50 + 20 ⭐')
  })

  it.each([
    ['provider', 'paid by card', 'оплачено картой'],
    ['stars', 'paid in Stars', 'оплачено звёздами'],
    ['transfer', 'paid by transfer', 'оплачено переводом'],
    ['atDoor', 'to pay at the door', 'оплата на входе'],
  ] as const)('that came by %s is told to the chat so', (paymentWay, english, russian) => {
    const sale = {
      kind: 'ticketsIssued',
      slug: 'jazz',
      title: 'Jazz',
      quantity: 1,
      total: { currency: 'RUB', minor: 150_000 },
      paymentWay,
      buyer: 'Ann',
      left: 9,
    } as const
    expect(plain(plainOf(chatScreen(texts.in('en'), links, sale).html))).toContain(`₽1,500, ${english}`)
    expect(plain(plainOf(chatScreen(texts.in('ru'), links, sale).html))).toContain(`1 500 ₽, ${russian}`)
  })
})
