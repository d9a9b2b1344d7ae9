import { bulkGapMs } from '../../domain/announcement.js'

/** So many people are written to in one transaction: others have their turn between two of them. */
export const peopleAtOnce = 500

/**
 * When each of these people is told, who come after the `told` that a round has told since it began: one after another
 * at the pace of what goes to many, so that nobody's ticket waits behind it. A round that was held up does not make up
 * for it at once.
 */
export const spread = (
  { begunAt, told }: { readonly begunAt: number; readonly told: number },
  people: readonly number[],
  now: number,
): readonly { readonly to: number; readonly afterMs: number }[] => {
  const first = Math.max(0, begunAt + told * bulkGapMs - now)
  return people.map((to, i) => ({ to, afterMs: first + i * bulkGapMs }))
}
