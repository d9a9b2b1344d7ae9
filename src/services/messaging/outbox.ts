import { minuteMs } from '../../domain/duration.js'
import type { Announcement, ChatMessage, NewAnnouncement } from '../../domain/announcement.js'
import { type Delivery, isLate, settleDelivery, type Settlement } from '../../domain/delivery.js'
import type { Store, Tx } from '../../store/store.js'
import type { Clock } from '../../runtime/clock.js'

// Longer than any call to Telegram may take, so that a lease that ran out means that its holder died.
const leaseMs = minuteMs
const mostTold = 500

/** Where what the bot says unasked waits, and what became of it. */
export const createOutbox = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => ({
  /** The first waiting announcement of every recipient that is due, claimed for this process. */
  claim: (limit: number): Promise<readonly Announcement[]> =>
    store.transact((tx) => tx.announcementClaims.claim({ now: clock.now(), leaseMs, limit })),

  /** The announcements that wait behind this one for the same recipient, claimed as well. */
  followers: (head: Announcement, limit: number): Promise<readonly Announcement[]> =>
    store.transact((tx) => tx.announcementClaims.followers(head, { now: clock.now(), leaseMs, limit })),

  /** Gives claimed announcements back, untouched. */
  release: (rows: readonly Announcement[]): Promise<void> =>
    store.transact((tx) => tx.announcementClaims.release(rows.map(({ id }) => id))),

  /** Records what became of one try to say these in one message; tells whoever acted when it is late. */
  settle: (rows: readonly Announcement[], delivery: Delivery): Promise<readonly Settlement[]> =>
    store.transact((tx) => settle(tx, rows, delivery, clock)),

  /** Whether the announcement was said. */
  wasDelivered: (id: number): Promise<boolean> =>
    store.transact(async (tx) => (await tx.announcements.find(id))?.state === 'delivered'),

  /** When the next one is due, in UTC milliseconds; undefined when none waits. */
  nextDue: (): Promise<number | undefined> => store.transact((tx) => tx.announcementClaims.nextDue()),

  /** When messages were delivered to the notification chat since then, ascending. */
  sentToChatSince: (since: number): Promise<readonly number[]> =>
    store.transact((tx) => tx.announcements.sentSince('chat', since)),

  /** The notification chat gave a sign of life: what waits for it is due now. */
  wakeChat: (): Promise<void> => store.transact((tx) => tx.announcements.wakeChat(clock.now())),

  /** On SQLite, at start: no other process can be speaking, so an open lease means an answer that was never heard. */
  expireLeases: (): Promise<void> => store.transact((tx) => tx.announcementClaims.expireLeases(clock.now())),

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

const settle = async (
  tx: Tx,
  rows: readonly Announcement[],
  delivery: Delivery,
  clock: Clock,
): Promise<readonly Settlement[]> => {
  const settlements: Settlement[] = []
  for (const row of rows) settlements.push(await settleRow(tx, row, delivery, clock))
  const isStuck = settlements.some(({ state }) => state === 'waiting')
  if (rows[0]?.to === 'chat' && settlements.some(isLate)) await tellActors(tx, rows, !isStuck, clock)
  // The chat answers again: whatever waited out a pause there need not wait longer.
  if (delivery.kind === 'delivered' && rows.some(({ to, attempts }) => to === 'chat' && attempts > 0))
    await tx.announcements.wakeChat(clock.now())
  return settlements
}

const settleRow = async (tx: Tx, row: Announcement, delivery: Delivery, clock: Clock): Promise<Settlement> => {
  const settlement = settleDelivery(row, delivery, clock.now())
  await tx.announcementClaims.settle(
    row.id,
    settlement,
    delivery.kind === 'delivered' ? delivery : undefined,
    clock.now(),
  )
  if (settlement.state === 'unreachable' && row.to !== 'chat') await tx.people.markUnreachable(row.to, clock.now())
  return settlement
}

// Whoever caused what the chat cannot hear yet is told once: those whose turn it was, and those who have to wait behind
// them.
const tellActors = async (tx: Tx, tried: readonly Announcement[], lineMoves: boolean, clock: Clock): Promise<void> => {
  const waiting = lineMoves ? [] : await tx.announcements.untold(mostTold)
  const behind = waiting.filter(({ id }) => tried.every((row) => row.id !== id))
  await tx.announcements.add(
    [...tried.flatMap((row) => lateNotice(row, lineMoves)), ...behind.flatMap((row) => lateNotice(row, false))],
    clock.now(),
  )
}

const lateNotice = (row: Announcement, givenUp: boolean): readonly NewAnnouncement[] => {
  if (row.to !== 'chat' || row.actorId === undefined || isTest(row)) return []
  const about = row.message as ChatMessage
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
