import type { Announcement, NewAnnouncement, Places, Recipient } from '../../src/domain/announcement.js'
import type { Lease } from '../../src/store/tables/announcementClaims.js'
import type { Store } from '../../src/store/store.js'
import { settleDelivery } from '../../src/domain/delivery.js'
import { day, now } from './fixtures.js'

/** So many of each urgency. */
export const places = (most: number): Places => ({ personal: most, chat: most, pictures: most, bulk: most })

/** A lease of a minute, unless told otherwise, of somebody who claims. */
export const leaseAt = (at: number, { owner = 'me', leaseMs = 60_000 }: Partial<Lease> = {}): Lease => ({
  owner,
  now: at,
  leaseMs,
})

/** Facts of an event that announcements tell. */
export const facts = { slug: 's', startsAt: now, zone: 'UTC', venue: 'v' }

/** News for the chat or for a person, with a title to know it by. */
export const news = (to: Recipient, key: string, eventId?: number): NewAnnouncement => ({
  to,
  key,
  message:
    to === 'chat'
      ? { kind: 'soldOut', slug: 's', title: key, capacity: 1 }
      : { kind: 'staffRemoved', ...facts, title: key },
  ...(eventId !== undefined && { eventId }),
})

/** The titles by which news is known. */
export const titles = (rows: readonly Announcement[]) =>
  rows.map(({ message }) => ('title' in message ? message.title : message.kind))

/** Everybody hears whatever waits in the outbox, due or not. */
export const heardAll = async (store: Store, at: number): Promise<void> => {
  const lease = leaseAt(at + 7 * day, { owner: 'everybody', leaseMs: day })
  const sent = { kind: 'delivered', messageId: 1, chatId: 1 } as const
  for (;;) {
    const told = await store.transact(async (tx) => {
      const rows = await tx.announcementClaims.claim(lease, places(500))
      for (const row of rows)
        await tx.announcementClaims.settle(row, settleDelivery(row, sent, at), { ...lease, now: at, sent })
      return rows.length
    })
    if (told === 0) return
  }
}
