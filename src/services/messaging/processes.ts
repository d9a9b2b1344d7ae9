import { randomUUID } from 'node:crypto'
import { minuteMs, secondMs } from '../../domain/duration.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store } from '../../store/store.js'
import type { InboxUpdate } from '../../store/tables/inbox.js'
import type { Pulse } from '../../store/tables/processes.js'
import { createPulses } from './pulses.js'

type Needs = {
  readonly store: Store
  readonly clock: Clock
  /** Milliseconds of a clock that nobody sets. */
  readonly monotonic?: () => number
}

// Earlier than anybody else may take this process for dead.
const sureMs = 2 * secondMs

/** Updates, and under which identity this process has them. */
export type TakenUpdates = { readonly owner: string; readonly updates: readonly InboxUpdate[] }

/** The processes that share the database, of which this is one. A SQLite file has one. */
export const createProcesses = ({ store, clock, monotonic = () => performance.now() }: Needs) => {
  const { lifeline } = store
  const pulses = createPulses()
  let id = randomUUID() as string
  let mode = 'unknown'
  let hasJoined = false
  let isListed = false
  let sureUntil = Infinity
  const waiters: (() => void)[] = []

  const join = async (): Promise<void> => {
    const mine = hasJoined ? randomUUID() : id
    await store.transact((tx) => tx.processes.add({ id: mine, mode, startedAt: clock.now() }), { urgent: true })
    id = mine
    hasJoined = true
    isListed = true
  }

  const inTouch = (since: number): void => {
    sureUntil = since + sureMs
    for (const tell of waiters.splice(0)) tell()
  }

  return {
    /** Who this process is to the others: another, once they took it for dead. */
    id: (): string => id,

    /** Whether other processes may be at work on the same database. */
    isShared: lifeline !== undefined,

    /**
     * After how many milliseconds to look again for what nobody tells of: what other processes change is not told here,
     * and they may die before they tell of it.
     */
    lookAgainMs: lifeline ? 5 * secondMs : minuteMs,

    /** How many processes live, this one included; as of the last look. */
    count: (): number => Math.max(1, pulses.living()),

    /** Begins to be one of them; `how` it receives updates is for people who look into the table. */
    join: async (how = mode): Promise<void> => {
      mode = how
      if (lifeline) await join()
    },

    /**
     * Gives a sign of life, and looks at the others: those that have ended or died. Whoever was taken for dead is
     * another from now on (`wasDisplaced`): what it had is others'.
     */
    look: async (): Promise<{ readonly dead: readonly Pulse[]; readonly wasDisplaced: boolean }> => {
      if (!lifeline) return { dead: [], wasDisplaced: false }
      const at = monotonic()
      const { lives, all } = await lifeline.ask(async ({ processes }) => ({
        lives: await processes.beat(id),
        all: await processes.all(),
      }))
      const dead = pulses.see(all, at).filter((pulse) => pulse.id !== id)
      if (!lives) await join()
      inTouch(at)
      return { dead, wasDisplaced: !lives }
    },

    /**
     * Whether nobody can have taken this process for dead yet: it gave a sign of life, or never had to. What is not
     * begun should not begin before `contact`.
     */
    isSure: (): boolean => monotonic() < sureUntil,

    /** Resolves after the next sign of life. */
    contact: (): Promise<void> => new Promise((resolve) => void waiters.push(resolve)),

    /** Takes over what one that is dead has left: once, and one process does (`isTaken`). Refuses with busy. */
    takeOver: (dead: Pulse): Promise<TakenUpdates & { readonly isTaken: boolean }> =>
      store.transact(
        async (tx) => {
          const owner = id
          await tx.inboxOwners.lockAll()
          const isTaken = (await tx.processes.lives(owner)) && (await tx.processes.remove(dead))
          return { owner, isTaken, updates: isTaken ? await tx.inbox.takeOver(owner, dead.id) : [] }
        },
        { urgent: true },
      ),

    /** Calls the listener when another process has something for this one, or has ended. */
    listen: ({ given, ended }: { readonly given: () => void; readonly ended: () => void }): void =>
      lifeline?.listen((word) => {
        if (word === id) given()
        else if (word === leaving) ended()
      }),

    /** Ends being one of them, and leaves to the others what it has not handled. */
    leave: async (): Promise<void> => {
      if (!lifeline || !isListed) return
      isListed = false
      await lifeline.ask(async (tx) => {
        await tx.processes.end(id)
        await tx.inboxOwners.tell(leaving)
      })
    },
  }
}

const leaving = 'left'

/** The processes that share the database: see `createProcesses`. */
export type Processes = ReturnType<typeof createProcesses>
