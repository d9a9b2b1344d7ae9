import type { Event } from './event.js'

/** What announcements tell of an event. */
export type EventFacts = Pick<Event, 'slug' | 'title' | 'startsAt' | 'zone' | 'venue'>

/** The facts of an event that announcements tell. */
export const eventFactsOf = ({ slug, title, startsAt, zone, venue }: Event): EventFacts => ({
  slug,
  title,
  startsAt,
  zone,
  venue,
})
