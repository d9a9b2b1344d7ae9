import { closesAt, type Event } from '../../domain/event.js'
import { accessOpensAt, type OnlineAccess } from '../../domain/onlineAccess.js'
import type { Db } from '../engine/statements.js'
import { integer, type Columns } from '../tables/columns.js'
import { eventsTable } from '../tables/events.js'
import { indexEvent } from '../tables/eventWords.js'
import { buyerQuestionsTable } from '../tables/buyerQuestions.js'
import { lineColumnNames } from '../tables/lines.js'
import { onlineAccessesTable } from '../tables/onlineAccesses.js'
import { promoCodesTable } from '../tables/promoCodes.js'
import { only, select } from '../tables/reading.js'
import type { Table } from '../tables/table.js'
import { ticketTypesTable } from '../tables/ticketTypes.js'
import { insertion } from '../tables/writing.js'

/** Where an instant of the original is in the copy (UTC milliseconds both). */
export type Move = (at: number) => number

type Row = Readonly<Record<string, unknown>>

/**
 * What a copied row does not take over as it is: `own` columns are given anew, `moved` ones are instants that go with
 * the date. Every other column of the table is copied, one that is added later too.
 */
export const copied = {
  events: {
    own: [
      ...(['slug', 'startsAt', 'endsAt', 'closesAt', 'state', 'ticketsIssued'] as const),
      ...(['createdAt', 'requestKey', 'seriesId', 'heardDueAt', 'line'] as const),
      ...lineColumnNames,
    ],
    moved: ['saleFrom'],
  },
  ticketTypes: { own: ['eventId', 'taken', 'checkedIn', 'linkKey', 'waiting'], moved: ['saleFrom', 'saleUntil'] },
  promoCodes: { own: ['eventId', 'used', 'createdAt', 'ticketTypeIds'], moved: ['startsAt', 'endsAt'] },
  accesses: {
    own: [
      ...(['eventId', 'ticketTypeId', 'startsAt'] as const),
      ...(['version', 'wasOpen', 'dueAt', 'toldTo', 'told'] as const),
    ],
    moved: [],
  },
  buyerQuestions: { own: ['eventId', 'ticketTypeIds', 'version', 'removedAt'], moved: [] },
} as const

type Rule<C> = { readonly own: readonly (keyof C)[]; readonly moved: readonly (keyof C)[] }

/** Copies rows of a table, each with what `own` gives for it; gives their ids by the old ones. */
const copier = <C extends Columns, R extends Rule<C>>(table: Table<C>, rule: R) => {
  const { sql, read } = select(table.fields)
  const insert = insertion(
    table,
    Object.keys(table.fields).filter((name) => name !== 'id'),
    'RETURNING id',
  )
  const movedIn = (row: Row, move: Move): Row =>
    Object.fromEntries(rule.moved.map((name) => [name, movedTo(row[name as string], move)]))

  return async (
    db: Db,
    { column, id, own, move, but }: Copying<R['own'][number] & string>,
  ): Promise<ReadonlyMap<number, number>> => {
    const rows: Row[] = await db.rows(read, `SELECT ${sql} FROM ${table.name} WHERE ${column} = $1 ORDER BY id`, [id])
    const ids = new Map<number, number>()
    for (const row of rows) {
      if (but?.(row)) continue
      const statement = insert({ ...row, ...movedIn(row, move), ...own(row) } as never)
      ids.set(Number(row['id']), await db.one(only(integer), ...statement))
    }
    return ids
  }
}

type Copying<Own extends string> = {
  readonly column: 'id' | 'event_id'
  readonly id: number
  readonly own: (row: Row) => Readonly<Record<Own, unknown>>
  readonly move: Move
  /** Which are not copied. */
  readonly but?: (row: Row) => boolean
}

const movedTo = (at: unknown, move: Move): number | undefined => (typeof at === 'number' ? move(at) : undefined)

