import { hourMs, secondMs } from '../../domain/duration.js'
import { randomUUID } from 'node:crypto'
import type { Store } from '../../store/store.js'
import type { Clock } from '../../runtime/clock.js'
import { createBatcher } from '../../runtime/batcher.js'

/** An update as it waits: `payload` is Telegram's JSON, `lane` its chat. */
export type StoredUpdate = { readonly updateId: number; readonly lane: string; readonly payload: string }

/** What an update changed in the state of forms: a value to keep, or undefined to forget. */
export type FormChanges = ReadonlyMap<string, string | undefined>

// A process that gave no sign of life for so long is taken for dead, and its updates are handed to another one.
const leaseMs = 30 * secondMs
// Nobody counts further.
const mostBegun = 100
// Telegram repeats an update for at most 24 hours (https://core.telegram.org/bots/api#getting-updates).
const memoryMs = 48 * hourMs

/** A handled update, and what it changed in forms. */
export type FinishedUpdate = { readonly updateId: number; readonly forms: FormChanges }

/** Where updates wait before they are confirmed to Telegram, until they are handled. */
export const createInbox = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => {
  const owner = randomUUID()
  const lease = () => ({ now: clock.now(), owner, leaseUntil: clock.now() + leaseMs })

  return {
    /**
     * Keeps updates durably. Gives the ids that were not known before. Telegram hands out nothing more until it is
     * done, a checkout neither.
     */
    add: (updates: readonly StoredUpdate[]): Promise<ReadonlySet<number>> =>
      store.transact((tx) => tx.inbox.add(updates, lease()), { urgent: true }),

    /** An update is done, and what it changed in forms is kept in the same breath, so that no answer is taken twice. */
    finish: createBatcher((done: readonly FinishedUpdate[]): Promise<readonly unknown[]> =>
      store.transact(async (tx) => {
        for (const { forms } of done)
          for (const [key, value] of forms)
            await (value === undefined ? tx.forms.remove(key) : tx.forms.write(key, value, clock.now()))
        await tx.inbox.finish(
          done.map(({ updateId }) => updateId),
          clock.now(),
        )
        return done
      }),
    ),

    /** All that is this process's to handle, in order of arrival, also what it does not know to be. */
    ours: (): Promise<readonly (StoredUpdate & { readonly attempts: number })[]> =>
      store.transact((tx) => tx.inbox.ofOwner(owner)),

    /** Writes next to nothing: it succeeds when the database can be used. */
    reach: (): Promise<void> => store.transact((tx) => tx.cursors.set('reached', clock.now())),

    /** Whether other processes may be at work on the same updates; if so, `renew` is due every `renewMs`. */
    isShared: store.kind === 'postgres',

    /** How often to give a sign of life, in milliseconds. */
    renewMs: leaseMs / 6,

    /** A sign of life: what this process has not handled yet stays its own, however long it takes. */
    renew: (): Promise<void> => store.transact((tx) => tx.inbox.renew(owner, clock.now() + leaseMs)),

    /**
     * Updates that a process left behind when it died: those whose lease ran out, or, where no other process can be at
     * work, all that are not handled.
     */
    takeOver: ({
      everything,
    }: {
      readonly everything: boolean
    }): Promise<readonly (StoredUpdate & { readonly attempts: number })[]> =>
      store.transact((tx) => tx.inbox.takeOver({ ...lease(), everything })),

    /**
     * Notes that an update is begun once more, alone, after processes died that had it. Gives how often it was before.
     */
    beginAgain: (updateId: number): Promise<number> =>
      store.transact(async (tx) => {
        const subject = `update:${updateId}`
        const before = await tx.audit.of(subject, mostBegun)
        await tx.audit.add({ at: clock.now(), action: 'update.begunAgain', subject })
        return before.length
      }),

    /** Forgets handled updates that Telegram can no longer repeat. */
    purge: (): Promise<number> => store.transact((tx) => tx.inbox.purge(clock.now() - memoryMs)),

    /** The stored state of a form. */
    readForm: (key: string): Promise<string | undefined> => store.transact((tx) => tx.forms.read(key)),
  }
}

export type Inbox = ReturnType<typeof createInbox>
