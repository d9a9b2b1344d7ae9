import { Client, Pool } from 'pg'
import sqlite3 from 'sqlite3'
import { lostHolders, wrongArrivals, wrongCounters, wrongDays } from './database/counters.js'

/** A row as it is stored. PostgreSQL gives big numbers as strings: wrap what you compare in Number(). */
export type Row = Readonly<Record<string, unknown>>

/** A condition that is no plain value: see `not`, `like`, `below`, `above`. */
type Condition = { readonly of: (column: string) => string }
type Wanted = string | number | null | readonly (string | number)[] | Condition
/** Values by column: a plain one is equal, null is missing, a list is one of these. */
export type Where = Readonly<Record<string, Wanted>>

const literal = (value: string | number): string =>
  typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`

/** Anything but this value; `not(null)`: there is one. */
export const not = (value: string | number | null): Condition => ({
  of: (column) => (value === null ? `${column} IS NOT NULL` : `${column} <> ${literal(value)}`),
})

/** A text of this pattern: % is anything. */
export const like = (pattern: string): Condition => ({ of: (column) => `${column} LIKE ${literal(pattern)}` })

/** A smaller number. */
export const below = (limit: number): Condition => ({ of: (column) => `${column} < ${limit}` })

/** A greater number. */
export const above = (limit: number): Condition => ({ of: (column) => `${column} > ${limit}` })

const conditionOf = (column: string, wanted: Wanted): string => {
  if (wanted === null) return `${column} IS NULL`
  if (typeof wanted !== 'object') return `${column} = ${literal(wanted)}`
  return 'of' in wanted ? wanted.of(column) : `${column} IN (${wanted.map(literal).join(', ')})`
}

const from = (table: string, where: Where): string => {
  const conditions = Object.entries(where).map(([column, wanted]) => conditionOf(column, wanted))
  return `FROM ${table}${conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`}`
}

/** Asks several statements at once; gives the rows of each. */
type Look = (statements: readonly string[]) => Promise<readonly (readonly Row[])[]>

