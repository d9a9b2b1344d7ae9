import type { ChatMessage, NewAnnouncement } from '../../domain/announcement.js'
import type { Event } from '../../domain/event.js'
import { mayTellChat } from '../../domain/sight.js'
import type { NewsPolicy } from './news.js'

/** What the notification chat hears of an event that was changed or cancelled; of an unlisted one nothing. */
export const chatNews = (
  { id: eventId, organizerId: actorId, isUnlisted }: Pick<Event, 'id' | 'organizerId' | 'isUnlisted'>,
  news: { readonly key: string; readonly message: ChatMessage },
  policy: NewsPolicy,
): readonly NewAnnouncement[] =>
  mayTellChat({ isUnlisted }, policy) ? [{ to: 'chat', eventId, actorId, ...news }] : []
