import type { Message } from 'grammy/types'
import { asObject, omit, requireField } from './fields.js'
import type { ReplyMarkup } from './keyboards.js'
import { readMarkup } from './keyboards.js'
import type { KeptMessage } from './messages.js'
import type { Params } from './params.js'
import { badRequest } from './refusals.js'
import { showMessage } from './rendering.js'
import { unixTime } from './world.js'
import type { ChatState, World } from './world.js'

/** What a message is, apart from where, when and by whom: text, photo, a service field … */
export type Content = Partial<Omit<Message, 'message_id' | 'chat' | 'date'>>

/** How the bot wants a message sent. */
export type SendOptions = { readonly markup: ReplyMarkup | undefined; readonly content: Content }

const readReply = (chat: ChatState, params: Params): Content => {
  const given = asObject(params.json('reply_parameters'))
  const legacyId = params.integer('reply_to_message_id', 0)
  if (given === undefined && legacyId === 0) return {}
  if (given !== undefined) requireField(given, 'message_id', 'number')
  const replied = chat.log.get(given === undefined ? legacyId : Number(given['message_id']))
  if (replied === undefined) {
    if (given?.['allow_sending_without_reply'] === true || params.flag('allow_sending_without_reply')) return {}
    throw badRequest('message to be replied not found')
  }
  return { reply_to_message: withoutReply(replied.message) }
}

/** A message as it is quoted inside another: Telegram nests one level only. */
export const withoutReply = (message: Message): NonNullable<Message['reply_to_message']> =>
  omit(message, ['reply_to_message']) as NonNullable<Message['reply_to_message']>

const readThread = (chat: ChatState, params: Params): Content => {
  if (!params.has('message_thread_id')) return {}
  const threadId = params.integer('message_thread_id', 0)
  if (!chat.topics.has(threadId)) throw badRequest('message thread not found')
  return { message_thread_id: threadId, is_topic_message: true }
}

const checkExtras = (params: Params): void => {
  if (params.has('business_connection_id')) throw badRequest('business connection not found')
  if (params.has('message_effect_id')) throw badRequest('EFFECT_ID_INVALID')
  if (params.flag('allow_paid_broadcast')) throw badRequest('FLOODSKIP_NOT_ALLOWED')
}

/** Reads what all sending methods share: keyboard, topic, reply, protection. */
export const readSendOptions = (chat: ChatState, params: Params): SendOptions => {
  checkExtras(params)
  const markup = readMarkup(params.json('reply_markup'))
  const content: Content = {
    ...readThread(chat, params),
    ...readReply(chat, params),
    ...(params.flag('protect_content') ? { has_protected_content: true } : {}),
    ...(markup?.kind === 'inline' ? { reply_markup: markup.markup } : {}),
  }
  return { markup, content }
}

/** Who a message of the bot is from: in channels the channel itself. */
const botAuthor = (world: World, { chat }: ChatState): Content => (chat.type === 'channel' ? { sender_chat: chat } : { from: world.bot })

/** Stores a finished message and tells who watches. */
export const keep = (world: World, chat: ChatState, kept: KeptMessage): void => {
  chat.log.add(kept)
  if (world.isWatched()) world.emit({ kind: 'messageSent', chatId: chat.chat.id, message: showMessage(kept) })
}

/** Writes a message of somebody other than the bot. */
export const receive = (world: World, chat: ChatState, content: Content): Message => {
  const message: Message = { message_id: chat.nextMessageId(), chat: chat.chat, date: unixTime(world), ...content }
  keep(world, chat, { message, fromBot: false, markup: undefined, edits: 0 })
  return message
}

/** Writes a message of the bot, after its rate was counted. */
export const post = (world: World, chat: ChatState, content: Content, options: SendOptions): Message => {
  const message: Message = {
    message_id: chat.nextMessageId(),
    ...botAuthor(world, chat),
    chat: chat.chat,
    date: unixTime(world),
    ...options.content,
    ...content,
  }
  keep(world, chat, { message, fromBot: true, markup: options.markup, edits: 0 })
  return message
}
