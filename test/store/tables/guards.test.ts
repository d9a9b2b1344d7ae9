import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RefundRun } from '../../../src/domain/refund.js'
import { parseDatabaseUrl, type Store, type Tx } from '../../../src/store/store.js'
import { databases, type ClosedDatabase } from '../../support/database/databases.js'
import { now } from '../../support/fixtures.js'
import { createUnguarding, guardNames } from '../../support/database/unguarded.js'

const nobody = { personId: 0, now, isPaid: false }
const ticket = { id: 0, code: '' }
const money = { minor: 0, currency: 'RUB' }
const run: RefundRun = {
  id: 0,
  eventId: 0,
  kind: 'organizer',
  orderIds: [],
  next: 0,
  messageId: undefined,
  drawn: undefined,
  createdAt: now,
  doneAt: undefined,
}

const round = {
  id: 0,
  eventId: 0,
  ticketTypeId: undefined,
  version: 1,
  wasOpen: false,
  dueAt: now,
  toldTo: 0,
  told: 0,
}

const thread = { id: 0, eventId: 0 }

/** Everything that two may do at once and only one can. */
const acts: readonly ((tx: Tx) => Promise<unknown>)[] = [
  (tx) => tx.events.nextNumbers(0, 1),
  (tx) => tx.checkIns.letIn(ticket, nobody),
  (tx) => tx.checkIns.undo(0, now),
  (tx) => tx.tickets.give(ticket, { holderId: 0, code: '', shortCode: '' }),
  (tx) => tx.tickets.giveBack(ticket),
  (tx) => tx.waitingEntries.offer(0, 0),
  (tx) => tx.gifts.accept(0, 0, now),
  (tx) => tx.guestEntries.take(0, 0, now),
  (tx) => tx.guestEntries.revoke(0, now),
  (tx) => tx.guestDrafts.close(0, now),
  (tx) => tx.invitations.use(0, 0, now),
  (tx) => tx.promoCodes.redeem(0, 1),
  (tx) => tx.refundRuns.takeNext(run, now),
  (tx) => tx.orders.lock(0),
  (tx) => tx.orders.move(0, 'held', 'cancelled', now),
  (tx) => tx.orders.confirm(0, 'held', { method: 'free', isTold: false, now }),
  (tx) => tx.holds.expire(0, now),
  (tx) => tx.holds.extend(0, { until: now }),
  (tx) => tx.holds.extendAll([0], { until: now, checkoutAt: now }),
  (tx) => tx.orders.change(0, { total: money, full: money, paymentMethod: 'free', promoCodeId: undefined }),
  (tx) => tx.orders.giveBack(0, now),
  (tx) => tx.threads.spend(0, now),
  (tx) => tx.threads.open(thread, 1),
  (tx) => tx.threads.close(thread),
  (tx) => tx.onlineAccesses.advance(round, undefined),
  (tx) => tx.ticketTypes.giveBack(0, 1),
  (tx) => tx.events.lock(0),
  (tx) => tx.ticketTypes.lockOfEvent(0),
  (tx) => tx.ticketTypes.take(0, 1),
]

describe.each(databases)('the guards that negative controls take out, on $name', ({ empty }) => {
  let database: ClosedDatabase
  let store: Store
  const unguarding = createUnguarding()
  beforeEach(async () => {
    database = await empty()
    store = await unguarding.open({ url: parseDatabaseUrl(database.url) })
  })
  afterEach(async () => {
    await store.close()
    await database.drop()
  })

  test('are all there: each of them is found in a statement of the store', async () => {
    expect(unguarding.mustHaveFound).toThrow('no statement had a guard')
    for (const act of acts) await store.transact(act)
    unguarding.mustHaveFound()
    expect(unguarding.found()).toEqual([...guardNames].sort())
  })
})
