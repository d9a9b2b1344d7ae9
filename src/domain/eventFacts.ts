import type { Event } from './event.js'

/** What announcements tell of an event. */
export type EventFacts = Pick<Event, 'slug' | 'title' | 'startsAt' | 'zone' | 'venue'>
