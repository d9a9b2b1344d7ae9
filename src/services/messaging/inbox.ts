import { hourMs, secondMs } from '../../domain/duration.js'
import type { Clock } from '../../runtime/clock.js'
import { createBatcher } from '../../runtime/batcher.js'
import type { Store, Tx } from '../../store/store.js'
import type { InboxUpdate, NewInboxUpdate, OwnedUpdate } from '../../store/tables/inbox.js'
import type { Processes, TakenUpdates } from './processes.js'

export type { InboxUpdate } from '../../store/tables/inbox.js'

/** What an update changed in the state of forms: a value to keep, or undefined to forget. */
export type FormChanges = ReadonlyMap<string, string | undefined>

/** What storing updates came to: the ids that were not known before, and what this process has to handle. */
export type StoredUpdates = TakenUpdates & { readonly fresh: ReadonlySet<number> }

// What comes so soon after another update stays with it, handled or not: the pictures of an album belong together, and
// what a process remembers of a chat is all it knows.
const togetherMs = 3 * secondMs
// Nobody counts further.
const mostBegun = 100
// Telegram repeats an update for at most 24 hours (https://core.telegram.org/bots/api#getting-updates).
const memoryMs = 48 * hourMs

/** A handled update, and what it changed in forms. */
export type FinishedUpdate = { readonly updateId: number; readonly forms: FormChanges }

type Needs = {
  readonly store: Store
  readonly clock: Clock
  readonly processes: Pick<Processes, 'id' | 'isShared' | 'join'>
}

/** Where updates wait before they are confirmed to Telegram, until they are handled. */
export const createInbox = ({ store, clock, processes }: Needs) => {
  const addShared = async (updates: readonly NewInboxUpdate[]): Promise<StoredUpdates> => {
    const owner = processes.id()
    const added = await store.transact((tx) => addInOrder(tx, updates, { storer: owner, now: clock.now() }), {
      urgent: true,
    })
    if (added) return { ...added, owner }
    await processes.join()
    return addShared(updates)
  }

  return {
    /**
     * Keeps updates durably. Telegram hands out nothing more until it is done, a checkout neither. Where processes
     * share them, whoever has what came before an update under one of its keys gets it; what others had for this
     * process comes along.
     */
    add: async (updates: readonly NewInboxUpdate[]): Promise<StoredUpdates> => {
      if (processes.isShared) return addShared(updates)
      const owner = processes.id()
      const rows = updates.map((update) => ({ ...update, owner }))
      const stored = await store.transact((tx) => tx.inbox.add(rows, owner, clock.now()), { urgent: true })
      return { owner, updates: stored, fresh: new Set(stored.map(({ updateId }) => updateId)) }
    },

    /**
     * An update is done, and what it changed in forms is kept in the same breath, so that no answer is taken twice.
     * False, and nothing is kept, if another process has taken it over.
     */
    finish: createBatcher((done: readonly FinishedUpdate[]): Promise<readonly boolean[]> =>
      store.transact(async (tx) => {
        const ids = done.map(({ updateId }) => updateId)
        const finished = await tx.inbox.finish(ids, processes.id(), clock.now())
        for (const { updateId, forms } of done)
          if (finished.has(updateId))
            for (const [key, value] of forms)
              await (value === undefined ? tx.forms.remove(key) : tx.forms.write(key, value, clock.now()))
        return ids.map((id) => finished.has(id))
      }),
    ),

    /** Writes next to nothing: it succeeds when the database can be used. */
    reach: (): Promise<void> => store.transact((tx) => tx.cursors.set('reached', clock.now())),

    /** All that this process has to handle, whether it knows of it or not. */
    own: (): Promise<TakenUpdates> =>
      store.transact(async (tx) => {
        const owner = processes.id()
        return { owner, updates: await tx.inbox.unhandledOf(owner) }
      }),

    /** On SQLite, at the start: all that an earlier process left unhandled. */
    takeOverAll: (): Promise<TakenUpdates> =>
      store.transact(async (tx) => {
        const owner = processes.id()
        return { owner, updates: await tx.inbox.takeOver(owner) }
      }),

    /** Whether another process still has something that came before an update of a chat and a person. */
    isBehindOthers: (update: Pick<InboxUpdate, 'id' | 'queueKey' | 'secondKey'>): Promise<boolean> =>
      store.transact((tx) => tx.inbox.isBehindOthers(update, processes.id())),

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

type Storing = { readonly storer: string; readonly now: number }

/**
 * Stores updates, each for the process that has the newest unhandled one under its keys: nobody else stores under them
 * meanwhile. Undefined, and nothing is stored, if the others took the storer for dead.
 */
const addInOrder = async (
  tx: Tx,
  updates: readonly NewInboxUpdate[],
  { storer, now }: Storing,
): Promise<Omit<StoredUpdates, 'owner'> | undefined> => {
  const keys = [...new Set(updates.flatMap(keysOf))]
  if (keys.length > 0) await tx.inboxOwners.lock(keys)
  if (!(await tx.processes.lives(storer))) return undefined
  const newest = await tx.inboxOwners.newest(keys, now - togetherMs)
  const owned = ownersFor(updates, new Map(newest.map((one) => [one.key, one])), storer)
  const stored = await tx.inbox.add(owned, storer, now)
  const given = await tx.inbox.takeGiven(storer)
  const owners = new Map(owned.map(({ updateId, owner }) => [updateId, owner]))
  const ownerOf = ({ updateId }: InboxUpdate): string => owners.get(updateId) ?? storer
  for (const owner of new Set(stored.map(ownerOf))) if (owner !== storer) await tx.inboxOwners.tell(owner)
  // What others stored under these keys came before.
  return {
    updates: [...given, ...stored.filter((update) => ownerOf(update) === storer)],
    fresh: new Set(stored.map(({ updateId }) => updateId)),
  }
}

const keysOf = ({ queueKey, secondKey }: NewInboxUpdate): readonly string[] =>
  secondKey === undefined ? [queueKey] : [queueKey, secondKey]

/** Whose each of a batch is: under its keys the newest before it tells. */
const ownersFor = (
  updates: readonly NewInboxUpdate[],
  newest: Map<string, { readonly owner: string; readonly id: number }>,
  storer: string,
): readonly OwnedUpdate[] =>
  updates.map((update, index) => {
    const keys = keysOf(update)
    const before = keys.flatMap((key) => newest.get(key) ?? []).sort((a, b) => b.id - a.id)
    const owner = before[0]?.owner ?? storer
    // All of the batch come after what is stored.
    for (const key of keys) newest.set(key, { owner, id: Number.MAX_SAFE_INTEGER - updates.length + index })
    return { ...update, owner }
  })
