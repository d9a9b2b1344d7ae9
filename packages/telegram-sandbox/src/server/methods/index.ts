import type { MethodName } from '../table.js'
import { callbackMethods } from './callbacks.js'
import { chatMethods } from './chats.js'
import type { Method } from './context.js'
import { copyingMethods } from './copying.js'
import { editingMethods } from './editing.js'
import { mediaMethods } from './media.js'
import { messageMethods } from './messages.js'
import { paymentMethods } from './payments.js'
import { placeMethods } from './places.js'
import { profileMethods } from './profile.js'
import { updateMethods } from './updates.js'

/** Every method of the Bot API that the sandbox speaks. */
export const methods: Readonly<Record<MethodName, Method>> = {
  ...callbackMethods,
  ...chatMethods,
  ...copyingMethods,
  ...editingMethods,
  ...mediaMethods,
  ...messageMethods,
  ...paymentMethods,
  ...placeMethods,
  ...profileMethods,
  ...updateMethods,
}
