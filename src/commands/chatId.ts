import { Api } from 'grammy'
import type { Chat, Update } from 'grammy/types'
import type { Config } from '../app/config.js'
import { describeError } from '../runtime/log.js'
import { createTexts } from '../texts/texts.js'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/**
 * Lists the chats that wait in getUpdates, without confirming them: the bot still gets every update. Gives the exit
 * code.
 */
export const listChats = async (config: Config): Promise<number> => {
  const speech = createTexts().in(config.defaultLanguage)
  try {
    const api = new Api(config.token, { apiRoot: config.apiRoot, timeoutSeconds: 15 })
    const chats = chatsIn(await api.getUpdates({ timeout: 0, limit: 100 }))
    if (chats.size === 0) say(speech.label('chats-none'))
    for (const [id, name] of chats) say(`TELEGRAM_CHAT_ID=${id}    # ${name}`)
    return 0
  } catch (error) {
    say(speech.label('chats-failed', { reason: String(describeError(error)['message']) }))
    return 1
  }
}

const chatsIn = (updates: readonly Update[]): ReadonlyMap<string, string> =>
  new Map(
    updates.flatMap((update) => {
      const message = update.message ?? update.channel_post ?? update.callback_query?.message
      const chat = message?.chat ?? update.my_chat_member?.chat
      if (!chat) return []
      const topic =
        message && 'is_topic_message' in message && message.is_topic_message
          ? `:${String(message.message_thread_id)}`
          : ''
      return [[`${chat.id}${topic}`, nameOf(chat)] as const]
    }),
  )

const nameOf = (chat: Chat): string => `${chat.type} “${chat.title ?? chat.first_name}”`
