import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'
import { onlyFor, playRoles, type Role, roles } from '../roles.js'

describe.each(databases)('who may ask, read, answer and block, on $name', (database) => {
  let house: House
  let sale: Sale
  let people: Readonly<Record<Role, number>>
  let threadId: number
  let orderId: number
  let updates = 0
  beforeEach(async () => {
    house = await openHouse(database)
    ;({ sale, people, orderId } = await playRoles(house))
    const asker = await house.person('Asker')
    threadId = (await threads().asking.ask({ personId: asker, eventId: sale.event.id, ...written() })).thread.id
  })
  afterEach(() => house.drop())

  const threads = () => house.services.threads
  const written = () => {
    updates += 1
    return { updateId: updates, carried: { words: 'Words', sourceId: updates } }
  }
  const told = async (act: (personId: number) => Promise<unknown>) => {
    const codes: Partial<Record<Role, string>> = {}
    for (const role of roles) codes[role] = await refused(act(people[role]))
    return codes
  }
  const of = (personId: number) => ({ personId, threadId })
  const at = (personId: number) => ({ personId, eventId: sale.event.id })

  test('everybody who sees the event may ask, but for its organizer', async () => {
    expect(await told((who) => threads().asking.ask({ ...at(who), ...written() }))).toEqual({
      ...onlyFor('organizer', 'threadSelf', 'done'),
    })
  })

  test('of an unlisted event only those who came by its link, or have to do with it', async () => {
    await house.services.selling.setListing({ ...at(sale.organizer), isUnlisted: true })
    expect(await told((who) => threads().asking.ask({ ...at(who), ...written() }))).toMatchObject({
      organizer: 'threadSelf',
      'another organizer': 'eventNotFound',
      stranger: 'eventNotFound',
      staff: 'done',
      'buyer with a hold': 'done',
      holder: 'done',
    })
  })

  test('only the organizer reads, answers and blocks; staff do not', async () => {
    const acts: readonly ((who: number) => Promise<unknown>)[] = [
      (who) => threads().questions.open({ ...at(who), size: 5 }),
      (who) => threads().questions.counts(at(who)),
      (who) => threads().questions.tickSimilar(at(who)),
      (who) => threads().questions.blocked({ ...at(who), size: 5 }),
      (who) => threads().questions.tick({ ...of(who), isTicked: true }),
      (who) => threads().answering.view(of(who)),
      (who) => threads().answering.answer({ ...of(who), ...written() }),
      (who) => threads().answering.answerTogether({ ...at(who), which: { upTo: 99, isTicked: true }, ...written() }),
      (who) => threads().answering.answerTogether({ ...at(who), which: { upTo: 99, isTicked: false }, ...written() }),
      (who) => threads().answering.withBuyer({ personId: who, orderId }),
      (who) => threads().answering.close(of(who)),
      (who) => threads().questions.block(of(who)),
      (who) => threads().questions.unblock(of(who)),
      (who) => threads().questions.setContact({ ...at(who), text: '@name' }),
    ]
    for (const act of acts) expect(await told(act)).toEqual(onlyFor('organizer', 'done', 'notYours'))
  })

  test('whoever is blocked asks no more, and nobody but the organizer changes that; the others go on', async () => {
    const asked = await threads().asking.ask({ ...at(people.holder), ...written() })
    const { questions } = threads()
    await questions.block({ personId: people.organizer, threadId: asked.thread.id })
    const asks = () => told((who) => threads().asking.ask({ ...at(who), ...written() }))
    expect(await asks()).toEqual({ ...onlyFor('organizer', 'threadSelf', 'done'), holder: 'threadBlocked' })
    expect(await refused(threads().asking.view(at(people.holder)))).toBe('threadBlocked')
    expect(await refused(questions.unblock({ personId: people.holder, threadId: asked.thread.id }))).toBe('notYours')
    await questions.unblock({ personId: people.organizer, threadId: asked.thread.id })
    expect(await asks()).toEqual(onlyFor('organizer', 'threadSelf', 'done'))
  })

  test('nobody is brought what was written to somebody else', async () => {
    for (const role of roles) {
      const said = await threads().messages.toSay(people[role], 1)
      expect([role, said !== undefined]).toEqual([role, role === 'organizer'])
      expect(await threads().messages.ofAuthor(people[role], 1)).toBeUndefined()
    }
  })
})
