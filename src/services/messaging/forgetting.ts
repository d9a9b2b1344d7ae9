import { dayMs } from '../../domain/duration.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store } from '../../store/store.js'
import { agedTables, type ForgetBefore, type WalkedTable, walkedTables } from '../../store/queries/forgetting.js'

/** How long what is owed to nobody is kept; docs/operations.md says the same. */
const keptMs: ForgetBefore = {
  said: 90 * dayMs,
  unsaid: 730 * dayMs,
  links: 90 * dayMs,
  audit: 365 * dayMs,
  unfinished: 180 * dayMs,
  guesses: dayMs,
  ratings: 730 * dayMs,
  threads: 180 * dayMs,
  guestMessages: 180 * dayMs,
  words: dayMs,
}

/** Forgets what only grows and is owed to nobody: never orders, money, tickets, and what was done to them. */
export const createForgetting = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => {
  const walk = async (table: WalkedTable, before: ForgetBefore): Promise<void> => {
    // What an audit keeps it keeps for good: it is looked at once. Of the rest hardly anything old is left.
    const mark = table === 'audit' ? 'forgot audit' : undefined
    let after = mark === undefined ? 0 : await store.transact(async (tx) => (await tx.cursors.of(mark)) ?? 0)
    for (;;) {
      const last = await store.transact(async (tx) => {
        const seen = await tx.forgetting.walk(table, before, after)
        if (mark !== undefined && seen !== undefined) await tx.cursors.set(mark, seen)
        return seen
      })
      if (last === undefined) return
      after = last
    }
  }

  return {
    /** Forgets what is old by now, in small steps between which others have their turn. */
    forget: async (): Promise<void> => {
      const before = Object.fromEntries(
        Object.entries(keptMs).map(([what, ms]) => [what, clock.now() - ms]),
      ) as ForgetBefore
      for (const table of walkedTables) await walk(table, before)
      for (const table of agedTables) while (await store.transact((tx) => tx.forgetting.removeOld(table, before)));
    },
  }
}
