import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { guessLimit, guessWindowMs } from '../../../src/domain/guess.js'
import { randomCodes } from '../../../src/services/codes.js'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'

describe('promo codes', () => {
  let house: House
  let sale: Sale
  let anna: number
  beforeEach(async () => {
    house = await openHouse(first(databases))
    sale = await house.sale({ price: 500 })
    anna = await house.person('Anna')
    await house.services.promoCodes.create({
      personId: sale.organizer,
      eventId: sale.event.id,
      code: 'HALF',
      discount: { percent: 50 },
    })
  })
  afterEach(() => house.drop())

  const bring = (text: string, personId = anna) =>
    house.services.promoCodes.bring({ personId, eventId: sale.event.id, text })
  const hold = () =>
    house.services.ordering.hold({
      buyerId: anna,
      ticketTypeId: sale.type.id,
      quantity: 1,
      requestKey: randomCodes.key(),
    })

  test('guessed by link are counted: after so many nobody hears whether there is one, for a while', async () => {
    for (let n = 0; n < guessLimit; n += 1) expect(await bring(`GUESS${n}`)).toBeUndefined()
    expect(await refused(bring('HALF'))).toBe('tooManyGuesses')
    expect((await bring('HALF', await house.person('Boris')))?.code).toBe('HALF')
    house.later(guessWindowMs)
    expect((await bring('HALF'))?.code).toBe('HALF')
  })

  test('that are right count for no guess, those that are switched off do', async () => {
    const { promoCodes } = house.services
    for (let n = 0; n < guessLimit; n += 1) await bring('half')
    const { id } = await promoCodes.create({
      personId: sale.organizer,
      eventId: sale.event.id,
      code: 'OFF',
      discount: { percent: 1 },
    })
    await promoCodes.change({ personId: sale.organizer, promoCodeId: id, fields: { isOn: false } })
    expect(await bring('OFF')).toBeUndefined()
    for (let n = 1; n < guessLimit; n += 1) expect(await bring(`OFF${n}`)).toBeUndefined()
    expect(await refused(bring('HALF'))).toBe('tooManyGuesses')
  })

  test('count one slip once, and what cannot be a code not at all', async () => {
    for (let n = 0; n < 3 * guessLimit; n += 1)
      for (const slip of ['HALV', 'halv.', '«HALV»', 'СКИДКА', 'x', `${'no code '.repeat(9)}${n}`])
        expect(await bring(slip)).toBeUndefined()
    expect((await bring('HALF'))?.code).toBe('HALF')
  })

  test('guessed by link and typed to an order are counted together', async () => {
    const { order } = await hold()
    const redeem = (text: string) =>
      refused(house.services.ordering.redeem({ personId: anna, orderId: order.id, text }))
    for (let n = 1; n < guessLimit; n += 1) await bring(`GUESS${n}`)
    expect([await redeem('GUESS'), await redeem('HALF'), await refused(bring('HALF'))]).toEqual([
      'promoCodeUnknown',
      'tooManyGuesses',
      'tooManyGuesses',
    ])
  })

  test('taken off an order do not come back with the next one', async () => {
    await bring('HALF')
    const { order } = await hold()
    expect(order).toMatchObject({ promoCode: 'HALF', total: { minor: 250 } })
    const act = { personId: anna, orderId: order.id }
    expect((await house.services.ordering.dropCode(act)).order).toMatchObject({
      promoCode: undefined,
      total: { minor: 500 },
    })
    expect(await house.services.promoCodes.brought(anna, sale.event.id)).toBeUndefined()
    await house.services.ordering.cancel(act)
    const next = await hold()
    expect([next.isNew, next.order.promoCode, next.order.total.minor]).toEqual([true, undefined, 500])
  })

  test('that make tickets free count each of them, and are free again when the whole order was given back', async () => {
    const { promoCodes, ordering, tickets, publishing } = house.services
    const own = { personId: sale.organizer, eventId: sale.event.id }
    await publishing.setGiveBack({ ...own, hours: 0 })
    const [gratis] = [await promoCodes.create({ ...own, code: 'ЛЕТО', discount: { percent: 100 } })]
    await promoCodes.change({ personId: sale.organizer, promoCodeId: gratis.id, fields: { limit: 2, perPerson: 2 } })
    const take = async (quantity: number) => {
      const { order } = await house.services.ordering.hold({
        buyerId: anna,
        ticketTypeId: sale.type.id,
        quantity,
        requestKey: randomCodes.key(),
      })
      const act = { personId: anna, orderId: order.id }
      const refusal = await refused(ordering.redeem({ ...act, text: 'промокод «лето»' }))
      if (refusal === 'done') return refused(ordering.confirm(act))
      await ordering.cancel(act)
      return refusal
    }
    expect([await take(3), await take(2)]).toEqual(['promoCodeUsedUp', 'done'])
    const used = async () => (await promoCodes.ofEvent(own)).codes.find(({ id }) => id === gratis.id)?.used
    const held = (await tickets.ofHolder({ personId: anna, when: 'upcoming', size: 9 })).rows.map(
      ({ ticket }) => ticket.id,
    )
    const counts = [await used()]
    for (const ticketId of held) {
      await tickets.giveBack({ personId: anna, ticketId })
      counts.push(await used())
    }
    expect(counts).toEqual([2, 2, 0])
    expect(await take(1)).toBe('done')
    expect([await used(), await take(2)]).toEqual([1, 'promoCodeUsedUp'])
  })
})
