import { asksForAnything, type EventQuery, fits, leastWithSlip, nearlyHas } from '../../domain/eventSearch.js'
import { closesAt, type Event, isPublic } from '../../domain/event.js'
import { clockTimeOf } from '../../domain/localTime.js'
import { type Page, pageOf, type PageRequest } from '../../domain/page.js'
import { searchVersion } from '../../domain/searchKeys.js'
import { type SeenEvent, seenByAll } from '../../domain/sight.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { WantedWords, WordPlace } from '../../store/tables/eventWords.js'
import { withTypes } from '../finders.js'
import { seenBy } from '../sight.js'

type Needs = { readonly store: Store; readonly clock: Clock; readonly zone: string }
type Asked = { readonly personId: number; readonly query: EventQuery }

/** An event that was found, and its place in the list. */
export type FoundEvent = SeenEvent & { readonly place: WordPlace }

// A person's own unlisted events that are looked through, those that come first.
const mostUnlisted = 100
// Events whose titles are read to find what was typed with a slip.
const mostRead = 200
const atOnce = 20
const mark = 'searchable events'

/** Finds events by their words and days: what everybody may see, and what is unlisted but the person's own. */
export const createEventSearch = ({ store, clock, zone }: Needs) => ({
  /** By which clocks a person says "tomorrow": those of the events they make, or the bot's. */
  zoneOf: (personId: number): Promise<string> =>
    store.transact(async (tx) => (await tx.people.zoneOf(personId)) ?? zone),

  /** A page of what is asked for, soonest first; on the first page what is unlisted comes first. */
  find: ({ personId, query, after, size }: Asked & PageRequest<WordPlace>): Promise<Page<FoundEvent>> =>
    store.transact(async (tx) => {
      if (!asksForAnything(query)) return { rows: [], hasMore: false }
      const now = clock.now()
      const found = new Map<number, WordPlace>()
      for (const wanted of readingsOf(query))
        for (const place of await tx.eventWords.find(wanted, { now, after, limit: size + 1 }))
          found.set(place.eventId, place)
      const page = pageOf([...found.values()].sort(byPlace), size)
      const own = after ? [] : await unlisted(tx, personId, query, now)
      return { ...page, rows: [...own, ...(await publicAt(tx, page.rows, now))] }
    }),

  /** What is called nearly as it is asked for, soonest first. */
  nearest: ({ query, size }: Pick<Asked, 'query'> & { readonly size: number }): Promise<readonly FoundEvent[]> =>
    store.transact(async (tx) => {
      const longest = query.words.reduce((most, word) => (word.length > most.length ? word : most), '')
      if (longest.length < leastWithSlip) return []
      const now = clock.now()
      const wanted = { words: [longest.slice(0, 1)], span: query.span }
      const places = await tx.eventWords.find(wanted, { now, limit: mostRead })
      const near = (await publicAt(tx, places, now)).filter(({ event }) => nearlyHas(event, query.words))
      return near.slice(0, size)
    }),

  /** Makes some more events findable that another version wrote down, or none; false when all are. */
  index: (): Promise<boolean> =>
    store.transact(async (tx) => {
      if ((await tx.cursors.of(mark)) === searchVersion) return false
      const so = `${mark} ${searchVersion}`
      const ids = await tx.eventWords.findable({
        now: clock.now(),
        after: (await tx.cursors.of(so)) ?? 0,
        limit: atOnce,
      })
      for (const id of ids) await tx.eventWords.index(id)
      const last = ids.at(-1)
      await (last === undefined ? tx.cursors.set(mark, searchVersion) : tx.cursors.set(so, last))
      return true
    }),
})

/** Finding events. */
export type EventSearch = ReturnType<typeof createEventSearch>

const readingsOf = ({ words, span, spanWords }: EventQuery): readonly WantedWords[] => [
  { words, span },
  ...(spanWords.length > 0 ? [{ words: [...words, ...spanWords], span: undefined }] : []),
]

const byPlace = (one: WordPlace, other: WordPlace): number => one.starts - other.starts || one.eventId - other.eventId

const publicAt = async (tx: Tx, places: readonly WordPlace[], now: number): Promise<readonly FoundEvent[]> => {
  const events = new Map((await tx.events.ofIds(places.map(({ eventId }) => eventId))).map((one) => [one.id, one]))
  // Between two statements an event may have been cancelled or taken out of the lists.
  const shown = places.flatMap(({ eventId }) => events.get(eventId) ?? []).filter((event) => isPublic(event, now))
  const where = new Map(places.map((place) => [place.eventId, place]))
  return (await withTypes(tx, shown)).flatMap((found) => {
    const place = where.get(found.event.id)
    return place ? [{ ...seenByAll(found), place }] : []
  })
}

const unlisted = async (tx: Tx, personId: number, query: EventQuery, now: number): Promise<readonly FoundEvent[]> => {
  const ids = await tx.eventWords.unlistedOf(personId, { now, limit: mostUnlisted })
  const wanted = (await tx.events.ofIds(ids)).filter((event) => fits({ ...event, ...clockSpanOf(event) }, query))
  const all: FoundEvent[] = []
  for (const found of await withTypes(tx, wanted)) {
    const place = { starts: clockSpanOf(found.event).from, eventId: found.event.id }
    all.push({ ...(await seenBy(tx, personId, found)), place })
  }
  return all.sort((one, other) => byPlace(one.place, other.place))
}

const clockSpanOf = (event: Event) => ({
  from: clockTimeOf(event.startsAt, event.zone),
  until: clockTimeOf(closesAt(event), event.zone),
})
