import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Money } from '../../../src/domain/money.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'

const rub = (major: number): Money => ({ minor: major * 100, currency: 'RUB' })

// What the database has to count and to lock is tried on each; the rest is decided above it.
const [simplest] = databases

describe.each(databases)('what an event sells on $name', (database) => {
  let house: House
  let sale: Sale
  let act: { readonly personId: number; readonly eventId: number }
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ price: 100_000, capacity: 10 })
    act = { personId: sale.organizer, eventId: sale.event.id }
  })
  afterEach(() => house.drop())

  it.runIf(database === simplest)('is the business of its organizer only', async () => {
    const { saleSettings: offers, promoCodes } = house.services
    const code = await promoCodes.create({ ...act, code: 'SPRING', discount: { percent: 20 } })
    const stranger = { ...act, personId: await house.person('Stranger') }
    const ticketTypeId = sale.type.id
    const tries = [
      offers.view(stranger),
      offers.addType({ ...stranger, name: 'Child', price: rub(1), capacity: 1 }),
      offers.changeType({ ...stranger, ticketTypeId, fields: { price: rub(1) } }),
      offers.removeType({ ...stranger, ticketTypeId }),
      offers.setCapacity({ ...stranger, capacity: 5 }),
      offers.setPaymentMethod({ ...stranger, method: 'transfer', isOpen: true }),
      offers.setTransfer({ ...stranger, details: 'mine' }),
      promoCodes.ofEvent(stranger),
      promoCodes.open({ ...stranger, promoCodeId: code.id }),
      promoCodes.checkNew({ ...stranger, text: 'MINE' }),
      promoCodes.create({ ...stranger, code: 'MINE', discount: { percent: 100 } }),
      promoCodes.change({ ...stranger, promoCodeId: code.id, fields: { discount: { percent: 100 } } }),
    ]
    expect(new Set(await Promise.all(tries.map(refused)))).toEqual(new Set(['notYours']))
    expect((await offers.view(act)).types).toEqual([sale.type])
    expect((await promoCodes.ofEvent(act)).codes).toEqual([code])
  })

  it.runIf(database === simplest)('has types of one currency, whose types are not those of other events', async () => {
    const { saleSettings: offers } = house.services
    const other = await house.sale({ title: 'Other' })
    expect(
      await refused(offers.addType({ ...act, name: 'Child', price: { minor: 5, currency: 'XTR' }, capacity: 1 })),
    ).toBe('priceOtherCurrency')
    expect(await refused(offers.changeType({ ...act, ticketTypeId: other.type.id, fields: { name: 'Mine' } }))).toBe(
      'typeGone',
    )
    const { types } = await offers.addType({ ...act, name: ' Child ', price: rub(500), capacity: 3 })
    expect(types.map(({ name, price, capacity }) => [name, price, capacity])).toEqual([
      ['', rub(1000), 10],
      ['Child', rub(500), 3],
    ])
    expect(
      await refused(
        offers.changeType({ ...act, ticketTypeId: sale.type.id, fields: { price: { minor: 5, currency: 'XTR' } } }),
      ),
    ).toBe('priceOtherCurrency')
    for (const fields of [{ capacity: 0 }, { perPerson: 0 }, { capacity: 1.5 }])
      expect(await refused(offers.changeType({ ...act, ticketTypeId: sale.type.id, fields }))).toBe(
        'capacityOutOfRange',
      )
    expect(
      await refused(
        offers.changeType({ ...act, ticketTypeId: sale.type.id, fields: { saleFrom: 2 * day, saleUntil: day } }),
      ),
    ).toBe('endBeforeStart')
    expect(
      await refused(
        offers.changeType({ ...act, ticketTypeId: sale.type.id, fields: { saleFrom: sale.event.startsAt } }),
      ),
    ).toBe('saleAfterEnd')
    expect(
      await refused(
        offers.changeType({ ...act, ticketTypeId: sale.type.id, fields: { saleFrom: sale.event.startsAt - 1 } }),
      ),
    ).toBe('done')
    expect(await refused(offers.addType({ ...act, name: 'cHILD', price: rub(5), capacity: 3 }))).toBe('typeNameTaken')
    expect(await refused(offers.changeType({ ...act, ticketTypeId: sale.type.id, fields: { name: 'Child' } }))).toBe(
      'typeNameTaken',
    )
    expect(
      await refused(offers.changeType({ ...act, ticketTypeId: types[1]?.id ?? 0, fields: { name: 'CHILD' } })),
    ).toBe('done')
  })

  it.runIf(database === simplest)(
    'goes over to Stars with its only type while nobody has any, and then is paid in Stars',
    async () => {
      const { saleSettings: offers } = house.services
      const stars: Money = { minor: 150, currency: 'XTR' }
      expect(await offers.changeType({ ...act, ticketTypeId: sale.type.id, fields: { price: stars } })).toMatchObject({
        types: [{ price: stars }],
        openMethods: ['stars'],
        possibleMethods: ['stars'],
      })
      expect(await offers.changeType({ ...act, ticketTypeId: sale.type.id, fields: { price: rub(5) } })).toMatchObject({
        types: [{ price: rub(5) }],
        openMethods: ['atDoor'],
      })
      // An amount off would become as many Stars.
      await house.services.promoCodes.create({ ...act, code: 'LESS', discount: { minor: 100 } })
      expect(await refused(offers.changeType({ ...act, ticketTypeId: sale.type.id, fields: { price: stars } }))).toBe(
        'priceOtherCurrency',
      )
      const other = await house.sale({ title: 'Sold' })
      await house.buys(await house.person('Bob'), other)
      expect(
        await refused(
          offers.changeType({
            personId: other.organizer,
            eventId: other.event.id,
            ticketTypeId: other.type.id,
            fields: { price: stars },
          }),
        ),
      ).toBe('priceOtherCurrency')
      // The form obeys the same rule.
      const { drafts, publishing } = house.services
      const third = await house.sale({ title: 'Third' })
      const saved: string[] = []
      for (const { organizer, event } of [other, third]) {
        const draft = await drafts.edit(organizer, event.id)
        const save = () => publishing.publish({ personId: organizer, key: draft.key, eventId: event.id })
        saved.push(await refused(drafts.answer(organizer, { question: 'price', value: stars }).then(save)))
      }
      expect(saved).toEqual(['priceOtherCurrency', 'done'])
      expect((await offers.view({ personId: third.organizer, eventId: third.event.id })).openMethods).toEqual(['stars'])
    },
  )

  it('costs what it cost, for orders that are there', async () => {
    const { saleSettings: offers, ordering } = house.services
    const [bob, kim] = [await house.person('Bob'), await house.person('Kim')]
    await offers.setTransfer({ ...act, details: 'Card 1' })
    const { order } = await ordering.hold({ buyerId: bob, ticketTypeId: sale.type.id, quantity: 2, requestKey: 'b' })
    const { types } = await offers.changeType({ ...act, ticketTypeId: sale.type.id, fields: { price: rub(9000) } })
    expect(first(types).price).toEqual(rub(9000))
    expect((await ordering.findHeld(bob))?.order.total).toEqual(rub(2000))
    const done = await ordering.confirm({ personId: bob, orderId: order.id })
    expect(done.order.total).toEqual(rub(2000))
    expect(
      (await ordering.hold({ buyerId: kim, ticketTypeId: sale.type.id, quantity: 1, requestKey: 'k' })).order.total,
    ).toEqual(rub(9000))
  })

  it('keeps a price and a number that were changed while the form was open elsewhere, but for those the form changed', async () => {
    const { drafts, saleSettings: offers, publishing } = house.services
    const draft = await drafts.edit(act.personId, act.eventId)
    await drafts.answer(act.personId, { question: 'title', value: 'Other title' })
    await offers.changeType({ ...act, ticketTypeId: sale.type.id, fields: { price: rub(7), capacity: 77 } })
    const { event, types } = await publishing.publish({ ...act, key: draft.key })
    expect([event.title, types[0].price, types[0].capacity]).toEqual(['Other title', rub(7), 77])
    const again = await drafts.edit(act.personId, act.eventId)
    await drafts.answer(act.personId, { question: 'capacity', value: 88 })
    expect((await publishing.publish({ ...act, key: again.key })).types[0]).toMatchObject({
      price: rub(7),
      capacity: 88,
    })
    // An earlier version did not note what was changed: all of its draft counts.
    const old = await drafts.edit(act.personId, act.eventId)
    const { changed, ...answers } = old.answers
    expect(changed).toEqual([])
    await house.store.transact((tx) =>
      tx.drafts.write({ ...old, answers: { ...answers, price: rub(9) } }, house.clock.now()),
    )
    await drafts.answer(act.personId, { question: 'title', value: 'Old title' })
    expect((await publishing.publish({ ...act, key: old.key })).types[0]).toMatchObject({ price: rub(9), capacity: 88 })
  })

  it('counts what is held beside what is sold, and never goes below both', async () => {
    const { saleSettings: offers, ordering } = house.services
    await offers.setTransfer({ ...act, details: 'Card 1' })
    await ordering.hold({
      buyerId: await house.person('Bob'),
      ticketTypeId: sale.type.id,
      quantity: 3,
      requestKey: 'b',
    })
    const { held, types } = await offers.view(act)
    expect([held.get(sale.type.id), first(types).taken]).toEqual([3, 3])
    expect(await refused(offers.setCapacity({ ...act, capacity: 2 }))).toBe('capacityBelowTaken')
    expect(await refused(offers.changeType({ ...act, ticketTypeId: sale.type.id, fields: { capacity: 2 } }))).toBe(
      'capacityBelowTaken',
    )
    expect(await refused(offers.removeType({ ...act, ticketTypeId: sale.type.id }))).toBe('typeHasOrders')
    expect((await offers.setCapacity({ ...act, capacity: 3 })).event.capacity).toBe(3)
    expect(
      await refused(
        ordering.hold({ buyerId: await house.person('Kim'), ticketTypeId: sale.type.id, quantity: 1, requestKey: 'k' }),
      ),
    ).toBe('soldOut')
    expect((await offers.setCapacity({ ...act, capacity: undefined })).event.capacity).toBeUndefined()
    expect(
      await refused(
        ordering.hold({ buyerId: await house.person('Ian'), ticketTypeId: sale.type.id, quantity: 1, requestKey: 'i' }),
      ),
    ).toBe('done')
  })

  it('removes types that nobody ordered, never the last', async () => {
    const { saleSettings: offers } = house.services
    const { types } = await offers.addType({ ...act, name: 'Child', price: rub(500), capacity: 3 })
    const child = types[1]?.id ?? 0
    await house.buys(await house.person('Bob'), { ...sale, type: types[0] })
    expect(await refused(offers.removeType({ ...act, ticketTypeId: sale.type.id }))).toBe('typeHasOrders')
    expect((await offers.removeType({ ...act, ticketTypeId: child })).types).toHaveLength(1)
    expect(await refused(offers.removeType({ ...act, ticketTypeId: sale.type.id }))).toBe('typeHasOrders')
  })

  it.runIf(database === simplest)('keeps one way to pay, and none that is not possible', async () => {
    const { saleSettings: offers } = house.services
    expect(await offers.view(act)).toMatchObject({ possibleMethods: ['transfer', 'atDoor'], openMethods: ['atDoor'] })
    expect(await refused(offers.setPaymentMethod({ ...act, method: 'atDoor', isOpen: false }))).toBe('lastWayStays')
    for (const way of ['provider', 'stars'] as const)
      expect(await refused(offers.setPaymentMethod({ ...act, method: way, isOpen: true }))).toBe('wayClosed')
    expect(await refused(offers.setTransfer({ ...act, details: ' \n ' }))).toBe('textNeeded')
    expect(await refused(offers.setTransfer({ ...act, details: 'x'.repeat(501) }))).toBe('descriptionTooLong')
    expect((await offers.setTransfer({ ...act, details: 'Card 1' })).openMethods).toEqual(['transfer', 'atDoor'])
    expect((await offers.setPaymentMethod({ ...act, method: 'atDoor', isOpen: false })).openMethods).toEqual([
      'transfer',
    ])
  })

  it.runIf(database === simplest)('is left alone once the event is cancelled', async () => {
    const { saleSettings: offers, promoCodes, publishing } = house.services
    const code = await promoCodes.create({ ...act, code: 'SPRING', discount: { percent: 20 } })
    await publishing.cancel(act.personId, act.eventId)
    const tries = [
      promoCodes.checkNew({ ...act, text: 'NEW' }),
      promoCodes.create({ ...act, code: 'NEW', discount: { percent: 5 } }),
      promoCodes.change({ personId: act.personId, promoCodeId: code.id, fields: { isOn: false } }),
      offers.addType({ ...act, name: 'Child', price: rub(1), capacity: 1 }),
      offers.setCapacity({ ...act, capacity: 5 }),
      offers.setPaymentMethod({ ...act, method: 'transfer', isOpen: true }),
    ]
    expect(new Set(await Promise.all(tries.map(refused)))).toEqual(new Set(['eventCancelled']))
  })

  it.runIf(database === simplest)(
    'has promo codes that take off something, not more than a ticket costs, and each once',
    async () => {
      const { promoCodes } = house.services
      const make = (code: string, discount: { readonly percent: number } | { readonly minor: number }) =>
        refused(promoCodes.create({ ...act, code, discount }))
      expect([
        await make('P0', { percent: 0 }),
        await make('P101', { percent: 101 }),
        await make('HALF', { percent: 12.5 }),
      ]).toEqual(['percentOutOfRange', 'percentOutOfRange', 'percentOutOfRange'])
      expect([
        await make('A0', { minor: 0 }),
        await make('ABOVE', { minor: 100_001 }),
        await make('a_b', { percent: 5 }),
        await make('X', { percent: 5 }),
      ]).toEqual(['discountForm', 'discountTooHigh', 'promoCodeForm', 'promoCodeForm'])
      expect([await make('ALL', { minor: 100_000 }), await make(' all ', { percent: 5 })]).toEqual([
        'done',
        'promoCodeTaken',
      ])
      const [code] = (await promoCodes.ofEvent(act)).codes
      const change = (fields: object) =>
        refused(promoCodes.change({ personId: act.personId, promoCodeId: code?.id ?? 0, fields }))
      expect([
        await change({ limit: 0 }),
        await change({ perPerson: -1 }),
        await change({ startsAt: 2, endsAt: 1 }),
        await change({ discount: { percent: 200 } }),
      ]).toEqual(['capacityOutOfRange', 'capacityOutOfRange', 'endBeforeStart', 'percentOutOfRange'])
      expect((await promoCodes.ofEvent(act)).codes).toEqual([code])
    },
  )

  it.runIf(database === simplest)('is published with all its types in one piece, or not at all', async () => {
    const { drafts, publishing } = house.services
    const ann = await house.person('Ann')
    const { draft } = await drafts.open(ann)
    const answers = {
      title: 'Mixed',
      description: null,
      startsAt: house.clock.now() + day,
      endsAt: null,
      venue: 'Club',
      price: rub(5),
      capacity: 1,
      poster: null,
      name: 'A',
      more: [{ name: 'B', price: { minor: 5, currency: 'XTR' }, capacity: 1 }],
    }
    const write = (more: typeof answers.more) =>
      house.store.transact((tx) =>
        tx.drafts.write({ ...draft, answers: { ...answers, more }, asked: 'preview' }, house.clock.now()),
      )
    await write(answers.more)
    expect(await refused(publishing.publish({ personId: ann, key: draft.key }))).toBe('priceOtherCurrency')
    expect(await house.inspect.count('events', { organizer_id: ann })).toBe(0)
    await write([{ name: 'B', price: rub(7), capacity: 2 }])
    expect((await publishing.publish({ personId: ann, key: draft.key })).types.map(({ name }) => name)).toEqual([
      'A',
      'B',
    ])
  })
})
