import type { Announcement, PersonMessage } from './announcement.js'
import { dayMs } from './duration.js'

type Dated = Pick<Announcement, 'createdAt'>

/** What the notification chat could not hear for so long is not told any more: it would take hours, one by one. */
export const chatNewsMs = 3 * dayMs

/** Whether the notification chat's news is too old to be told. */
export const isOldForChat = ({ createdAt }: Dated, now: number): boolean => createdAt < now - chatNewsMs

/** Whether a person's news is so old that one has to look before it is told. */
export const isOld = ({ createdAt }: Dated, now: number): boolean => createdAt < now - dayMs

/**
 * Whether it is not worth telling a person any more, when they come back after a long time: what is over by now. Money
 * always is, and so are tickets, unless their event is over, which only the tickets themselves say.
 */
export const isStale = (row: Dated & Pick<Announcement, 'message'>, now: number): boolean => {
  if (!isOld(row, now)) return false
  const message = row.message as PersonMessage
  switch (message.kind) {
    case 'announcementDelayed':
      return true
    case 'holdExpired':
      return message.isLooking !== true
    case 'heldEventCancelled':
      return message.isLooking !== true && message.startsAt < now
    case 'yourEventCancelled':
      return message.back === undefined && message.startsAt < now
    case 'yourEventChanged':
    case 'staffJoined':
    case 'staffRemoved':
    case 'ticketGiven':
      return message.startsAt < now
    default:
      return false
  }
}
