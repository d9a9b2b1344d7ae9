import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../src/bot/ui/routes.js'
import type { PaymentMethod } from '../../../src/domain/order.js'
import { refused } from '../../support/house.js'
import { hold, meetTwo, openShop, publishForStars } from '../../support/payments.js'
import { type EventWithType, expectNoDefect, forge, goTo, publish, type Talker } from '../../support/talker.js'
import { ru } from '../../support/texts/words.js'
import type { World } from '../../support/world.js'

let world: World
let olga: Talker
let ann: Talker
beforeAll(async () => {
  world = await openShop()
  ;[olga, ann] = await meetTwo(world)
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

const inRoubles = (roubles: number): Promise<EventWithType> =>
  publish(world, olga.id, { hours: 720, price: { minor: roubles * 100, currency: 'RUB' } })
const takesAlso = ({ event }: EventWithType, method: PaymentMethod) =>
  world.levem().services.saleSettings.setPaymentMethod({ personId: olga.id, eventId: event.id, method, isOpen: true })
const code = ({ event }: EventWithType, percent: number) =>
  world.levem().services.promoCodes.create({
    personId: olga.id,
    eventId: event.id,
    code: `LESS${percent}`,
    discount: { percent },
  })

describe('an order that Telegram takes no invoice of', () => {
  it('is refused before anything is held where cards are the only way; of enough tickets it is not', async () => {
    const sale = await inRoubles(20)
    expect(await refused(hold(world, ann, sale))).toBe('totalTooSmall')
    const open = await hold(world, ann, sale, 4)
    expect(open.paymentMethods).toEqual(['provider'])
  })

  it('is too large for Stars, too', async () => {
    const sale = await publishForStars(world, olga.id, { hours: 720, price: { minor: 60_000, currency: 'XTR' } })
    expect(await refused(hold(world, ann, sale, 2))).toBe('totalTooLarge')
    expect((await hold(world, ann, sale)).paymentMethods).toEqual(['stars'])
  })

  it('can be paid in another way, and has no button for a card', async () => {
    const sale = await inRoubles(20)
    await takesAlso(sale, 'atDoor')
    expect((await hold(world, ann, sale)).paymentMethods).toEqual(['atDoor'])
  })
})

describe('a promo code that leaves too little for a card', () => {
  it('is refused where there is no other way, and the order stays as it was', async () => {
    const sale = await inRoubles(500)
    await code(sale, 95)
    const { order } = await hold(world, ann, sale)
    const own = { personId: ann.id, orderId: order.id }
    const { ordering } = world.levem().services
    expect(await refused(ordering.redeem({ ...own, text: 'LESS95' }))).toBe('promoCodeTooMuch')
    expect(await ordering.findHeld(ann.id, sale.event.id)).toMatchObject({ order: { total: { minor: 50_000 } } })
  })

  it('works where there is another way, and where it makes them free', async () => {
    const { ordering } = world.levem().services
    const sale = await inRoubles(500)
    await code(sale, 100)
    const free = await hold(world, ann, sale)
    const whole = await ordering.redeem({ personId: ann.id, orderId: free.order.id, text: 'LESS100' })
    expect(whole.order.total.minor).toBe(0)
    const other = await inRoubles(500)
    await code(other, 95)
    await takesAlso(other, 'atDoor')
    const { order } = await hold(world, ann, other)
    const left = await ordering.redeem({ personId: ann.id, orderId: order.id, text: 'LESS95' })
    expect(left).toMatchObject({ order: { total: { minor: 2500 } }, paymentMethods: ['atDoor'] })
  })
})

describe('the organizer is warned', () => {
  const warning = /Telegram принимает заказы примерно от 80.₽ до 800.000.₽/u

  it('at the price and in the preview', async () => {
    await goTo(olga, 'price')
    expect(await olga.says('50')).toMatch(warning)
    await olga.says('10')
    expect(await olga.presses(ru('button-skip'))).toMatch(warning)
  })

  it('where the ways to pay are, and at a promo code; not of prices that are taken', async () => {
    const [small, fair] = [await inRoubles(50), await inRoubles(500)]
    await forge(world, olga, routes.paymentMethodsOf.data({ eventId: small.event.id }))
    expect(olga.sees()).toMatch(warning)
    await forge(world, olga, routes.paymentMethodsOf.data({ eventId: fair.event.id }))
    expect(olga.sees()).not.toMatch(warning)
    const { id } = await code(fair, 90)
    await forge(world, olga, routes.openPromoCode.data({ promoCodeId: id }))
    expect(olga.sees()).toMatch(warning)
  })

  it('of a whole order that is too much', async () => {
    const dear = await inRoubles(100_000)
    await forge(world, olga, routes.manageEvent.data({ eventId: dear.event.id }))
    expect(olga.sees()).toMatch(warning)
  })
})
