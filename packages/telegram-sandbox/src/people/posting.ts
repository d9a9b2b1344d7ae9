import type { Message } from 'grammy/types'
import { asObject, omit, requireField } from '../server/fields.js'
import { withKnownMentions } from './mentions.js'
import type { ReplyMarkup } from '../formatting/keyboards.js'
import { readMarkup } from '../formatting/keyboards.js'
import type { KeptMessage } from '../state/messages.js'
import type { Params } from '../server/params.js'
import { badRequest } from '../server/refusals.js'
import { showMessage } from '../formatting/rendering.js'
import { unixTime } from '../state/world.js'
import type { ChatState, World } from '../state/world.js'

/** What a message is, apart from where, when and by whom: text, photo, a service field … */
export type Content = Partial<Omit<Message, 'message_id' | 'chat' | 'date'>>

/** How the bot wants a message sent. */
export type SendOptions = { readonly markup: ReplyMarkup | undefined; readonly content: Content }

const findReplied = (chat: ChatState, params: Params): KeptMessage | undefined => {
  const given = asObject(params.json('reply_parameters'))
  const legacyId = params.integer('reply_to_message_id', 0)
  if (given === undefined && legacyId === 0) return undefined
  if (given !== undefined) requireField(given, 'message_id', 'number')
  const replied = chat.log.get(given === undefined ? legacyId : Number(given['message_id']))
  if (replied === undefined) {
    if (given?.['allow_sending_without_reply'] === true || params.flag('allow_sending_without_reply')) return undefined
    throw badRequest('message to be replied not found')
  }
  return replied
}

/** A message as it is quoted inside another: Telegram nests one level only. */
export const withoutReply = (message: Message): NonNullable<Message['reply_to_message']> =>
  omit(message, ['reply_to_message']) as NonNullable<Message['reply_to_message']>

/**
 * What a message in a topic carries. A reply stands in the topic of what it answers; everything else there answers the
 * message that opened the topic.
 */
export const topicContent = (
  chat: ChatState,
  wantedId: number | undefined,
  replied: KeptMessage | undefined,
): Content => {
  const threadId = wantedId ?? replied?.message.message_thread_id
  if (threadId === undefined) return {}
  const root = chat.log.get(threadId)
  return {
    message_thread_id: threadId,
    is_topic_message: true,
    ...(root === undefined ? {} : { reply_to_message: withoutReply(root.message) }),
  }
}

const readPlace = (chat: ChatState, params: Params): Content => {
  const threadId = params.has('message_thread_id') ? params.integer('message_thread_id', 0) : undefined
  // Not even a forum's "General" is reached by its number, which is 1: without a number it is.
  if (threadId !== undefined && !chat.topics.has(threadId)) throw badRequest('message thread not found')
  const replied = findReplied(chat, params)
  return {
    ...topicContent(chat, threadId, replied),
    ...(replied === undefined ? {} : { reply_to_message: withoutReply(replied.message) }),
  }
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
    ...readPlace(chat, params),
    ...(params.flag('protect_content') ? { has_protected_content: true } : {}),
    ...(markup?.kind === 'inline' ? { reply_markup: markup.markup } : {}),
  }
  return { markup, content }
}

/** Who a message of the bot is from: in channels the channel itself. */
const botAuthor = (world: World, { chat }: ChatState): Content =>
  chat.type === 'channel' ? { sender_chat: chat } : { from: world.bot }

/** Stores a finished message and tells who watches. */
const keep = (world: World, chat: ChatState, kept: KeptMessage): void => {
  chat.log.add(kept)
  if (world.isWatched()) world.emit({ kind: 'messageSent', chatId: chat.chat.id, message: showMessage(kept) })
}

/** Writes a message of somebody other than the bot. `id` is one that was taken from the chat before. */
export const receive = (world: World, chat: ChatState, content: Content, id = chat.nextMessageId()): Message => {
  const message: Message = { message_id: id, chat: chat.chat, date: unixTime(world), ...content }
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
    ...withKnownMentions(world, chat, content),
  }
  keep(world, chat, { message, fromBot: true, markup: options.markup, edits: 0 })
  return message
}
