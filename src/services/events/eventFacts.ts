import type { Event } from '../../domain/event.js'

/** The facts of an event that announcements tell. */
export const eventFactsOf = ({ slug, title, startsAt, zone, venue }: Event) => ({ slug, title, startsAt, zone, venue })
