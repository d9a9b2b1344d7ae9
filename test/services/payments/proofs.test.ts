import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Order } from '../../../src/domain/order.js'
import { mostProofs, proofReviewMs, rejectionUndoMs } from '../../../src/domain/proof.js'
import { randomCodes } from '../../../src/services/codes.js'
import { databases } from '../../support/database/databases.js'
import { upTo } from '../../support/fixtures.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'
import { like } from '../../support/inspect.js'
import { mayMissTheRace } from '../../support/database/racing.js'

const minute = 60_000
const hour = 60 * minute

describe.each(databases)('receipts of a transfer, on $name', (database) => {
  let house: House
  let sale: Sale
  let anna: number
  let order: Order
  const open = async (guards: boolean): Promise<void> => {
    house = await openHouse(database, { guards })
    sale = await house.sale({ price: 500 })
    await house.services.saleSettings.setTransfer({ personId: sale.organizer, eventId: sale.event.id, details: 'IBAN' })
    anna = await house.person('Anna')
    order = await hold(anna)
  }
  const hold = async (buyerId: number): Promise<Order> =>
    (
      await house.services.ordering.hold({
        buyerId,
        ticketTypeId: sale.type.id,
        quantity: 1,
        requestKey: randomCodes.key(),
      })
    ).order
  beforeEach(() => open(true))
  afterEach(() => house.drop())

  const shows = (fileId = 'photo', by = house.services) =>
    by.payments.showProof({ personId: anna, orderId: order.id, fileId })
  const act = () => ({ personId: sale.organizer, orderId: order.id })
  const rejects = (by = house.services) => by.payments.rejectProof(act())
  const toAnna = (key: string): Promise<number> => house.inspect.count('announcements', { key: like(key) })
  const now = async (): Promise<Order> => (await house.services.payments.forOrganizer(act())).order
  const told = (): Promise<number> => house.inspect.count('announcements', { key: like('proof:%') })

  test('fifty at once are five, and two messages', async () => {
    const codes = await Promise.all(
      upTo(50).map((n) => refused(shows(`photo ${n}`, n % 2 === 0 ? house.services : house.others))),
    )
    expect([
      codes.filter((code) => code === 'done').length,
      codes.filter((code) => code === 'proofsEnough').length,
    ]).toEqual([mostProofs, 50 - mostProofs])
    expect(await told()).toBe(2)
  })

  test('keep the seats for a day from the first, however many follow', async () => {
    const first = house.clock.now()
    await shows()
    for (const n of upTo(mostProofs - 1)) {
      house.later(4 * hour)
      const { order: shown } = await shows(`photo ${n}`)
      expect(shown).toMatchObject({ proof: `photo ${n}`, heldUntil: first + proofReviewMs })
    }
    expect(await told()).toBe(mostProofs)
  })

  test('may be sent anew once the organizer has answered', async () => {
    for (const n of upTo(mostProofs)) await shows(`photo ${n}`)
    expect(await refused(shows())).toBe('proofsEnough')
    await house.services.payments.rejectProof({ personId: sale.organizer, orderId: order.id })
    expect(await refused(shows('another'))).toBe('done')
  })

  test('that are not found keep the seats as long as they did when they came, not for a few minutes', async () => {
    const starts = sale.event.startsAt + 30 * 24 * hour
    await house.store.transact((tx) => tx.events.change(sale.event.id, { startsAt: starts }))
    house.later(14 * minute)
    await shows()
    house.later(23 * hour)
    expect((await rejects()).order).toMatchObject({
      state: 'held',
      heldUntil: house.clock.now() + proofReviewMs,
      proofAt: undefined,
      rejectedAt: house.clock.now(),
    })
    // A day later still, and just as long again.
    house.later(proofReviewMs - 1)
    expect((await shows('another')).order).toMatchObject({
      state: 'held',
      heldUntil: house.clock.now() + proofReviewMs,
    })
  })

  test('keep no seats past the start of the event, nor past the end of what has begun', async () => {
    const { startsAt } = sale.event
    house.later(5 * minute)
    expect((await shows()).order.heldUntil).toBe(startsAt)
    house.later(12 * hour)
    expect((await rejects()).order.heldUntil).toBe(startsAt)
    expect((await house.services.payments.takeRejectionBack(act())).order.heldUntil).toBe(startsAt)
    await house.store.transact((tx) => tx.events.change(sale.event.id, { endsAt: startsAt + 2 * hour }))
    house.later(startsAt - house.clock.now() + 5 * minute)
    await house.store.transact((tx) => tx.holds.keepUntil(order.id, house.clock.now() + minute))
    expect((await rejects()).order.heldUntil).toBe(startsAt + 2 * hour)
  })

  test('that were not found by a slip are looked at again, with all that was said, for a week', async () => {
    await house.services.payments.showProof({
      personId: anna,
      orderId: order.id,
      fileId: 'a file',
      kind: 'document',
      words: 'From my wife',
    })
    await rejects()
    const at = house.clock.now() + hour
    house.later(hour)
    const taken = await Promise.all(
      upTo(8).map((n) => refused((n % 2 ? house.services : house.others).payments.takeRejectionBack(act()))),
    )
    expect(taken).toEqual(upTo(8).map(() => 'done'))
    expect(await now()).toMatchObject({
      proof: 'a file',
      proofKind: 'document',
      proofWords: 'From my wife',
      proofAt: at,
      proofs: 1,
      rejectedAt: undefined,
    })
    expect([await toAnna('rejected:%'), await toAnna('takenUp:%')]).toEqual([1, 1])
    await rejects()
    expect(await toAnna('rejected:%')).toBe(2)
    house.later(rejectionUndoMs)
    expect(await refused(house.services.payments.takeRejectionBack(act()))).toBe('rejectionOld')
  })

  test('are taken back only where something was rejected, and another one that came stays', async () => {
    expect(await refused(house.services.payments.takeRejectionBack(act()))).toBe('rejectionOld')
    await shows()
    await rejects()
    await shows('another')
    await house.services.payments.takeRejectionBack(act())
    expect(await now()).toMatchObject({ proof: 'another', proofs: 1 })
    expect(await toAnna('takenUp:%')).toBe(0)
  })

  test('are rejected once, however often it is said, with the line that was written', async () => {
    await shows()
    const line = 'Only half came'
    await Promise.all(
      upTo(10).map((n) => (n % 2 ? house.services : house.others).payments.rejectProof({ ...act(), line })),
    )
    const rows = await house.inspect.rows('announcements', { key: like('rejected:%') })
    expect(rows).toHaveLength(1)
    expect(JSON.parse(String(rows[0]?.['news']))).toMatchObject({ kind: 'proofRejected', line })
  })

  test('bring along what their buyer says, before and after; the organizer hears once a minute', async () => {
    const says = (words: string) => house.services.payments.addProofWords({ personId: anna, orderId: order.id, words })
    await says('From my wife')
    expect(await toAnna('proofWords:%')).toBe(0)
    await shows()
    expect(await now()).toMatchObject({ proofWords: 'From my wife' })
    await Promise.all(upTo(9).map((n) => says(`line ${n}`)))
    expect(await toAnna('proofWords:%')).toBe(1)
    expect((await now()).proofWords?.split('\n')).toHaveLength(10)
    house.later(2 * minute)
    await says('more')
    expect(await toAnna('proofWords:%')).toBe(2)
    expect(await refused(says('x'))).toBe('done')
    await house.services.payments.confirmTransfer(act())
    expect(await refused(says('paid'))).toBe('orderPaid')
  })

  /** How many receipts that nobody had seen were rejected with the one that was. */
  const unseen = async (): Promise<number> => {
    const orders: Order[] = []
    for (const n of upTo(20)) orders.push(await hold(await house.person(`Buyer ${n}`)))
    for (const { id: orderId, buyerId } of orders)
      await house.services.payments.showProof({ personId: buyerId, orderId, fileId: 'seen' })
    const seen = { at: house.clock.now(), count: 1 }
    house.later(1000)
    await Promise.all(
      orders.flatMap(({ id: orderId, buyerId }) => [
        refused(house.services.payments.rejectProof({ personId: sale.organizer, orderId, seen })),
        refused(house.others.payments.showProof({ personId: buyerId, orderId, fileId: 'unseen' })),
      ]),
    )
    const left = await house.store.transact((tx) => tx.orders.ofIds(orders.map(({ id }) => id)))
    expect(left).toHaveLength(20)
    return left.filter(({ proofAt }) => proofAt === undefined).length
  }

  test('that come while another one is not found are not rejected with it', async () => {
    expect(await unseen()).toBe(0)
  })

  test('negative control: without locks and guards they are', mayMissTheRace, async () => {
    await house.drop()
    await open(false)
    expect(await unseen()).toBeGreaterThan(0)
  })
})
