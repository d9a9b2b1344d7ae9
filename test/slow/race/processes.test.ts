import type { Update } from 'grammy/types'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Handled } from '../../../src/bot/updates/handled.js'
import { createWorker } from '../../../src/bot/updates/worker.js'
import { systemClock } from '../../../src/runtime/clock.js'
import { createLog } from '../../../src/runtime/log.js'
import { createInbox } from '../../../src/services/messaging/inbox.js'
import { createProcesses } from '../../../src/services/messaging/processes.js'
import type { Execute } from '../../../src/store/engine/statements.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { type ClosedDatabase, postgres, postgresUrl } from '../../support/database/databases.js'
import { upTo } from '../../support/fixtures.js'
import { inspect } from '../../support/inspect.js'

const group = -5
const updateOf = (id: number, personId: number, chatId = personId): Update => ({
  update_id: id,
  message: {
    message_id: id,
    date: 1,
    text: `text ${id}`,
    chat:
      chatId === group ? { id: group, type: 'group', title: 'G' } : { id: chatId, type: 'private', first_name: 'A' },
    from: { id: personId, is_bot: false, first_name: 'A' },
  },
})
const handled: Handled = { forms: new Map(), refused: undefined, defect: undefined }
const never = new Promise<never>(() => undefined)
const log = createLog({ level: 'silent', secrets: [] })

