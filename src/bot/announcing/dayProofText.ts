import { type DayProved, isProved, type Strays } from '../../domain/dayProof.js'
import { dayMs } from '../../domain/duration.js'
import { date } from '../../texts/format.js'
import type { Html } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import { lines, paragraphs, yesNo } from '../ui/format.js'

/** How many sales there were, and how many were announced; where they differ, which. */
export const proofText = (speech: Speech, proof: DayProved): Html => {
  const isFine = isProved(proof)
  const { sold, said, missing, surplus } = proof
  return paragraphs(
    lines(
      speech.say('news-proof', { isFine: yesNo(isFine), when: daysOf(speech, proof), sold, said }),
      straysText(speech, 'missing', missing),
      straysText(speech, 'surplus', surplus),
    ),
    isFine ? undefined : speech.say('news-proof-advice'),
  )
}

const daysOf = (speech: Speech, { from, until, zone }: DayProved): string => {
  const [first, last] = [from, until - 1].map((at) => date(at, zone, speech.language, speech.now())) as [string, string]
  return first === last || until - from <= dayMs ? last : speech.label('news-proof-days', { from: first, until: last })
}

const straysText = (speech: Speech, what: 'missing' | 'surplus', { count, ids }: Strays): Html | undefined => {
  if (count === 0) return undefined
  const named = ids.join(', ')
  const more = count - ids.length
  const orders = more > 0 ? speech.label('news-proof-more', { orders: named, more }) : named
  return speech.say(`news-proof-${what}`, { count, orders })
}
