import type { Api } from 'grammy'
import type { Chat, Message, Update } from 'grammy/types'

/**
 * The chats whose updates wait, each with its id as TELEGRAM_CHAT_ID takes it (perhaps with a topic) and its name. The
 * updates are not confirmed: the bot still gets every one.
 */
export const waitingChats = async (api: Pick<Api, 'getUpdates'>): Promise<ReadonlyMap<string, string>> => {
  const updates = await api.getUpdates({ timeout: 0, limit: 100 })
  return new Map(updates.flatMap(chatOf))
}

const chatOf = (update: Update): readonly (readonly [string, string])[] => {
  const message = update.message ?? update.channel_post ?? update.callback_query?.message
  const chat = message?.chat ?? update.my_chat_member?.chat
  return chat ? [[`${chat.id}${topicOf(message)}`, nameOf(chat)]] : []
}

const topicOf = (message: Pick<Message, 'is_topic_message' | 'message_thread_id'> | undefined): string =>
  message?.is_topic_message ? `:${String(message.message_thread_id)}` : ''

const nameOf = (chat: Chat): string => `${chat.type} “${chat.title ?? chat.first_name}”`
