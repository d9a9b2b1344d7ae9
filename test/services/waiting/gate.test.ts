import { afterEach, describe, expect, test } from 'vitest'
import type { Execute } from '../../../src/store/engine/statements.js'
import { openStore, parseDatabaseUrl, type Store } from '../../../src/store/store.js'
import { type ClosedDatabase, databases } from '../../support/database/databases.js'
import { makeOffer } from '../../support/fixtures.js'

const gate = ' AND waiting = 0 AND for_line IS NOT TRUE'

describe.each(databases)('the gate before seats that somebody waits for, on $name', (database) => {
  let closed: ClosedDatabase | undefined
  let store: Store | undefined
  afterEach(async () => {
    await store?.close()
    await closed?.drop()
  })

  /** Whether a buyer gets a free seat of a type while somebody waits for it, and of one for the line only. */
  const snatches = async (wrap: (execute: Execute) => Execute) => {
    closed = await database.closed()
    store = await openStore({ url: parseDatabaseUrl(closed.url), wrap })
    const { type, event } = await makeOffer(store, 3)
    const entry = {
      eventId: event.id,
      personId: event.organizerId,
      quantity: 1,
      ticketTypeIds: [type.id],
      createdAt: 0,
      isAny: false,
    }
    return store.transact(async (tx) => {
      const waiting = await tx.waitingEntries.add(entry)
      await tx.waitingTypes.add(waiting)
      const past = await tx.ticketTypes.take(type.id, 1)
      const own = await tx.ticketTypes.takeForLine(type.id, 1)
      await tx.waitingTypes.remove([waiting])
      await tx.ticketTypes.setForLine(type.id, true)
      const only = await tx.ticketTypes.take(type.id, 1)
      return [past, own, only].map((taken) => taken !== undefined)
    })
  }

  test('lets nobody past the line', async () => {
    expect(await snatches((execute) => execute)).toEqual([false, true, false])
  })

  test('negative control: without it whoever presses first has the seat', async () => {
    let found = 0
    const ungated =
      (execute: Execute): Execute =>
      (sql, values) => {
        if (sql.includes(gate)) found += 1
        return execute(sql.replace(gate, ''), values)
      }
    expect(await snatches(ungated)).toEqual([true, true, true])
    expect(found).toBe(2)
  })
})
