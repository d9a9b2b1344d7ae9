import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anyTimeBefore } from '../../../src/domain/door.js'
import { randomCodes } from '../../../src/services/codes.js'
import { createServices, type Services } from '../../../src/services/services.js'
import { openStore, parseDatabaseUrl, type Store } from '../../../src/store/store.js'
import { createTestClock } from '../../support/clock.js'
import { databases, type ClosedDatabase } from '../../support/database/databases.js'
import { fillGrown, grown, keepStatisticsOff } from '../../support/database/grown.js'
import { createListener, growthOnSqlite, openPlanner, type Sent } from '../../support/database/plans.js'
import { now } from '../../support/fixtures.js'
import { refused } from '../../support/house.js'

const tickets = 4000
const { eventId, typeId, organizerId, staffId, firstBuyerId } = grown
const size = 10
const buyerId = firstBuyerId + 1200

// Other features' tables: what waits there does not hang on the event.
const foreign = /\b(?:announcements|inbox|forms|drafts|prompts|audit)\b/u

/** What people do all the time, by what they would call it. */
const acts = (services: Services, name: string): Readonly<Record<string, () => Promise<unknown>>> => {
  const { doorView, events, moneyReports, refunds, ordering, checkIn, gifts, payments } = services
  const search = (text: string) => () => doorView.search({ personId: staffId, eventId, text })
  const [first = '', last = ''] = name.split(' ')
  const buy = { buyerId, ticketTypeId: typeId, quantity: 2 }
  return {
    'search by first name': search(first),
    'search by surname': search(last),
    'search by beginning': search(first.slice(0, 2)),
    'search by full name': search(`${last} ${first}`),
    'search by beginnings': search(`${last.slice(0, 5)} ${first.slice(0, 2)}`),
    'search by number': search('77'),
    'search by code': search('0000'),
    'search for nobody': search('xyz abc'),
    'open the door': () => doorView.open({ personId: staffId, eventId }),
    'look at the door': () => doorView.view({ personId: staffId, eventId }),
    'choose a door': () => doorView.choices(staffId, { size }),
    'draw doors': async () => {
      await doorView.remember({ personId: staffId, messageId: 1 })
      return doorView.due()
    },
    'who is in': async () => {
      const { rows } = await doorView.whoIsIn({ personId: staffId, eventId, size })
      const last = rows.at(-1)
      return doorView.whoIsIn({
        personId: staffId,
        eventId,
        size,
        after: { at: last?.checkedInAt ?? 0, id: last?.id ?? 0 },
      })
    },
    'manage an event': () => events.forOrganizer(organizerId, eventId),
    'my events': () => events.ofOrganizer(organizerId, { when: 'upcoming', size }),
    'what is on': () => events.onSale({ size }),
    'an event’s card': () => services.looking.see({ personId: buyerId, eventId }),
    'a link': () => services.looking.arrive({ personId: buyerId, slug: 'grown' }),
    'a reminder': async () => {
      await services.selling.setSaleFrom({ personId: organizerId, eventId, saleFrom: now + 1000 })
      await services.openingReminders.set({ personId: buyerId, eventId, isOn: true })
      await services.selling.setSaleFrom({ personId: organizerId, eventId, saleFrom: undefined })
      return services.openingReminders.tell()
    },
    money: () => moneyReports.ofEvent(organizerId, eventId),
    'who bought': async () => {
      const { rows } = await events.buyers(organizerId, eventId, { size })
      return events.buyers(organizerId, eventId, { size, after: rows.at(-1)?.id ?? 0 })
    },
    'who can be refunded': async () => {
      const { rows } = await refunds.refundable(organizerId, eventId, { size })
      await refunds.countRefundable(organizerId, eventId)
      return refunds.refundable(organizerId, eventId, { size, after: rows.at(-1)?.id ?? 0 })
    },
    'refunds to make': async () => {
      const { rows } = await refunds.tasks(organizerId, eventId, { size })
      return refunds.tasks(organizerId, eventId, { size, after: rows.at(-1)?.id ?? 0 })
    },
    'Stars to give back': async () => {
      await refunds.claim(10)
      await refunds.nextDue()
    },
    'transfers to look for': () => moneyReports.underReview(organizerId, eventId, { size }),
    'my tickets': () => services.tickets.ordersOfHolder({ personId: buyerId, when: 'upcoming', size }),
    'my orders': () => services.tickets.ofBuyer(buyerId, { size }),
    'hold, pay, refund': async () => {
      const { order } = await ordering.hold({ ...buy, requestKey: randomCodes.key() })
      const charge = { payerId: buyerId, amount: order.total, payload: order.payload ?? '' }
      await payments.receive({ ...charge, chargeId: 'charge', method: 'provider' })
      await refunds.refund({ personId: organizerId, orderId: order.id })
    },
    'scan, pay at the door': async () => {
      await checkIn.byCode({ personId: staffId, code: 'code 42' })
      await checkIn.letInPaid({ personId: staffId, ticketId: 2 })
      return checkIn.undo({ personId: staffId, ticketId: 2 })
    },
    'let a party in': () => checkIn.letInTogether({ personId: staffId, ticketId: 4, way: 'asIs', shown: 0 }),
    'sell at the door, and take it back': async () => {
      const act = { personId: organizerId, eventId }
      await services.publishing.setDoorTime({ ...act, minutes: anyTimeBefore })
      const { choices } = await services.doorSales.choices(act)
      const { type } = choices[0] ?? {}
      const wish = { ...act, ticketTypeId: typeId, quantity: 2, method: 'cash', requestKey: randomCodes.key() } as const
      const { sale } = await services.doorSales.sell({ ...wish, shownMinor: 2 * (type?.price.minor ?? 0) })
      await services.doorSales.name({ personId: organizerId, saleId: sale.id, text: 'Olga Petrova' })
      await services.doorSales.undo({ personId: organizerId, saleId: sale.id })
      await services.doorSales.takings(act)
      return services.doorSales.takings({ ...act, personId: staffId })
    },
    'type a short code': () => checkIn.byShortCode({ personId: staffId, text: '00007919' }),
    'give a ticket': async () => {
      const { token } = await gifts.create({ personId: firstBuyerId + 1, ticketId: 4 })
      return gifts.accept({ personId: staffId, token })
    },
    'write a guest list, and look through it': async () => {
      const { lists, entries, links } = services.guestList
      const own = { personId: organizerId, eventId, ticketTypeId: typeId, requestKey: randomCodes.key() }
      const { draft } = await lists.write({ ...own, words: 'Anna +1; press\n@somebody; band' })
      await lists.setReason({ personId: organizerId, draftId: draft.id, reason: 'band' })
      await lists.issue({ personId: organizerId, draftId: draft.id })
      const { token = '', id: entryId } = await links.make({ ...own, quantity: 2, reason: 'press' })
      await links.take({ personId: buyerId, token })
      const { rows } = await entries.list({ ...own, size: 1 })
      await entries.list({ ...own, size, after: rows.at(-1)?.entry.id ?? 0 })
      await entries.view({ personId: organizerId, entryId })
      await entries.revoke({ personId: organizerId, entryId })
    },
    'be renamed': () => services.people.meet({ id: buyerId, displayName: 'Another Name', languageCode: 'en' }),
    'look for payments that were missed': () => services.downtime.listToCheck(now),
    'an event’s report': () => services.eventReports.ofEvent(organizerId, eventId),
    'what guests wrote': () => services.eventReports.words(organizerId, eventId, { size, after: 1 }),
    'say how it was': () => refused(services.ratings.rate({ personId: buyerId, eventId, stars: 5 })),
    'follow, and stop': async () => {
      await services.following.follow({ personId: buyerId, eventId })
      const { rows } = await services.following.ofPerson(buyerId, { size, after: 1_000_000 })
      await services.following.news(buyerId, eventId)
      await services.following.countOf(organizerId)
      await services.following.stop({ personId: buyerId, followId: rows[0]?.id ?? 1 })
    },
    'what comes after events': () => services.afterwards.work(),
    // The last, for from then on the event asks.
    'ask and answer': async () => {
      const asked = { kind: 'name', scope: 'ticket', text: 'Name', choices: [] } as const
      const { question } = await services.buyerQuestions.add({ personId: organizerId, eventId, ...asked })
      const personId = firstBuyerId + 1300
      const { order } = await ordering.hold({ ...buy, buyerId: personId, requestKey: randomCodes.key() })
      const slot = { personId, orderId: order.id, questionId: question.id, place: 1 }
      await services.answers.give({ ...slot, reply: { kind: 'typed', text: 'Ann' } })
      await services.answers.rename({ personId: organizerId, ticketId: 2, text: 'Bo Ash' })
      for (const text of ['bo', 'ash bo', name]) await doorView.search({ personId: staffId, eventId, text })
      await services.guests.search({ personId: organizerId, eventId, text: 'ash bo' })
      await services.answers.ofTicket({ personId: staffId, ticketId: 4 })
      await checkIn.byCode({ personId: staffId, code: 'code 42' })
      await services.choosing.pick({ ...buy, personId: firstBuyerId + 1301, eventId })
    },
  }
}

