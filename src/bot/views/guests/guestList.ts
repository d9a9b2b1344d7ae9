import { routes } from '../../ui/routes.js'

/** The first page of all guests of an event. */
export const toGuests = (eventId: number): string =>
  routes.guests.data({ eventId, type: 0, pay: 'any', at: 'any', after: 0 })
