import { type Api, GrammyError, InlineKeyboard, type Context, InputFile } from 'grammy'
import type { InlineKeyboardButton, InlineKeyboardMarkup, PhotoSize } from 'grammy/types'
import { type Html, plainOf } from '../../texts/html.js'
import { isUnreadable } from '../telegram/errors.js'
import { laidOut } from './labels.js'

/**
 * How long a text under a picture may be, in UTF-16 units after entities are parsed
 * (https://core.telegram.org/bots/api#sendphoto).
 */
export const captionLimit = 1024

/** A picture: Telegram's file_id, or what it looks like. */
export type Picture = string | InputFile

/** A file that is sent. */
export type Document = { readonly name: string; readonly bytes: Uint8Array }

/** A message in a chat with the bot. */
type CopiedMessage = { readonly chatId: number; readonly messageId: number }

/**
 * One message as a person sees it: text, perhaps a picture above it, perhaps buttons below. Several pictures (at most
 * 10) are an album, which has no buttons. A document, or a `file` that Telegram has already (its file_id), has the text
 * below it, and no picture.
 */
export type Screen = {
  readonly html: Html
  readonly keyboard?: InlineKeyboardMarkup | undefined
  readonly photo?: string | undefined
  readonly pictures?: readonly Picture[] | undefined
  readonly document?: Document | undefined
  /** A message that is copied, without its author; the text stands below it, where it is not empty. */
  readonly copy?: CopiedMessage | undefined
  readonly file?: string | undefined
  /** Cannot be forwarded or saved. */
  readonly isProtected?: boolean
}

/** Where a screen goes. */
export type Target = { readonly chatId: number | string; readonly threadId?: number | undefined }

/** A message that was sent, as far as anybody asks. */
export type SentMessage = {
  readonly message_id: number
  readonly chat: { readonly id: number }
  readonly photo?: readonly PhotoSize[]
}

/** Sends a screen as a new message. Gives its messages: an album has one a picture. */
export const sendScreen = async (
  api: Api,
  target: Target,
  screen: Screen,
): Promise<readonly [SentMessage, ...SentMessage[]]> => {
  const { html, keyboard, photo } = screen
  const [picture, ...more] = screen.pictures ?? (photo === undefined ? [] : [photo])
  const options = {
    ...optionsFor(target, screen),
    parse_mode: 'HTML' as const,
    ...(keyboard && { reply_markup: laidOut(keyboard) }),
  }
  if (screen.copy) return [await copy(api, target, screen.copy, { ...options, caption: html.html })]
  const document = documentOf(screen)
  if (document !== undefined)
    return [await api.sendDocument(target.chatId, document, { ...options, caption: html.html })]
  if (picture === undefined)
    return [
      await api.sendMessage(target.chatId, html.html, { ...options, link_preview_options: { is_disabled: true } }),
    ]
  if (more.length === 0) return [await api.sendPhoto(target.chatId, picture, { ...options, caption: html.html })]
  return sendAlbum(api, target, screen, [
    { media: picture, caption: html.html, parse_mode: 'HTML' },
    ...more.map((media) => ({ media })),
  ])
}

// Telegram gives only the copy's number.
const copy = async (
  api: Api,
  { chatId }: Target,
  from: CopiedMessage,
  { caption = '', ...options }: NonNullable<Parameters<Api['copyMessage']>[3]>,
): Promise<SentMessage> => {
  const below = caption === '' ? options : { ...options, caption }
  const { message_id } = await api.copyMessage(chatId, from.chatId, from.messageId, below)
  return { message_id, chat: { id: Number(chatId) } }
}

const documentOf = ({ document, file }: Screen): Picture | undefined =>
  document ? new InputFile(document.bytes, document.name) : file

/** Sends a screen without its mark-up, where that is refused: what must arrive arrives plainly. */
export const sendPlainly = async (
  api: Api,
  target: Target,
  screen: Screen,
): Promise<readonly [SentMessage, ...SentMessage[]]> => {
  const text = plainOf(screen.html)
  const [picture, ...more] = screen.pictures ?? (screen.photo === undefined ? [] : [screen.photo])
  const options = {
    ...optionsFor(target, screen),
    ...(screen.keyboard && { reply_markup: laidOut(screen.keyboard) }),
  }
  if (screen.copy) return [await copy(api, target, screen.copy, { ...options, caption: text })]
  if (screen.file !== undefined)
    return [await api.sendDocument(target.chatId, screen.file, { ...options, caption: text })]
  if (picture === undefined) return [await api.sendMessage(target.chatId, text, options)]
  if (more.length === 0) return [await api.sendPhoto(target.chatId, picture, { ...options, caption: text })]
  return sendAlbum(api, target, screen, [{ media: picture, caption: text }, ...more.map((media) => ({ media }))])
}

