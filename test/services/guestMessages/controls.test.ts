import { afterEach, describe, expect, test } from 'vitest'
import type { Execute } from '../../../src/store/engine/statements.js'
import { type Database, databases } from '../../support/database/databases.js'
import { mayMissTheRace, openRacing } from '../../support/database/racing.js'
import { type House, openHouse } from '../../support/house.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'

/** Changes statements on their way to the database. */
type Change = (execute: Execute) => Execute
const nothing: Change = (execute) => execute

/** With `wrap` in between; for a race, transactions run into each other. */
const openWith = async (database: Database, wrap: Change, isRace = false): Promise<House> => {
  const closed = await database.closed()
  const url = parseDatabaseUrl(closed.url)
  const store = await (isRace ? openRacing : openStore)({ url, wrap })
  const drop = () => store.close().then(closed.drop)
  return openHouse({ ...database, open: () => Promise.resolve({ store, url: closed.url, drop }) })
}

let updateId = 0
const play = async (house: House) => {
  const sale = await house.sale()
  const guests: number[] = []
  for (const name of ['Ada', 'Bea', 'Cid']) {
    guests.push(await house.person(name))
    await house.buys(guests.at(-1) ?? 0, sale)
  }
  const { guestMessages } = house.services
  const writes = async () => {
    updateId += 1
    const own = { personId: sale.organizer, eventId: sale.event.id }
    const { id } = await guestMessages.write({ ...own, audience: { kind: 'all', of: 0 }, source: updateId, updateId })
    await guestMessages.previewed(id, [updateId])
    return { personId: sale.organizer, guestMessageId: id }
  }
  const rowsOf = async ({ guestMessageId }: { readonly guestMessageId: number }) =>
    (await house.inspect.rows('announcements'))
      .filter(({ key }) => String(key).startsWith(`guests:${guestMessageId}:`))
      .map(({ recipient }) => Number(recipient))
      .sort((a, b) => a - b)
  return { sale, guests, guestMessages, writes, rowsOf }
}

// Whoever goes on does not look whether somebody else did.
const unguardedRounds = (sql: string): string =>
  sql.startsWith('UPDATE guest_messages SET next = ')
    ? sql.replace(/ AND next = \$2 AND state = 'sending' AND written_at IS NULL/u, ' AND $2 >= 0')
    : sql
// Two rows of one guest are two.
let made = 0
const ownKeys = (value: unknown): unknown => {
  made += 1
  return typeof value === 'string' && value.startsWith('guests:') ? `${value}:${made}` : value
}
const isOutbox = (sql: string): boolean => sql.startsWith('INSERT INTO announcements')
const withoutNets = (): Change => {
  let [found, meet] = [0, (): void => undefined]
  const met = new Promise<void>((resolve) => (meet = resolve))
  return (execute) => async (text, values) => {
    const sql = unguardedRounds(text.replace(/\s+/gu, ' '))
    const isRound = sql.startsWith('UPDATE guest_messages SET next = ')
    // Two have found the message before one of them goes on.
    if (isRound && (found += 1) === 2) meet()
    if (isRound) await met
    return execute(sql, isOutbox(sql) ? (values?.map(ownKeys) as typeof values) : values)
  }
}

const withoutEventLock: Change = (execute) => (sql, values) => {
  const columns = /^UPDATE events SET capacity = capacity WHERE id = \$1 RETURNING (?<columns>.+)$/su.exec(sql)
    ?.groups?.['columns']
  return execute(columns === undefined ? sql : `SELECT ${columns} FROM events WHERE id = $1`, values)
}

const deafToMutes: Change = (execute) => (sql, values) =>
  /^SELECT .* FROM muted_organizers/u.test(sql) ? Promise.resolve({ rows: [], affected: 0 }) : execute(sql, values)

describe.each(databases)('messages to guests and their guards, on $name', (database) => {
  let house: House
  afterEach(() => house.drop())

  /** Several processes find the same message half told; who is told, each as often as they are. */
  const toldAtOnce = async () => {
    const { guests, guestMessages, writes, rowsOf } = await play(house)
    const message = await writes()
    await guestMessages.send(message)
    const { guestMessages: others } = house.others
    await Promise.all([guestMessages, others, guestMessages, others].map((each) => each.work()))
    return { guests, told: await rowsOf(message) }
  }

  test('each guest is told once', async () => {
    house = await openWith(database, nothing)
    const { guests, told } = await toldAtOnce()
    expect(told).toEqual(guests)
  })

  test('negative control: without the guard and the keys they are told again', async () => {
    house = await openWith(database, withoutNets(), true)
    const { guests, told } = await toldAtOnce()
    expect([...new Set(told)]).toEqual(guests)
    expect(told.length).toBeGreaterThan(guests.length)
  })

  /** How many of six are sent that are sent at once. */
  const sentAtOnce = async (): Promise<number> => {
    const { guestMessages, writes } = await play(house)
    const all = []
    for (let i = 0; i < 6; i += 1) all.push(await writes())
    const results = await Promise.allSettled(all.map((message) => guestMessages.send(message)))
    return results.filter(({ status }) => status === 'fulfilled').length
  }

  test('no more than three are sent, however many at once', async () => {
    house = await openWith(database, nothing)
    expect(await sentAtOnce()).toBe(3)
  })

  test('negative control: without the lock each counts the others too early', mayMissTheRace, async () => {
    house = await openWith(database, withoutEventLock, true)
    expect(await sentAtOnce()).toBeGreaterThan(3)
  })

  test.each([
    ['whoever muted hears nothing', nothing, false],
    ['negative control: where nobody asks for mutes they hear it', deafToMutes, true],
  ])('%s', async (_, wrap, isHeard) => {
    house = await openWith(database, wrap)
    const { sale, guests, guestMessages, writes, rowsOf } = await play(house)
    const [ada = 0] = guests
    const before = await writes()
    await guestMessages.send(before)
    await guestMessages.work()
    // One before it is written down, one between that and when it is said.
    await guestMessages.mute({ personId: ada, eventId: sale.event.id, isOn: true })
    expect((await guestMessages.toSay(ada, before.guestMessageId)) !== undefined).toBe(isHeard)
    const after = await writes()
    await guestMessages.send(after)
    await guestMessages.work()
    expect((await rowsOf(after)).includes(ada)).toBe(isHeard)
  })
})
