import type { AnswerColumn, OrderRow, TableKind, TicketRow } from '../../domain/fileRows.js'
import { spellShortCode } from '../../domain/shortCode.js'
import { answerText } from '../../texts/answerText.js'
import type { Speech } from '../../texts/texts.js'
import { type Cell, type CellKind, createClock } from './cells.js'
import type { MoneyDay } from './moneyDays.js'

/** A column: its head, what stands in it, and how wide it is, in characters. */
export type SheetColumn<Row> = {
  readonly head: string
  readonly kind: CellKind
  readonly width: number
  readonly cell: (row: Row) => Cell
}

/** A table that a file is: its columns, and the cells of a row. */
export type Sheet<Row> = { readonly name: string; readonly columns: readonly SheetColumn<Row>[] }

type Words = {
  readonly speech: Speech
  readonly zone: string
  /** What has columns of its own. */
  readonly questions?: readonly AnswerColumn[] | undefined
}

const text = (value: string | undefined): Cell =>
  value === undefined || value === '' ? undefined : { kind: 'text', text: value }
const whole = (value: number): Cell => ({ kind: 'whole', value })
const amount = (minor: number, currency: string): Cell => ({ kind: 'amount', amount: { minor, currency } })

/** How columns are made in a language and a zone. */
const createColumns = ({ speech, zone, questions = [] }: Words) => {
  const shown = createClock(zone)
  const column = <Row>(key: string, kind: CellKind, width: number, cell: (row: Row) => Cell): SheetColumn<Row> => ({
    head: kind === 'time' ? speech.label('file-head-in-zone', { head: speech.label(key), zone }) : speech.label(key),
    kind,
    width,
    cell,
  })
  const words = new Map<string, string>()
  return {
    column,
    /** One for each question, in the organizer's words. */
    answers: questions.map(({ id, text: head, kind }): SheetColumn<TicketRow> => ({
      ...{ head, kind: 'text', width: 24 },
      cell: ({ answers = [] }) =>
        text(answerText(speech, { kind }, answers.find(([question]) => question === id)?.[1] ?? '')),
    })),
    time: (at: number | undefined): Cell => (at === undefined ? undefined : { kind: 'time', shown: shown(at) }),
    /** A word of a few, such as a state. */
    word: (key: string, what: string): Cell => {
      const name = `${key}:${what}`
      const word = words.get(name) ?? speech.label(key, { what })
      words.set(name, word)
      return text(word)
    },
  }
}

type Made = ReturnType<typeof createColumns>

const person = <Row>({ column }: Made, head: string, of: (row: Row) => readonly [string, string | undefined]) => [
  column<Row>(head, 'text', 28, (row) => text(of(row)[0])),
  // As people know it; the sign makes it no formula here.
  column<Row>('file-col-username', 'text', 18, (row) => text(of(row)[1])),
]

const ticketHeads = ({ column }: Made): readonly SheetColumn<TicketRow>[] => [
  column('file-col-ticket', 'whole', 9, ({ number }) => whole(number)),
  column('file-col-code', 'text', 12, ({ shortCode }) => text(spellShortCode(shortCode))),
  column('file-col-type', 'text', 20, ({ typeName }) => text(typeName)),
]

const guestColumns = (made: Made): readonly SheetColumn<TicketRow>[] => {
  const { column, time, word, answers } = made
  return [
    ...ticketHeads(made),
    ...person<TicketRow>(made, 'file-col-guest', ({ holderName, holderUsername }) => [holderName, holderUsername]),
    ...answers,
    column('file-col-order', 'whole', 9, ({ orderId }) => whole(orderId)),
    column('file-col-state', 'text', 14, ({ state }) => word('file-ticket-state', state)),
    column('file-col-issued', 'time', 20, ({ issuedAt }) => time(issuedAt)),
    column('file-col-method', 'text', 16, ({ method }) => word('file-method', method)),
    column('file-col-price', 'amount', 11, ({ priceMinor, currency }) => amount(priceMinor, currency)),
    column('file-col-due', 'amount', 11, ({ dueMinor, currency }) => amount(dueMinor, currency)),
    column('file-col-currency', 'text', 9, ({ currency }) => text(currency)),
    column('file-col-in', 'time', 20, ({ checkedInAt }) => time(checkedInAt)),
    column('file-col-by', 'text', 20, ({ checkedInByName }) => text(checkedInByName)),
    column('file-col-note', 'text', 30, ({ note }) => text(note)),
  ]
}

