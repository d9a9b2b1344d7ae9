import { Keyboard } from 'grammy'
import type { Html } from '../../texts/html.js'
import type { Ctx } from '../ui/context.js'
import { targetIn } from '../ui/screen.js'

/**
 * Asks with the one button that shares a person's number, which stands in place of the letters
 * (https://core.telegram.org/bots/api#keyboardbutton): in private chats only.
 */
export const askForContact = async (ctx: Ctx, html: Html, label: string): Promise<void> => {
  const target = targetIn(ctx)
  if (target === undefined || ctx.chat?.type !== 'private') return
  const keyboard = new Keyboard().requestContact(label).resized().oneTime()
  await ctx.api.sendMessage(target.chatId, html.html, { parse_mode: 'HTML', reply_markup: keyboard })
}

/** Says something, and takes that button away. */
export const dropContactButton = async (ctx: Ctx, html: Html): Promise<void> => {
  const target = targetIn(ctx)
  if (target === undefined) return
  await ctx.api.sendMessage(target.chatId, html.html, {
    parse_mode: 'HTML',
    reply_markup: { remove_keyboard: true },
  })
}