const isSqlite = (url: string): boolean => url.startsWith('sqlite:')
const pathOf = (url: string): string => url.replace(/^sqlite:\/\/\//u, '')

const openFile = (path: string, mode: number): Promise<sqlite3.Database> =>
  new Promise((resolve, reject) => {
    const database = new sqlite3.Database(path, mode, (error) => (error ? reject(error) : resolve(database)))
  })
const closeFile = (database: sqlite3.Database): Promise<void> =>
  new Promise((resolve, reject) => {
    database.close((error) => (error ? reject(error) : resolve()))
  })
const lookAtFile =
  (database: sqlite3.Database): Look =>
  (statements) =>
    Promise.all(
      statements.map(
        (sql) =>
          new Promise<readonly Row[]>((resolve, reject) => {
            database.all<Row>(sql, (error, rows) => (error ? reject(error) : resolve(rows)))
          }),
      ),
    )

const lookAtServer =
  (client: Client | Pool): Look =>
  async (statements) => {
    const results: unknown = await client.query(statements.join(';'))
    return (Array.isArray(results) ? results : [results]).map(({ rows }: { readonly rows: readonly Row[] }) => rows)
  }

const lookOnce =
  (url: string): Look =>
  async (statements) => {
    if (isSqlite(url)) {
      const database = await openFile(pathOf(url), sqlite3.OPEN_READWRITE)
      return lookAtFile(database)(statements).finally(() => closeFile(database))
    }
    const client = new Client(url)
    await client.connect()
    return lookAtServer(client)(statements).finally(() => client.end())
  }

/** What must hold whatever happened; each asks for the number of wrong things. */
const promises: Readonly<Record<string, string>> = {
  'seats taken are valid tickets and seats held': `SELECT COUNT(*) FROM ticket_types JOIN events ON events.id = event_id WHERE events.state <> 'cancelled'
    AND taken <> (SELECT COUNT(*) FROM tickets WHERE ticket_type_id = ticket_types.id AND tickets.state = 'valid')
      + (SELECT COALESCE(SUM(quantity - backed), 0) FROM orders WHERE ticket_type_id = ticket_types.id AND orders.state = 'held')`,
  'a line counts the seats that are waited for': `SELECT COUNT(*) FROM ticket_types WHERE waiting
    <> (SELECT COALESCE(SUM(quantity), 0) FROM waiting_types WHERE ticket_type_id = ticket_types.id)`,
  'who waits is in the lines of what they wait for, and who is offered something in none': `SELECT COUNT(*) FROM waiting_entries
    WHERE (order_id IS NULL AND id > COALESCE((SELECT line_over_up_to FROM events WHERE events.id = event_id), 0)) <> EXISTS (SELECT 1 FROM waiting_types WHERE entry_id = waiting_entries.id AND waiting_types.quantity = waiting_entries.quantity)`,
  'an event counts who waits for it, for how many seats, and what is offered': `SELECT COUNT(*) FROM events LEFT JOIN (SELECT event_id,
    SUM(CASE WHEN order_id IS NULL AND waiting_entries.id > COALESCE(line_over_up_to, 0) THEN 1 ELSE 0 END) AS people,
    SUM(CASE WHEN order_id IS NULL AND waiting_entries.id > COALESCE(line_over_up_to, 0) THEN quantity ELSE 0 END) AS seats,
    SUM(CASE WHEN order_id IS NULL THEN 0 ELSE 1 END) AS offers
    FROM waiting_entries JOIN events ON events.id = event_id GROUP BY event_id) lines ON event_id = events.id
    WHERE line_people <> COALESCE(people, 0) OR line_seats <> COALESCE(lines.seats, 0) OR line_offers <> COALESCE(offers, 0)`,
  'nobody stands in a line who does not wait, or who waits for another event': `SELECT COUNT(*) FROM waiting_types LEFT JOIN waiting_entries ON waiting_entries.id = entry_id
    LEFT JOIN ticket_types ON ticket_types.id = ticket_type_id WHERE waiting_entries.id IS NULL OR ticket_types.id IS NULL
    OR waiting_entries.event_id <> ticket_types.event_id OR waiting_entries.quantity <> waiting_types.quantity`,
  'an offer is an order of who waits': `SELECT COUNT(*) FROM waiting_entries LEFT JOIN orders ON orders.id = order_id WHERE order_id IS NOT NULL
    AND (orders.id IS NULL OR offered_at IS NULL OR buyer_id <> person_id OR orders.event_id <> waiting_entries.event_id OR orders.quantity <> waiting_entries.quantity)`,
  'tickets on Sell back stand for the seats of one offer': `SELECT COUNT(*) FROM orders WHERE state = 'held'
    AND backed <> (SELECT COUNT(*) FROM tickets WHERE line_order_id = orders.id AND tickets.state = 'valid' AND for_line_at IS NOT NULL)`,
  'no ticket stands for an offer that is over':
    "SELECT COUNT(*) FROM tickets LEFT JOIN orders ON orders.id = line_order_id WHERE line_order_id IS NOT NULL AND tickets.state = 'valid' AND (orders.id IS NULL OR orders.state <> 'held')",
  'the counter counts who is in':
    'SELECT COUNT(*) FROM ticket_types WHERE checked_in <> (SELECT COUNT(*) FROM tickets WHERE ticket_type_id = ticket_types.id AND checked_in_at IS NOT NULL)',
  'the counters of an event count its rows': `SELECT COUNT(*) FROM (${wrongCounters()}) wrong`,
  'the days of an event come to its counters': `SELECT COUNT(*) FROM (${wrongDays}) wrong`,
  'all who are in came at some time': `SELECT COUNT(*) FROM (${wrongArrivals}) wrong`,
  'who holds a ticket is found at the door': `SELECT COUNT(*) FROM (${lostHolders}) lost`,
  'orders know what was given back':
    "SELECT COUNT(*) FROM orders WHERE returned <> (SELECT COUNT(*) FROM tickets WHERE order_id = orders.id AND tickets.state = 'returned')",
  'orders have all their tickets, or none': `SELECT COUNT(*) FROM orders WHERE (SELECT COUNT(*) FROM tickets WHERE order_id = orders.id)
    <> CASE WHEN confirmed_at IS NULL THEN 0 ELSE quantity END OR (confirmed_at IS NULL AND state IN ('confirmed', 'refunded'))`,
  'an event has no more seats sold or held than it may':
    'SELECT COUNT(*) FROM events WHERE capacity < (SELECT SUM(taken) FROM ticket_types WHERE event_id = events.id)',
  'a charge confirmed one order or goes back': `SELECT COUNT(*) FROM payments WHERE CASE state
    WHEN 'applied' THEN NOT EXISTS (SELECT 1 FROM orders WHERE orders.id = order_id AND orders.state IN ('confirmed', 'refunded', 'cancelled') AND confirmed_at IS NOT NULL)
    ELSE (SELECT COUNT(*) FROM refunds WHERE payment_id = payments.id AND refunds.amount_minor = payments.amount_minor) <> 1 END`,
  'no order was paid twice':
    "SELECT COUNT(*) FROM (SELECT order_id FROM payments WHERE state = 'applied' AND way <> 'atDoor' GROUP BY order_id HAVING COUNT(*) > 1) twice",
  'no more goes back than came in':
    'SELECT COUNT(*) FROM payments WHERE amount_minor < (SELECT COALESCE(SUM(amount_minor), 0) FROM refunds WHERE payment_id = payments.id)',
  'all goes back of what was refunded or cancelled': `SELECT COUNT(*) FROM payments JOIN orders ON orders.id = order_id WHERE payments.state = 'applied' AND orders.state <> 'confirmed'
    AND amount_minor <> (SELECT COALESCE(SUM(amount_minor), 0) FROM refunds WHERE payment_id = payments.id)`,
  'who gave a paid ticket back gets its price': `SELECT COUNT(*) FROM payments JOIN orders ON orders.id = order_id WHERE payments.state = 'applied' AND orders.state = 'confirmed'
    AND total_minor / quantity * returned <> (SELECT COALESCE(SUM(amount_minor), 0) FROM refunds WHERE payment_id = payments.id)`,
  'a promo code counts its orders': `SELECT COUNT(*) FROM promo_codes JOIN events ON events.id = event_id WHERE events.state <> 'cancelled'
    AND used <> (SELECT COALESCE(SUM(CASE WHEN total_minor = 0 THEN quantity ELSE 1 END), 0) FROM orders WHERE promo_code_id = promo_codes.id AND orders.state IN ('held', 'confirmed') AND returned < quantity)`,
  'nobody holds two orders of an event':
    "SELECT COUNT(*) FROM (SELECT event_id FROM orders WHERE state = 'held' GROUP BY event_id, buyer_id HAVING COUNT(*) > 1) twice",
  'no more are sold than there are': 'SELECT COUNT(*) FROM ticket_types WHERE taken > capacity OR taken < 0',
  'nobody is in with a ticket that was given back':
    "SELECT COUNT(*) FROM tickets WHERE state = 'returned' AND checked_in_at IS NOT NULL",
  'nobody is in who did not pay':
    "SELECT COUNT(*) FROM tickets JOIN orders ON orders.id = order_id WHERE payment_way = 'atDoor' AND (checked_in_at IS NULL) <> (door_paid_at IS NULL)",
  'what people took at doors is what was paid there': `SELECT COUNT(*) FROM door_takings WHERE door_takings.tickets - undone <> (SELECT COUNT(*) FROM tickets
    WHERE tickets.event_id = door_takings.event_id AND door_paid_by = person_id AND door_paid_how = way AND door_paid_at IS NOT NULL)`,
  'all that was paid at doors was taken by somebody': `SELECT COUNT(*) FROM tickets WHERE door_paid_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM door_takings
    WHERE door_takings.event_id = tickets.event_id AND person_id = door_paid_by AND way = door_paid_how)`,
  'what was taken at doors is the money of the door': `SELECT COUNT(*) FROM (SELECT event_id, SUM(minor - undone_minor) AS taken FROM door_takings GROUP BY event_id) sums
    WHERE taken <> (SELECT COALESCE(SUM(paid_minor), 0) FROM event_counters WHERE event_counters.event_id = sums.event_id AND way = 'atDoor')`,
  'no code is alive and dead':
    'SELECT COUNT(*) FROM tickets JOIN former_codes ON former_codes.code = tickets.code OR (former_codes.short_code = tickets.short_code AND former_codes.event_id = tickets.event_id)',
  'each gift that was accepted left one dead code':
    'SELECT COUNT(*) - (SELECT COUNT(*) FROM former_codes) FROM gifts WHERE receiver_id IS NOT NULL',
  'each gift that was accepted was told twice':
    "SELECT 2 * COUNT(*) - (SELECT COUNT(*) FROM announcements WHERE key LIKE 'given:%' OR key LIKE 'received:%') FROM gifts WHERE receiver_id IS NOT NULL",
  'a cancelled event has no valid tickets':
    "SELECT COUNT(*) FROM tickets JOIN events ON events.id = event_id WHERE events.state = 'cancelled' AND tickets.state = 'valid'",
}

const createInspector = (look: Look) => {
  const ask = async (sql: string): Promise<readonly Row[]> => (await look([sql]))[0] ?? []
  const number = async (sql: string): Promise<number> => Number(Object.values((await ask(sql))[0] ?? {})[0])
  return {
    /** How many rows there are. */
    count: (table: string, where: Where = {}): Promise<number> => number(`SELECT COUNT(*) ${from(table, where)}`),
    /** How many different values a column has. */
    countDistinct: (table: string, column: string): Promise<number> =>
      number(`SELECT COUNT(DISTINCT ${column}) FROM ${table}`),
    /** A column's sum; 0 where there is no row. */
    sum: (table: string, column: string, where: Where = {}): Promise<number> =>
      number(`SELECT COALESCE(SUM(${column}), 0) ${from(table, where)}`),
    /** The rows, in no order. */
    rows: (table: string, where: Where = {}): Promise<readonly Row[]> => ask(`SELECT * ${from(table, where)}`),
    /** Deletes rows behind the program's back: for negative controls. */
    lose: async (table: string, where: Where): Promise<void> => {
      await ask(`DELETE ${from(table, where)}`)
    },

    /** Writes into a column behind the program's back, as somebody with a shell may. */
    write: async (table: string, column: string, value: string | number, where: Where): Promise<void> => {
      await ask(`UPDATE ${table} SET ${column} = ${literal(value)}${from('', where).replace(/^FROM\s*/u, ' ')}`)
    },

    /** What of all that must hold does not. */
    brokenPromises: async (): Promise<readonly string[]> => {
      const wrong = await look(Object.values(promises))
      return Object.keys(promises).filter((_, index) => Number(Object.values(wrong[index]?.[0] ?? {})[0]) !== 0)
    },
    /** The counters of events that are not what their rows come to, by the difference. */
    wrongCounters: (): Promise<readonly Row[]> => ask(wrongCounters()),
    /** How many orders have another number of tickets than they are for. */
    incompleteOrders: (): Promise<number> =>
      number('SELECT COUNT(*) FROM orders WHERE quantity <> (SELECT COUNT(*) FROM tickets WHERE order_id = orders.id)'),
    /** The valid tickets of an event's confirmed orders: how many, and what was paid for them in minor units. */
    soldOf: async (eventId: number): Promise<readonly [tickets: number, minor: number]> => {
      const sold = `FROM tickets JOIN orders ON orders.id = order_id WHERE tickets.state = 'valid' AND orders.state = 'confirmed' AND tickets.event_id = ${eventId}`
      return [
        await number(`SELECT COUNT(*) ${sold}`),
        await number(`SELECT COALESCE(SUM(total_minor / quantity), 0) ${sold}`),
      ]
    },
    /** How many payments of an event do not go back as a whole. */
    keptPayments: (eventId: number): Promise<number> =>
      number(
        `SELECT COUNT(*) FROM (SELECT payments.id FROM payments LEFT JOIN refunds ON refunds.payment_id = payments.id WHERE payments.event_id = ${eventId}
          GROUP BY payments.id, payments.amount_minor HAVING COALESCE(SUM(refunds.amount_minor), 0) <> payments.amount_minor) kept`,
      ),
    /** All rows of an event and of its money; `strayCharges` belong to no order. */
    rowsOfEvent: async (eventId: number, strayCharges: readonly string[]) => {
      const stray = strayCharges.length === 0 ? '' : ` OR charge_id IN (${strayCharges.map(literal).join(', ')})`
      const paid = `(event_id = ${eventId}${stray})`
      const [
        events = [],
        types = [],
        promos = [],
        orders = [],
        tickets = [],
        payments = [],
        refunds = [],
        entries = [],
        places = [],
        counters = [],
      ] = await look([
        `SELECT * FROM events WHERE id = ${eventId}`,
        ...['ticket_types', 'promo_codes', 'orders'].map(
          (table) => `SELECT * FROM ${table} WHERE event_id = ${eventId} ORDER BY id`,
        ),
        `SELECT * FROM tickets WHERE event_id = ${eventId} ORDER BY number`,
        `SELECT * FROM payments WHERE ${paid} ORDER BY id`,
        `SELECT * FROM refunds WHERE payment_id IN (SELECT id FROM payments WHERE ${paid}) ORDER BY id`,
        `SELECT * FROM waiting_entries WHERE event_id = ${eventId} ORDER BY id`,
        `SELECT * FROM waiting_types WHERE ticket_type_id IN (SELECT id FROM ticket_types WHERE event_id = ${eventId})`,
        wrongCounters(eventId),
      ])
      return {
        ...{ events, types, promos, orders, tickets, payments, refunds, entries, places },
        wrongCounters: counters,
      }
    },
    /** Whether a SQLite file is whole. */
    isSound: async (): Promise<boolean> => (await ask('PRAGMA integrity_check'))[0]?.['integrity_check'] === 'ok',
  }
}

/** Looks into a database past the store: what is really there. Columns have their names in the database. */
export type Inspector = ReturnType<typeof createInspector>

/** An inspector that connects anew for each question, so that nobody has to close it. */
export const inspect = (url: string): Inspector => createInspector(lookOnce(url))

/** An inspector that stays connected until it is closed: for thousands of questions. */
export const openInspector = async (url: string): Promise<Inspector & { readonly close: () => Promise<void> }> => {
  if (isSqlite(url)) {
    const database = await openFile(pathOf(url), sqlite3.OPEN_READONLY)
    return { ...createInspector(lookAtFile(database)), close: () => closeFile(database) }
  }
  const pool = new Pool({ connectionString: url, max: 4 })
  // Whoever drops the database cuts connections that rest.
  pool.on('error', () => undefined)
  return { ...createInspector(lookAtServer(pool)), close: () => pool.end() }
}

/**
 * Drops the unique index of these columns, past the store: what it guards against can be seen then. For negative
 * controls.
 */
export const dropUnique = async (url: string, table: string, columns: string): Promise<void> => {
  const find = isSqlite(url)
    ? `SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = '${table}' AND replace(sql, '"', '') LIKE '%UNIQUE%(${columns})%'`
    : `SELECT indexname AS name FROM pg_indexes WHERE tablename = '${table}' AND indexdef LIKE '%UNIQUE%(${columns})%'`
  const look = lookOnce(url)
  const [found] = (await look([find]))[0] ?? []
  if (!found) throw new Error(`${table} has no unique index of ${columns}`)
  await look([`DROP INDEX "${String(found['name'])}"`])
}
