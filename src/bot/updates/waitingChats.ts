import type { Api } from 'grammy'
import type { Chat, Message, Update } from 'grammy/types'
import { cleanLine } from '../../domain/text.js'

/**
 * The chats whose updates wait, each with its id as TELEGRAM_CHAT_ID takes it (perhaps with a topic) and its name. The
 * updates are not confirmed: the bot still gets every one.
 */
export const waitingChats = async (api: Pick<Api, 'getUpdates'>): Promise<ReadonlyMap<string, string>> =>
  new Map((await waitingUpdates(api)).flatMap(chatOf))

/** The names of the people whose updates wait, by id: who wrote to the bot or added it to a chat. Confirms nothing. */
export const waitingPeople = async (api: Pick<Api, 'getUpdates'>): Promise<ReadonlyMap<number, string>> =>
  new Map((await waitingUpdates(api)).flatMap(personOf))

const waitingUpdates = (api: Pick<Api, 'getUpdates'>): Promise<readonly Update[]> =>
  api.getUpdates({ timeout: 0, limit: 100 })

const personOf = ({ message, my_chat_member: change }: Update): readonly (readonly [number, string])[] => {
  // Who speaks in the name of a chat has not that chat's id for their own.
  const from = message?.sender_chat ? undefined : (message ?? change)?.from
  return from && !from.is_bot ? [[from.id, cleanLine(from.first_name)]] : []
}

const chatOf = (update: Update): readonly (readonly [string, string])[] => {
  const message = update.message ?? update.channel_post ?? update.callback_query?.message
  const chat = message?.chat ?? update.my_chat_member?.chat
  return chat ? [[`${chat.id}${topicOf(message)}`, nameOf(chat)]] : []
}

const topicOf = (message: Pick<Message, 'is_topic_message' | 'message_thread_id'> | undefined): string =>
  message?.is_topic_message ? `:${String(message.message_thread_id)}` : ''

const nameOf = (chat: Chat): string => `${chat.type} “${chat.title ?? chat.first_name}”`