const answerColumns = (made: Made): readonly SheetColumn<TicketRow>[] => {
  const { column, word, answers } = made
  return [
    ...ticketHeads(made),
    ...person<TicketRow>(made, 'file-col-guest', ({ holderName, holderUsername }) => [holderName, holderUsername]),
    column('file-col-order', 'whole', 9, ({ orderId }) => whole(orderId)),
    column('file-col-state', 'text', 14, ({ state }) => word('file-ticket-state', state)),
    ...answers,
  ]
}

const checkInColumns = (made: Made): readonly SheetColumn<TicketRow>[] => {
  const { column, time } = made
  return [
    column('file-col-in', 'time', 20, ({ checkedInAt }) => time(checkedInAt)),
    ...ticketHeads(made),
    ...person<TicketRow>(made, 'file-col-guest', ({ holderName, holderUsername }) => [holderName, holderUsername]),
    column('file-col-by', 'text', 20, ({ checkedInByName }) => text(checkedInByName)),
    column('file-col-door-paid', 'amount', 13, ({ doorPaidAt, priceMinor, currency }) =>
      amount(doorPaidAt === undefined ? 0 : priceMinor, currency),
    ),
    column('file-col-currency', 'text', 9, ({ currency }) => text(currency)),
  ]
}

// Who was offered tickets and let them pass ordered nothing; of a sale at the door no refund is made.
const stateOf = ({ state, offeredAt, confirmedAt, method }: OrderRow): string => {
  if (method === 'soldAtDoor' && state === 'refunded') return 'takenBack'
  if (offeredAt === undefined || confirmedAt !== undefined) return state
  return state === 'held' ? 'offered' : state === 'confirmed' ? state : 'offerOver'
}

const orderColumns = (made: Made): readonly SheetColumn<OrderRow>[] => {
  const { column, time, word } = made
  return [
    column('file-col-order', 'whole', 9, ({ orderId }) => whole(orderId)),
    column('file-col-created', 'time', 20, ({ createdAt }) => time(createdAt)),
    column('file-col-confirmed', 'time', 20, ({ confirmedAt }) => time(confirmedAt)),
    ...person<OrderRow>(made, 'file-col-buyer', ({ buyerName, buyerUsername }) => [buyerName, buyerUsername]),
    column('file-col-type', 'text', 20, ({ typeName }) => text(typeName)),
    column('file-col-quantity', 'whole', 9, ({ quantity }) => whole(quantity)),
    column('file-col-returned', 'whole', 9, ({ returned }) => whole(returned)),
    column('file-col-state', 'text', 14, (order) => word('file-order-state', stateOf(order))),
    column('file-col-method', 'text', 16, ({ method }) => word('file-method', method)),
    column('file-col-full', 'amount', 11, ({ fullMinor, currency }) => amount(fullMinor, currency)),
    column('file-col-total', 'amount', 11, ({ totalMinor, currency }) => amount(totalMinor, currency)),
    column('file-col-refunded', 'amount', 11, ({ refundedMinor, currency }) => amount(refundedMinor, currency)),
    column('file-col-currency', 'text', 9, ({ currency }) => text(currency)),
    column('file-col-promo', 'text', 14, ({ promoCode }) => text(promoCode)),
  ]
}

const moneyColumns = ({ column, word }: Made): readonly SheetColumn<MoneyDay>[] => [
  column('file-col-day', 'day', 12, ({ day }) => ({ kind: 'day', shown: day })),
  column('file-col-method', 'text', 16, ({ method }) => word('file-method', method)),
  column('file-col-payments', 'whole', 10, ({ payments }) => whole(payments)),
  column('file-col-gross', 'amount', 12, ({ gross, currency }) => amount(gross, currency)),
  column('file-col-refunds', 'whole', 10, ({ refunds }) => whole(refunds)),
  column('file-col-back', 'amount', 12, ({ refunded, currency }) => amount(refunded, currency)),
  column('file-col-net', 'amount', 12, ({ gross, refunded, currency }) => amount(gross - refunded, currency)),
  column('file-col-currency', 'text', 9, ({ currency }) => text(currency)),
]

/** What a row of a kind of table is. */
export type TableRow = TicketRow | OrderRow | MoneyDay

/** The table that a kind of file is. */
export const sheetOf = (kind: TableKind, words: Words): Sheet<TableRow> => {
  const made = createColumns(words)
  const columns = {
    guests: guestColumns,
    answers: answerColumns,
    orders: orderColumns,
    checkIns: checkInColumns,
    money: moneyColumns,
  }[kind](made)
  // A kind has rows of its own only: who gives rows of another gives what is no row of this table.
  return { name: words.speech.label('file-name', { kind }), columns: columns as readonly SheetColumn<TableRow>[] }
}