const optionsFor = ({ threadId }: Target, { isProtected }: Screen) => ({
  ...(threadId !== undefined && { message_thread_id: threadId }),
  ...(isProtected && { protect_content: true }),
})

type InAlbum = { readonly media: Picture; readonly caption?: string; readonly parse_mode?: 'HTML' }

// Apps show the caption of the first picture under the whole album, as long as no other picture has one.
const sendAlbum = async (
  api: Api,
  target: Target,
  screen: Screen,
  album: readonly InAlbum[],
): Promise<readonly [SentMessage, ...SentMessage[]]> => {
  const [first, ...others] = await api.sendMediaGroup(
    target.chatId,
    album.map((one) => ({ type: 'photo' as const, ...one })),
    optionsFor(target, screen),
  )
  if (!first) throw new Error('Telegram sent an album without messages.')
  return [first, ...others]
}

/** Answers with a new message in the same chat. A poster that Telegram no longer has is left out. */
export const show = async (ctx: Context, screen: Screen): Promise<void> => {
  await showNew(ctx, screen)
}

/** Does what `show` does, and gives the message's id; undefined where there is no chat. */
export const showNew = async (ctx: Context, screen: Screen): Promise<number | undefined> => {
  const target = targetIn(ctx)
  if (target === undefined) return undefined
  try {
    return (await sendReadable(ctx.api, target, screen))[0].message_id
  } catch (error) {
    if ((screen.photo ?? screen.file) === undefined || !isPictureRefused(error)) throw error
    return (await sendReadable(ctx.api, target, { ...screen, photo: undefined, file: undefined }))[0].message_id
  }
}

// A Bot API server of one's own may be older than a tag: what is said arrives without mark-up then.
const sendReadable: typeof sendScreen = async (api, target, screen) => {
  try {
    return await sendScreen(api, target, screen)
  } catch (error) {
    if (!isUnreadable(error)) throw error
    return sendPlainly(api, target, screen)
  }
}

/** Where an answer goes: the chat of what is answered, and its topic. */
export const targetIn = (ctx: Context): Target | undefined =>
  ctx.chatId === undefined
    ? undefined
    : { chatId: ctx.chatId, threadId: ctx.msg?.is_topic_message ? ctx.msg.message_thread_id : undefined }

// Telegram's words for a picture it does not have any more or does not want, also inside an album ("failed to send
// message #1 with the error message …").
const refusedPicture =
  /wrong file|wrong remote file|wrong padding|file_id|FILE_REFERENCE|PHOTO_|IMAGE_PROCESS_FAILED|MEDIA_(?:EMPTY|INVALID)|group send failed|failed to send message/iu

/** Whether Telegram has something against a picture, not against the message. */
export const isPictureRefused = (error: unknown): boolean =>
  error instanceof GrammyError && error.error_code === 400 && refusedPicture.test(error.description)

/** Changes the message whose button was pressed into this screen; sends a new one where that cannot be. */
export const redraw = async (ctx: Context, screen: Screen): Promise<void> => {
  await redrawn(ctx, screen)
}

/**
 * Puts another picture with its words in the place of the message whose button was pressed; sends a new one where that
 * cannot be, and what has no picture.
 */
export const redrawPicture = async (ctx: Context, screen: Screen): Promise<void> => {
  const pressed = ctx.callbackQuery?.message
  const [picture] = screen.pictures ?? []
  if (picture === undefined || pressed === undefined || pressed.date === 0) return show(ctx, screen)
  const options = { reply_markup: laidOut(screen.keyboard ?? new InlineKeyboard()) }
  try {
    await readably(screen, (caption, mode) =>
      ctx.editMessageMedia({ type: 'photo', media: picture, caption, ...mode }, options),
    )
  } catch (error) {
    if (isGone(error)) return show(ctx, screen)
    if (!isUnchanged(error)) throw error
  }
}

