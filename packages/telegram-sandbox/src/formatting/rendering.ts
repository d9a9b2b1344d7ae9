import type { InlineKeyboardButton, KeyboardButton, MessageEntity } from 'grammy/types'
import type { SandboxMessage } from '../watching/happenings.js'
import type { ReplyMarkup } from './keyboards.js'
import type { KeptMessage } from '../state/messages.js'
import { present } from '../server/fields.js'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escape = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? character)

const simple: Readonly<Record<string, string>> = {
  bold: 'b',
  italic: 'i',
  underline: 'u',
  strikethrough: 's',
  spoiler: 'tg-spoiler',
  code: 'code',
  blockquote: 'blockquote',
}

const around = (entity: MessageEntity): readonly [string, string] => {
  const tag = simple[entity.type]
  if (tag !== undefined) return [`<${tag}>`, `</${tag}>`]
  if (entity.type === 'expandable_blockquote') return ['<blockquote expandable>', '</blockquote>']
  if (entity.type === 'text_link') return [`<a href="${escape(entity.url)}">`, '</a>']
  if (entity.type === 'text_mention') return [`<a href="tg://user?id=${entity.user.id}">`, '</a>']
  if (entity.type === 'custom_emoji') return [`<tg-emoji emoji-id="${escape(entity.custom_emoji_id)}">`, '</tg-emoji>']
  if (entity.type === 'date_time')
    return [`<tg-time unix="${entity.unix_time}" format="${entity.date_time_format}">`, '</tg-time>']
  if (entity.type !== 'pre') return ['', '']
  return entity.language === undefined
    ? ['<pre>', '</pre>']
    : [`<pre><code class="language-${escape(entity.language)}">`, '</code></pre>']
}

/**
 * Writes a text with its entities as HTML in Telegram's tags; everything the sender typed is escaped. Entities must lie
 * beside or inside each other, outer ones first.
 */
export const renderHtml = (text: string, entities: readonly MessageEntity[]): string => {
  const render = (from: number, to: number, inside: readonly MessageEntity[]): string => {
    const [first, ...rest] = inside
    if (first === undefined) return escape(text.slice(from, to))
    const end = Math.min(to, first.offset + first.length)
    const [open, close] = around(first)
    const inner = rest.filter(({ offset }) => offset < end)
    const after = rest.filter(({ offset }) => offset >= end)
    return (
      escape(text.slice(from, first.offset)) + open + render(first.offset, end, inner) + close + render(end, to, after)
    )
  }
  return render(0, text.length, entities)
}

/** The rows of an inline or reply keyboard; none for the other kinds. */
export const rowsOf = (
  markup: ReplyMarkup | undefined,
): readonly (readonly (InlineKeyboardButton | KeyboardButton)[])[] => {
  if (markup?.kind === 'inline') return markup.markup.inline_keyboard
  if (markup?.kind !== 'reply') return []
  return markup.markup.keyboard.map((row) =>
    row.map((button) => (typeof button === 'string' ? { text: button } : button)),
  )
}

const showKeyboard = (
  markup: ReplyMarkup | undefined,
): Pick<SandboxMessage, 'keyboard' | 'keyboardKind' | 'markup'> => ({
  keyboard: rowsOf(markup),
  ...(markup?.kind === 'inline' || markup?.kind === 'reply' ? { keyboardKind: markup.kind } : {}),
  ...(markup === undefined ? {} : { markup }),
})

const show = ({ message, fromBot, markup, edits }: KeptMessage): SandboxMessage => {
  const { from, caption, photo, document, message_thread_id: threadId } = message
  const text = message.text ?? caption ?? ''
  const entities = message.entities ?? message.caption_entities ?? []
  return {
    message_id: message.message_id,
    chatId: message.chat.id,
    ...present({ threadId, from, caption, photo, document }),
    fromBot,
    text,
    entities,
    html: renderHtml(text, entities),
    ...showKeyboard(markup),
    date: message.date,
    edited: edits > 0,
    protectContent: message.has_protected_content === true,
    message,
  }
}

// A kept message never changes: an edit keeps another one.
const shown = new WeakMap<KeptMessage, SandboxMessage>()

/** A kept message as a chat client would show it. */
export const showMessage = (kept: KeptMessage): SandboxMessage => {
  const known = shown.get(kept) ?? show(kept)
  shown.set(kept, known)
  return known
}
