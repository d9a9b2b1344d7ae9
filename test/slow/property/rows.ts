import { isNameOnly } from '../../../src/domain/person.js'
import type { Inspector, Row } from '../../support/inspect.js'
import type { Model } from './model/model.js'
import { type EntryModel, walkIn } from './model/things.js'
import { wrongsOfLine } from './lines.js'

/** What the database holds of one event, in the model's words, and what is wrong with it whatever the model says. */
export type Seen = { readonly facts: Facts; readonly wrongs: readonly string[]; readonly ids: Ids }
/** The rows' ids, by their number in the model. */
export type Ids = {
  readonly orders: readonly number[]
  readonly tickets: readonly number[]
  readonly refunds: readonly number[]
  readonly types: readonly number[]
  readonly promos: readonly number[]
  readonly payloads: readonly string[]
  /** Of those who wait, by who they are. */
  readonly entries: ReadonlyMap<number, number>
}

type Facts = Readonly<
  Record<'event' | 'types' | 'promos' | 'orders' | 'tickets' | 'payments' | 'refunds' | 'line', readonly string[]>
>

const num = (row: Row, column: string): number => Number(row[column])
// Which number somebody has who bought at the door, the model cannot know.
const who = (row: Row, column: string): number => (isNameOnly(num(row, column)) ? walkIn : num(row, column))
const optional = (row: Row, column: string): number | undefined => (row[column] == null ? undefined : num(row, column))

const words = (row: Row, column: string): string | undefined => {
  const value = row[column]
  return typeof value === 'string' ? value : undefined
}

// PostgreSQL and SQLite have it each in its own way.
const isTrue = (row: Row, column: string): boolean => row[column] === true || row[column] === 1

/** Reads what there is of an event; `strayCharges` belong to no order. */
export const see = async (inspector: Inspector, eventId: number, strayCharges: readonly string[]): Promise<Seen> => {
  const rows = await inspector.rowsOfEvent(eventId, strayCharges)
  const { events, types, promos, orders, tickets, payments, refunds } = rows
  const entries = standing(rows)
  const placeIn = (rows: readonly Row[]) => {
    const places = new Map(rows.map((row, place) => [num(row, 'id'), place]))
    return (id: unknown): number | undefined => (id == null ? undefined : places.get(Number(id)))
  }
  const [typeOf, promoOf, orderOf, paymentOf] = [placeIn(types), placeIn(promos), placeIn(orders), placeIn(payments)]
  const facts: Facts = {
    event: events.map(
      (row) =>
        `${String(row['state'])}, ${String(optional(row, 'capacity'))} seats, from ${String(optional(row, 'sale_from'))}, line ${words(row, 'line') ?? 'open'}, offers for ${optional(row, 'offer_minutes') ?? 30}`,
    ),
    types: types.map(
      (row) =>
        `${num(row, 'taken')} of ${num(row, 'capacity')} at ${num(row, 'price_minor')}, ${num(row, 'checked_in')} in, hidden: ${isTrue(row, 'is_hidden')}, ${num(row, 'waiting')} waited for, for the line: ${isTrue(row, 'for_line')}`,
    ),
    promos: promos.map((row) => `used ${num(row, 'used')}, for the line: ${isTrue(row, 'for_line')}`),
    orders: orders.map((row) =>
      orderFact({
        type: typeOf(row['ticket_type_id']),
        buyer: who(row, 'buyer_id'),
        quantity: num(row, 'quantity'),
        total: num(row, 'total_minor'),
        way: String(row['payment_way']),
        state: String(row['state']),
        heldUntil: optional(row, 'held_until'),
        returned: num(row, 'returned'),
        promo: promoOf(row['promo_code_id']),
      }),
    ),
    tickets: tickets.map(
      (row) =>
        `of order ${String(orderOf(row['order_id']))}, ${who(row, 'holder_id')}, ${String(row['state'])}, in ${String(optional(row, 'checked_in_at'))}, paid ${row['door_paid_at'] != null}, for the line ${row['for_line_at'] != null}, offered as ${String(orderOf(row['line_order_id']))}`,
    ),
    payments: payments.map(
      (row) =>
        `${chargeOf(row, orderOf(row['order_id']))} for ${String(orderOf(row['order_id']))}: ${num(row, 'amount_minor')} ${String(row['way'])} ${String(row['state'])}`,
    ),
    refunds: refunds.map(
      (row) =>
        `of payment ${String(paymentOf(row['payment_id']))}: ${num(row, 'amount_minor')} ${String(row['state'])}`,
    ),
    line: entries.map((row) =>
      entryFact({
        person: num(row, 'person_id'),
        quantity: num(row, 'quantity'),
        types: String(row['ticket_type_ids'])
          .split(',')
          .map((id) => typeOf(id)),
        passed: num(row, 'passed'),
        gatherUntil: optional(row, 'gather_until'),
        order: orderOf(row['order_id']),
      }),
    ),
  }
  const ids = (rows: readonly Row[]): readonly number[] => rows.map((row) => num(row, 'id'))
  return {
    facts,
    wrongs: [...wrongsOf(rows), ...wrongsOfLine(rows)],
    ids: {
      orders: ids(orders),
      tickets: ids(tickets),
      refunds: ids(refunds),
      types: ids(types),
      promos: ids(promos),
      payloads: orders.map((row) => String(row['payload'])),
      entries: new Map(entries.map((row) => [num(row, 'person_id'), num(row, 'id')])),
    },
  }
}

