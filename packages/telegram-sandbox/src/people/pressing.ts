import type { InlineKeyboardButton, KeyboardButton, Update } from 'grammy/types'
import type { KeptMessage } from '../state/messages.js'
import { rowsOf } from '../formatting/rendering.js'
import type { ChatState, PersonState, World } from '../state/world.js'
import type { Talking } from './talking.js'

/**
 * Which button: its whole label, a pattern for the label, its callback data, or its place in the keyboard, counted from
 * 0.
 */
export type Wanted = string | RegExp | { readonly data: string } | { readonly row: number; readonly column: number }
export type PressOptions = { readonly in?: { readonly id: number }; readonly messageId?: number }
type Button = InlineKeyboardButton | KeyboardButton
type Hit = { readonly kept: KeptMessage; readonly button: Button }

const labelOf = (button: Button): string => (typeof button === 'string' ? button : button.text)

const fits = (wanted: string | RegExp | { readonly data: string }, button: Button): boolean => {
  if (typeof wanted === 'string') return labelOf(button) === wanted
  if (wanted instanceof RegExp) return wanted.test(labelOf(button))
  return typeof button === 'object' && 'callback_data' in button && button.callback_data === wanted.data
}

const findButton = ({ markup }: KeptMessage, wanted: Wanted): Button | undefined => {
  const rows = rowsOf(markup)
  return typeof wanted === 'object' && 'row' in wanted
    ? rows[wanted.row]?.[wanted.column]
    : rows.flat().find((button) => fits(wanted, button))
}

const buttonsOf = (kept: KeptMessage): readonly Button[] => rowsOf(kept.markup).flat()

// A client shows one reply keyboard: that of the newest message that brought one, unless a later one took it away.
const newestReplyKeyboard = (chat: ChatState): KeptMessage | undefined =>
  chat.log.newest(({ markup }) => markup?.kind === 'reply' || markup?.kind === 'remove')

const isOnScreen = (chat: ChatState) => {
  const current = newestReplyKeyboard(chat)
  return (kept: KeptMessage): boolean =>
    kept.markup?.kind === 'inline' || (kept.markup?.kind === 'reply' && kept === current)
}

/** Labels on the newest message with a keyboard that is on the screen, row by row. */
export const visibleButtons = (chat: ChatState): string[] => {
  const onScreen = isOnScreen(chat)
  const kept = chat.log.newest((candidate) => onScreen(candidate) && buttonsOf(candidate).length > 0)
  return kept === undefined ? [] : buttonsOf(kept).map(labelOf)
}

const explain = (chat: ChatState, wanted: Wanted, who: string): Error => {
  const onScreen = isOnScreen(chat)
  const rows = chat.log
    .all()
    .filter(onScreen)
    .slice(-10)
    .map(
      (kept) =>
        `  message ${kept.message.message_id}: ${buttonsOf(kept)
          .map((button) => JSON.stringify(labelOf(button)))
          .join(', ')}`,
    )
  const name =
    typeof wanted === 'string' || wanted instanceof RegExp ? String(wanted) : `with ${JSON.stringify(wanted)}`
  const last = chat.log.newest(() => true)?.message
  return new Error(
    `${who} sees no button ${name}. Visible buttons:\n${rows.join('\n') || '  none'}\nNewest message: ${JSON.stringify(last?.text ?? last?.caption ?? '')}`,
  )
}

const findHit = (chat: ChatState, wanted: Wanted, messageId: number | undefined, who: string): Hit => {
  const onScreen = isOnScreen(chat)
  const hasIt = (kept: KeptMessage): boolean => findButton(kept, wanted) !== undefined
  // An old message's button may be pressed even after the message was deleted: somebody's screen still shows it.
  const kept =
    messageId === undefined
      ? chat.log.newest((candidate) => onScreen(candidate) && hasIt(candidate))
      : chat.log.recall(messageId)
  const button = kept === undefined ? undefined : findButton(kept, wanted)
  if (kept === undefined || button === undefined) throw explain(chat, wanted, who)
  return { kept, button }
}

const pressCallback = (world: World, person: PersonState, chat: ChatState, { kept, button }: Hit): Update => {
  const { message } = kept
  const isGone = chat.log.get(message.message_id) === undefined
  return world.updates.push({
    callback_query: {
      id: world.callbacks.open(person.user.id),
      from: person.user,
      message: isGone ? { chat: chat.chat, message_id: message.message_id, date: 0 } : message,
      chat_instance: String(Math.abs(chat.chat.id) * 31),
      data: typeof button === 'object' && 'callback_data' in button ? button.callback_data : '',
    },
  })
}

const isKind = (button: Hit['button'], field: string): boolean => typeof button === 'object' && field in button

const startPayload = (world: World, url: string): string | undefined => {
  const [, name, query] = /^https?:\/\/(?:t|telegram)\.me\/([^/?#]+)(?:\?(.*))?$/i.exec(url) ?? []
  if (name?.toLowerCase() !== world.bot.username?.toLowerCase()) return undefined
  return new URLSearchParams(query).get('start') ?? ''
}

const pressReply = (talking: Talking, { button, kept: { message } }: Hit, chat: ChatState): Update => {
  const threadId = message.message_thread_id
  const place =
    chat.person === undefined ? { in: { id: chat.chat.id }, ...(threadId === undefined ? {} : { threadId }) } : {}
  if (isKind(button, 'request_contact')) return talking.sendsContact(place)
  if (isKind(button, 'request_location')) return talking.sendsLocation(place)
  return talking.says(labelOf(button), place)
}

const openLink = (world: World, talking: Talking, button: Hit['button']): Update => {
  const payload = typeof button === 'object' && 'url' in button ? startPayload(world, button.url) : undefined
  if (payload === undefined)
    throw new Error(`The button ${JSON.stringify(labelOf(button))} tells the bot nothing: ${JSON.stringify(button)}`)
  return talking.opens(payload)
}

/**
 * Presses a button as this person: a callback query, the label as a text, or `/start …` for a link to the bot. Throws
 * with the visible buttons when there is none such.
 */
export const createPressing =
  (world: World, person: PersonState, talking: Talking, findPlace: (place: PressOptions) => ChatState) =>
  (wanted: Wanted, options: PressOptions = {}): Update => {
    const chat = findPlace(options)
    if (chat.person !== undefined && chat.person !== person)
      throw new Error('A person presses buttons in their own private chat only')
    const hit = findHit(chat, wanted, options.messageId, person.user.first_name)
    if (hit.kept.markup?.kind === 'reply') return pressReply(talking, hit, chat)
    if (isKind(hit.button, 'pay'))
      throw new Error(
        `${JSON.stringify(labelOf(hit.button))} is a pay button: use pays(${hit.kept.message.message_id})`,
      )
    return isKind(hit.button, 'callback_data')
      ? pressCallback(world, person, chat, hit)
      : openLink(world, talking, hit.button)
  }
