import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allGuests } from '../../../src/domain/guest.js'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, refused } from '../../support/house.js'
import { type Cast, onlyFor, playRoles, roles, type Role } from '../roles.js'

type Act = (house: House, cast: Cast, personId: number) => Promise<unknown>

const of = ({ sale }: Cast, personId: number) => ({ personId, eventId: sale.event.id })

const acts: Readonly<Record<string, Act>> = {
  'see the list of guests': ({ services }, cast, who) =>
    services.guests.list({ ...of(cast, who), filter: allGuests, size: 5 }),
  'search among guests': ({ services }, cast, who) => services.guests.search({ ...of(cast, who), text: 'Holly' }),
  'see one guest': ({ services }, cast, who) => services.guests.view({ ...of(cast, who), guestId: cast.people.holder }),
  'note something about a guest': ({ services }, cast, who) =>
    services.guests.setNote({ ...of(cast, who), guestId: cast.people.holder, text: 'x' }),
  'send a guest their tickets again': ({ services }, cast, who) =>
    services.guests.sendAgain({ ...of(cast, who), guestId: cast.people.holder }),
  'make a file of the guests': ({ services }, cast, who) =>
    services.files.rows({ ...of(cast, who), kind: 'guests' }).next(),
  'make a file of the money': ({ services }, cast, who) =>
    services.files.rows({ ...of(cast, who), kind: 'money' }).next(),
  'make a list for the door': ({ services }, cast, who) =>
    services.files.rows({ ...of(cast, who), kind: 'doorList' }).next(),
  'see the charts': ({ services }, { sale }, who) => services.eventCharts.ofEvent(who, sale.event.id),
  'see the money': ({ services }, { sale }, who) => services.moneyReports.ofEvent(who, sale.event.id),
}

describe.each(databases)('who may know the guests of an event, on $name', (database) => {
  let house: House
  let cast: Cast
  beforeAll(async () => {
    house = await openHouse(database)
    cast = await playRoles(house)
  })
  afterAll(() => house.drop())

  test.each(Object.entries(acts))('%s: the organizer alone', async (_, act) => {
    const told: Partial<Record<Role, string>> = {}
    for (const role of roles) told[role] = await refused(act(house, cast, cast.people[role]))
    expect(told).toEqual(onlyFor('organizer', 'done', 'notYours'))
  })
})
