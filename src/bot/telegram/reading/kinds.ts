import type { Message } from 'grammy/types'

// Telegram's fields, those first that come with others: an animation is a document, too, and a venue a location.
const kinds = [
  'voice',
  'audio',
  'video_note',
  'video',
  'animation',
  'sticker',
  'dice',
  'contact',
  'location',
  'poll',
  'photo',
  'document',
] as const satisfies readonly (keyof Message)[]

/** What a message is when it is no text, by the name of Telegram's field. */
export type MessageKind = (typeof kinds)[number]

/** What kind of thing a message is; undefined: a text, or nothing that anybody sent. */
export const kindOf = (message: Message | undefined): MessageKind | undefined =>
  message && kinds.find((kind) => kind in message)
