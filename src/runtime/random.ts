import { randomBytes } from 'node:crypto'

/** Chance, one of the four effects: so many random bytes. */
export type Random = (count: number) => Buffer

/** Chance that nobody can foresee: the machine's secure source. */
export const secureRandom: Random = (count) => randomBytes(count)