// Whose offer is over waits no more, though the loop has not seen it yet.
const standing = ({ events, orders, entries }: Rows): readonly Row[] =>
  entries.filter(({ id: entryId, order_id: id }) =>
    id == null
      ? Number(entryId) > overUpTo(events)
      : orders.some((order) => order['id'] === id && order['state'] === 'held'),
  )

/** Up to this id those in line wait in vain. */
export const overUpTo = ([event]: readonly Row[]): number => Number(event?.['line_over_up_to'] ?? 0)

// The model knows orders by their number.
const chargeOf = (row: Row, order: number | undefined): string =>
  row['way'] === 'atDoor' ? `atDoor:${String(order)}:${who(row, 'payer_id')}` : String(row['charge_id'])

type OrderFacts = {
  readonly type: number | undefined
  readonly buyer: number
  readonly quantity: number
  readonly total: number
  readonly way: string
  readonly state: string
  readonly heldUntil: number | undefined
  readonly returned: number
  readonly promo: number | undefined
}
const orderFact = ({ type, buyer, quantity, total, way, state, heldUntil, returned, promo }: OrderFacts): string =>
  `${buyer}: ${quantity} of ${String(type)} for ${total} by ${way}, ${state} until ${String(heldUntil)}, ${returned} returned, code ${String(promo)}`

type EntryFacts = Omit<EntryModel, 'number' | 'types' | 'isAny'> & { readonly types: readonly (number | undefined)[] }
const entryFact = ({ person, quantity, types, passed, gatherUntil, order }: EntryFacts): string =>
  `${person} wants ${quantity} of ${types.join(', ')}, passed by ${passed}, gathering until ${String(gatherUntil)}, offered ${String(order)}`

/** What the model thinks there is. */
export const factsOf = (model: Model): Facts => ({
  event: [
    `${model.event.state}, ${String(model.event.capacity)} seats, from ${String(model.event.saleFrom)}, line ${model.line.state}, offers for ${model.line.minutes}`,
  ],
  types: model.types.map(
    ({ taken, capacity, price, isHidden, forLine }, type) =>
      `${taken} of ${capacity} at ${price}, ${model.tickets.filter((ticket) => ticket.inAt !== undefined && model.orders[ticket.order]?.type === type).length} in, hidden: ${isHidden}, ${waitedFor(model, type)} waited for, for the line: ${forLine}`,
  ),
  promos: model.promos.map(({ used, forLine }) => `used ${used}, for the line: ${forLine}`),
  orders: model.orders.map(orderFact),
  tickets: model.tickets.map(
    ({ order, holder, state, inAt, paidAtDoor, forLine, lineOrder }) =>
      `of order ${order}, ${holder}, ${state}, in ${String(inAt)}, paid ${paidAtDoor}, for the line ${forLine !== undefined}, offered as ${String(lineOrder)}`,
  ),
  payments: model.payments.map(
    ({ charge, order, minor, way, state }) => `${charge} for ${String(order)}: ${minor} ${way} ${state}`,
  ),
  refunds: model.refunds.map(({ payment, minor, state }) => `of payment ${payment}: ${minor} ${state}`),
  line: model.line.entries
    .filter(({ order }) => order === undefined || model.orders[order]?.state === 'held')
    .map(entryFact),
})

const waitedFor = ({ line }: Model, type: number): number =>
  line.entries
    .filter(({ order, types }) => order === undefined && types.includes(type))
    .reduce((sum, { quantity }) => sum + quantity, 0)

