import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomCodes } from '../../../src/services/codes.js'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, refused } from '../../support/house.js'
import { type Cast, playRoles, type Role, roles } from '../roles.js'

type Keeper = 'keeper' | 'keeper of another event'
type Scene = Omit<Cast, 'people'> & {
  readonly people: Readonly<Record<Role | Keeper, number>>
  readonly entryId: number
}

const everybody = [...roles, 'keeper', 'keeper of another event'] as const

describe.each(databases)('who may do what with a guest list, on $name', (database) => {
  let house: House
  let scene: Scene
  beforeAll(async () => {
    house = await openHouse(database)
    const cast = await playRoles(house)
    const another = await house.sale({ title: 'Tango' })
    const [keeper, stranger] = [await house.person('Kim'), await house.person('Kay')]
    for (const [staffId, sale] of [
      [keeper, cast.sale],
      [stranger, another],
    ] as const) {
      await house.joins(staffId, sale)
      const event = { personId: sale.organizer, eventId: sale.event.id }
      await house.services.guestList.letStaff({ ...event, staffId, isLet: true })
    }
    const { id: entryId } = await house.services.guestList.links.make(giftOf(cast.sale.organizer, cast))
    scene = { ...cast, entryId, people: { ...cast.people, keeper, 'keeper of another event': stranger } }
  })
  afterAll(() => house.drop())

  const giftOf = (personId: number, { sale }: Pick<Cast, 'sale'>) => ({
    ...{ personId, eventId: sale.event.id, ticketTypeId: sale.type.id },
    ...{ quantity: 1, reason: 'press', requestKey: randomCodes.key() },
  })
  const list = (personId: number) =>
    house.services.guestList.lists.write({ ...giftOf(personId, scene), words: 'Anna; press' })
  /** A list of the organizer's: nobody else goes on with it. */
  const organizersList = async () => (await list(scene.sale.organizer)).draft.id
  const entries = () => house.services.guestList.entries
  const lists = () => house.services.guestList.lists
  const links = () => house.services.guestList.links

  const acts: Readonly<Record<string, (personId: number) => Promise<unknown>>> = {
    'look at the list': (personId) => entries().list({ personId, eventId: scene.sale.event.id, size: 5 }),
    'look at an entry': (personId) => entries().view({ personId, entryId: scene.entryId }),
    'write a list': (personId) => list(personId),
    'issue a list': async (personId) => lists().issue({ personId, draftId: (await list(personId)).draft.id }),
    'make a link': (personId) => links().make(giftOf(personId, scene)),
    'give to a guest': (personId) => links().give({ ...giftOf(personId, scene), guestId: scene.people.holder }),
    'take back': async (personId) => {
      const { id: entryId } = await links().make(giftOf(scene.sale.organizer, scene))
      await entries().revoke({ personId, entryId })
    },
  }

  test.each(Object.entries(acts))('%s: the organizer, and staff who were let', async (_, act) => {
    const told: Record<string, string> = {}
    for (const role of everybody) told[role] = await refused(act(scene.people[role]))
    const yes = { organizer: 'done', keeper: 'done' }
    expect(told).toEqual({ ...Object.fromEntries(everybody.map((role) => [role, 'guestListOnly'])), ...yes })
  })

  test.each(['view', 'issue', 'discard'] as const)('%s a list that somebody else wrote: nobody', async (act) => {
    const told: Record<string, string> = {}
    for (const role of everybody.filter((each) => each !== 'organizer'))
      told[role] = await refused(lists()[act]({ personId: scene.people[role], draftId: await organizersList() }))
    expect(new Set(Object.values(told))).toEqual(new Set(['guestDraftGone']))
  })

  test('letting staff keep it: the organizer', async () => {
    const { staff } = scene.people
    const told: Record<string, string> = {}
    for (const role of everybody)
      told[role] = await refused(
        house.services.guestList.letStaff({
          ...{ personId: scene.people[role], eventId: scene.sale.event.id },
          ...{ staffId: staff, isLet: false },
        }),
      )
    const yes = { organizer: 'done' }
    expect(told).toEqual({ ...Object.fromEntries(everybody.map((role) => [role, 'notYours'])), ...yes })
  })

  test('its pictures are for keepers only, also by the time they are said', async () => {
    const { isKeeper } = house.services.guestList
    const told: Record<string, boolean> = {}
    for (const role of everybody)
      told[role] = await isKeeper({ personId: scene.people[role], eventId: scene.sale.event.id })
    expect(Object.keys(told).filter((role) => told[role])).toEqual(['organizer', 'keeper'])
  })
})
