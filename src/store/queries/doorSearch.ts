import type { DoorNumber } from '../../domain/doorNumber.js'
import { ordersOf, wantedWords } from '../../domain/nameSearch.js'
import { shortCodeLength } from '../../domain/shortCode.js'
import type { Db, Value } from '../engine/statements.js'
import { bigint, integer } from '../tables/columns.js'
import { only, select } from '../tables/reading.js'
import { field } from '../tables/table.js'

/** What is typed at a door to find somebody: a name, and what else it may mean. */
export type DoorSearch = {
  readonly name: string
  readonly numbers: readonly DoorNumber[]
  readonly shortCodeBegins: string | undefined
}

/** A ticket that was found; `byOrder`: by the number of its order. */
export type FoundTicket = { readonly id: number; readonly byOrder: boolean }

const foundHolder = select({ number: field('number', integer), holderId: field('holder_id', bigint) })

/** A ticket's number, and who has or had it. */
export type FoundHolder = ReturnType<typeof foundHolder.read>

/** Names that begin so, and have a word that begins so for each of `also`. */
type Beginning = { readonly from: string; readonly also: readonly string[] }

const last = '\u{10ffff}'
// How far is counted to find the rarest of several words: most often one is rare enough to be known at once.
const fewCounted = 50
const mostCounted = 500
// So many tickets of one person are looked through for a name on one of them.
const mostOfHolder = 60

const begins = 'event_id = $1 AND name >= $2 AND name < $3'

// No join, so that nothing but the names decides where to begin: only who holds a valid ticket now is found.
const holdsAny = `(SELECT 1 FROM tickets WHERE tickets.event_id = holder_names.event_id
  AND tickets.holder_id = holder_names.person_id AND tickets.state = 'valid' LIMIT 1) = 1`

const ofHolder = (
  place: number,
): string => `SELECT * FROM (SELECT id FROM tickets WHERE event_id = $1 AND holder_id = $${place + 3}
  AND state = 'valid' ORDER BY number LIMIT $2) holder${place}`

// Four letters leave few tickets of all events, so the event is no condition for an index: it would be the whole event.
const hasCode = 'short_code BETWEEN $2 AND $3 AND event_id + 0 = $1'

// An order has few tickets, so the event is no condition for an index, either.
const hasOrder = 'event_id + 0 = $1 AND order_id = $2'

/**
 * Finds holders by their names: `holds` is what a row of `holder_names` must fulfil besides. What it costs does not
 * grow with the event. `turned` says of which names, see there.
 */
const createHolderSearch = (db: Db, holds: string, turns: readonly number[] = [0, 1]) => {
  const people = ({ from, also }: Beginning, eventId: number, limit: number): Promise<number[]> => {
    const others = also.map((_, place) => ` AND name LIKE $${place + 5}`).join('')
    const part = (turned: number): string => `SELECT * FROM (SELECT person_id, turned, name FROM holder_names
      WHERE turned = ${turned} AND ${begins}${others} AND ${holds} ORDER BY name, person_id LIMIT $4) turned${turned}`
    return db.rows(
      ({ person_id }) => bigint.read(person_id),
      `${turns.map(part).join(' UNION ALL ')} ORDER BY turned, name, person_id`,
      // Somebody may be there twice, under two words of one name.
      [eventId, from, from + last, 2 * limit, ...also.map((word) => `% ${word}%`)],
    )
  }

  const countOf = (eventId: number, word: string, most: number): Promise<number> =>
    db.one(
      only(integer),
      `SELECT COUNT(*) FROM (SELECT 1 FROM holder_names WHERE turned IN (${turns.join(', ')}) AND ${begins} LIMIT $4) counted`,
      [eventId, word, word + last, most],
    )

  /** All words begin words of a name, in any order: those of the rarest are looked through. */
  const anyOrder = async (
    eventId: number,
    words: readonly string[],
  ): Promise<Beginning & { readonly isRare: boolean }> => {
    const rarestOf = async (most: number) => {
      let rarest = { word: '', count: Infinity }
      for (const word of words) {
        const count = await countOf(eventId, word, most)
        if (count < rarest.count) rarest = { word, count }
      }
      return rarest
    }
    const few = await rarestOf(fewCounted)
    const rarest = few.count < fewCounted ? few : await rarestOf(mostCounted)
    const also = words.filter((word) => word !== rarest.word)
    return { from: rarest.word, also, isRare: rarest.count < mostCounted }
  }

  const holdersWith = async (eventId: number, words: readonly string[], limit: number): Promise<readonly number[]> => {
    const found = new Set<number>()
    const add = async (beginning: Beginning): Promise<void> => {
      for (const personId of await people(beginning, eventId, limit)) found.add(personId)
    }
    for (const from of ordersOf(words)) if (found.size < limit) await add({ from, also: [] })
    if (words.length < 2 || found.size >= limit) return [...found]
    const beginning = await anyOrder(eventId, words)
    // Where every word is frequent, those who are called just so are enough.
    if (beginning.isRare || found.size === 0) await add(beginning)
    return [...found]
  }

  /** Who is called so, and then who has a name with such beginnings of words. */
  const holders = async (eventId: number, name: string, limit: number): Promise<readonly number[]> => {
    const found = new Set<number>()
    for (const words of wantedWords(name))
      for (const personId of await holdersWith(eventId, words, limit)) found.add(personId)
    return [...found]
  }
  return holders
}

