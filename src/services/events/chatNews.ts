import type { ChatMessage, NewAnnouncement } from '../../domain/announcement.js'
import type { Event } from '../../domain/event.js'

/** What the notification chat hears of an event that was changed or cancelled. */
export const chatNews = (
  { id: eventId, organizerId: actorId }: Pick<Event, 'id' | 'organizerId'>,
  news: { readonly key: string; readonly message: ChatMessage },
): readonly NewAnnouncement[] => [{ to: 'chat', eventId, actorId, ...news }]
