import type { Message, MessageOrigin } from 'grammy/types'
import { checkReadAccess, checkWriteAccess, findChat } from '../../state/chats.js'
import { omit } from '../fields.js'
import type { KeptMessage } from '../../state/messages.js'
import { isCaptionable, newAlbumId } from '../../state/messages.js'
import type { Params } from '../params.js'
import { forwardedMarkup } from '../../payments/invoice.js'
import { post, readSendOptions } from '../../people/posting.js'
import type { Content } from '../../people/posting.js'
import { badRequest } from '../refusals.js'
import { readCaption } from '../../formatting/texts.js'
import type { World } from '../../state/world.js'
import type { Method } from './context.js'
import { sendContent } from './messages.js'

const findSource = (world: World, params: Params, what: string): KeptMessage => {
  const from = findChat(world, params.text('from_chat_id'))
  checkReadAccess(world, from)
  const kept = from.log.get(params.integer('message_id', 0))
  if (kept === undefined) throw badRequest(`message to ${what} not found`)
  if (kept.message.has_protected_content === true)
    throw badRequest("message has protected content and can't be forwarded")
  return kept
}

// What belongs to a message itself and not to where it stood.
const contentNames = [
  'text',
  'entities',
  'link_preview_options',
  'photo',
  'video',
  'animation',
  'audio',
  'document',
  'sticker',
  'voice',
  'video_note',
  'poll',
  'location',
  'venue',
  'contact',
  'invoice',
  'caption',
  'caption_entities',
  'show_caption_above_media',
  'has_media_spoiler',
] as const

const contentOf = (message: Message): Content =>
  Object.fromEntries(contentNames.flatMap((name) => (message[name] === undefined ? [] : [[name, message[name]]])))

// Telegram's notes of what happened (somebody came, a payment, a topic) stay where they are.
const isService = (message: Message): boolean => Object.keys(contentOf(message)).length === 0

/** Nobody but its author may know the answer of a quiz: the Bot API copies none that somebody else sent. */
const isCopyable = ({ message }: KeptMessage): boolean =>
  message.invoice === undefined && message.poll?.type !== 'quiz' && !isService(message)

const copyMessage: Method = ({ world }, params) => {
  const kept = findSource(world, params, 'copy')
  if (!isCopyable(kept)) throw badRequest("the message can't be copied")
  const content = contentOf(kept.message)
  const isCaptioned = params.has('caption') && isCaptionable(kept.message)
  const { message_id } = sendContent(
    world,
    params,
    isCaptioned ? { ...omit(content, ['caption', 'caption_entities']), ...readCaption(params) } : content,
  )
  return { message_id }
}

const maxCopied = 100

/** What may stand for a message in a list of them; the words are those of the Bot API's server. */
const readId = (value: unknown): number => {
  if (typeof value !== 'number' && typeof value !== 'string') throw badRequest('message identifier must be a Number')
  const id = Number(value)
  if (!Number.isInteger(id)) throw badRequest("can't parse message identifier as a Number")
  if (id <= 0) throw badRequest('invalid message identifier specified')
  return id
}

const readIds = (params: Params): readonly number[] => {
  const given = params.json('message_ids')
  if (!Array.isArray(given)) throw badRequest('expected an Array of message identifiers')
  if (given.length === 0) throw badRequest('message identifiers are not specified')
  if (given.length > maxCopied) throw badRequest('too many message identifiers specified')
  return given.map(readId)
}

/** Checked by the client library behind the Bot API, after those that are not there were left out. */
const checkOrder = (ids: readonly number[]): void => {
  if (ids.length === 0) throw badRequest('there are no messages to forward')
  const isRising = ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0))
  if (!isRising) throw badRequest('message identifiers must be in a strictly increasing order')
}

const copyMessages: Method = ({ world }, params) => {
  const ids = readIds(params)
  const chat = findChat(world, params.text('chat_id'))
  checkWriteAccess(world, chat)
  const options = readSendOptions(chat, params)
  const from = findChat(world, params.text('from_chat_id'))
  checkReadAccess(world, from)
  const found = ids.flatMap((id) => from.log.get(id) ?? [])
  checkOrder(found.map(({ message }) => message.message_id))
  const copied = found.filter((kept) => isCopyable(kept) && kept.message.has_protected_content !== true)
  if (copied.length === 0) throw badRequest("messages can't be forwarded")
  world.limits.take(chat, copied.length)
  const albums = new Map<string, string>()
  return copied.map(({ message }) => {
    const content = contentOf(message)
    const kept = params.flag('remove_caption') ? omit(content, ['caption', 'caption_entities']) : content
    return { message_id: post(world, chat, { ...kept, ...albumContent(message, albums) }, options).message_id }
  })
}

/** What belongs together stays together, as an album of its own. */
const albumContent = ({ media_group_id: album }: Message, known: Map<string, string>): Content => {
  if (album === undefined) return {}
  const copied = known.get(album) ?? newAlbumId()
  known.set(album, copied)
  return { media_group_id: copied }
}

const originOf = (world: World, { message }: KeptMessage): MessageOrigin => {
  if (message.forward_origin !== undefined) return message.forward_origin
  if (message.chat.type === 'channel')
    return { type: 'channel', date: message.date, chat: message.chat, message_id: message.message_id }
  return { type: 'user', date: message.date, sender_user: message.from ?? world.bot }
}

const forwardMessage: Method = ({ world }, params) => {
  const kept = findSource(world, params, 'forward')
  const { invoice } = kept.message
  if (isService(kept.message)) throw badRequest("the message can't be forwarded")
  const markup = invoice === undefined ? undefined : forwardedMarkup(world, invoice, kept)
  return sendContent(world, params, { ...contentOf(kept.message), forward_origin: originOf(world, kept) }, markup)
}

/** Saying again what somebody said. */
export const copyingMethods = { copyMessage, copyMessages, forwardMessage } satisfies Record<string, Method>
