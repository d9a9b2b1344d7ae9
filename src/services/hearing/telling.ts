import type { AnnouncedMessage } from '../../domain/announcement.js'
import { capacityOf, type Event, type EventWithTypes, leftOfAll } from '../../domain/event.js'
import {
  gapAfter,
  type HearingState,
  isHearingHour,
  nextHearing,
  shortestGapMs,
  type Stock,
  stockNews,
} from '../../domain/hearing.js'
import { minuteMs } from '../../domain/duration.js'
import type { Money } from '../../domain/money.js'
import { morningAfter } from '../../domain/night.js'
import type { Tx } from '../../store/store.js'
import type { Unheard } from '../../store/tables/eventCounters.js'
import { findEvent } from '../finders.js'

// Whoever cannot be reached hears all of it at once when they are back.
const unreachableMs = 15 * minuteMs
// So many orders are told one by one.
const mostTold = 5

const nothingTold: HearingState = { told: 0, toldAt: 0, gapMs: shortestGapMs, stock: 'plenty' }

/** What there is to tell of an event: `issued` tickets in all its time. */
type Heard = {
  readonly found: EventWithTypes
  readonly issued: number
  readonly unheard: readonly Unheard[]
  readonly before: HearingState
  readonly stock: ReturnType<typeof stockNews>
}

/**
 * Tells an organizer what an event came to since they last heard: writes it into the outbox and notes that it is told,
 * or notes when it is to be. Who else does so at the same time waits, and finds nothing.
 */
export const tellOrganizer = async (tx: Tx, eventId: number, now: number): Promise<void> => {
  const issued = await tx.hearings.take(eventId, now)
  if (issued === undefined) return
  const found = await findEvent(tx, eventId)
  const unheard = await tx.eventCounters.unheard(eventId)
  if (found.event.state === 'cancelled' || found.event.hearing === 'never')
    return tx.eventCounters.hear(eventId, unheard)
  const before = (await tx.hearings.find(eventId)) ?? nothingTold
  const held = leftOfAll(found) === 0 ? (await tx.holds.byType(eventId)).size : 0
  const heard: Heard = { found, issued, unheard, before, stock: stockNews(found, held, before.stock) }
  if (unheard.length === 0 && heard.stock.news === undefined) return undefined
  const later = await waitsUntil(tx, heard, now)
  await (later === undefined ? write(tx, heard, now) : tx.hearings.note(eventId, later))
}

/** When it is to be told, if not now (UTC milliseconds). */
const waitsUntil = async (tx: Tx, heard: Heard, now: number): Promise<number | undefined> => {
  const { organizerId } = heard.found.event
  if ((await tx.people.find(organizerId))?.unreachableSince !== undefined) return now + unreachableMs
  const turn = heard.found.event.hearing === 'day' ? onceADay(heard, now) : inTurn(heard.before, now)
  if (turn !== undefined) return turn
  if (await tx.people.hear(organizerId, now, shortestGapMs)) return undefined
  return ((await tx.people.hearingOf(organizerId)).heardAt ?? now) + shortestGapMs
}

const inTurn = ({ toldAt, gapMs }: HearingState, now: number): number | undefined =>
  toldAt <= now && toldAt + gapMs > now ? toldAt + gapMs : undefined

// That few or none are left somebody has to know while it helps; but nobody is woken by it.
const onceADay = ({ found: { event }, stock, before }: Heard, now: number): number | undefined => {
  if (stock.news !== undefined) return morningAfter(now, event.zone)
  return isHearingHour(now, event.zone, before.toldAt) ? undefined : nextHearing(now, event.zone)
}

const write = async (tx: Tx, heard: Heard, now: number): Promise<void> => {
  const { found, unheard, before, stock } = heard
  const { id: eventId, organizerId, hearing } = found.event
  const told = before.told + 1
  await tx.eventCounters.hear(eventId, unheard)
  const gapMs = hearing === 'day' ? shortestGapMs : gapAfter(before, now)
  await tx.hearings.write(eventId, { told, toldAt: now, gapMs, stock: stock.told })
  const message = await messageOf(tx, heard)
  await tx.announcements.add([{ to: organizerId, key: `heard:${eventId}:${told}`, eventId, message }], now)
}

const messageOf = async (tx: Tx, { found, issued, unheard, stock }: Heard): Promise<AnnouncedMessage> => {
  const { event } = found
  const sum = sumOf(unheard)
  const { people, seats } = await tx.lines.count(event.id)
  return {
    kind: 'eventHeard',
    eventId: event.id,
    title: event.title,
    ...sum,
    amounts: amountsOf(unheard),
    orderIds: await fewOrders(tx, event, sum, issued),
    left: leftOfAll(found),
    capacity: capacityOf(found),
    ...(isNews(stock.news) && { stock: stock.news }),
    ...(event.hearing === 'day' && { isDay: true }),
    ...(people > 0 && { waiting: { people, seats } }),
  }
}

const isNews = (stock: Stock | undefined): stock is Exclude<Stock, 'plenty'> =>
  stock !== undefined && stock !== 'plenty'

const sumOf = (unheard: readonly Unheard[]) => ({
  orders: sumBy(unheard, 'issuedOrders'),
  tickets: sumBy(unheard, 'issuedTickets'),
  givenBack: sumBy(unheard, 'givenBack'),
  unpaidOrders: sumBy(unheard, 'unpaidOrders'),
  unpaidSeats: sumBy(unheard, 'unpaidSeats'),
})

const sumBy = (
  unheard: readonly Unheard[],
  name: 'issuedOrders' | 'issuedTickets' | 'givenBack' | 'unpaidOrders' | 'unpaidSeats',
): number => unheard.reduce((sum, row) => sum + row[name], 0)

const amountsOf = (unheard: readonly Unheard[]): readonly Money[] =>
  unheard.flatMap(({ issuedMinor: minor, currency }) => (minor > 0 ? [{ minor, currency }] : []))

// The tickets of what is told now are the last ones that were issued: whoever issues one has the event locked.
const fewOrders = (
  tx: Tx,
  { id }: Pick<Event, 'id'>,
  { orders, tickets }: { readonly orders: number; readonly tickets: number },
  issued: number,
): Promise<readonly number[]> =>
  orders > 0 && orders <= mostTold
    ? tx.hearings.ordersBetween(id, { after: issued - tickets, upTo: issued, limit: mostTold })
    : Promise.resolve<readonly number[]>([])
