import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, refused } from '../../support/house.js'
import { type Cast, onlyFor, playRoles, type Role, roles } from '../roles.js'

describe.each(databases)('who may write to guests, see, send and stop it, and hears it, on $name', (database) => {
  let house: House
  let cast: Cast
  let updateId = 0
  beforeEach(async () => {
    house = await openHouse(database)
    cast = await playRoles(house)
  })
  afterEach(() => house.drop())

  const messages = () => house.services.guestMessages
  const at = (personId: number) => ({ personId, eventId: cast.sale.event.id })
  const all = { kind: 'all', of: 0 } as const
  const one = (of: number) => ({ kind: 'one', of }) as const
  const writes = async (personId = cast.sale.organizer, audience: typeof all | ReturnType<typeof one> = all) => {
    updateId += 1
    const { id } = await messages().write({ ...at(personId), audience, source: updateId, updateId })
    await messages().previewed(id, [updateId])
    return id
  }
  const told = async (act: (personId: number) => Promise<unknown>) => {
    const codes: Partial<Record<Role, string>> = {}
    for (const role of roles) codes[role] = await refused(act(cast.people[role]))
    return codes
  }
  const hears = async (guestMessageId: number) => {
    await messages().work()
    const heard: Role[] = []
    for (const role of roles) {
      const said = await messages().toSay(cast.people[role], guestMessageId)
      const row = await house.inspect.count('announcements', { key: `guests:${guestMessageId}:${cast.people[role]}` })
      expect([role, row]).toEqual([role, said ? 1 : 0])
      if (said) heard.push(role)
    }
    return heard
  }

  test('only the organizer writes, addresses and looks; staff do not, and no guest ever was more than a guest', async () => {
    const acts: readonly ((who: number) => Promise<unknown>)[] = [
      (who) => messages().overview(at(who)),
      (who) => messages().address({ ...at(who), audience: all }),
      (who) => messages().address({ ...at(who), audience: one(cast.people.holder) }),
      (who) => writes(who),
      (who) => writes(who, one(cast.people.holder)),
    ]
    for (const act of acts) expect(await told(act)).toEqual(onlyFor('organizer', 'done', 'notYours'))
  })

  test('only the organizer sees, previews, puts off, sends, stops and discards', async () => {
    const later = house.clock.now() + 60_000
    const acts: readonly ((personId: number, guestMessageId: number) => Promise<unknown>)[] = [
      (personId, guestMessageId) => messages().view({ personId, guestMessageId }),
      (personId, guestMessageId) => messages().unsent({ personId, guestMessageId }),
      (personId, guestMessageId) => messages().showAgain({ personId, guestMessageId, updateId: (updateId += 1) }),
      (personId, guestMessageId) => messages().send({ personId, guestMessageId, at: later }),
      (personId, guestMessageId) => messages().send({ personId, guestMessageId }),
      (personId, guestMessageId) => messages().stop({ personId, guestMessageId }),
      (personId, guestMessageId) => messages().discard({ personId, guestMessageId }),
    ]
    for (const act of acts) {
      const id = await writes()
      // Whoever may comes last: nobody else is refused because it is done.
      const codes: Partial<Record<Role, string>> = {}
      for (const role of roles.toReversed()) codes[role] = await refused(act(cast.people[role], id))
      expect(codes).toEqual(onlyFor('organizer', 'done', 'notYours'))
      await messages()
        .discard({ personId: cast.sale.organizer, guestMessageId: id })
        .catch(() => undefined)
    }
  })

  test('nobody else is brought the preview, or what became of it', async () => {
    const id = await writes()
    for (const role of roles) {
      const brought = [
        await messages().toPreview(cast.people[role], id),
        await messages().summary(cast.people[role], id),
      ]
      const isOwn = role === 'organizer'
      expect([role, ...brought.map((one) => one !== undefined)]).toEqual([role, isOwn, isOwn])
    }
  })

  test('whoever holds a ticket hears it: nobody who gave it away or back, got the money back, or only holds seats', async () => {
    const id = await writes()
    await messages().send({ personId: cast.sale.organizer, guestMessageId: id })
    expect(await hears(id)).toEqual(['holder'])
  })

  test('a single guest has to be one', async () => {
    for (const role of roles) {
      const audience = one(cast.people[role])
      const address = refused(messages().address({ ...at(cast.sale.organizer), audience }))
      expect([role, await address]).toEqual([role, role === 'holder' ? 'done' : 'guestsNone'])
      const id = await writes(cast.sale.organizer, audience)
      const send = refused(messages().send({ personId: cast.sale.organizer, guestMessageId: id }))
      expect([role, await send]).toEqual([role, role === 'holder' ? 'done' : 'guestsNone'])
    }
  })

  test('everybody mutes for themselves, and what they decide is theirs; the organizer does not mute themselves', async () => {
    for (const role of roles) await messages().mute({ ...at(cast.people[role]), isOn: true })
    const muted = () => Promise.all(roles.map((role) => messages().isMuted(cast.people[role], cast.sale.organizer)))
    expect(await muted()).toEqual(roles.map((role) => role !== 'organizer'))
    const id = await writes()
    await messages().send({ personId: cast.sale.organizer, guestMessageId: id })
    expect(await hears(id)).toEqual([])
    await messages().mute({ ...at(cast.people.holder), isOn: false })
    expect(await muted()).toEqual(roles.map((role) => role !== 'organizer' && role !== 'holder'))
    expect(await refused(messages().mute({ personId: cast.people.holder, eventId: 99_999, isOn: true }))).toBe(
      'eventNotFound',
    )
  })
})
