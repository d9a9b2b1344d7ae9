import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Audience } from '../../../src/domain/guestMessage.js'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'

const hour = 3_600_000

describe.each(databases)('messages to guests, on $name', (database) => {
  let house: House
  let sale: Sale
  let guests: readonly number[]
  let updateId = 0
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ price: 150_000 })
    const some: number[] = []
    for (const name of ['Ada', 'Bea', 'Cid']) {
      const guest = await house.person(name)
      await house.buys(guest, sale)
      some.push(guest)
    }
    guests = some.sort((a, b) => a - b)
  })
  afterEach(() => house.drop())

  const all: Audience = { kind: 'all', of: 0 }
  const organizer = () => ({ personId: sale.organizer, eventId: sale.event.id })
  const writes = async (audience = all): Promise<number> => {
    const { guestMessages } = house.services
    updateId += 1
    const { id } = await guestMessages.write({ ...organizer(), audience, source: updateId, updateId })
    await guestMessages.previewed(id, [updateId])
    return id
  }
  const told = async (id: number): Promise<readonly number[]> =>
    (await house.inspect.rows('announcements'))
      .filter(({ key }) => String(key).startsWith(`guests:${id}:`))
      .map(({ recipient }) => Number(recipient))
      .sort((a, b) => a - b)

  test('are for whom they are meant, each once, and never for the organizer', async () => {
    const { guestMessages } = house.services
    const [first = 0] = guests
    await house.buys(first, sale)
    await house.buys(sale.organizer, sale)
    const id = await writes()
    expect((await guestMessages.send({ personId: sale.organizer, guestMessageId: id })).guests).toBe(3)
    // Several at once, as several processes do.
    await Promise.all(Array.from({ length: 4 }, () => guestMessages.work()))
    expect(await told(id)).toEqual(guests)
    const { open } = await guestMessages.work()
    expect(open.map(({ message, numbers }) => [message.told, numbers.waiting, numbers.reached])).toEqual([[3, 3, 0]])
    for (const [kind, count] of [
      ['notIn', 3],
      ['in', 0],
      ['owing', 3],
    ] as const) {
      const address = guestMessages.address({ ...organizer(), audience: { kind, of: 0 } })
      if (count === 0) expect(await refused(address)).toBe('guestsNone')
      else expect((await address).guests).toBe(count)
    }
    const ofType = { kind: 'type', of: sale.type.id } as const
    expect((await guestMessages.address({ ...organizer(), audience: ofType })).guests).toBe(3)
    expect((await guestMessages.address({ ...organizer(), audience: { kind: 'one', of: first } })).guests).toBe(1)
  })

  test('are said to nobody who muted, or gave the ticket back meanwhile; a stop keeps the rest from hearing', async () => {
    const { guestMessages } = house.services
    const [first = 0, second = 0, third = 0] = guests
    await guestMessages.mute({ personId: first, eventId: sale.event.id, isOn: true })
    const id = await writes()
    await guestMessages.send({ personId: sale.organizer, guestMessageId: id })
    await guestMessages.work()
    expect(await told(id)).toEqual([second, third])
    await guestMessages.mute({ personId: second, eventId: sale.event.id, isOn: true })
    const says = async () => [await guestMessages.toSay(second, id), await guestMessages.toSay(third, id)]
    expect((await says()).map((found) => found !== undefined)).toEqual([false, true])
    await guestMessages.stop({ personId: sale.organizer, guestMessageId: id })
    expect((await says()).map((found) => found !== undefined)).toEqual([false, false])
    const { open } = await guestMessages.work()
    expect(open.map(({ message, numbers }) => [message.state, numbers.waiting, numbers.muted])).toEqual([
      ['stopped', 0, 1],
    ])
    expect([await guestMessages.finish(id), await guestMessages.finish(id)]).toEqual([true, false])
  })

  test('are not said a day later to whoever comes back when the event is over', async () => {
    const { guestMessages } = house.services
    const [first = 0] = guests
    const says = async (id: number) => (await guestMessages.toSay(first, id)) !== undefined
    const before = await writes()
    await guestMessages.send({ personId: sale.organizer, guestMessageId: before })
    house.clock.set(house.clock.now() + 22 * hour)
    const later = [await says(before)]
    house.clock.set(house.clock.now() + 48 * hour)
    const after = await writes()
    await guestMessages.send({ personId: sale.organizer, guestMessageId: after })
    later.push(await says(before), await says(after))
    expect(later).toEqual([true, false, true])
  })

  test('are three within a day, however many are sent at once', async () => {
    const { guestMessages } = house.services
    const ids: number[] = []
    for (let i = 0; i < 6; i += 1) ids.push(await writes())
    const results = await Promise.allSettled(
      ids.map((guestMessageId) => guestMessages.send({ personId: sale.organizer, guestMessageId })),
    )
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    const [left = 0] = ids.filter((_, i) => results[i]?.status === 'rejected')
    house.clock.set(house.clock.now() + 24 * hour)
    await guestMessages.send({ personId: sale.organizer, guestMessageId: left })
  })

  test('begin once, of two presses and of two processes, and wait for their time', async () => {
    const { guestMessages } = house.services
    const id = await writes()
    const at = house.clock.now() + hour
    await guestMessages.send({ personId: sale.organizer, guestMessageId: id, at })
    expect(await guestMessages.work()).toMatchObject({ open: [], nextAt: at })
    house.clock.set(at)
    await Promise.all([guestMessages.work(), guestMessages.work()])
    expect(await told(id)).toEqual(guests)
    expect(await refused(guestMessages.send({ personId: sale.organizer, guestMessageId: id }))).toBe('guestMessageGone')
    expect(await refused(guestMessages.discard({ personId: sale.organizer, guestMessageId: id }))).toBe(
      'guestMessageGone',
    )
  })

  test('keep all pieces of an album, and one row of an update that comes twice', async () => {
    const { guestMessages } = house.services
    const write = { ...organizer(), audience: all, source: 7, album: 'a', updateId: 70 }
    const [{ id }, again] = [await guestMessages.write(write), await guestMessages.write(write)]
    expect(again.id).toBe(id)
    for (const source of [8, 9, 9])
      expect(await guestMessages.addPiece({ personId: sale.organizer, album: 'a', source })).toBe(true)
    expect(await guestMessages.addPiece({ personId: sale.organizer, album: 'b', source: 10 })).toBe(false)
    expect(await guestMessages.addPiece({ personId: guests[0] ?? 0, album: 'a', source: 10 })).toBe(false)
    const view = await guestMessages.view({ personId: sale.organizer, guestMessageId: id })
    expect(view.message.sources).toEqual([7, 8, 9])
  })
})
