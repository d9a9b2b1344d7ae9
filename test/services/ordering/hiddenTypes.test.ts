import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TicketType } from '../../../src/domain/event.js'
import type { PromoCode } from '../../../src/domain/promoCode.js'
import { randomCodes } from '../../../src/services/codes.js'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'

const hour = 3_600_000

describe.each(databases)('a hidden ticket type on $name', (database) => {
  let house: House
  let sale: Sale
  let hidden: TicketType
  let anna: number
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ capacity: 2 })
    anna = await house.person('Anna')
    const { types } = await house.services.saleSettings.addType({
      ...own(),
      name: 'Friends',
      price: { minor: 10_000, currency: 'RUB' },
      capacity: 5,
    })
    hidden = await hides(types[1]?.id ?? 0)
  })
  afterEach(() => house.drop())

  const own = () => ({ personId: sale.organizer, eventId: sale.event.id })
  const hides = async (ticketTypeId: number, how: { isHidden?: boolean; isNewLink?: boolean } = {}) => {
    const act = { ...own(), ticketTypeId, isHidden: true, ...how }
    const found = (await house.services.saleSettings.hideType(act)).types.find(({ id }) => id === ticketTypeId)
    if (!found) throw new Error('the type is not there')
    return found
  }
  const buys = async (personId: number, { id }: TicketType = hidden, quantity = 1) =>
    refused(
      house.services.ordering.buy({ buyerId: personId, ticketTypeId: id, quantity, requestKey: randomCodes.key() }),
    )
  const opens = (personId: number, key = hidden.linkKey ?? '') =>
    refused(house.services.looking.openType({ personId, eventId: sale.event.id, key }))
  const code = async (fields: Partial<PromoCode> = {}, name = 'FRIEND') => {
    const discount = { percent: 10 }
    const { id } = await house.services.promoCodes.create({ ...own(), code: name, discount })
    const all = { ticketTypeIds: [hidden.id], ...fields }
    return house.services.promoCodes.change({ personId: sale.organizer, promoCodeId: id, fields: all })
  }
  const brings = (personId: number, text = 'friend') =>
    house.services.promoCodes.bring({ personId, eventId: sale.event.id, text })
  const chatNews = async () =>
    (await house.inspect.rows('announcements', { recipient: 'chat' })).map(
      ({ news }) => JSON.parse(String(news)) as Record<string, unknown>,
    )

  test('is opened by its link, for that person and for good', async () => {
    expect(hidden.linkKey).toMatch(/^[\w-]{22}$/u)
    expect([await buys(anna), await opens(anna), await buys(anna)]).toEqual(['typeGone', 'done', 'done'])
    expect(await buys(await house.person('Boris'))).toBe('typeGone')
  })

  test('has another link when its organizer wants: the one before opens nothing, who came by it still sees it', async () => {
    await opens(anna)
    const after = await hides(hidden.id, { isNewLink: true })
    const boris = await house.person('Boris')
    expect(after.linkKey).not.toBe(hidden.linkKey)
    expect([await opens(boris), await opens(boris, after.linkKey)]).toEqual(['linkUnknown', 'done'])
    expect(await buys(anna)).toBe('done')
  })

  test('keeps its link while it is shown and hidden again', async () => {
    await hides(hidden.id, { isHidden: false })
    expect([await buys(anna), (await hides(hidden.id)).linkKey]).toEqual(['done', hidden.linkKey])
  })

  test('is opened by a promo code that is for it, and by no other', async () => {
    await code({ ticketTypeIds: [] }, 'ALL')
    await code({ ticketTypeIds: [sale.type.id] }, 'OTHER')
    await code()
    for (const text of ['all', 'other']) await brings(anna, text)
    expect(await buys(anna)).toBe('typeGone')
    await brings(anna)
    expect(await buys(anna)).toBe('done')
  })

  test.each([
    ['not valid yet', () => ({ startsAt: house.clock.now() + hour })],
    ['not valid any more', () => ({ endsAt: house.clock.now() })],
    ['switched off', () => ({ isOn: false })],
  ])('is opened by no code that is %s', async (_, fields) => {
    await code(fields())
    await brings(anna)
    expect(await buys(anna)).toBe('typeGone')
  })

  test('is opened by no code that is used up', async () => {
    await code({ limit: 1 })
    await brings(anna)
    await house.services.saleSettings.setTransfer({ ...own(), details: 'IBAN' })
    const wish = { buyerId: anna, ticketTypeId: hidden.id, quantity: 1, requestKey: 'first' }
    expect((await house.services.ordering.hold(wish)).order.promoCode).toBe('FRIEND')
    const boris = await house.person('Boris')
    await brings(boris)
    expect(await buys(boris)).toBe('typeGone')
  })

  test('is not found by trying: wrong keys are guesses', async () => {
    for (let i = 0; i < 20; i += 1) expect(await opens(anna, randomCodes.ticket())).toBe('linkUnknown')
    expect([await opens(anna, randomCodes.ticket()), await opens(anna)]).toEqual(['tooManyGuesses', 'tooManyGuesses'])
    house.later(hour)
    expect(await opens(anna)).toBe('done')
  })

  test('is held no more by who was choosing when it was hidden: the row itself is asked', async () => {
    const wish = { buyerId: anna, ticketTypeId: sale.type.id, quantity: 1, requestKey: 'key' }
    await hides(sale.type.id)
    expect([
      await refused(house.services.ordering.hold(wish)),
      await refused(house.services.ordering.buy(wish)),
    ]).toEqual(['typeGone', 'typeGone'])
    expect(await house.inspect.sum('ticket_types', 'taken')).toBe(0)
  })

  test('that is held or bought stays so when it is hidden', async () => {
    await house.services.saleSettings.setTransfer({ ...own(), details: 'IBAN' })
    await hides(hidden.id, { isHidden: false })
    const held = await house.services.ordering.hold({
      buyerId: anna,
      ticketTypeId: hidden.id,
      quantity: 1,
      requestKey: 'key',
    })
    await hides(hidden.id)
    const own1 = { personId: anna, orderId: held.order.id }
    await house.services.ordering.choosePaymentMethod({ ...own1, method: 'atDoor' })
    expect(await refused(house.services.ordering.confirm(own1))).toBe('done')
  })

  test('shows on no card, in no price and in no number', async () => {
    const [row] = (await house.services.events.onSale({ size: 9 })).rows
    expect(row?.shown.map(({ id }) => id)).toEqual([sale.type.id])
    await opens(anna)
    await buys(anna, hidden, 2)
    const [first, issued] = await chatNews()
    expect([first?.['capacity'], issued?.['left'], issued?.['type'], issued?.['promoCode']]).toEqual([
      2,
      2,
      undefined,
      undefined,
    ])
  })

  test('is not sold out, nor does it end the sale of the others', async () => {
    await opens(anna)
    await buys(anna, sale.type, 2)
    const soldOut = async () => (await chatNews()).filter(({ kind }) => kind === 'soldOut')
    expect(await soldOut()).toMatchObject([{ capacity: 2 }])
    await buys(anna)
    expect(await soldOut()).toHaveLength(1)
  })

  test('that somebody holds does not keep the others from being sold out', async () => {
    await house.services.saleSettings.setTransfer({ ...own(), details: 'IBAN' })
    await opens(anna)
    await house.services.ordering.hold({ buyerId: anna, ticketTypeId: hidden.id, quantity: 1, requestKey: 'key' })
    await buys(await house.person('Boris'), sale.type, 2)
    expect((await chatNews()).filter(({ kind }) => kind === 'soldOut')).toHaveLength(1)
  })

  test('takes the last seat of the event as a whole: then all is sold out', async () => {
    await house.services.saleSettings.setCapacity({ ...own(), capacity: 3 })
    await opens(anna)
    await buys(anna, hidden, 3)
    expect((await chatNews()).filter(({ kind }) => kind === 'soldOut')).toMatchObject([{ capacity: 2 }])
    expect(await refused(house.services.choosing.choicesFor({ personId: 99, eventId: sale.event.id }))).toBe('soldOut')
  })

  test('as the only kind leaves nothing to choose for a stranger, who is told why', async () => {
    await hides(sale.type.id)
    expect(await refused(house.services.choosing.choicesFor({ personId: anna, eventId: sale.event.id }))).toBe(
      'typesHidden',
    )
    await opens(anna)
    expect((await house.services.choosing.choicesFor({ personId: anna, eventId: sale.event.id })).choices).toHaveLength(
      1,
    )
  })

  test('is removed with all that was opened of it', async () => {
    await opens(anna)
    await house.services.saleSettings.removeType({ ...own(), ticketTypeId: hidden.id })
    expect(await house.inspect.count('openings')).toBe(0)
  })
})