describe.each(databases)(`what every statement touches of an event with ${tickets} tickets, on $name`, (database) => {
  let closed: ClosedDatabase
  let store: Store
  let statements: readonly (readonly [act: string, sent: Sent])[]
  beforeAll(async () => {
    closed = await database.empty()
    await fillGrown(closed.url, tickets, now)
    const listener = createListener()
    const url = parseDatabaseUrl(closed.url)
    store = await openStore({ url, wrap: listener.wrap })
    await keepStatisticsOff(closed.url)
    const services = createServices({
      ...{ store, clock: createTestClock(now), codes: randomCodes, organizerIds: [] },
      ...{ zone: 'UTC', currency: 'RUB', hasProvider: true, holdMs: 900_000 },
    })
    const name = (await services.people.find(buyerId))?.displayName ?? ''
    const all: (readonly [string, Sent])[] = []
    listener.heard()
    for (const [act, run] of Object.entries(acts(services, name))) {
      await run()
      const heard = listener.heard().filter(({ sql }) => !foreign.test(sql))
      expect([act, heard.length]).not.toEqual([act, 0])
      all.push(...heard.map((sent) => [act, sent] as const))
    }
    // What is due later asks these about the event itself.
    await store.transact(async (tx) => {
      await tx.guests.after({ eventId, isOnline: false }, 1, size)
      await tx.follows.followersAfter(organizerId, 1, size)
      await tx.eventRounds.open('followers')
    })
    all.push(...listener.heard().map((sent) => ['tell many', sent] as const))
    statements = [...new Map(all.map((each) => [each[1].sql, each])).values()]
    await store.close()
  })
  afterAll(() => closed.drop())

  const growing = async (some: typeof statements): Promise<readonly string[]> => {
    const found: string[] = []
    const note = (act: string, { sql }: Sent, wrong: readonly string[], how = ''): void => {
      if (wrong.length > 0) found.push(`${act}${how}: ${wrong.join(', ')} in ${sql}`)
    }
    if (database.name === 'sqlite') {
      for (const [act, sent] of some) note(act, sent, await growthOnSqlite(closed.url.slice('sqlite:///'.length), sent))
      return found
    }
    // What is only written would be there twice.
    const read = some.filter(([, { sql }]) => !sql.startsWith('INSERT'))
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

  test('is a page, never the event', async () => {
    expect(statements.length).toBeGreaterThan(60)
    expect(await growing(statements)).toEqual([])
  })

  test.each([
    ["SELECT COUNT(*) FROM orders WHERE event_id = $1 AND state = 'confirmed'", [eventId]],
    ['SELECT id FROM tickets WHERE event_id = $1 ORDER BY picture LIMIT 10', [eventId]],
    ['SELECT id FROM people WHERE folded_name LIKE $1 LIMIT 10', ['%zzz%']],
    ['SELECT SUM(amount_minor) FROM payments WHERE event_id = $1', [eventId]],
  ])('negative control: it is noticed when it is the event: %s', async (sql, values) => {
    expect(await growing([['control', { sql, values }]])).not.toEqual([])
  })
})
