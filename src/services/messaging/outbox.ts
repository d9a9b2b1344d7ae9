import { randomUUID } from 'node:crypto'
import { minuteMs } from '../../domain/duration.js'
import {
  type Announcement,
  type ChatMessage,
  type DueTimes,
  type NewAnnouncement,
  type Places,
} from '../../domain/announcement.js'
import type { DayProved } from '../../domain/dayProof.js'
import { fileAfter, picturesAfter } from '../../domain/owedFiles.js'
import { type Delivery, isLate, settleDelivery, type Settlement } from '../../domain/delivery.js'
import { chatNewsMs, isOld } from '../../domain/staleNews.js'
import type { Store, Tx } from '../../store/store.js'
import { createBatcher } from '../../runtime/batcher.js'
import type { Clock } from '../../runtime/clock.js'
import { settleCarried } from '../threads/carrying.js'

// Longer than any call to Telegram may take, so that a lease that ran out means that its holder died.
const leaseMs = minuteMs
const mostTold = 500
const mostMissed = 500
// Up to which row of the chat those who caused it were told that it is late.
const toldLate = 'told late'

type Needs = {
  readonly store: Store
  readonly clock: Clock
  /** Who claims here; of two processes each has another. */
  readonly owner?: string
}

/** Where what the bot says unasked waits, and what became of it. */
export const createOutbox = ({ store, clock, owner = randomUUID() }: Needs) => ({
  /** Of every recipient the first waiting announcement of each urgency that is due, claimed for this process. */
  claim: (places: Places): Promise<readonly Announcement[]> =>
    store.transact((tx) => tx.announcementClaims.claim({ owner, now: clock.now(), leaseMs }, places)),

  /** Those of an event, whoever is first in their line: only for a self-test, which says nothing but its own. */
  claimOfEvent: (eventId: number): Promise<readonly Announcement[]> =>
    store.transact(async (tx) => {
      const ids = await tx.announcements.dueOfEvent(eventId, clock.now())
      return tx.announcementClaims.join(ids, { owner, now: clock.now(), leaseMs })
    }),

  /** The announcements that wait behind this one, which is claimed, for the same recipient. */
  followers: (head: Announcement, limit: number): Promise<readonly Announcement[]> =>
    store.transact((tx) => tx.announcementClaims.followers(head, clock.now(), limit)),

  /** Claims followers, to be said with what is claimed already; those of them that nobody took meanwhile. */
  join: (rows: readonly Announcement[]): Promise<readonly Announcement[]> =>
    store.transact((tx) =>
      tx.announcementClaims.join(
        rows.map(({ id }) => id),
        { owner, now: clock.now(), leaseMs },
      ),
    ),

  /** Gives claimed announcements back: they were not said. */
  release: (rows: readonly Announcement[]): Promise<void> =>
    store.transact((tx) =>
      tx.announcementClaims.release(
        rows.map(({ id }) => id),
        { owner, now: clock.now(), leaseMs },
      ),
    ),

  /** Records what became of one try to say these in one message; tells whoever acted when it is late. */
  settle: createSettling(store, clock, owner),

  /**
   * The notification chat's news from so long ago that nobody wants to hear it one by one is marked as missed; how many
   * there were.
   */
  missOldNews: async (): Promise<number> => {
    const at = { before: clock.now() - chatNewsMs, now: clock.now(), owner }
    for (let missed = 0; ;) {
      const some = await store.transact((tx) => tx.chatNews.miss(at, mostMissed))
      missed += some
      if (some < mostMissed) return missed
    }
  },

  /** Whether a person will hear something later by which this is out of date. */
  isSuperseded: async (row: Announcement): Promise<boolean> =>
    row.message.kind === 'yourEventChanged' &&
    isOld(row, clock.now()) &&
    (await store.transact((tx) => tx.announcements.isSuperseded(row))),

  /** Whether the announcement was said. */
  wasDelivered: (id: number): Promise<boolean> =>
    store.transact(async (tx) => (await tx.announcements.find(id))?.state === 'delivered'),

  /** When the next one of each urgency is due, in UTC milliseconds; undefined where none waits. */
  nextDue: (): Promise<DueTimes> => store.transact((tx) => tx.announcementClaims.nextDue()),

  /** When messages went out to the notification chat since then, ascending, whichever process said them. */
  saidToChatSince: (since: number): Promise<readonly number[]> => store.transact((tx) => tx.chatNews.saidSince(since)),

  /** The notification chat gave a sign of life: what waits for it is due now. */
  wakeChat: (): Promise<void> => store.transact((tx) => tx.chatNews.wake(clock.now())),

  /** On SQLite, at start: no other process can be speaking, so an open lease means an answer that was never heard. */
  expireLeases: (): Promise<number> => store.transact((tx) => tx.announcementClaims.expireLeases(clock.now())),

  /** Another process is dead: what it was saying is said by others, as what may have been said. How many there were. */
  takeOver: (deadOwner: string): Promise<number> =>
    store.transact((tx) => tx.announcementClaims.expireLeases(clock.now(), deadOwner)),

  /** Where a chat is now: a group that was upgraded has another id. */
  chatNow: (chatId: number): Promise<number> => store.transact((tx) => tx.chats.follow(chatId)),

  /** A group was upgraded to a supergroup. */
  chatMoved: (from: number, to: number): Promise<void> =>
    store.transact(async (tx) => {
      await tx.chats.moved(from, to, clock.now())
      await tx.audit.add({ at: clock.now(), action: 'chat.moved', subject: `chat:${from}`, details: { to } })
    }),

  /** Adds announcements that no other story causes. */
  add: (rows: readonly NewAnnouncement[]): Promise<void> =>
    store.transact((tx) => tx.announcements.add(rows, clock.now())),
})

