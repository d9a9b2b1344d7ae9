/** Something to tell unasked, or in how many milliseconds to look again: nobody is woken by it. */
export type ToSay<T> = { readonly kind: 'now'; readonly what: T } | { readonly kind: 'later'; readonly waitMs: number }

/** It is told now, unless it is to wait for so many milliseconds. */
export const toSay = <T>(what: T, waitMs: number): ToSay<T> =>
  waitMs > 0 ? { kind: 'later', waitMs } : { kind: 'now', what }
