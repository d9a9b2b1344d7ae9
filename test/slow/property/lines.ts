import type { Row } from '../../support/inspect.js'
import { overUpTo, type Rows } from './rows.js'

const num = (row: Row, column: string): number => Number(row[column])

/** What must hold of a line whatever happened. */
export const wrongsOfLine = ({ events, types, orders, entries, places }: Rows): readonly string[] => {
  const wrongs: string[] = []
  const must = (isRight: boolean, what: string): void => {
    if (!isRight) wrongs.push(what)
  }
  for (const type of types) {
    const waited = places.filter((row) => row['ticket_type_id'] === type['id'])
    const seats = waited.reduce((sum, row) => sum + num(row, 'quantity'), 0)
    must(
      num(type, 'waiting') === seats,
      `type ${num(type, 'id')} counts ${num(type, 'waiting')} seats that are waited for, its line ${seats}`,
    )
  }
  for (const entry of entries) {
    const own = places.filter((row) => row['entry_id'] === entry['id'])
    const isInLine = entry['order_id'] == null && num(entry, 'id') > overUpTo(events)
    const wanted = isInLine ? String(entry['ticket_type_ids']).split(',').map(Number) : []
    const isIn = own.map((row) => num(row, 'ticket_type_id')).sort((a, b) => a - b)
    wanted.sort((a, b) => a - b)
    must(isIn.join() === wanted.join(), `who waits for ${wanted.join()} stands in the lines of ${isIn.join()}`)
    must(
      own.every((row) => num(row, 'quantity') === num(entry, 'quantity')),
      'somebody stands in line with another wish',
    )
    const order = orders.find((row) => row['id'] === entry['order_id'])
    if (!order) continue
    must(num(order, 'buyer_id') === num(entry, 'person_id'), 'what somebody is offered is another one’s')
    must(num(order, 'quantity') === num(entry, 'quantity'), 'somebody is offered another number of seats')
  }
  must(
    places.every((row) => entries.some(({ id }) => id === row['entry_id'])),
    'somebody stands in line who does not wait',
  )
  const [event] = events
  const line = entries.filter((entry) => entry['order_id'] == null && num(entry, 'id') > overUpTo(events))
  must(event === undefined || num(event, 'line_people') === line.length, 'the event counts others than wait')
  must(
    event === undefined || num(event, 'line_seats') === line.reduce((sum, entry) => sum + num(entry, 'quantity'), 0),
    'the event counts other seats than are waited for',
  )
  must(
    event === undefined || num(event, 'line_offers') === entries.filter((entry) => entry['order_id'] != null).length,
    'the event counts other offers than are out',
  )
  const offered = orders.map((row) => row['request_key']).filter((key) => String(key).startsWith('offer:'))
  must(new Set(offered).size === offered.length, 'somebody was offered something twice in one place')
  return wrongs
}
