import type { Announcement, NewAnnouncement, Places, Recipient } from '../../src/domain/announcement.js'
import type { Lease } from '../../src/store/tables/announcementClaims.js'
import { now } from './fixtures.js'

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
