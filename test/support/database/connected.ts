import { setTimeout as pause } from 'node:timers/promises'
import type { Store } from '../../../src/store/store.js'

/** With all its connections open: whoever has to open one comes when the first has gone, and no race is run. */
export const connected = async (store: Store): Promise<Store> => {
  const touch = () =>
    store.transact(async (tx) => {
      await tx.people.find(0)
      await pause(50)
    })
  await Promise.all(Array.from({ length: 10 }, touch))
  return store
}
