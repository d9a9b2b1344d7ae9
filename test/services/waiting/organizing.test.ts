import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { refused } from '../../support/house.js'
import { like } from '../../support/inspect.js'
import { type LineHouse, openLine } from './lineHouse.js'

const hour = 3_600_000

describe.each(databases)('what an organizer does with a line on $name', (database) => {
  let house: LineHouse
  beforeEach(async () => {
    house = await openLine(database, { capacity: 4 })
  })
  afterEach(async () => {
    expect(await house.inspect.brokenPromises()).toEqual([])
    await house.drop()
  })

  const entryOf = async (personId: number) => (await house.see(personId))?.entryId ?? 0

  test('sees it, page by page, in its order', async () => {
    const people = [await house.waits('Anna'), await house.waits('Boris', 2), await house.waits('Clara')]
    const line = await house.services.waiting.line({ ...house.own(), size: 2 })
    expect(line).toMatchObject({ state: 'open', offerMinutes: 30, people: 3, seats: 4, offers: 0, hasMore: true })
    expect(line.rows).toMatchObject([
      { person: { id: people[0], name: 'Anna' }, quantity: 1, types: [{ id: house.sale.type.id }] },
      { person: { id: people[1], name: 'Boris' }, quantity: 2 },
    ])
    const next = await house.services.waiting.line({ ...house.own(), size: 2, after: line.rows[1]?.entryId })
    expect(next).toMatchObject({ hasMore: false, rows: [{ person: { name: 'Clara' } }] })
    await house.givesBack()
    await house.work()
    expect(await house.services.waiting.line({ ...house.own(), size: 2 })).toMatchObject({ people: 2, offers: 1 })
  })

  test('pauses it: who waits keeps their place, and nobody else gets what is free', async () => {
    const anna = await house.waits('Anna')
    await house.services.waiting.setLine({ ...house.own(), to: 'paused' })
    await house.givesBack()
    expect(await house.work()).toBe(0)
    expect(await refused(house.buys(await house.person('Eve'), house.sale))).toBe('soldOut')
    await house.services.waiting.setLine({ ...house.own(), to: 'open' })
    await house.work()
    expect(await house.offered()).toEqual([anna])
  })

  test('closes it: seats are everybody’s at once, however many are still to be told, and opened again it is empty', async () => {
    const people = []
    for (let i = 0; i < 103; i += 1) people.push(await house.waits(`Guest ${i}`))
    const [anna = 0, ...others] = people
    await house.givesBack()
    await house.work()
    await house.givesBack()
    await house.services.waiting.setLine({ ...house.own(), to: 'closed' })
    expect(await house.services.waiting.line({ ...house.own(), size: 5 })).toMatchObject({
      people: 0,
      seats: 0,
      rows: [],
    })
    expect(await house.inspect.brokenPromises()).toEqual([])
    expect(await refused(house.buys(await house.person('Eve'), house.sale))).toBe('done')
    await house.services.waiting.setLine({ ...house.own(), to: 'open' })
    const again = others.at(-1) ?? 0
    const wish = { ...house.own(), personId: again, quantity: 2, ticketTypeIds: [house.sale.type.id] }
    expect(await house.services.waiting.join(wish)).toMatchObject({ place: 1, quantity: 2 })
    expect(await house.services.waiting.line({ ...house.own(), size: 5 })).toMatchObject({
      people: 1,
      seats: 2,
      offers: 1,
    })
    expect(await house.services.waiting.work()).toMatchObject({ told: 100 })
    expect(await house.services.waiting.work()).toMatchObject({ told: 1 })
    expect(await house.services.waiting.work()).toMatchObject({ told: 0 })
    expect(await house.inspect.count('events', { line_over_up_to: null })).toBe(1)
    expect(await house.inspect.count('announcements', { key: like('lineOver:%') })).toBe(101)
    expect((await house.see(anna))?.offer).toBeDefined()
    expect(await house.see(again)).toMatchObject({ place: 1 })
  })

  test('offers somebody what is free by hand, out of order, at night and in a pause; once', async () => {
    const [anna, boris] = [await house.waits('Anna'), await house.waits('Boris')]
    const byHand = async (personId: number) =>
      house.services.waiting.offerTo({ personId: house.sale.organizer, entryId: await entryOf(personId) })
    expect(await refused(byHand(boris))).toBe('noSeatsFree')
    await house.services.waiting.setLine({ ...house.own(), to: 'paused' })
    house.later(9 * hour)
    await house.givesBack()
    const { order } = await byHand(boris)
    expect([(await byHand(boris)).order.id, await house.offered()]).toEqual([order.id, [boris]])
    expect(await refused(byHand(anna))).toBe('noSeatsFree')
    expect(await refused(house.services.waiting.offerTo({ personId: house.sale.organizer, entryId: 999 }))).toBe(
      'notWaiting',
    )
  })

  test('lets the first in, for whom there are as many seats more', async () => {
    const [anna, four, clara] = [await house.waits('Anna'), await house.waits('Four', 4), await house.waits('Clara', 2)]
    await house.services.saleSettings.setCapacity({ ...house.own(), capacity: 4 })
    await house.givesBack()
    const lets = (seats: number) =>
      house.services.waiting.letIn({ ...house.own(), ticketTypeId: house.sale.type.id, seats })
    expect(await lets(3)).toEqual({ people: 2, seats: 3 })
    expect(await house.offered()).toEqual([anna, clara])
    const { event, types } = await house.services.saleSettings.view(house.own())
    expect([event.capacity, types[0].capacity, types[0].taken]).toEqual([6, 6, 6])
    expect(await refused(lets(0))).toBe('quantityOutOfRange')
    expect(await refused(lets(3))).toBe('lineEmpty')
    expect(await lets(4)).toEqual({ people: 1, seats: 4 })
    expect(await house.offered()).toEqual([anna, clara, four])
    expect(await refused(lets(4))).toBe('lineEmpty')
  })

  test('lets as many in once, however often the same screen is pressed', async () => {
    const [anna] = [await house.waits('Anna'), await house.waits('Ben'), await house.waits('Clara')]
    const { taken, id: ticketTypeId } = (await house.services.saleSettings.view(house.own())).types[0]
    const press = () => house.services.waiting.letIn({ ...house.own(), ticketTypeId, seats: 1, taken })
    const answers = await Promise.all([press(), press(), press()].map(refused))
    expect(answers.toSorted()).toEqual(['done', 'lineMoved', 'lineMoved'])
    expect(await house.offered()).toEqual([anna])
  })

  test('passes by whose wishes are too large, however many they are', async () => {
    for (let i = 0; i < 3; i += 1) await house.waits(`Large ${i}`, 3)
    const anna = await house.waits('Anna')
    const letIn = () => house.services.waiting.letIn({ ...house.own(), ticketTypeId: house.sale.type.id, seats: 2 })
    expect(await letIn()).toEqual({ people: 1, seats: 1 })
    expect(await house.offered()).toEqual([anna])
    expect(await refused(letIn())).toBe('lineEmpty')
  })

  test('nobody else may', async () => {
    const anna = await house.waits('Anna')
    const eve = { personId: await house.person('Eve'), eventId: house.sale.event.id }
    const { line, setLine, setOfferMinutes, offerTo, letIn, setTypeForLine } = house.services.waiting
    const ticketTypeId = house.sale.type.id
    const entryId = await entryOf(anna)
    const tries = [
      () => line({ ...eve, size: 5 }),
      () => setLine({ ...eve, to: 'closed' }),
      () => setOfferMinutes({ ...eve, minutes: 10 }),
      () => offerTo({ personId: eve.personId, entryId }),
      () => letIn({ ...eve, ticketTypeId, seats: 1 }),
      () => setTypeForLine({ ...eve, ticketTypeId, forLine: true }),
    ]
    for (const one of tries) expect(await refused(one())).toBe('notYours')
    expect(await refused(setOfferMinutes({ ...house.own(), minutes: 7 }))).toBe('offerMinutes')
  })

  test('hears how many wait', async () => {
    await house.waits('Anna', 2)
    await house.givesBack()
    house.later(hour)
    await house.services.hearing.work((error) => {
      throw error
    })
    const rows = await house.inspect.rows('announcements')
    const heard = rows
      .map(({ news }) => JSON.parse(String(news)) as Record<string, unknown>)
      .filter(({ kind }) => kind === 'eventHeard')
    expect(heard.at(-1)).toMatchObject({ waiting: { people: 1, seats: 2 } })
  })

  test('cannot remove a type that is waited for', async () => {
    const settings = await house.services.saleSettings.addType({
      ...house.own(),
      name: 'Late',
      price: { minor: 0, currency: 'RUB' },
      capacity: 5,
    })
    const late = settings.types.find(({ name }) => name === 'Late')
    const ticketTypeId = late?.id ?? 0
    await house.services.waiting.setTypeForLine({ ...house.own(), ticketTypeId, forLine: true })
    await house.waits('Anna', 3, [ticketTypeId])
    expect(await refused(house.services.saleSettings.removeType({ ...house.own(), ticketTypeId }))).toBe('typeAwaited')
  })
})
