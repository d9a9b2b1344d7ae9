import type { PersonMessage } from '../../../src/domain/announcement.js'
import { like } from '../../support/inspect.js'
import type { House, Sale } from '../../support/house.js'

type AboutAccess = Extract<PersonMessage, { kind: 'onlineAccess' | 'onlineAccessOpen' }>
type Row = { readonly to: number; readonly dueAt: number; readonly message: AboutAccess }

/** What only holders may read. */
export const secret = 'https://stream.example/k3y-f0r-h0lders'

/** What waits to be told about the accesses of an event, in the order in which it was written. */
export const waiting = async ({ inspect }: House, { event }: Sale): Promise<readonly Row[]> =>
  (await inspect.rows('announcements', { event_id: event.id, state: 'waiting', news: like('%"onlineAccess%') }))
    .map((row) => ({
      to: Number(row['recipient']),
      dueAt: Number(row['due_at']),
      message: JSON.parse(String(row['news'])) as AboutAccess,
    }))
    .toSorted((a, b) => a.to - b.to)

/** Tells all that is due. */
export const tellAll = async ({ services }: House): Promise<void> => {
  while (await services.onlineAccess.tellNext());
}

/** Whom a row would say it to now, with its text. */
export const said = async (house: House, sale: Sale): Promise<readonly (readonly [number, string])[]> => {
  const rows = await waiting(house, sale)
  const all = await Promise.all(
    rows.map(async ({ to, message }) => [to, (await house.services.onlineAccess.toSay(to, message))?.text] as const),
  )
  return all.flatMap(([to, text]) => (text === undefined ? [] : [[to, text] as const]))
}

/** The access of a whole event, by its organizer. */
export const ofSale = ({ organizer, event }: Sale) => ({
  personId: organizer,
  eventId: event.id,
  ticketTypeId: undefined,
})

/** The organizer writes it. */
export const set = (house: House, sale: Sale, minutes: number | undefined, text = secret) =>
  house.services.onlineAccess.set({ ...ofSale(sale), text, minutes })

/** The event begins at another time. */
export const move = (house: House, { event }: Sale, startsAt: number) =>
  house.store.transact((tx) => tx.events.change(event.id, { startsAt }))
