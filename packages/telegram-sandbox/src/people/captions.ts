import type { MessageEntity } from 'grammy/types'
import { findEntities } from '../formatting/foundEntities.js'
import type { Content } from './posting.js'

/** What a person formatted in a text or caption, in UTF-16 units. */
export type Formatting = { readonly entities?: readonly MessageEntity[] }

/** Words below a picture or file. */
export type Captioned = Formatting & { readonly caption?: string }

/** A caption with what a person formatted and what Telegram marks in it; nothing without words. */
export const captionContent = ({ caption, entities: formatted = [] }: Captioned): Content => {
  if (caption === undefined) return {}
  const entities = findEntities(caption, formatted)
  return { caption, ...(entities.length === 0 ? {} : { caption_entities: [...entities] }) }
}
