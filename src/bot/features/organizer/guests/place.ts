import type { GuestFilter } from '../../../../domain/guest.js'
import { routes } from '../../../ui/routes.js'

/** A page of an event's guests, as buttons carry it: 0 stands for all types, and for the first page. */
export type ListPlace = {
  readonly eventId: number
  readonly type: number
  readonly pay: GuestFilter['pay']
  readonly at: GuestFilter['at']
  readonly after: number
}

/** The same with one of them. */
export type GuestPlace = ListPlace & { readonly guestId: number }

/** What a page shows. */
export const filterAt = ({ type, pay, at }: Omit<ListPlace, 'eventId' | 'after'>): GuestFilter => ({
  ticketTypeId: type === 0 ? undefined : type,
  pay,
  at,
})

/** Everybody, from the start. */
export const fromStart = (eventId: number): ListPlace => ({ eventId, type: 0, pay: 'any', at: 'any', after: 0 })

/** A guest as a question remembers them. */
export const written = (place: GuestPlace): string => routes.openGuest.data(place)

/** What it remembers; undefined when it is damaged. */
export const placeIn = (detail: string | undefined): GuestPlace | undefined => routes.openGuest.parse(detail ?? '')
