import { secondMs } from '../../domain/duration.js'
import { reasonOf } from '../../bot/telegram/errors.js'
import type { Telegram } from '../../bot/telegram/api.js'
import { waitingChats } from '../../bot/updates/waitingChats.js'
import { parseChatAddress } from '../../domain/chatAddress.js'
import { systemClock } from '../../runtime/clock.js'
import type { Asking } from './asking.js'

type Api = Telegram['asking']
type Found = { readonly id: string; readonly name: string }

const pauseMs = secondMs

/**
 * Waits for a message in a chat that the bot was added to, and asks whether it is meant; a typed id does as well. Gives
 * what TELEGRAM_CHAT_ID takes, or "" when nobody wants one.
 */
export const findChat = async (asking: Asking, api: Api, bot: string): Promise<string> => {
  const passedOver = new Set<string>()
  asking.print('')
  asking.say('setup-chat', { bot })
  for (;;) {
    const { line, chat } = await lineOrChat(asking, api, passedOver)
    if (line === '') return ''
    if (line !== undefined && (await isThere(api, line))) return line
    if (line !== undefined) asking.say('setup-chat-wrong', { bot })
    if (chat && (await asking.agrees('setup-chat-this', { chat: chat.name }))) return chat.id
    if (chat) {
      passedOver.add(chat.id)
      asking.say('setup-chat-another')
    }
  }
}

type LineOrChat = { readonly line?: string | undefined; readonly chat?: Found | undefined }

const lineOrChat = async (asking: Asking, api: Api, passedOver: ReadonlySet<string>): Promise<LineOrChat> => {
  const stop = new AbortController()
  const line = asking.next(stop.signal).then((typed) => ({ line: typed }))
  const chat = lookForChat(asking, api, passedOver, stop.signal).then((found) => ({ chat: found }))
  return Promise.race<LineOrChat>([line, chat]).finally(() => stop.abort())
}

/** The first chat that waits and was not passed over. The updates are not taken from the bot. */
const lookForChat = async (
  asking: Asking,
  api: Api,
  passedOver: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Found | undefined> => {
  let told = ''
  while (!signal.aborted) {
    try {
      const [found] = [...(await waitingChats(api))].filter(([id]) => !passedOver.has(id))
      if (found) return { id: found[0], name: found[1] }
    } catch (error) {
      const reason = reasonOf(error)
      if (reason !== told) asking.say('setup-chat-trouble', { reason })
      told = reason
    }
    await systemClock.sleep(pauseMs, signal)
  }
  return undefined
}

const isThere = async (api: Api, address: string): Promise<boolean> => {
  const parsed = parseChatAddress(address)
  return (
    parsed !== undefined &&
    api.getChat(parsed.chatId).then(
      () => true,
      () => false,
    )
  )
}
