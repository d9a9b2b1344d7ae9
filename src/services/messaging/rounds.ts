import { bulkGapMs } from '../../domain/announcement.js'

type Begun = { readonly begunAt: number; readonly told: number }

/** So many people are written to in one transaction: others have their turn between two of them. */
export const peopleAtOnce = 500

/**
 * In how many milliseconds the next is told, after the `told` before, so close to each other, since a round began; at
 * once where it was held up.
 */
export const nextIn = ({ begunAt, told }: Begun, now: number): number => Math.max(0, begunAt + told * bulkGapMs - now)

/**
 * When each of these people is told, who come after the `told` that a round has told since it began: one after another
 * at the pace of what goes to many, so that nobody's ticket waits behind it. A round that was held up does not make up
 * for it at once.
 */
export const spread = (
  round: Begun,
  people: readonly number[],
  now: number,
): readonly { readonly to: number; readonly afterMs: number }[] => {
  const first = nextIn(round, now)
  return people.map((to, i) => ({ to, afterMs: first + i * bulkGapMs }))
}
