import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doorClosesAfterMs, invitationMs } from '../../../src/domain/door.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'
import { like } from '../../support/inspect.js'

describe.each(databases)('staff on $name', (database) => {
  let house: House
  let sale: Sale
  let [vera, ivan] = [0, 0]
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ title: 'Jazz' })
    ;[vera, ivan] = [await house.person('Vera'), await house.person('Ivan')]
  })
  afterEach(() => house.drop())

  const invite = async () =>
    (await house.services.staff.invite({ personId: sale.organizer, eventId: sale.event.id })).token
  const accept = (personId: number, token: string) => house.services.staff.accept({ personId, token })
  const look = (personId: number, token: string) => house.services.staff.view({ personId, token })
  const list = () => house.services.staff.ofEvent({ personId: sale.organizer, eventId: sale.event.id })
  const remove = (staffId: number) =>
    house.services.staff.remove({ personId: sale.organizer, eventId: sale.event.id, staffId })
  const told = (kind: string) => house.inspect.count('announcements', { news: like(`%"${kind}"%`) })

  test('join by a link that works once, and the organizer is told', async () => {
    const token = await invite()
    expect(await look(vera, token)).toMatchObject({
      event: { title: 'Jazz' },
      isStaff: false,
      expiresAt: house.clock.now() + invitationMs,
    })
    expect(await accept(vera, token)).toMatchObject({ title: 'Jazz' })
    expect(await list()).toEqual([{ personId: vera, name: 'Vera', givesTickets: false, since: house.clock.now() }])
    expect([await refused(look(ivan, token)), await refused(accept(ivan, token))]).toEqual(['linkUsed', 'linkUsed'])
    // A repeated update, or another press on the link.
    expect(await accept(vera, token)).toMatchObject({ title: 'Jazz' })
    expect([await told('staffJoined'), (await list()).length]).toEqual([1, 1])
  })

  test('do not use up a second link, nor does the organizer who tries their own', async () => {
    await accept(vera, await invite())
    const token = await invite()
    expect(await accept(vera, token)).toMatchObject({ title: 'Jazz' })
    expect([await refused(look(sale.organizer, token)), await refused(accept(sale.organizer, token))]).toEqual([
      'linkForeign',
      'linkForeign',
    ])
    await accept(ivan, token)
    expect((await list()).map(({ name }) => name)).toEqual(['Ivan', 'Vera'])
  })

  test('cannot join by a link that has expired, that was never made, or to what will not take place', async () => {
    const [token, later] = [await invite(), await invite()]
    expect(await refused(accept(vera, `${token}x`))).toBe('linkUnknown')
    house.later(invitationMs - 1)
    await accept(vera, token)
    house.later(1)
    expect([await refused(look(ivan, later)), await refused(accept(ivan, later))]).toEqual([
      'linkExpired',
      'linkExpired',
    ])
    const open = await invite()
    await house.services.publishing.cancel(sale.organizer, sale.event.id).catch(() => undefined)
    house.later(day + doorClosesAfterMs)
    expect(await refused(accept(ivan, open))).toBe('linkExpired')
    expect(await refused(invite())).toMatch(/eventCancelled|eventEnded/u)
  })

  test('who are removed are told, their door closes, and the link they used does not bring them back', async () => {
    const token = await invite()
    await accept(vera, token)
    await house.services.doorView.open({ personId: vera, eventId: sale.event.id })
    await remove(vera)
    await remove(vera)
    expect([await list(), await told('staffRemoved'), await house.services.doorView.current(vera)]).toEqual([
      [],
      1,
      undefined,
    ])
    expect(await house.inspect.count('doors')).toBe(0)
    expect(await refused(accept(vera, token))).toBe('linkUsed')
    await accept(vera, await invite())
    await remove(vera)
    expect(await told('staffRemoved')).toBe(2)
  })

  test('an event with staff, invitations and an open door can be deleted while nobody has an order', async () => {
    await accept(vera, await invite())
    await invite()
    await house.services.doorView.open({ personId: vera, eventId: sale.event.id })
    await house.services.publishing.remove(sale.organizer, sale.event.id)
    expect(await house.inspect.count('events')).toBe(0)
  })
})
