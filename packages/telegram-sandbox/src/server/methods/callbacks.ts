import { badRequest } from '../refusals.js'
import type { Toast } from '../../state/world.js'
import type { Method } from './context.js'

const maxToast = 200

const answerCallbackQuery: Method = ({ world }, params) => {
  const text = params.text('text')
  const url = params.text('url')
  if (text.length > maxToast) throw badRequest('MESSAGE_TOO_LONG')
  // Only links to the bot itself may be opened this way (and games, which there are none of here).
  if (
    url !== '' &&
    !new RegExp(`^(https?://)?(t\\.me|telegram\\.me)/${world.bot.username ?? ''}([/?]|$)`, 'i').test(url)
  )
    throw badRequest('URL_INVALID')
  const queryId = params.text('callback_query_id')
  const personId = world.callbacks.close(queryId)
  const toast: Toast = {
    alert: params.flag('show_alert'),
    ...(text === '' ? {} : { text }),
    ...(url === '' ? {} : { url }),
  }
  world.people.get(personId)?.toasts.push(toast)
  world.emit({ kind: 'callbackAnswered', personId, queryId, toast })
  return true
}

/** Answers to pressed buttons. */
export const callbackMethods = { answerCallbackQuery } satisfies Record<string, Method>
