import { setTimeout as pause } from 'node:timers/promises'
import { openStore, type Store, type StoreNeeds } from '../../../src/store/store.js'
import { openInterleaved } from './interleaved.js'

/** A negative control's: a race may be missed, though not four times. */
export const mayMissTheRace = { retry: 3 } as const

/** With all its connections open: whoever has to open one comes when the first has gone, and no race is run. */
const connected = async (store: Store): Promise<Store> => {
  const touch = () =>
    store.transact(async (tx) => {
      await tx.people.find(0)
      await pause(50)
    })
  await Promise.all(Array.from({ length: 10 }, touch))
  return store
}

/**
 * A store for negative controls that race: on SQLite transactions run into each other, on PostgreSQL all connections
 * are open before.
 */
export const openRacing = async (needs: StoreNeeds): Promise<Store> =>
  needs.url.kind === 'sqlite' ? openInterleaved(needs) : connected(await openStore(needs))