describe.skipIf(!postgresUrl).each([postgres])('several processes on $name', (kind) => {
  let database: ClosedDatabase
  let ends: (() => Promise<void>)[]
  beforeEach(async () => {
    database = await kind.closed()
    ends = []
  })
  afterEach(async () => {
    await Promise.all(ends.map((end) => end()))
    await database.drop()
  })

  /** A process with this handler, that hears what others say. */
  const live = async (handle: (update: Update) => Promise<Handled>, wrap?: (execute: Execute) => Execute) => {
    const store = await openStore({ url: parseDatabaseUrl(database.url), ...(wrap && { wrap }) })
    // Its time stands still: it is sure of itself between two looks, however long they take here.
    const processes = createProcesses({ store, clock: systemClock, monotonic: () => 0 })
    const inbox = createInbox({ store, clock: systemClock, processes })
    const worker = createWorker({ inbox, processes, handle, log, clock: systemClock })
    await processes.join('webhook')
    await processes.look()
    processes.listen({ given: () => void worker.pickUp().catch(() => undefined), ended: () => undefined })
    ends.push(store.close)
    return { store, processes, inbox, worker }
  }

  /** Everybody says something through each of three processes at once; how many people have several owners. */
  const splitPeople = async (wrap?: (execute: Execute) => Execute): Promise<number> => {
    const all = await Promise.all(upTo(3).map(() => live(() => never, wrap)))
    const people = upTo(30)
    await Promise.all(
      all.flatMap(({ worker }, process) =>
        people.map((person) => worker.accept([updateOf(1000 * (process + 1) + person, person)])),
      ),
    )
    const rows = await inspect(database.url).rows('inbox')
    expect(rows).toHaveLength(90)
    return people.filter(
      (person) => new Set(rows.flatMap((row) => (row['lane'] === String(person) ? [row['owner']] : []))).size > 1,
    ).length
  }

  it('give all of a person to one of them, also when all store something at once', async () => {
    expect(await splitPeople()).toBe(0)
  })

  it('negative control: without the locks a person is split', async () => {
    let asked = 0
    let open: () => void = () => undefined
    const allAsked = new Promise<void>((resolve) => (open = resolve))
    const unlocked =
      (execute: Execute): Execute =>
      async (sql, values) => {
        if (sql.includes('pg_advisory_xact_lock(hashtextextended'))
          return execute('UPDATE inbox SET owner = owner WHERE id = 0')
        const result = await execute(sql, values)
        // All three look before one of them stores anything.
        if (sql.includes('CROSS JOIN LATERAL') && (asked += 1) >= 3) open()
        if (sql.includes('CROSS JOIN LATERAL')) await allAsked
        return result
      }
    expect(await splitPeople(unlocked)).toBeGreaterThan(0)
  })

  it('handle what a person says through any of them in the order in which it was said, one at a time', async () => {
    const people = upTo(30)
    const heard = new Map<number, number[]>()
    const busy = new Set<number>()
    let overlaps = 0
    const handle = async ({ update_id: id, message }: Update): Promise<Handled> => {
      const person = message?.from.id ?? 0
      if (busy.has(person)) overlaps += 1
      busy.add(person)
      await systemClock.sleep((id * 7) % 20)
      heard.set(person, [...(heard.get(person) ?? []), id])
      busy.delete(person)
      return handled
    }
    const all = await Promise.all(upTo(3).map(() => live(handle)))
    await Promise.all(
      people.map(async (person) => {
        for (const turn of upTo(6))
          await all[(person + turn) % 3]?.worker.accept([updateOf(turn * 100 + person, person)])
      }),
    )
    while ([...heard.values()].flat().length < 180) await systemClock.sleep(20)
    for (const person of people) expect(heard.get(person)).toEqual(upTo(6).map((turn) => turn * 100 + person))
    expect(overlaps).toBe(0)
  })

  it('leave to one of them what comes close together, handled or not: an album’s pictures are one to it alone', async () => {
    const done: string[] = []
    const named = (name: string) =>
      live(({ update_id: id }) => {
        done.push(`${name} ${id}`)
        return Promise.resolve(handled)
      })
    const [a, b] = [await named('a'), await named('b')]
    await a.worker.accept([updateOf(1, 1)])
    await a.worker.idle()
    await b.worker.accept([updateOf(2, 1)])
    await a.worker.pickUp()
    await a.worker.idle()
    expect(done).toEqual(['a 1', 'a 2'])
    // Whoever has ended gets nothing more.
    await a.processes.leave()
    await b.worker.accept([updateOf(3, 1)])
    await b.worker.idle()
    expect(done.at(-1)).toBe('b 3')
  })

  it('wait in a group for what somebody said in private to another of them', async () => {
    const order: number[] = []
    const gates = new Map<number, () => void>()
    const closed = new Map([1, 2].map((id) => [id, new Promise<void>((resolve) => gates.set(id, resolve))]))
    const handle = async ({ update_id: id }: Update): Promise<Handled> => {
      await closed.get(id)
      order.push(id)
      return handled
    }
    let looks = 0
    const countLooks =
      (execute: Execute): Execute =>
      (sql, values) => {
        if (sql.includes('AS behind')) looks += 1
        return execute(sql, values)
      }
    const [a, b, c] = [await live(handle), await live(handle, countLooks), await live(handle)]
    await a.worker.accept([updateOf(1, 1)])
    await b.worker.accept([updateOf(2, 2, group)])
    // What Ann says in the group is for whoever has the newest of hers or the group's.
    await c.worker.accept([updateOf(3, 1, group), updateOf(4, 1)])
    gates.get(2)?.()
    while (looks < 4) await systemClock.sleep(20)
    expect(order).toEqual([2])
    gates.get(1)?.()
    while (order.length < 4) await systemClock.sleep(20)
    expect(order).toEqual([2, 1, 3, 4])
  })

  it('take over from a dead one once, one of them all, in order, and nothing from one that lives', async () => {
    const dead = await live(() => never)
    await dead.worker.accept(upTo(20).map((id) => updateOf(id, id % 4)))
    const done: number[] = []
    const others = await Promise.all(
      upTo(3).map(() =>
        live(({ update_id: id }) => {
          done.push(id)
          return Promise.resolve(handled)
        }),
      ),
    )
    const pulse = (await dead.store.transact((tx) => tx.processes.all())).find(({ id }) => id === dead.processes.id())
    if (!pulse) throw new Error('it is not there')
    const takeOver = async () => Promise.all(others.map(({ worker }) => worker.takeOver(pulse).catch(() => undefined)))
    await dead.processes.look()
    expect(await takeOver()).toEqual([undefined, undefined, undefined])
    const silent = { ...pulse, beat: (pulse.beat ?? 0) + 1 }
    const taken = await Promise.all(others.map(({ worker }) => worker.takeOver(silent).catch(() => undefined)))
    expect(taken.filter((count) => count !== undefined)).toEqual([20])
    await Promise.all(others.map(({ worker }) => worker.idle()))
    expect([...done].sort((x, y) => x - y)).toEqual(upTo(20))
    for (const person of [0, 1, 2, 3]) {
      const theirs = done.filter((id) => id % 4 === person)
      expect(theirs).toEqual([...theirs].sort((x, y) => x - y))
    }
  })

  it('do not handle what others took: who was taken for dead is another from then on', async () => {
    const done: string[] = []
    let goOn: () => void = () => undefined
    const stopped = new Promise<void>((resolve) => (goOn = resolve))
    const frozen = await live(async ({ update_id: id }) => {
      if (id === 1) await stopped
      done.push(`frozen ${id}`)
      return { ...handled, forms: new Map([['form:1', `frozen ${id}`]]) }
    })
    await frozen.worker.accept(upTo(3).map((id) => updateOf(id, 1)))
    const other = await live(({ update_id: id }) => {
      done.push(`other ${id}`)
      return Promise.resolve({ ...handled, forms: new Map([['form:1', `other ${id}`]]) })
    })
    const [pulse] = (await other.store.transact((tx) => tx.processes.all())).filter(
      ({ id }) => id === frozen.processes.id(),
    )
    if (!pulse) throw new Error('it is not there')
    expect(await other.worker.takeOver(pulse)).toBe(3)
    await other.worker.idle()
    const before = frozen.processes.id()
    expect((await frozen.processes.look()).wasDisplaced).toBe(true)
    expect(frozen.processes.id()).not.toBe(before)
    goOn()
    await frozen.worker.idle()
    // What was under way cannot be called back; what had not begun is not begun, and nothing of it is kept.
    expect(done).toEqual(['other 1', 'other 2', 'other 3', 'frozen 1'])
    expect(await other.inbox.readForm('form:1')).toBe('other 3')
    // It works on under its new name.
    await frozen.worker.accept([updateOf(4, 2)])
    await frozen.worker.idle()
    expect(done.at(-1)).toBe('frozen 4')
  })

  it('begin nothing while they cannot be sure that the others take them for alive', async () => {
    let time = 0
    const store = await openStore({ url: parseDatabaseUrl(database.url) })
    ends.push(store.close)
    const processes = createProcesses({ store, clock: systemClock, monotonic: () => time })
    const inbox = createInbox({ store, clock: systemClock, processes })
    const done: number[] = []
    const handle = ({ update_id: id }: Update): Promise<Handled> => {
      done.push(id)
      return Promise.resolve(handled)
    }
    const worker = createWorker({ inbox, processes, handle, log, clock: systemClock })
    await processes.join('webhook')
    await processes.look()
    time = 2500
    await worker.accept([updateOf(1, 1)])
    await worker.pickUp()
    expect(done).toEqual([])
    await processes.look()
    await worker.idle()
    expect(done).toEqual([1])
  })

  it('begin again what was stored although the answer got lost', async () => {
    let lose = false
    const wrap =
      (execute: Execute): Execute =>
      async (sql, values) => {
        const result = await execute(sql, values)
        if (lose && sql === 'COMMIT') {
          lose = false
          throw new Error('connection lost')
        }
        return result
      }
    const done: number[] = []
    const { worker } = await live(({ update_id: id }) => {
      done.push(id)
      return Promise.resolve(handled)
    }, wrap)
    lose = true
    await expect(worker.accept([updateOf(1, 1)])).rejects.toThrow('connection lost')
    await worker.accept([updateOf(2, 1), updateOf(1, 1)])
    await worker.idle()
    expect(done).toEqual([1, 2])
  })
})
