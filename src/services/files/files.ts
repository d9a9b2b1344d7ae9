import type { Event } from '../../domain/event.js'
import type { FileKind, FileRow, MoneyRow, TicketRow } from '../../domain/fileRows.js'
import { refundStates } from '../../domain/refund.js'
import type { Store, Tx } from '../../store/store.js'
import { findOwnEvent } from '../finders.js'

type Act = { readonly personId: number; readonly eventId: number; readonly kind: FileKind }

// Nobody who sells waits long for such a page.
const pageSize = 1000

type Place = readonly number[] | undefined
type Read<Row> = (tx: Tx, after: Place) => Promise<readonly Row[]>
type Ordered<Row> = { readonly read: Read<Row>; readonly placeOf: (row: Row) => readonly number[] }

/** What files about an event are made of, for its organizer. */
export const createFiles = ({ store }: { readonly store: Store }) => {
  /** Page after page, each in a transaction of its own, in which the right to see it is asked for anew. */
  async function* pages<Row>({ personId, eventId }: Act, { read, placeOf }: Ordered<Row>) {
    for (let after: Place = undefined; ;) {
      const rows: readonly Row[] = await store.transact(async (tx) => {
        await findOwnEvent(tx, personId, eventId)
        return read(tx, after)
      })
      if (rows.length > 0) yield rows
      const last = rows.at(-1)
      if (rows.length < pageSize || last === undefined) return
      after = placeOf(last)
    }
  }

  const money = async function* (act: Act): AsyncGenerator<readonly MoneyRow[]> {
    const placeOf = ({ id }: MoneyRow): readonly number[] => [id]
    const next = (after: Place) => ({ after, limit: pageSize })
    yield* pages(act, { placeOf, read: (tx, after) => tx.fileRows.payments(act.eventId, next(after)) })
    for await (const rows of pages(act, checkIns(act.eventId))) yield rows.flatMap(paidAtDoor)
    for (const state of refundStates)
      yield* pages(act, { placeOf, read: (tx, after) => tx.fileRows.refunds(act.eventId, state, next(after)) })
  }

  return {
    /**
     * The event, and how many rows there are about; undefined where nobody counts. Refuses with eventNotFound,
     * notYours.
     */
    about: ({ personId, eventId, kind }: Act): Promise<{ readonly event: Event; readonly count: number | undefined }> =>
      store.transact(async (tx) => {
        const { event } = await findOwnEvent(tx, personId, eventId)
        return { event, count: await countOf(tx, eventId, kind) }
      }),

    /** The rows of a file, page by page. Refuses as `about`, with each page. */
    rows: (act: Act): AsyncGenerator<readonly FileRow[]> => {
      switch (act.kind) {
        case 'orders':
          return pages(act, orders(act.eventId))
        case 'checkIns':
          return pages(act, checkIns(act.eventId))
        case 'money':
          return money(act)
        case 'guests':
        case 'doorList':
          return pages(act, tickets(act.eventId))
      }
    },
  }
}

const tickets = (eventId: number): Ordered<TicketRow> => ({
  read: (tx, after) => tx.fileRows.tickets(eventId, { after, limit: pageSize }),
  placeOf: ({ number }) => [number],
})

const checkIns = (eventId: number): Ordered<TicketRow & { readonly id: number }> => ({
  read: (tx, after) => tx.fileRows.checkIns(eventId, { after, limit: pageSize }),
  placeOf: ({ checkedInAt = 0, id }) => [checkedInAt, id],
})

const orders = (eventId: number) => ({
  read: (tx: Tx, after: Place) => tx.fileRows.orders(eventId, { after, limit: pageSize }),
  placeOf: ({ orderId }: { readonly orderId: number }) => [orderId],
})

const paidAtDoor = ({ number: id, doorPaidAt: at, currency, priceMinor: minor }: TicketRow): readonly MoneyRow[] =>
  at === undefined ? [] : [{ kind: 'money', id, at, method: 'atDoor', currency, minor, isBack: false }]

const countOf = async (tx: Tx, eventId: number, kind: FileKind): Promise<number | undefined> => {
  const counters = await tx.eventCounters.ofEvent(eventId)
  const sum = (pick: (row: (typeof counters)[number]) => number): number =>
    counters.reduce((all, row) => all + pick(row), 0)
  switch (kind) {
    case 'guests':
    case 'doorList':
      return sum(({ issuedTickets }) => issuedTickets)
    case 'orders':
      return sum(({ issuedOrders, unpaidOrders }) => issuedOrders + unpaidOrders)
    case 'checkIns':
      return (await tx.doorViews.numbers(eventId)).in
    case 'money':
      return undefined
  }
}
