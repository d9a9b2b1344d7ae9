import { expect } from 'vitest'
import { openStore, parseDatabaseUrl } from '../../../../src/store/store.js'
import { makeEvent } from '../../../support/fixtures.js'
import { type Stage, unhandled } from '../../../support/stage.js'
import { createChance, createCrowd } from './crowd.js'

const day = 86_400_000
const slug = 'abcdefghij'

/** Puts on sale what everybody wants, at the door's price. */
const publish = async (url: string): Promise<void> => {
  const store = await openStore({ url: parseDatabaseUrl(url) })
  await store.transact(async (tx) => {
    const event = await makeEvent(tx, { slug, startsAt: Date.now() + day })
    const price = { minor: 150_000, currency: 'RUB' }
    await tx.ticketTypes.insert({ eventId: event.id, name: '', price, capacity: 1_000_000 })
  })
  await store.close()
}

type Outage = {
  readonly stage: Stage
  /** The database's address, past what breaks. */
  readonly url: string
  readonly size: number
  /** Breaks the database, and lets it come back. */
  readonly strike: () => Promise<void>
  readonly strikes: number
}

/**
 * People buy without a pause while the database goes away and comes back: all of them are answered, none of them is
 * told that something broke, and what they were told is what is there.
 */
export const buyThroughOutages = async ({ stage, url, size, strike, strikes }: Outage): Promise<void> => {
  await publish(url)
  const program = await stage.open()
  const { sandbox, inspect } = stage
  const broken: string[] = []
  const stopHearing = sandbox.subscribe((happening) => {
    if (happening.kind !== 'messageSent' && happening.kind !== 'messageEdited') return
    if (/something broke/u.test(happening.message.text)) broken.push(happening.message.text)
  })
  const crowd = createCrowd({ sandbox, slug, size, chance: createChance(1), life: () => 0 })
  try {
    for (let n = 0; n < strikes; n += 1) {
      const before = crowd.told().length
      await sandbox.until(() => crowd.told().length > before + size / 4, 60_000)
      await strike()
    }
    const before = crowd.told().length
    await sandbox.until(() => crowd.told().length > before + size / 4, 90_000)
    crowd.rest()
    await expect.poll(() => sandbox.pendingUpdates(), { timeout: 30_000 }).toBe(0)
    await expect.poll(() => inspect.count('inbox', unhandled), { timeout: 90_000 }).toBe(0)

    expect(broken).toEqual([])
    expect(crowd.unanswered()).toEqual([])
    expect(program.log().filter(({ msg }) => msg === 'defect')).toEqual([])
    const orders = new Map(
      (await inspect.rows('orders', { state: 'confirmed' })).map((row) => [
        String(row['request_key']),
        Number(row['quantity']),
      ]),
    )
    expect(crowd.told().filter(({ key, quantity }) => orders.get(key) !== quantity)).toEqual([])
    expect(crowd.wished().filter(({ key }) => !orders.has(key))).toEqual([])
    expect(orders.size).toBe(new Set(crowd.wished().map(({ key }) => key)).size)
    expect(await inspect.brokenPromises()).toEqual([])
    expect(await inspect.incompleteOrders()).toBe(0)
    console.info(
      `${strikes} outages: ${orders.size} orders of ${size} people, all answered, ${crowd.tooLate()} presses too late`,
    )
  } finally {
    crowd.close()
    stopHearing()
  }
}
