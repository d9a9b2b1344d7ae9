import { Api } from 'grammy'
import type { Chat, Update } from 'grammy/types'
import { describeError } from './log.js'
import { configOrFaults, exitConfig } from './start.js'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Lists the chats that wait in getUpdates, without confirming them: the bot still gets every update. Gives the exit code. */
export const listChats = async (env: NodeJS.ProcessEnv): Promise<number> => {
  // The chat id is what is being looked for: a wrong one is no obstacle.
  const config = configOrFaults({ ...env, TELEGRAM_CHAT_ID: '' })
  if (!config) return exitConfig
  try {
    const api = new Api(config.token, { apiRoot: config.apiRoot, timeoutSeconds: 15 })
    const chats = chatsIn(await api.getUpdates({ timeout: 0, limit: 100 }))
    if (chats.size === 0) say('No chat is waiting. Add the bot to the group or channel (or write to it), send a message there, and run this again.')
    for (const [id, name] of chats) say(`TELEGRAM_CHAT_ID=${id}    # ${name}`)
    return 0
  } catch (error) {
    say(`Telegram did not answer as hoped: ${JSON.stringify(describeError(error))}`)
    say('If the bot is running, stop it for a moment, or send /chatid in the chat instead.')
    return 1
  }
}

const chatsIn = (updates: readonly Update[]): ReadonlyMap<string, string> =>
  new Map(updates.flatMap((update) => {
    const message = update.message ?? update.channel_post ?? update.callback_query?.message
    const chat = message?.chat ?? update.my_chat_member?.chat
    if (!chat) return []
    const topic = message && 'is_topic_message' in message && message.is_topic_message ? `:${String(message.message_thread_id)}` : ''
    return [[`${chat.id}${topic}`, nameOf(chat)] as const]
  }))

const nameOf = (chat: Chat): string => `${chat.type} “${chat.title ?? chat.first_name}”`
