import type { FormChanges } from '../../services/messaging/inbox.js'

/** What handling one update came to, for the log and the inbox. `again`: it must not be lost, and it is not done. */
export type Handled = {
  readonly forms: FormChanges
  readonly refused: string | undefined
  readonly defect: string | undefined
  readonly again?: boolean
}
