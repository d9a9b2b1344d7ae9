import type { ProgramView } from './wire.js'

/** What the bot's process tells the page: where it stands, and each line of its log. */
export type ProgramEvent =
  { readonly kind: 'program'; readonly program: ProgramView } | { readonly kind: 'log'; readonly line: string }

/** The page's hand on the bot's process. */
export type ProgramControl = {
  readonly state: () => ProgramView
  /** The latest lines of the bot's log, oldest first. */
  readonly lines: () => readonly string[]
  /** Resolves when it is done; rejects with words for developers when it cannot be done. */
  readonly run: (command: 'start' | 'stop' | 'restart' | 'kill') => Promise<void>
  /** Hears of every change and line; gives back how to stop hearing. */
  readonly subscribe: (listener: (event: ProgramEvent) => void) => () => void
}