const copyEvents = copier(eventsTable, copied.events)
const copyTypes = copier(ticketTypesTable, copied.ticketTypes)
const copyCodes = copier(promoCodesTable, copied.promoCodes)
const copyAccesses = copier(onlineAccessesTable, copied.accesses)
const copyQuestions = copier(buyerQuestionsTable, copied.buyerQuestions)

/** What only the copy of an event has; `linkKey` makes the secret of a hidden type's link. */
export type OwnOfCopy = Pick<Event, 'slug' | 'startsAt' | 'endsAt' | 'createdAt' | 'seriesId'> & {
  readonly requestKey: string
  readonly linkKey: () => string
}

type Ids = ReadonlyMap<number, number>

/** A copy: its id, and the ids of its ticket types by those of the original's. */
type Copy = { readonly eventId: number; readonly typeIds: Ids }

/** An event once more, on another date, on sale. */
export const createCopying = (db: Db) => ({
  /**
   * Copies an event with its ticket types, all unsold, its online access, that nobody was told, and its questions to
   * buyers, that nobody has answered.
   */
  event: async (id: number, { linkKey, ...own }: OwnOfCopy, move: Move): Promise<Copy | undefined> => {
    const whole = {
      ...own,
      closesAt: closesAt(own),
      state: 'published',
      ticketsIssued: 0,
      heardDueAt: undefined,
      ...{ line: undefined, linePeople: 0, lineSeats: 0, lineOffers: 0, lineOverUpTo: undefined },
    }
    const eventId = (await copyEvents(db, { column: 'id', id, move, own: () => whole })).get(id)
    if (eventId === undefined) return undefined
    const typeIds = await copyTypes(db, {
      column: 'event_id',
      id,
      move,
      own: ({ isHidden }) => ({
        ...{ eventId, taken: 0, checkedIn: 0, waiting: 0 },
        linkKey: isHidden ? linkKey() : undefined,
      }),
    })
    const copy = { eventId, typeIds }
    await copyAccesses(db, { column: 'event_id', id, move, own: (row) => ownOfAccess(row as KeptRow, own, copy) })
    await copyQuestions(db, {
      column: 'event_id',
      id,
      move,
      but: ({ removedAt }) => removedAt !== undefined,
      own: ({ ticketTypeIds }) => ({
        ...{ eventId, version: 0, removedAt: undefined },
        ticketTypeIds: sameIn(copy, ticketTypeIds),
      }),
    })
    await indexEvent(db, eventId)
    // It may go on sale at a time, and its access be shown at one.
    db.scheduled()
    return copy
  },

  /** Copies the promo codes of an event to its copy; nobody has redeemed them there. */
  promoCodes: async (from: number, to: Copy & { readonly now: number }, move: Move): Promise<void> => {
    const { eventId, now: createdAt } = to
    await copyCodes(db, {
      column: 'event_id',
      id: from,
      move,
      own: ({ ticketTypeIds }) => ({ eventId, used: 0, createdAt, ticketTypeIds: sameIn(to, ticketTypeIds) }),
    })
  },
})

// One for a type that is gone is for nothing; an empty list would be all.
const sameIn = ({ typeIds }: Copy, ids: unknown): readonly number[] =>
  (ids as readonly number[]).map((old) => typeIds.get(old) ?? old)

type KeptRow = Row & Pick<OnlineAccess, 'ticketTypeId' | 'minutesBefore'>

// What is shown with the ticket has nobody to be told to yet.
const ownOfAccess = (row: KeptRow, { startsAt }: Pick<Event, 'startsAt'>, { eventId, typeIds }: Copy) => ({
  eventId,
  ticketTypeId: row.ticketTypeId === undefined ? undefined : typeIds.get(row.ticketTypeId),
  startsAt,
  version: 1,
  wasOpen: false,
  dueAt: accessOpensAt({ startsAt }, row),
  toldTo: 0,
  told: 0,
})
