import type { Message } from 'grammy/types'
import { checkAccess, checkWriteAccess, findChat } from '../../state/chats.js'
import { asObject } from '../fields.js'
import type { InlineMarkup } from '../../formatting/keyboards.js'
import type { KeptMessage } from '../../state/messages.js'
import type { Params } from '../params.js'
import { post, readSendOptions } from '../../people/posting.js'
import type { Content } from '../../people/posting.js'
import { badRequest } from '../refusals.js'
import { readText } from '../../formatting/texts.js'
import { unixTime } from '../../state/world.js'
import type { ChatState, World } from '../../state/world.js'
import type { Method } from './context.js'

/**
 * Sends one message: access, options, rate, in Telegram's order. `markup` takes the place of a keyboard in the call.
 */
export const sendContent = (world: World, params: Params, content: Content, markup?: InlineMarkup): Message => {
  const chat = findChat(world, params.text('chat_id'))
  checkWriteAccess(world, chat)
  const options = readSendOptions(chat, params)
  world.limits.take(chat, 1)
  if (markup === undefined) return post(world, chat, content, options)
  return post(world, chat, content, { markup, content: { ...options.content, reply_markup: markup.markup } })
}

const sendMessage: Method = ({ world }, params) => {
  const content = readText(params)
  const previewUrl = asObject(params.json('link_preview_options'))
  for (const name of ['is_disabled', 'prefer_small_media', 'prefer_large_media', 'show_above_text']) {
    const value = previewUrl?.[name]
    if (value !== undefined && typeof value !== 'boolean') throw badRequest(`field "${name}" must be of type Boolean`)
  }
  return sendContent(world, params, content)
}

const deletableMs = 48 * 60 * 60

// Telegram: its own messages for 48 hours, anything in a private chat for 48 hours, anything at all as an
// administrator.
const checkDeletable = (world: World, chat: ChatState, { message, fromBot }: KeptMessage): void => {
  if (message.forum_topic_created !== undefined) throw badRequest("message can't be deleted")
  const isAdministrator = ['creator', 'administrator'].includes(chat.members.get(world.bot.id)?.status ?? 'left')
  if (isAdministrator) return
  if (!fromBot && chat.person === undefined) throw badRequest("message can't be deleted")
  if (unixTime(world) - message.date > deletableMs) throw badRequest("message can't be deleted for everyone")
}

const remove = (world: World, chat: ChatState, messageId: number): void => {
  chat.log.remove(messageId)
  if (chat.pinned === messageId) chat.pinned = undefined
  world.emit({ kind: 'messageDeleted', chatId: chat.chat.id, messageId })
}

const deleteMessage: Method = ({ world }, params) => {
  const chat = findChat(world, params.text('chat_id'))
  checkAccess(world, chat)
  const kept = chat.log.get(params.integer('message_id', 0))
  if (kept === undefined) throw badRequest('message to delete not found')
  checkDeletable(world, chat, kept)
  remove(world, chat, kept.message.message_id)
  return true
}

const deleteMessages: Method = ({ world }, params) => {
  const chat = findChat(world, params.text('chat_id'))
  checkAccess(world, chat)
  const ids = params.json('message_ids')
  if (!Array.isArray(ids)) throw badRequest('expected an Array of message identifiers')
  if (ids.length === 0) throw badRequest('message identifiers are not specified')
  if (ids.length > 100) throw badRequest('too many message identifiers specified')
  // What is not found is passed over in silence; one that may not be deleted keeps all of them.
  const found = [...new Set(ids.map(Number))].map((id) => chat.log.get(id)).filter((kept) => kept !== undefined)
  for (const kept of found) checkDeletable(world, chat, kept)
  for (const { message } of found) remove(world, chat, message.message_id)
  return true
}

const pinChatMessage: Method = ({ world }, params) => {
  const chat = findChat(world, params.text('chat_id'))
  checkAccess(world, chat)
  const kept = chat.log.get(params.integer('message_id', 0))
  if (kept === undefined) throw badRequest('message to pin not found')
  const mayPin =
    chat.person !== undefined || ['creator', 'administrator'].includes(chat.members.get(world.bot.id)?.status ?? 'left')
  if (!mayPin) throw badRequest('not enough rights to manage pinned messages in the chat')
  chat.pinned = kept.message.message_id
  world.emit({ kind: 'messagePinned', chatId: chat.chat.id, messageId: kept.message.message_id })
  return true
}

const actions = new Set(
  'typing upload_photo record_video upload_video record_voice upload_voice record_audio upload_audio upload_document find_location choose_sticker record_video_note upload_video_note cancel'.split(
    ' ',
  ),
)

const sendChatAction: Method = ({ world }, params) => {
  const action = params.text('action')
  if (!actions.has(action)) throw badRequest('wrong parameter action in request')
  const chat = findChat(world, params.text('chat_id'))
  checkWriteAccess(world, chat)
  if (chat.chat.type === 'channel') throw badRequest("chat action can't be sent to channel chats")
  const threadId = readSendOptions(chat, params).content.message_thread_id
  world.emit({ kind: 'chatAction', chatId: chat.chat.id, action, ...(threadId === undefined ? {} : { threadId }) })
  return true
}

/** Sending, deleting and pinning. */
export const messageMethods = {
  sendMessage,
  deleteMessage,
  deleteMessages,
  pinChatMessage,
  sendChatAction,
} satisfies Record<string, Method>
