import type { Announcement, PersonMessage } from './announcement.js'
import { dayMs } from './duration.js'

type Dated = Pick<Announcement, 'createdAt'>

/** What the notification chat could not hear for so long is not told any more: it would take hours, one by one. */
export const chatNewsMs = 3 * dayMs

/** Whether the notification chat's news is too old to be told. */
export const isOldForChat = ({ createdAt }: Dated, now: number): boolean => createdAt < now - chatNewsMs

/** Whether a person's news is so old that one has to look before it is told. */
export const isOld = ({ createdAt }: Dated, now: number): boolean => createdAt < now - dayMs

type Kind = PersonMessage['kind']
type Judge<K extends Kind> = (message: Extract<PersonMessage, { kind: K }>, now: number) => boolean

const isPast = ({ startsAt }: { readonly startsAt: number }, now: number): boolean => startsAt < now

// What is not named here is money, or tickets, of which only they themselves say whether their event is over.
const stale: { readonly [K in Kind]?: Judge<K> } = {
  announcementDelayed: () => true,
  holdExpired: ({ isLooking }) => isLooking !== true,
  heldEventCancelled: (message, now) => message.isLooking !== true && isPast(message, now),
  yourEventCancelled: (message, now) => message.back === undefined && isPast(message, now),
  yourEventChanged: isPast,
  saleOpened: isPast,
  offer: ({ until }, now) => until <= now,
  offerOver: () => true,
  lineOver: isPast,
  staffJoined: isPast,
  staffRemoved: isPast,
  staffBrought: ({ dates }, now) => Math.max(...dates) < now,
  ticketGiven: isPast,
  onlineAccess: isPast,
  onlineAccessOpen: isPast,
}

/** Whether it is not worth telling a person any more, when they come back after a long time: what is over by now. */
export const isStale = (row: Dated & Pick<Announcement, 'message'>, now: number): boolean => {
  const message = row.message as PersonMessage
  const judge = stale[message.kind] as Judge<Kind> | undefined
  return isOld(row, now) && judge !== undefined && judge(message, now)
}
