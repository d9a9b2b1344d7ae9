import type { Params } from '../params.js'
import type { Polling } from '../polling.js'
import type { Webhook } from '../webhook.js'
import type { World } from '../../state/world.js'

/** What a method may use beside its parameters. `signal` is aborted when the client goes away. */
export type MethodContext = {
  readonly world: World
  readonly polling: Polling
  readonly webhook: Webhook
  readonly signal: AbortSignal
  /** After logOut every call is refused with 401. */
  readonly endSession: () => void
}

/** Does what a method does and gives its result; throws an ApiRefusal for everything Telegram refuses. */
export type Method = (context: MethodContext, params: Params) => unknown
