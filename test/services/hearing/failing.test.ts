import { afterEach, describe, expect, test } from 'vitest'
import type { EventHeard } from '../../../src/domain/eventHeard.js'
import { minuteMs } from '../../../src/domain/duration.js'
import type { Execute } from '../../../src/store/engine/statements.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { type Database, databases } from '../../support/database/databases.js'
import { type House, openHouse } from '../../support/house.js'
import { like } from '../../support/inspect.js'

/** A house where nothing can be written down of what was told of one event, as long as one is named. */
const openTorn = async (database: Database) => {
  const closed = await database.closed()
  const torn: { eventId: number | undefined } = { eventId: undefined }
  const wrap =
    (execute: Execute): Execute =>
    (sql, values) =>
      sql.startsWith('INSERT INTO hearings') && values?.[0] === torn.eventId
        ? Promise.reject(new Error('torn'))
        : execute(sql, values)
  const store = await openStore({ url: parseDatabaseUrl(closed.url), wrap })
  const drop = () => store.close().then(closed.drop)
  return {
    torn,
    house: await openHouse({ ...database, open: () => Promise.resolve({ store, url: closed.url, drop }) }),
  }
}

describe.each(databases)('an event of which its organizer cannot be told, on $name', (database) => {
  let house: House
  afterEach(() => house.drop())

  test('holds up no other, is told of, and is tried again later', async () => {
    const opened = await openTorn(database)
    const { torn } = opened
    house = opened.house
    const [broken, sound] = [await house.sale({ title: 'Torn' }), await house.sale({ title: 'Whole' })]
    const anna = await house.person('Anna')
    for (const sale of [broken, sound]) await house.buys(anna, sale)
    torn.eventId = broken.event.id
    const failed: (readonly [boolean, number])[] = []
    const work = () =>
      house.services.hearing.work((error, eventId) => {
        failed.push([/torn/u.test(String(error)), eventId])
      })
    const titles = async () =>
      (await house.inspect.rows('announcements', { key: like('heard:%') }))
        .map(({ news }) => JSON.parse(String(news)) as EventHeard)
        .map(({ title, tickets }) => `${title} ${tickets}`)
        .sort()
    house.later(minuteMs)
    // What is put off is not due at once: the loop would turn without a pause.
    expect((await work()) ?? 0).toBeGreaterThan(house.clock.now())
    expect([await titles(), failed]).toEqual([['Whole 1'], [[true, broken.event.id]]])
    torn.eventId = undefined
    house.later(minuteMs)
    await work()
    expect([await titles(), failed.length]).toEqual([['Torn 1', 'Whole 1'], 1])
  })
})
