import type { MessageEntity } from 'grammy/types'
import { omit } from '../server/fields.js'
import { isMember } from '../state/chats.js'
import type { ChatState, World } from '../state/world.js'
import type { Content } from './posting.js'

const names = ['entities', 'caption_entities'] as const

/**
 * Keeps of the mentions of people by their ids those whom the bot knows, with their profiles: who has spoken to it or
 * is in this chat. Telegram leaves out the others without a word
 * (https://core.telegram.org/bots/api#formatting-options).
 */
export const withKnownMentions = (world: World, chat: ChatState, content: Content): Content => {
  const given: Readonly<Record<string, unknown>> = content
  const found = names.find((name) => given[name] !== undefined)
  if (found === undefined) return content
  const kept = (given[found] as readonly MessageEntity[]).flatMap((entity) => known(world, chat, entity))
  return kept.length === 0 ? omit(content, [found as keyof Content]) : { ...content, [found]: kept }
}

const known = (world: World, chat: ChatState, entity: MessageEntity): readonly MessageEntity[] => {
  if (entity.type !== 'text_mention') return [entity]
  const person = world.people.get(entity.user.id)
  const isKnown = person && (person.contact !== 'never' || isMember(chat, entity.user.id))
  return isKnown ? [{ ...entity, user: person.user }] : []
}
