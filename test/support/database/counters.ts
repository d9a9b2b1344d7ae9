const left = 'quantity - returned'

// What each row adds to: orders, tickets, sold_minor, admissions, payments, paid_minor, refunds, refunded_minor, due,
// due_minor, failed.
const rows = `SELECT event_id, payment_way AS way, currency, CASE WHEN state = 'confirmed' AND returned < quantity THEN 1 ELSE 0 END AS orders,
    CASE WHEN state = 'confirmed' THEN ${left} ELSE 0 END AS tickets,
    CASE WHEN state = 'confirmed' THEN total_minor / quantity * (${left}) ELSE 0 END AS sold_minor,
    CASE WHEN state IN ('confirmed', 'refunded') OR (state = 'cancelled' AND EXISTS (SELECT 1 FROM tickets WHERE order_id = orders.id))
      THEN ${left} ELSE 0 END AS admissions,
    0 AS payments, 0 AS paid_minor, 0 AS refunds, 0 AS refunded_minor, 0 AS due, 0 AS due_minor, 0 AS failed FROM orders
  UNION ALL SELECT event_id, way, currency, 0, 0, 0, 0, 1, amount_minor, 0, 0, 0, 0, 0 FROM payments WHERE event_id IS NOT NULL AND way <> 'atDoor'
  UNION ALL SELECT tickets.event_id, 'atDoor', orders.currency, 0, 0, 0, 0, 1, total_minor / quantity, 0, 0, 0, 0, 0
    FROM tickets JOIN orders ON orders.id = tickets.order_id WHERE door_paid_at IS NOT NULL
  UNION ALL SELECT event_id, way, currency, 0, 0, 0, 0, 0, 0, 1, amount_minor, CASE WHEN state <> 'done' THEN 1 ELSE 0 END,
    CASE WHEN state <> 'done' THEN amount_minor ELSE 0 END, CASE WHEN state = 'failed' THEN 1 ELSE 0 END
    FROM refunds WHERE event_id IS NOT NULL`

const names = [
  ...['orders', 'tickets', 'sold_minor', 'admissions', 'payments', 'paid_minor'],
  ...['refunds', 'refunded_minor', 'due', 'due_minor', 'failed'],
]

/** The counters of events that are not what their rows come to. */
export const wrongCounters = (eventId?: number): string =>
  `SELECT event_id, way, currency, ${names.map((name) => `SUM(${name}) AS ${name}`).join(', ')} FROM (${rows}
    UNION ALL SELECT event_id, way, currency, ${names.map((name) => `-${name}`).join(', ')} FROM event_counters) both_sides
  WHERE ${eventId === undefined ? '1 = 1' : `event_id = ${eventId}`} GROUP BY event_id, way, currency
  HAVING ${names.map((name) => `SUM(${name}) <> 0`).join(' OR ')}`

/**
 * What the days of events come to, and their counters do not: of tickets that were not given away, and of money by its
 * ways.
 */
export const wrongDays = `SELECT event_id, '' AS way, SUM(n) AS a, 0 AS b FROM (
    SELECT event_id, issued - returned AS n FROM event_days UNION ALL SELECT event_id, -tickets FROM event_counters
    WHERE way <> 'guestList') sold
  JOIN events ON events.id = event_id WHERE events.state <> 'cancelled' GROUP BY event_id HAVING SUM(n) <> 0
  UNION ALL SELECT event_id, way || currency, SUM(p), SUM(r) FROM (
    SELECT event_id, way, currency, paid_minor AS p, refunded_minor AS r FROM event_money_days
    UNION ALL SELECT event_id, way, currency, -paid_minor, -refunded_minor FROM event_counters) money
  GROUP BY event_id, way, currency HAVING SUM(p) <> 0 OR SUM(r) <> 0`

// Whoever comes again on another day arrives once more.
/** Events at which fewer people arrived than are in. */
export const wrongArrivals = `SELECT event_id FROM (SELECT event_id, count AS n FROM event_arrivals
  UNION ALL SELECT event_id, -checked_in FROM ticket_types) came GROUP BY event_id HAVING SUM(n) < 0
  UNION ALL SELECT event_id FROM event_arrivals WHERE count < 0`

/** Who holds a valid ticket and cannot be found by name at its event's door. */
export const lostHolders = `SELECT id FROM tickets WHERE state = 'valid' AND NOT EXISTS (SELECT 1 FROM holder_names
  WHERE holder_names.event_id = tickets.event_id AND holder_names.person_id = tickets.holder_id AND turned = 0)`
