import type { Update } from 'grammy/types'
import type { DatabaseUnavailable } from '../../domain/databaseUnavailable.js'
import type { FormChanges } from '../../services/messaging/inbox.js'

/**
 * What handling one update came to, for the log and the inbox. `again`: it must not be lost, and it is not done;
 * `outage`: because the database could not be used; `isBusy`: because others held what it needs for too long.
 */
export type Handled = {
  readonly forms: FormChanges
  readonly refused: string | undefined
  readonly defect: string | undefined
  readonly again?: boolean
  readonly outage?: DatabaseUnavailable
  readonly isBusy?: boolean
  /** Something newer is said in place of the answer; resolves when it is out. */
  readonly settled?: Promise<void>
}

/** What whoever handles an update may ask and tell. */
export type Handling = {
  /** Whether the same chat or person did something more meanwhile. */
  readonly hasNewer: () => boolean
  /** It only waits for its turn to speak: nobody else need wait for it. */
  readonly waits: () => void
  /** Whether it may be handled again when the database is back. */
  readonly mayBeAgain: boolean
  /** Whether it may be handled again when others held what it needs for too long. */
  readonly mayWaitForOthers: boolean
}

/** Handles one update. Never rejects. */
export type Handle = (update: Update, handling: Handling) => Promise<Handled>