/** All rows of an event. */
export type Rows = Readonly<
  Record<
    | 'events'
    | 'types'
    | 'promos'
    | 'orders'
    | 'tickets'
    | 'payments'
    | 'refunds'
    | 'entries'
    | 'places'
    | 'wrongCounters',
    readonly Row[]
  >
>

/** What must hold whatever happened. */
const wrongsOf = ({ events, types, promos, orders, tickets, payments, refunds, ...rows }: Rows): readonly string[] => {
  const wrongs = rows.wrongCounters.map((row) => `the counters differ from the rows: ${JSON.stringify(row)}`)
  const must = (isRight: boolean, what: string): void => {
    if (!isRight) wrongs.push(what)
  }
  const isOff = events[0]?.['state'] === 'cancelled'
  const sum = (rows: readonly Row[], column: string): number => rows.reduce((all, row) => all + num(row, column), 0)
  const among = (rows: readonly Row[], column: string, value: unknown): readonly Row[] =>
    rows.filter((row) => row[column] === value)
  const valid = among(tickets, 'state', 'valid')
  for (const type of types) {
    const seats =
      among(valid, 'ticket_type_id', type['id']).length +
      sum(among(among(orders, 'state', 'held'), 'ticket_type_id', type['id']), 'quantity') -
      sum(among(among(orders, 'state', 'held'), 'ticket_type_id', type['id']), 'backed')
    must(
      isOff || num(type, 'taken') === seats,
      `type ${num(type, 'id')} counts ${num(type, 'taken')} seats, its rows ${seats}`,
    )
    must(num(type, 'taken') <= num(type, 'capacity'), `type ${num(type, 'id')} is oversold`)
  }
  const capacity = events[0] && optional(events[0], 'capacity')
  must(capacity === undefined || sum(types, 'taken') <= capacity, 'the event is oversold')
  for (const promo of promos) {
    const redeemed = among(orders, 'promo_code_id', promo['id']).filter(
      (order) =>
        (order['state'] === 'held' || order['state'] === 'confirmed') &&
        num(order, 'returned') < num(order, 'quantity'),
    )
    const uses = redeemed.reduce((all, one) => all + (num(one, 'total_minor') === 0 ? num(one, 'quantity') : 1), 0)
    must(
      isOff || num(promo, 'used') === uses,
      `promo code ${num(promo, 'id')} counts ${num(promo, 'used')} uses, its orders ${uses}`,
    )
  }
  for (const order of orders) {
    const own = among(tickets, 'order_id', order['id'])
    const isPaid = ['confirmed', 'refunded'].includes(String(order['state'])) || own.length > 0
    must(
      own.length === (isPaid ? num(order, 'quantity') : 0),
      `order ${num(order, 'id')} (${String(order['state'])}) has ${own.length} tickets`,
    )
    must(
      among(own, 'state', 'returned').length === num(order, 'returned'),
      `order ${num(order, 'id')} does not know what was returned`,
    )
    must(num(order, 'total_minor') % num(order, 'quantity') === 0, `order ${num(order, 'id')} does not divide`)
    must(
      among(among(payments, 'order_id', order['id']), 'state', 'applied').filter(({ way }) => way !== 'atDoor')
        .length <= 1,
      `order ${num(order, 'id')} was paid twice`,
    )
  }
  must(new Set(payments.map((row) => row['charge_id'])).size === payments.length, 'a charge is written twice')
  for (const payment of payments) {
    const back = among(refunds, 'payment_id', payment['id'])
    const order = orders.find((row) => row['id'] === payment['order_id'])
    const isConfirmed =
      payment['state'] === 'applied' && ['confirmed', 'refunded', 'cancelled'].includes(String(order?.['state']))
    const goesBack =
      payment['state'] === 'surplus' && back.length === 1 && sum(back, 'amount_minor') === num(payment, 'amount_minor')
    must(
      isConfirmed !== goesBack,
      `charge ${String(payment['charge_id'])} has not exactly one confirmed order or one refund`,
    )
    must(
      sum(back, 'amount_minor') <= num(payment, 'amount_minor'),
      `more than charge ${String(payment['charge_id'])} goes back`,
    )
    const isOver = payment['state'] === 'applied' && order?.['state'] !== 'confirmed'
    must(
      !isOver || sum(back, 'amount_minor') === num(payment, 'amount_minor'),
      `not all of charge ${String(payment['charge_id'])} goes back`,
    )
  }
  return wrongs
}
