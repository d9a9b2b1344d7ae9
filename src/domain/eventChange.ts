import type { Event } from './event.js'
import { Refusal } from './refusal.js'
import { cleanText } from './text.js'

/**
 * What of an event is told when it changes. `endsAt` null: no end; undefined, as the zone may be: not known, in what
 * was written before these were told.
 */
export type ToldFacts = Pick<Event, 'title' | 'startsAt' | 'venue'> & {
  readonly endsAt?: number | null
  readonly zone?: string
}

/** What is told of an event. */
export const toldFactsOf = ({ title, startsAt, endsAt, venue, zone }: Event): ToldFacts => ({
  title,
  startsAt,
  endsAt: endsAt ?? null,
  venue,
  zone,
})

/** What can be told to have changed, in the order in which it is told. */
type Change = 'title' | 'start' | 'end' | 'venue'

const differs = (before: ToldFacts, now: ToldFacts): Readonly<Record<Change, boolean>> => ({
  title: before.title !== now.title,
  start: before.startsAt !== now.startsAt || (before.zone ?? now.zone) !== (now.zone ?? before.zone),
  end: before.endsAt !== undefined && now.endsAt !== undefined && before.endsAt !== now.endsAt,
  venue: before.venue !== now.venue,
})

/** What of an event is another than it was; of what is not known nothing is. */
export const changesBetween = (before: ToldFacts, now: ToldFacts): readonly Change[] => {
  const all = differs(before, now)
  return (['title', 'start', 'end', 'venue'] as const).filter((change) => all[change])
}

/** How long the reason for cancelling an event may be, in UTF-16 units. */
export const reasonLimit = 300

/** A clean reason. Refuses with textNeeded, descriptionTooLong. */
export const checkReason = (text: string): string => {
  const clean = cleanText(text)
  if (!clean) throw new Refusal('textNeeded')
  if (clean.length > reasonLimit) throw new Refusal('descriptionTooLong', { max: reasonLimit, length: clean.length })
  return clean
}
