/** The page's hand on the clock of everybody on it. */
export type ClockControl = {
  /** How far it is ahead of the machine's, in milliseconds. */
  readonly aheadMs: () => number
  /** Turns it forward by so many milliseconds; resolves when it is there. */
  readonly turn: (ms: number) => Promise<void>
  /** Hears after each turn how far it is ahead; gives back how to stop hearing. */
  readonly subscribe: (listener: (aheadMs: number) => void) => () => void
}
