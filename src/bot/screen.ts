import { type Api, GrammyError, InlineKeyboard, type Context } from 'grammy'
import type { InlineKeyboardMarkup } from 'grammy/types'
import { type Html, plainOf } from '../texts/html.js'

/** How long a text under a picture may be, in UTF-16 units after entities are parsed (https://core.telegram.org/bots/api#sendphoto). */
export const captionLimit = 1024

/** One message as a person sees it: text, perhaps a picture above it, perhaps buttons below. */
export type Screen = { readonly html: Html; readonly keyboard?: InlineKeyboardMarkup; readonly photo?: string | undefined }

/** Where a screen goes. */
export type Target = { readonly chatId: number | string; readonly threadId?: number | undefined }

/** Sends a screen as a new message. */
export const sendScreen = (api: Api, { chatId, threadId }: Target, { html, keyboard, photo }: Screen) => {
  const options = {
    parse_mode: 'HTML' as const,
    ...(keyboard && { reply_markup: keyboard }),
    ...(threadId !== undefined && { message_thread_id: threadId }),
  }
  if (photo === undefined) return api.sendMessage(chatId, html.html, { ...options, link_preview_options: { is_disabled: true } })
  return api.sendPhoto(chatId, photo, { ...options, caption: html.html })
}

/** Sends only a screen's words, where its mark-up is refused: what must arrive arrives plainly. */
export const sendPlainly = (api: Api, { chatId, threadId }: Target, { html }: Screen) =>
  api.sendMessage(chatId, plainOf(html), { ...(threadId !== undefined && { message_thread_id: threadId }) })

/** Answers with a new message in the same chat. A poster that Telegram no longer has is left out. */
export const show = async (ctx: Context, screen: Screen): Promise<void> => {
  if (ctx.chatId === undefined) return
  const target = { chatId: ctx.chatId, threadId: ctx.msg?.is_topic_message ? ctx.msg.message_thread_id : undefined }
  try {
    await sendScreen(ctx.api, target, screen)
  } catch (error) {
    if (screen.photo === undefined || !isLostPhoto(error)) throw error
    await sendScreen(ctx.api, target, { ...screen, photo: undefined })
  }
}

const isLostPhoto = (error: unknown): boolean => error instanceof GrammyError && /wrong file|file_id|FILE_REFERENCE|PHOTO_INVALID/iu.test(error.description)

/** Changes the message whose button was pressed into this screen; sends a new one where that cannot be. */
export const redraw = async (ctx: Context, screen: Screen): Promise<void> => {
  const pressed = ctx.callbackQuery?.message
  if (pressed === undefined || pressed.date === 0) return show(ctx, screen)
  const hasPhoto = 'photo' in pressed
  // An old card with a poster, and the event has none any more: its longer text fits into a message only.
  if (hasPhoto && plainOf(screen.html).length > captionLimit) return show(ctx, screen)
  try {
    await edit(ctx, screen, hasPhoto)
  } catch (error) {
    if (isUnchanged(error)) return
    if (!isGone(error)) throw error
    await show(ctx, screen)
  }
}

/** Takes the buttons off the message whose button was pressed, where they have nothing more to do. Only looks: what Telegram has against it does not matter. */
export const retire = async (ctx: Context): Promise<void> => {
  try {
    await ctx.editMessageReplyMarkup()
  } catch {
    // An old button still answers politely.
  }
}

const edit = async (ctx: Context, { html, keyboard }: Screen, hasPhoto: boolean): Promise<void> => {
  const options = { parse_mode: 'HTML' as const, reply_markup: keyboard ?? new InlineKeyboard() }
  if (hasPhoto) await ctx.editMessageCaption({ ...options, caption: html.html })
  else await ctx.editMessageText(html.html, { ...options, link_preview_options: { is_disabled: true } })
}

const isUnchanged = (error: unknown): boolean => error instanceof GrammyError && error.description.includes('message is not modified')

const isGone = (error: unknown): boolean => error instanceof GrammyError && /message to edit not found|message can't be edited|MESSAGE_ID_INVALID/u.test(error.description)
