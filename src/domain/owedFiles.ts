import type { AnnouncedMessage, Announcement, NewAnnouncement } from './announcement.js'

/** What brings the pictures of tickets that were told as text; undefined of what brings no tickets. */
export const picturesAfter = ({ to, message, eventId, id }: Announcement): NewAnnouncement | undefined => {
  const about = ticketsIn(message)
  if (!about) return undefined
  return {
    to,
    key: `pictures:${id}`,
    message: { kind: 'ticketPictures', about },
    ...(eventId !== undefined && { eventId }),
  }
}

const ticketsIn = (message: AnnouncedMessage) => {
  if (message.kind === 'tickets') return { orderId: message.orderId }
  if (message.kind === 'ticketReceived') return { ticketId: message.ticketId }
  return message.kind === 'reminder' ? { eventId: message.eventId } : undefined
}

/** What brings the file of news that were told without it; undefined of what has none. */
export const fileAfter = ({ to, eventId, id }: Announcement): NewAnnouncement | undefined =>
  eventId === undefined ? undefined : { to, key: `file:${id}`, eventId, message: { kind: 'calendarFile', eventId } }
