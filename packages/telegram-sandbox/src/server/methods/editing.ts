import type { Message } from 'grammy/types'
import { checkAccess, findChat } from '../../state/chats.js'
import { omit } from '../fields.js'
import { readInvoiceMarkup, readMarkup } from '../../formatting/keyboards.js'
import type { KeptMessage } from '../../state/messages.js'
import type { Params } from '../params.js'
import { payLabel } from '../../payments/currencies.js'
import type { Content } from '../../people/posting.js'
import { badRequest } from '../refusals.js'
import { showMessage } from '../../formatting/rendering.js'
import { readCaption, readText } from '../../formatting/texts.js'
import { withKnownMentions } from '../../people/mentions.js'
import { unixTime } from '../../state/world.js'
import type { ChatState, World } from '../../state/world.js'
import type { Method } from './context.js'
import { readMedia } from './media.js'

type Target = { readonly chat: ChatState; readonly kept: KeptMessage }

const findTarget = (world: World, params: Params): Target => {
  if (params.has('inline_message_id')) throw badRequest('MESSAGE_ID_INVALID')
  if (!params.has('message_id')) throw badRequest('message identifier is not specified')
  const chat = findChat(world, params.text('chat_id'))
  checkAccess(world, chat)
  const kept = chat.log.get(params.integer('message_id', 0))
  if (kept === undefined) throw badRequest('message to edit not found')
  if (!kept.fromBot) throw badRequest("message can't be edited")
  return { chat, kept }
}

const readInline = (params: Params, { chat, kept: { message } }: Target) => {
  const given = params.json('reply_markup')
  const markup =
    message.invoice === undefined || given === undefined
      ? readMarkup(given)
      : readInvoiceMarkup(given, payLabel(message.invoice, chat))
  if (markup !== undefined && markup.kind !== 'inline') throw badRequest('inline keyboard expected')
  return markup
}

// What an edit may change; everything else of the message stays.
const bodyNames = ['text', 'entities', 'caption', 'caption_entities', 'photo', 'document', 'reply_markup'] as const
const same = (a: Message, b: Message): boolean =>
  bodyNames.every((name) => JSON.stringify(a[name]) === JSON.stringify(b[name]))

/** Puts `content` in the place of the fields `replaced`, and the given keyboard in the place of the old one. */
const edit = (
  world: World,
  params: Params,
  { chat, kept }: Target,
  { replaced, content }: { readonly replaced: readonly (typeof bodyNames)[number][]; readonly content: Content },
): Message => {
  const markup = readInline(params, { chat, kept })
  const body: Message = {
    ...omit(kept.message, [...replaced, 'reply_markup', 'edit_date']),
    ...withKnownMentions(world, chat, content),
    ...(markup === undefined ? {} : { reply_markup: markup.markup }),
  }
  if (same(body, kept.message)) {
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    )
  }
  world.limits.take(chat, 1)
  const message: Message = { ...body, edit_date: unixTime(world) }
  const edited: KeptMessage = { ...kept, message, markup, edits: kept.edits + 1 }
  chat.log.replace(edited)
  if (world.isWatched()) world.emit({ kind: 'messageEdited', chatId: chat.chat.id, message: showMessage(edited) })
  return message
}

const editMessageText: Method = ({ world }, params) => {
  if (!params.has('text')) throw badRequest('message text is empty')
  const content = readText(params)
  const target = findTarget(world, params)
  if (target.kept.message.text === undefined) throw badRequest('there is no text in the message to edit')
  return edit(world, params, target, { replaced: ['text', 'entities'], content })
}

const editMessageCaption: Method = ({ world }, params) => {
  const content = readCaption(params)
  const target = findTarget(world, params)
  const { text, invoice } = target.kept.message
  if (text !== undefined || invoice !== undefined) throw badRequest('there is no caption in the message to edit')
  return edit(world, params, target, { replaced: ['caption', 'caption_entities'], content })
}

const editMessageMedia: Method = (context, params) => {
  const content = readMedia(context, params, params.json('media'))
  const target = findTarget(context.world, params)
  if (target.kept.message.invoice !== undefined) throw badRequest('there is no media in the message to edit')
  const replaced = ['text', 'entities', 'photo', 'document', 'caption', 'caption_entities'] as const
  return edit(context.world, params, target, { replaced, content })
}

const editMessageReplyMarkup: Method = ({ world }, params) =>
  edit(world, params, findTarget(world, params), { replaced: [], content: {} })

/** Changing what the bot wrote. */
export const editingMethods = {
  editMessageText,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
} satisfies Record<string, Method>
