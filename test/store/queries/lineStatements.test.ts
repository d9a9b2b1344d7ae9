import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomCodes } from '../../../src/services/codes.js'
import { createServices, type Services } from '../../../src/services/services.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { createTestClock } from '../../support/clock.js'
import { databases, type ClosedDatabase } from '../../support/database/databases.js'
import { fillLine, firstWaiterId, standAgain } from '../../support/database/longLine.js'
import { createListener, growthOnSqlite, openPlanner, type Sent } from '../../support/database/plans.js'
import { day, now } from '../../support/fixtures.js'
import { sellTo } from '../../support/people/selling.js'

const people = Number(process.env['LINE_ROWS'] ?? 4000)
const size = 10

// Other features' tables: what waits there does not hang on the line.
const foreign = /\b(?:announcements|inbox|forms|drafts|prompts|audit)\b/u
// A place is counted to a thousand, and no further; a line ends in one statement; a hundred who are sent home together
// are so large a part of a small line that PostgreSQL reads all of it.
const counted =
  /LIMIT 1001\) ahead$|^DELETE FROM waiting_types WHERE ticket_type_id IN \(SELECT|^DELETE FROM waiting_entries .*\$100\b/u
// As many as there are seats that are held.
const ofHolds = /\b(?:orders_held_of|waiting_offered)\b/u

/** What happens in a line all the time, by what one would call it. */
const acts = (
  { waiting, ordering, saleSettings, events }: Services,
  { eventId, ticketTypeId, organizerId }: Awaited<ReturnType<typeof sellTo>>,
): Readonly<Record<string, () => Promise<unknown>>> => {
  const last = { personId: firstWaiterId + people - 1, eventId }
  const own = { personId: organizerId, eventId }
  const wish = { quantity: 1, ticketTypeIds: [ticketTypeId] }
  return {
    'what one may wait for': () => waiting.askableFor(last),
    'one’s place': () => waiting.see(last),
    'all that one waits for': () => waiting.ofPerson(last.personId),
    'another wish': () => waiting.join({ ...last, ...wish }),
    'leaving and lining up': async () => {
      await waiting.leave(last)
      await waiting.join({ ...last, ...wish })
    },
    'a beat with nothing to do': () => waiting.work(),
    'more seats': async () => {
      await saleSettings.changeType({ ...own, ticketTypeId, fields: { capacity: 3 } })
      return waiting.work()
    },
    'what somebody lets pass': async () => {
      const personId = firstWaiterId
      const wait = await waiting.see({ personId, eventId })
      await ordering.cancel({ personId, orderId: wait?.offer?.order.id ?? 0 })
      return waiting.work()
    },
    'the line, page by page': async () => {
      const { rows } = await waiting.line({ ...own, size })
      return waiting.line({ ...own, size, after: rows.at(-1)?.entryId ?? 0 })
    },
    'an offer by hand': async () => {
      await saleSettings.changeType({ ...own, ticketTypeId, fields: { capacity: 4 } })
      const { rows } = await waiting.line({ ...own, size, after: Math.floor(people / 2) })
      await waiting.offerTo({ personId: organizerId, entryId: rows[0]?.entryId ?? 0 })
    },
    'letting some in': () => waiting.letIn({ ...own, ticketTypeId, seats: 3 }),
    'an event’s card': () => events.find(eventId),
    'the end of a line': async () => {
      await waiting.setLine({ ...own, to: 'closed' })
      return waiting.work()
    },
  }
}

describe.each(databases)(`what every statement touches of a line of ${people} people, on $name`, (database) => {
  let closed: ClosedDatabase
  let statements: readonly (readonly [act: string, sent: Sent])[]
  beforeAll(async () => {
    closed = await database.closed()
    const listener = createListener()
    const store = await openStore({ url: parseDatabaseUrl(closed.url), wrap: listener.wrap })
    const services = createServices({
      ...{ store, clock: createTestClock(now), codes: randomCodes, organizerIds: [] },
      ...{ zone: 'UTC', currency: 'RUB', hasProvider: true, holdMs: 900_000 },
    })
    const sold = await sellTo(store, { seats: 1, startsAt: now + 10 * day })
    await fillLine(closed.url, { ...sold, people, now })
    const all: (readonly [string, Sent])[] = []
    listener.heard()
    for (const [act, run] of Object.entries(acts(services, sold))) {
      await run()
      const heard = listener.heard().filter(({ sql }) => !foreign.test(sql))
      expect([act, heard.length]).not.toEqual([act, 0])
      all.push(...heard.map((sent) => [act, sent] as const))
    }
    statements = [...new Map(all.map((each) => [each[1].sql, each])).values()]
    await store.close()
    await standAgain(closed.url, sold.eventId, sold.ticketTypeId)
  })
  afterAll(() => closed.drop())

  const growing = async (some: typeof statements): Promise<readonly string[]> => {
    const found: string[] = []
    const note = (act: string, { sql }: Sent, wrong: readonly string[], how = ''): void => {
      if (wrong.length > 0) found.push(`${act}${how}: ${wrong.join(', ')} in ${sql}`)
    }
    const bounded = some.filter(([, { sql }]) => !counted.test(sql))
    if (database.name === 'sqlite') {
      for (const [act, sent] of bounded) {
        const grown = await growthOnSqlite(closed.url.slice('sqlite:///'.length), sent)
        note(
          act,
          sent,
          grown.filter((line) => !ofHolds.test(line)),
        )
      }
      return found
    }
    // What is only written would be there twice.
    const read = bounded.filter(([, { sql }]) => !sql.startsWith('INSERT'))
    const planner = await openPlanner(closed.url)
    try {
      for (const statistics of ['none', 'fresh']) {
        if (statistics === 'fresh') await planner.analyze()
        for (const [act, sent] of read) note(act, sent, await planner.growth(sent), ` (statistics: ${statistics})`)
      }
    } finally {
      await planner.close()
    }
    return found
  }

  test('is a page, never the line', async () => {
    expect(statements.length).toBeGreaterThan(30)
    expect(await growing(statements)).toEqual([])
  })

  test.each([
    ['SELECT COUNT(*) FROM waiting_types WHERE ticket_type_id = $1', [1]],
    ['SELECT id FROM waiting_entries WHERE event_id = $1 ORDER BY created_at LIMIT 10', [1]],
  ])('negative control: it is noticed when it is the line: %s', async (sql, values) => {
    expect(await growing([['control', { sql, values }]])).not.toEqual([])
  })
})