/** Searches for tickets at an event's door: what it costs does not grow with the event. */
export const createDoorSearch = (db: Db) => {
  const holders = createHolderSearch(db, holdsAny)
  const everyHolder = createHolderSearch(db, 'person_id IS NOT NULL')
  const namedHolders = createHolderSearch(db, holdsAny, [2])
  const everyNamed = createHolderSearch(db, 'person_id IS NOT NULL', [2])

  const ticketsOf = async (eventId: number, personIds: readonly number[], limit: number): Promise<number[]> => {
    const some = [...new Set(personIds)].slice(0, limit)
    if (some.length === 0) return []
    return db.rows(only(integer), some.map((_, place) => ofHolder(place)).join(' UNION ALL '), [
      eventId,
      limit,
      ...some,
    ])
  }

  const ticketsWith = (sql: string, values: readonly Value[], limit: number): Promise<number[]> =>
    db.rows(only(integer), `SELECT id FROM tickets WHERE ${sql} AND state = 'valid' LIMIT ${limit}`, values)

  /** Both meanings of a number, the one that was said first. */
  const withNumber = async (eventId: number, { of, number }: DoorNumber, limit: number): Promise<FoundTicket[]> => {
    const tickets = foundBy(await ticketsWith('event_id = $1 AND number = $2', [eventId, number], 1), false)
    const ofOrder = foundBy(await ticketsWith(hasOrder, [eventId, number], limit), true)
    return of === 'order' ? [...ofOrder, ...tickets] : [...tickets, ...ofOrder]
  }

  const whose = (sql: string, values: readonly Value[], limit: number): Promise<FoundHolder[]> =>
    db.rows(
      foundHolder.read,
      `SELECT ${foundHolder.sql} FROM tickets WHERE ${sql} ORDER BY number LIMIT ${limit}`,
      values,
    )

  return {
    /** Whoever has or had a ticket of an event with such a number. */
    byNumber: (eventId: number, number: number): Promise<FoundHolder[]> =>
      whose('event_id = $1 AND number = $2', [eventId, number], 1),

    /** Or with a code that begins so. */
    byCode: (eventId: number, code: string, limit: number): Promise<FoundHolder[]> =>
      whose(hasCode, [eventId, ...codesFrom(code)], limit),

    /** Whoever has or had a ticket of an event and such a name, the best matches first. */
    byName: async (eventId: number, name: string, limit: number): Promise<readonly number[]> =>
      (await everyHolder(eventId, name, limit)).slice(0, limit),

    /** Whoever has or had a ticket of an event with such a name on it. */
    byTicketName: async (eventId: number, name: string, limit: number): Promise<readonly number[]> =>
      (await everyNamed(eventId, name, limit)).slice(0, limit),

    /** Valid tickets of those who hold, or held, one with such a name on it: which of them it is the answers tell. */
    nearName: async (eventId: number, name: string, limit: number): Promise<readonly number[]> =>
      ticketsOf(eventId, (await namedHolders(eventId, name, limit)).slice(0, limit), mostOfHolder),

    /** Valid tickets of an event, the best matches first: by number, by name, by the beginning of a code. */
    tickets: async (eventId: number, search: DoorSearch, limit: number): Promise<readonly FoundTicket[]> => {
      const { name, numbers, shortCodeBegins: code } = search
      const found: FoundTicket[] = []
      for (const number of numbers) found.push(...(await withNumber(eventId, number, limit)))
      found.push(...foundBy(await ticketsOf(eventId, await holders(eventId, name, limit), limit), false))
      if (code !== undefined)
        found.push(...foundBy(await ticketsWith(hasCode, [eventId, ...codesFrom(code)], limit), false))
      const firsts = new Map(found.toReversed().map((one) => [one.id, one]))
      return [...new Set(found.map(({ id }) => id))].flatMap((id) => firsts.get(id) ?? []).slice(0, limit)
    },
  }
}

const foundBy = (ids: readonly number[], byOrder: boolean): readonly FoundTicket[] => ids.map((id) => ({ id, byOrder }))

/** The first and the last code that begin so, in any language's order: they have digits and capitals only. */
const codesFrom = (beginning: string): readonly string[] =>
  ['0', 'Z'].map((filler) => beginning.padEnd(shortCodeLength, filler))
