import type { Event } from '../../domain/event.js'
import type { AnswerColumn, DoorRow, FileKind, FileRow, MoneyRow, TicketRow } from '../../domain/fileRows.js'
import { refundStates } from '../../domain/refund.js'
import type { Store, Tx } from '../../store/store.js'
import { answersOfTickets, nameIn } from '../buyerQuestions/ticketAnswers.js'
import { findOwnEvent } from '../finders.js'

type Act = { readonly personId: number; readonly eventId: number; readonly kind: FileKind }

// Nobody who sells waits long for such a page.
const pageSize = 1000

/** What a file is about. */
type AboutFile = {
  readonly event: Event
  readonly count: number | undefined
  readonly questions: readonly AnswerColumn[]
}

type Place = readonly number[] | undefined
type Read<Row> = (tx: Tx, after: Place, event: Event) => Promise<readonly Row[]>
type Ordered<Row> = { readonly read: Read<Row>; readonly placeOf: (row: Row) => readonly number[] }

/** What files about an event are made of, for its organizer. */
export const createFiles = ({ store }: { readonly store: Store }) => {
  /** Page after page, each in a transaction of its own, in which the right to see it is asked for anew. */
  async function* pages<Row>({ personId, eventId }: Act, { read, placeOf }: Ordered<Row>) {
    for (let after: Place = undefined; ;) {
      const rows: readonly Row[] = await store.transact(async (tx) => {
        const { event } = await findOwnEvent(tx, personId, eventId)
        return read(tx, after, event)
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
     * The event, how many rows there are about (undefined where nobody counts), and which questions have columns.
     * Refuses with eventNotFound, notYours.
     */
    about: ({ personId, eventId, kind }: Act): Promise<AboutFile> =>
      store.transact(async (tx) => {
        const { event } = await findOwnEvent(tx, personId, eventId)
        const asked = kind === 'answers' || kind === 'guests' ? await tx.buyerQuestions.ofEvent(eventId) : []
        // Among the guests only what they are called.
        const questions = asked.filter((question) => kind === 'answers' || question.kind === 'name')
        return { event, count: await countOf(tx, eventId, kind), questions: questions.map(columnOf) }
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
        case 'answers':
          return pages(act, answeredTickets(act.eventId))
        case 'doorList':
          return pages(act, doorRows(act.eventId))
      }
    },
  }
}

const columnOf = ({ id, text, kind }: AnswerColumn): AnswerColumn => ({ id, text, kind })

const answeredTickets = (eventId: number): Ordered<TicketRow> => ({
  read: async (tx, after, event) => {
    const rows = await tx.fileRows.tickets(eventId, { after, limit: pageSize })
    const answersOf = await answersOfTickets(tx, event, rows)
    return rows.map((row) => {
      const answers = answersOf(row)
      return { ...row, name: nameIn(answers), answers: answers.map(({ question, value }) => [question.id, value]) }
    })
  },
  placeOf: ({ number }) => [number],
})

const doorRows = (eventId: number): Ordered<DoorRow> => ({
  read: async (tx, after, event) => {
    const rows = await tx.fileRows.atDoor(eventId, { after, limit: pageSize })
    const answersOf = await answersOfTickets(tx, event, rows)
    return event.hasQuestions ? rows.map((row) => ({ ...row, name: nameIn(answersOf(row)) })) : rows
  },
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
    case 'answers':
      return sum(({ issuedTickets }) => issuedTickets)
    case 'doorList':
      return sum(({ admissions }) => admissions)
    case 'orders':
      return sum(({ issuedOrders, unpaidOrders }) => issuedOrders + unpaidOrders)
    case 'checkIns':
      return (await tx.doorViews.numbers(eventId)).in
    case 'money':
      return undefined
  }
}
