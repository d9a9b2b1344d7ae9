import { createHash } from 'node:crypto'
import { guessLimit, guessRefusal, guessWindowMs, looksLikeLinkCode } from '../../domain/guess.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'

/** Refuses with tooManyGuesses whoever has tried too many codes that found nothing. */
export const mustNotBeGuessing = async (tx: Tx, personId: number, now: number): Promise<void> => {
  const refusal = guessRefusal(await tx.guesses.of(personId), now)
  if (refusal) throw refusal
}

/** Who tried what. */
type Miss = { readonly personId: number; readonly text: string }

// Enough to tell so few texts apart; what was typed is not kept.
const markLength = 12
const markOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, markLength)

/**
 * Counts a code that found nothing, each text once. Gives the refusal tooManyGuesses when there were too many, and does
 * not throw it: that would undo the count. A code that finds something clears nothing.
 */
export const countMiss = async (tx: Tx, { personId, text }: Miss, now: number): Promise<Refusal | undefined> => {
  const before = guessRefusal(await tx.guesses.of(personId), now)
  if (before) return before
  const after = await tx.guesses.count(personId, { now, windowStart: now - guessWindowMs, mark: markOf(text) })
  // Many at once pass the question together; the count is exact.
  return after.misses > guessLimit ? guessRefusal(after, now) : undefined
}

/**
 * Finds what a link stands for: `find` gives undefined when that is nothing, which is counted if it has the form of a
 * link's code, and refused with linkUnknown or tooManyGuesses.
 */
export const createLinkGuessing =
  ({ store, clock }: { readonly store: Store; readonly clock: Clock }) =>
  async <T>(miss: Miss, find: (tx: Tx) => Promise<T | undefined>): Promise<T> => {
    const result = await store.transact(async (tx) => {
      const found = await find(tx)
      if (found !== undefined) return { found }
      return { refusal: looksLikeLinkCode(miss.text) ? await countMiss(tx, miss, clock.now()) : undefined }
    })
    if ('found' in result) return result.found
    throw result.refusal ?? new Refusal('linkUnknown')
  }
