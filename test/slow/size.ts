/** Whether all was asked for (`npm run test:long`), not the few deaths and small crowds of `npm test`. */
export const isLong = process.env['TEST_LENGTH'] === 'long'

/** How much of something there is in a short run, and in a long one. */
export const size = <T>(short: T, long: T): T => (isLong ? long : short)

/** All of these in a long run; in a short one only those at these places. */
export const few = <T>(all: readonly T[], ...inShort: readonly number[]): readonly T[] =>
  isLong ? all : all.filter((_, index) => inShort.includes(index))
