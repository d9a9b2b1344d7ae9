import type { MessageEntity } from 'grammy/types'
import { omit } from '../server/fields.js'
import { isMember } from '../state/chats.js'
import type { ChatState, World } from '../state/world.js'

const names = ['entities', 'caption_entities'] as const

type Mentioning = { readonly [Name in (typeof names)[number]]?: readonly MessageEntity[] }

/**
 * Keeps of the mentions of people by their ids those whom the bot knows, with their profiles: who has spoken to it or
 * is in this chat. Telegram leaves out the others without a word
 * (https://core.telegram.org/bots/api#formatting-options).
 */
export const withKnownMentions = <T extends Mentioning>(world: World, chat: ChatState, content: T): T => {
  const found = names.find((name) => content[name] !== undefined)
  if (found === undefined) return content
  const kept = (content[found] ?? []).flatMap((entity) => known(world, chat, entity))
  return kept.length === 0 ? (omit(content, [found]) as T) : { ...content, [found]: kept }
}

const known = (world: World, chat: ChatState, entity: MessageEntity): readonly MessageEntity[] => {
  if (entity.type !== 'text_mention') return [entity]
  const person = world.people.get(entity.user.id)
  const isKnown = person && (person.contact !== 'never' || isMember(chat, entity.user.id))
  return isKnown ? [{ ...entity, user: person.user }] : []
}