/** Does what `redraw` does, and gives the id of the message that shows the screen; undefined where there is no chat. */
export const redrawn = async (ctx: Context, screen: Screen): Promise<number | undefined> => {
  const pressed = ctx.callbackQuery?.message
  if (pressed === undefined || pressed.date === 0) return showNew(ctx, screen)
  const hasCaption = isCaptioned(pressed)
  // An old card with a poster, and the event has none any more: its longer text fits into a message only.
  if (hasCaption && plainOf(screen.html).length > captionLimit) return showNew(ctx, screen)
  try {
    await (hasCaption
      ? editCaption(ctx, screen)
      : editScreen(ctx.api, { chatId: pressed.chat.id, messageId: pressed.message_id }, screen))
  } catch (error) {
    if (isGone(error)) return showNew(ctx, screen)
    if (!isUnchanged(error)) throw error
  }
  return pressed.message_id
}

/**
 * Takes the buttons off the message whose button was pressed, where they have nothing more to do. Only looks: what
 * Telegram has against it does not matter.
 */
export const retire = async (ctx: Context): Promise<void> => {
  try {
    await ctx.editMessageReplyMarkup()
  } catch {
    // An old button still answers politely.
  }
}

/** Changes the message whose button was pressed into this screen, where it can be: what it said is over. Only looks. */
export const restate = async (ctx: Context, screen: Screen): Promise<void> => {
  const pressed = ctx.callbackQuery?.message
  if (pressed === undefined || pressed.date === 0) return
  try {
    await (isCaptioned(pressed)
      ? editCaption(ctx, screen)
      : editScreen(ctx.api, { chatId: pressed.chat.id, messageId: pressed.message_id }, screen))
  } catch {
    await retire(ctx)
  }
}

/** The same of the pressed button alone: the others of its message stay, and `other` takes its place. */
export const replacePressed = async (ctx: Context, ...other: readonly InlineKeyboardButton[]): Promise<void> => {
  const { data, message } = ctx.callbackQuery ?? {}
  const rows = message && 'reply_markup' in message ? message.reply_markup.inline_keyboard : []
  const isPressed = (button: InlineKeyboardButton): boolean =>
    'callback_data' in button && button.callback_data === data
  const left = rows
    .map((row) => row.flatMap((button) => (isPressed(button) ? other : [button])))
    .filter((row) => row.length > 0)
  try {
    await ctx.editMessageReplyMarkup({ reply_markup: laidOut({ inline_keyboard: left }) })
  } catch {
    // An old button still answers politely.
  }
}

/** Whether a message is a picture or a document, which has a caption instead of a text. */
export const isCaptioned = (message: object | undefined): boolean =>
  message !== undefined && ('photo' in message || 'document' in message)

const editOptions = ({ keyboard }: Screen) => ({
  reply_markup: laidOut(keyboard ?? new InlineKeyboard()),
})

const editCaption = (ctx: Context, screen: Screen) =>
  readably(screen, (text, mode) => ctx.editMessageCaption({ ...editOptions(screen), ...mode, caption: text }))

const readably = async <T>(
  { html }: Screen,
  edit: (text: string, mode: { readonly parse_mode?: 'HTML' }) => Promise<T>,
): Promise<T> => {
  try {
    return await edit(html.html, { parse_mode: 'HTML' })
  } catch (error) {
    if (!isUnreadable(error)) throw error
    return edit(plainOf(html), {})
  }
}

/** Changes a text message into this screen. Rejects with what Telegram has against it. */
export const editScreen = (
  api: Api,
  { chatId, messageId }: { readonly chatId: number; readonly messageId: number },
  screen: Screen,
) =>
  readably(screen, (text, mode) =>
    api.editMessageText(chatId, messageId, text, {
      ...editOptions(screen),
      ...mode,
      link_preview_options: { is_disabled: true },
    }),
  )

/** Whether an edit only says that the message looks like this already. */
export const isUnchanged = (error: unknown): boolean =>
  error instanceof GrammyError && error.description.includes('message is not modified')

/** Whether an edit says that there is no such message any more, or that it can no longer be edited. */
export const isGone = (error: unknown): boolean =>
  error instanceof GrammyError &&
  /message to edit not found|message can't be edited|MESSAGE_ID_INVALID/u.test(error.description)
