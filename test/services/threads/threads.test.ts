import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hourlyLimit, mostAnswered, threadMs, unansweredLimit } from '../../../src/domain/thread.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'

const hour = 3_600_000

describe.each(databases)('threads, on $name', (database) => {
  let house: House
  let sale: Sale
  let anna: number
  let updates = 0
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ title: 'Jazz' })
    anna = await house.person('Anna')
  })
  afterEach(() => house.drop())

  const threads = () => house.services.threads
  const written = (words: string) => {
    updates += 1
    return { updateId: updates, carried: { words, sourceId: updates } }
  }
  const asks = (personId: number, words = 'Where is it?') =>
    threads().asking.ask({ personId, eventId: sale.event.id, ...written(words) })
  const answers = (threadId: number, words = 'Here.', personId = sale.organizer) =>
    threads().answering.answer({ personId, threadId, ...written(words) })
  const list = (size = 50, after?: number) =>
    threads().questions.open({ personId: sale.organizer, eventId: sale.event.id, size, after })
  const counts = async () => (await list()).counts
  const together = (upTo: number, isTicked = false, given = written('To all')) =>
    threads().answering.answerTogether({
      ...{ personId: sale.organizer, eventId: sale.event.id, which: { upTo, isTicked }, ...given },
    })
  const crowd = async (size: number): Promise<readonly number[]> => {
    const all: number[] = []
    for (let i = 0; i < size; i += 1) all.push(await house.person(`Guest ${i}`))
    return all
  }
  // What the counters say is what the rows come to.
  const counted = async () => {
    const rows = await house.store.transact(async (tx) => tx.threads.openOf(sale.event.id, { limit: 1000 }))
    expect(await counts()).toMatchObject({
      open: rows.length,
      ticked: rows.filter(({ isTicked }) => isTicked).length,
    })
    return rows.length
  }

  test('guests keep the number that they got first', async () => {
    const ben = await house.person('Ben')
    const numbers = [await asks(anna), await asks(ben), await asks(anna)].map(({ thread }) => thread.number)
    expect(numbers).toEqual([1, 2, 1])
  })

  test('a question is open until it is answered, and open again when the guest goes on', async () => {
    const { thread } = await asks(anna)
    await asks(anna, 'And when?')
    expect(await counted()).toBe(1)
    await answers(thread.id)
    expect(await counted()).toBe(0)
    await answers(thread.id, 'One more thing.')
    await asks(anna, 'Thanks, but how?')
    const { rows } = await list()
    expect(rows.map(({ opening }) => opening?.words)).toEqual(['Thanks, but how?'])
    await threads().answering.close({ personId: sale.organizer, threadId: thread.id })
    expect(await counted()).toBe(0)
  })

  test('an update that is handled twice is carried once', async () => {
    const once = written('Where is it?')
    const act = { personId: anna, eventId: sale.event.id, ...once }
    const { thread } = await threads().asking.ask(act)
    await threads().asking.ask(act)
    const answer = { personId: sale.organizer, threadId: thread.id, ...written('Here.') }
    await threads().answering.answer(answer)
    await threads().answering.answer(answer)
    expect(await house.inspect.count('thread_messages')).toBe(2)
    const carried = (await house.inspect.rows('announcements')).filter(({ news }) =>
      String(news).includes('threadMessage'),
    )
    expect(carried).toHaveLength(2)
  })

  test('an hour and a row without an answer have limits, which say when to go on', async () => {
    for (let i = 0; i < unansweredLimit; i += 1) await asks(anna)
    expect(await refused(asks(anna))).toBe('threadWaits')
    house.later(day)
    const { thread } = await asks(anna)
    expect(await refused(asks(anna))).toBe('threadWaits')
    await answers(thread.id)
    for (let i = 0; i + 1 < hourlyLimit; i += 1) {
      await asks(anna)
      await answers(thread.id)
    }
    expect(await refused(asks(anna))).toBe('threadRests')
    house.later(hour)
    expect(await refused(asks(anna))).toBe('done')
    // Another's affair is another's.
    expect(await refused(asks(await house.person('Ben')))).toBe('done')
  })

  test('many at once spend no more than they may, and count right', async () => {
    const people = await crowd(4)
    const told = await Promise.all(
      [...people, anna].flatMap((who) => Array.from({ length: unansweredLimit + 3 }, () => refused(asks(who)))),
    )
    expect(told.filter((code) => code === 'done')).toHaveLength(5 * unansweredLimit)
    expect(await counted()).toBe(5)
    const numbers = await house.inspect.sum('threads', 'number')
    expect(numbers).toBe(1 + 2 + 3 + 4 + 5)
  })

  test('those that ask much the same as the ticked ones are ticked together, and no others', async () => {
    const [ben, cid, dan, eva] = [...(await crowd(4))] as [number, number, number, number]
    const first = await asks(anna, 'Is there parking?')
    for (const [who, words] of [
      [ben, 'Where can I park'],
      [cid, 'Is there a cloakroom?'],
      [dan, 'Сколько стоит вход?'],
      [eva, 'Parking for bikes?'],
    ] as const)
      await asks(who, words)
    const own = { personId: sale.organizer, eventId: sale.event.id }
    expect((await list()).similar).toBe(0)
    await threads().questions.tick({ personId: sale.organizer, threadId: first.thread.id, isTicked: true })
    expect((await list()).similar).toBe(2)
    expect(await refused(threads().questions.tickSimilar({ ...own, personId: anna }))).toBe('notYours')
    await threads().questions.tickSimilar(own)
    const { rows, similar } = await list()
    expect(rows.filter(({ thread }) => thread.isTicked).map(({ thread }) => thread.guestId)).toEqual([anna, ben, eva])
    expect([similar, await counted()]).toEqual([0, 5])
    expect((await together((await list()).newest, true)).answered).toBe(3)
  })

  test('negative control: without the guards a guest writes as much as they like, and is counted too often', async () => {
    await house.drop()
    house = await openHouse(database, { guards: false })
    sale = await house.sale({ title: 'Jazz' })
    anna = await house.person('Anna')
    const told: string[] = []
    for (let i = 0; i < unansweredLimit + 3; i += 1) told.push(await refused(asks(anna)))
    expect(told).toEqual(told.map(() => 'done'))
    expect((await counts()).open).toBeGreaterThan(1)
  })

  test('answers to all and new questions at once lose none and answer none twice', async () => {
    const people = await crowd(8)
    for (const who of people) await asks(who)
    const { newest } = await list()
    const [first, second] = await Promise.all([
      together(newest),
      together(newest),
      ...people.map((who) => asks(who, 'And?')),
    ])
    expect([first, second].map((one) => ('answered' in one ? one.answered : 0)).sort()).toEqual([0, 8])
    await counted()
  })

  test('one answer for those ticked, then for all that were shown; later ones wait', async () => {
    const people = await crowd(3)
    const ids: number[] = []
    for (const who of people) ids.push((await asks(who)).thread.id)
    const tick = (threadId: number, isTicked = true) =>
      threads().questions.tick({ personId: sale.organizer, threadId, isTicked })
    await tick(ids[0] ?? 0)
    await tick(ids[1] ?? 0)
    await tick(ids[1] ?? 0, false)
    expect((await counts()).ticked).toBe(1)
    const given = written('To one')
    expect(await together((await list()).newest, true, given)).toMatchObject({ answered: 1, left: 2 })
    expect(await together((await list()).newest, true, given)).toMatchObject({ answered: 1, left: 2 })
    const { newest } = await list()
    await asks(anna)
    expect(await together(newest)).toMatchObject({ answered: 2, left: 1 })
    expect((await counts()).ticked).toBe(0)
    await counted()
    expect(mostAnswered).toBeGreaterThan(100)
  })

  test('what a guest writes after the list was shown is not answered with it: it waits', async () => {
    await asks(anna)
    const { newest } = await list()
    await asks(anna, 'And is there food?')
    expect((await list()).rows[0]?.opening?.words).toBe('Where is it?\nAnd is there food?')
    expect(await together(newest)).toMatchObject({ answered: 1, left: 1 })
    expect((await list()).rows[0]?.opening?.words).toBe('And is there food?')
    expect(await counted()).toBe(1)
    expect(await together((await list()).newest)).toMatchObject({ answered: 1, left: 0 })
  })

  test('the list goes page by page, those first that wait longest', async () => {
    const people = await crowd(5)
    for (const who of people) await asks(who)
    const seen: number[] = []
    for (let after: number | undefined; ;) {
      const page = await list(2, after)
      seen.push(...page.rows.map(({ thread }) => thread.guestId))
      if (!page.hasMore) break
      after = page.rows.at(-1)?.thread.openMessage
    }
    expect(seen).toEqual(people)
  })

  test('whoever is blocked cannot write about the event, until they are unblocked', async () => {
    const { thread } = await asks(anna)
    const act = { personId: sale.organizer, threadId: thread.id }
    await threads().questions.block(act)
    await threads().questions.block(act)
    expect([await counted(), (await counts()).blocked]).toEqual([0, 1])
    expect(await refused(asks(anna))).toBe('threadBlocked')
    expect(await refused(threads().asking.view({ personId: anna, eventId: sale.event.id }))).toBe('threadBlocked')
    const blocked = await threads().questions.blocked({ personId: sale.organizer, eventId: sale.event.id, size: 5 })
    expect(blocked.rows.map(({ number }) => number)).toEqual([1])
    const other = await house.sale({ title: 'Blues', organizer: sale.organizer })
    const elsewhere = { personId: anna, eventId: other.event.id, ...written('Hello?') }
    expect(await refused(threads().asking.ask(elsewhere))).toBe('done')
    await threads().questions.unblock(act)
    expect([await refused(asks(anna)), (await counts()).blocked]).toEqual(['done', 0])
  })

  test('a month after the event it is over, for both', async () => {
    const { thread } = await asks(anna)
    house.later(day + threadMs)
    expect([await refused(asks(anna)), await refused(answers(thread.id))]).toEqual(['threadClosed', 'threadClosed'])
  })

  test('what was written is forgotten, and who asked', async () => {
    await asks(anna)
    house.later(100 * day)
    await house.services.forgetting.forget()
    expect(await house.inspect.count('thread_messages')).toBe(1)
    house.later(82 * day)
    await house.services.forgetting.forget()
    expect([
      await house.inspect.count('thread_messages'),
      await house.inspect.count('threads'),
      await house.inspect.count('thread_counts'),
    ]).toEqual([0, 0, 0])
  })

  test('an event with questions and no orders can be removed', async () => {
    await asks(anna)
    await house.services.publishing.remove(sale.organizer, sale.event.id)
    expect(await house.inspect.count('threads')).toBe(0)
  })
})