type Tried = { readonly rows: readonly Announcement[]; readonly delivery: Delivery }

/** In a rush many tries end at once: they share a COMMIT. */
const createSettling = (store: Store, clock: Clock, owner: string) => {
  const settleTried = createBatcher((all: readonly Tried[]): Promise<readonly (readonly Settlement[])[]> =>
    store.transact(async (tx) => {
      const settlements = []
      for (const { rows, delivery } of all)
        settlements.push(await settle({ tx, owner, now: clock.now() }, rows, delivery))
      return settlements
    }),
  )
  return (rows: readonly Announcement[], delivery: Delivery): Promise<readonly Settlement[]> =>
    settleTried({ rows, delivery })
}

type Settling = { readonly tx: Tx; readonly owner: string; readonly now: number }

const settle = async (
  settling: Settling,
  rows: readonly Announcement[],
  delivery: Delivery,
): Promise<readonly Settlement[]> => {
  const { tx, now } = settling
  const settlements: Settlement[] = []
  for (const row of rows) settlements.push(await settleRow(settling, row, delivery))
  const isStuck = settlements.some(({ state }) => state === 'waiting')
  if (rows[0]?.to === 'chat' && settlements.some(isLate)) await tellActors(settling, rows, !isStuck)
  // The chat answers again: whatever waited out a pause there need not wait longer.
  if (delivery.kind === 'delivered' && rows.some(({ to, attempts }) => to === 'chat' && attempts > 0))
    await tx.chatNews.wake(now)
  await tx.announcements.add(
    rows.flatMap((row) => whatFollows(row, delivery)),
    now,
  )
  return settlements
}

const whatFollows = (row: Announcement, delivery: Delivery): readonly NewAnnouncement[] => {
  if (delivery.kind !== 'delivered') return []
  const pictures = delivery.picturesFollow && picturesAfter(row)
  const file = delivery.fileFollows && fileAfter(row)
  return [pictures, file].filter((one) => one !== undefined)
}

const settleRow = async ({ tx, owner, now }: Settling, row: Announcement, delivery: Delivery): Promise<Settlement> => {
  const settlement = settleDelivery(row, delivery, now)
  const sent = delivery.kind === 'delivered' ? delivery : undefined
  await tx.announcementClaims.settle(row, settlement, { owner, now, sent })
  if (settlement.state === 'unreachable' && row.to !== 'chat') await tx.people.markUnreachable(row.to, now)
  if (row.message.kind === 'threadMessage')
    await settleCarried(tx, row.message.messageId, { state: settlement.state, sentId: sent?.messageId }, now)
  return settlement
}

// Whoever caused what the chat cannot hear yet is told once: those whose turn it was, and those who have to wait behind
// them.
const tellActors = async ({ tx, now }: Settling, tried: readonly Announcement[], lineMoves: boolean): Promise<void> => {
  const behind = lineMoves ? [] : await untoldBehind(tx, tried)
  await tx.announcements.add(
    [...tried.flatMap((row) => lateNotice(row, lineMoves)), ...behind.flatMap((row) => lateNotice(row, false))],
    now,
  )
}

const untoldBehind = async (tx: Tx, tried: readonly Announcement[]): Promise<readonly Announcement[]> => {
  const after = await tx.cursors.of(toldLate)
  const untold = await tx.chatNews.untold(after ?? 0, mostTold)
  const last = untold.at(-1)
  if (last) await tx.cursors.set(toldLate, last.id)
  return untold.filter(({ id }) => tried.every((row) => row.id !== id))
}

const lateNotice = (row: Announcement, givenUp: boolean): readonly NewAnnouncement[] => {
  if (row.to !== 'chat' || row.actorId === undefined || isTest(row)) return []
  const about = row.message as Exclude<ChatMessage, DayProved>
  return [
    {
      to: row.actorId,
      key: givenUp ? `late:${row.id}:byHand` : `late:${row.id}`,
      message: { kind: 'announcementDelayed', announcementId: row.id, about: about.kind, title: about.title, givenUp },
    },
  ]
}

const isTest = (row: Announcement): boolean => 'test' in row.message && row.message.test

export type Outbox = ReturnType<typeof createOutbox>
