import type { ChatMessage, PersonMessage } from '../../domain/announcement.js'
import { changesBetween, type ToldFacts } from '../../domain/eventChange.js'
import { stars } from '../../domain/money.js'
import type { Html } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import { lines, moneyIn, paragraphs, startIn, timeIn, venueIn } from '../ui/format.js'

type Changed = Extract<PersonMessage, { kind: 'yourEventChanged' }> | Extract<ChatMessage, { kind: 'eventChanged' }>

/** What was, and what is: a line for all that is another. */
export const changesText = (speech: Speech, message: Changed): Html => {
  const { before } = message
  const says = { title: titleOf, start: startOf, end: endOf, venue: venueOf } as const
  return lines(
    ...changesBetween(before, message).map((change) =>
      speech.say(`change-${change}`, {
        before: says[change](speech, before, message.zone),
        now: says[change](speech, message, message.zone),
      }),
    ),
  )
}

type Say = (speech: Speech, facts: ToldFacts, zone: string) => string

const titleOf: Say = (_, { title }) => title
const venueOf: Say = (speech, facts) => venueIn(speech, facts)
const startOf: Say = (speech, { startsAt, zone: own }, zone) => timeIn(speech, startsAt, { zone: own ?? zone })
const endOf: Say = (speech, { endsAt, zone: own }, zone) =>
  endsAt == null ? speech.label('change-no-end') : timeIn(speech, endsAt, { zone: own ?? zone })

/** What of a changed event is as it was: whoever comes wants to see all of it. */
export const unchangedText = (speech: Speech, message: Changed): Html => {
  const changes = changesBetween(message.before, message)
  return lines(
    changes.includes('start') ? undefined : speech.say('unchanged-start', { when: startIn(speech, message) }),
    changes.includes('venue') ? undefined : speech.say('unchanged-venue', { venue: venueIn(speech, message) }),
  )
}

type Cancelled = Pick<
  Extract<PersonMessage, { kind: 'yourEventCancelled' }>,
  'title' | 'startsAt' | 'zone' | 'quantity' | 'back' | 'reason' | 'as'
>

/** What holders and staff hear of an event that is cancelled. */
export const cancelledText = (speech: Speech, { title, quantity, back, reason, as, ...event }: Cancelled): Html => {
  const facts = { title, when: startIn(speech, event) }
  return paragraphs(
    as === 'staff'
      ? speech.say('news-staffEventCancelled', facts)
      : speech.say('news-yourEventCancelled', { ...facts, quantity }),
    reasonText(speech, reason),
    back &&
      speech.say('money-back', { way: back.currency === stars ? 'stars' : 'byHand', amount: moneyIn(speech, back) }),
  )
}

/** Why an event is cancelled, in its organizer's words. */
export const reasonText = (speech: Speech, reason: string | undefined): Html | undefined =>
  reason === undefined ? undefined : speech.say('news-reason', { reason })
