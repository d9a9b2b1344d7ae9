/** Chance that can be played again: mulberry32. */
export type Chance = {
  /** A whole number from 0 to below the limit. */
  below(limit: number): number
  /** True so often of a hundred. */
  percent(share: number): boolean
  /** One of these; they must not be none. */
  pick<T>(things: readonly T[]): T
}

/** The same seed gives the same chances. */
export const createChance = (seed: number): Chance => {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  const pick = <T>(things: readonly T[]): T => {
    const thing = things[below(things.length)]
    if (thing === undefined) throw new Error('nothing to pick from')
    return thing
  }
  return { below, percent: (share) => below(100) < share, pick }
}
