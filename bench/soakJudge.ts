import { median } from './median.js'

/** In bytes. */
export const megabyte = 1024 * 1024

/** What a day left behind, in bytes; `sold` so far. */
export type Day = {
  readonly heap: number
  readonly rss: number
  readonly handles: number
  readonly file: number
  readonly wal: number
  readonly sold: number
}

/** What is wrong with how these numbers went, if anything. */
export const judge = (all: readonly Day[]): readonly string[] => {
  // Until then caches fill and code is compiled.
  const steady = all.slice(Math.max(1, Math.floor(all.length / 4)))
  const half = Math.ceil(steady.length / 2)
  const [early, late] = [steady.slice(0, half), steady.slice(-half)]
  const mid = (some: readonly Day[], of: (day: Day) => number): number => median(some.map(of))
  const grew = (of: (day: Day) => number): number => mid(late, of) - mid(early, of)
  const perTicket = (some: readonly Day[]): number =>
    ((some.at(-1)?.file ?? 0) - (some[0]?.file ?? 0)) / Math.max(1, (some.at(-1)?.sold ?? 0) - (some[0]?.sold ?? 0))
  return [
    ...(grew(({ heap }) => heap) > Math.max(8 * megabyte, mid(early, ({ heap }) => heap) / 10)
      ? ['the heap grows']
      : []),
    ...(grew(({ handles }) => handles) > 2 ? ['handles are left open'] : []),
    ...(grew(({ wal }) => wal) > 8 * megabyte ? ['the file of changes grows'] : []),
    ...(early.length > 1 && perTicket(late) > 1.5 * perTicket(early) ? ['a ticket takes more room than before'] : []),
  ]
}
