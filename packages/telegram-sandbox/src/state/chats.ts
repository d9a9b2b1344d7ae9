import type { Chat, User } from 'grammy/types'
import { createCounter } from './counter.js'
import { createMessageLog } from './messages.js'
import { badRequest, forbidden } from '../server/refusals.js'
import type { ChatState, MemberStatus, PersonState, World } from './world.js'

const privateChat = ({ user }: PersonState): Chat.PrivateChat => ({
  id: user.id,
  type: 'private',
  first_name: user.first_name,
  ...(user.last_name === undefined ? {} : { last_name: user.last_name }),
  ...(user.username === undefined ? {} : { username: user.username }),
})

/** Registers a chat; message ids of private chats and basic groups come from one counter, others have their own. */
export const addChat = (world: World, chat: Chat, person?: PersonState): ChatState => {
  const isShared = chat.type === 'private' || chat.type === 'group'
  // In a forum 1 is the number of "General", and of no message.
  const firstId = 'is_forum' in chat && chat.is_forum === true ? 2 : 1
  const state: ChatState = {
    chat,
    log: createMessageLog(),
    members: new Map(),
    topics: new Map(),
    person,
    nextMessageId: isShared ? world.nextSharedId : createCounter(firstId),
    muted: false,
    upgradedTo: undefined,
    pinned: undefined,
  }
  world.chats.set(chat.id, state)
  world.emit({ kind: 'chatAppeared', chatId: chat.id })
  return state
}

/** Registers a person together with the private chat they have with the bot. */
export const addPerson = (world: World, user: User): { readonly person: PersonState; readonly chat: ChatState } => {
  const person: PersonState = { user, contact: 'never', toasts: [] }
  world.people.set(user.id, person)
  return { person, chat: addChat(world, privateChat(person), person) }
}

export const statusOf = (chat: ChatState, userId: number): MemberStatus => chat.members.get(userId)?.status ?? 'left'
const isAdministrator = (chat: ChatState, userId: number): boolean =>
  ['creator', 'administrator'].includes(statusOf(chat, userId))
export const isMember = (chat: ChatState, userId: number): boolean =>
  !['left', 'kicked'].includes(statusOf(chat, userId))

/** What Telegram calls the chat in its refusals. */
const nameOf = ({ chat }: ChatState): string => `${chat.type} chat`

/** The chat a call speaks of. 400 "chat_id is empty", "chat not found". */
export const findChat = (world: World, chatId: string): ChatState => {
  if (chatId === '') throw badRequest('chat_id is empty')
  const byName = chatId.startsWith('@')
    ? [...world.chats.values()].find(({ chat }) => chat.type !== 'private' && chat.username === chatId.slice(1))
    : undefined
  const chat = byName ?? (/^-?\d+$/.test(chatId) ? world.chats.get(Number(chatId)) : undefined)
  if (chat === undefined) throw badRequest('chat not found')
  return chat
}

const checkPerson = (person: PersonState): void => {
  if (person.contact === 'deactivated') throw forbidden('user is deactivated')
  if (person.contact === 'blocked') throw forbidden('bot was blocked by the user')
  if (person.contact === 'never') throw forbidden("bot can't initiate conversation with a user")
}

const checkMembership = (world: World, chat: ChatState): void => {
  const status = statusOf(chat, world.bot.id)
  if (status === 'kicked') throw forbidden(`bot was kicked from the ${nameOf(chat)}`)
  if (status === 'left') throw forbidden(`bot is not a member of the ${nameOf(chat)}`)
}

const checkUpgrade = (chat: ChatState): void => {
  if (chat.upgradedTo === undefined) return
  throw badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: chat.upgradedTo })
}

/** Refuses, in Telegram's order and words, when the bot cannot act in the chat. */
export const checkAccess = (world: World, chat: ChatState): void => {
  if (chat.person === undefined) {
    checkUpgrade(chat)
    checkMembership(world, chat)
  } else {
    checkPerson(chat.person)
  }
}

/** As `checkAccess`, and refuses when the bot may not write there. */
export const checkWriteAccess = (world: World, chat: ChatState): void => {
  checkAccess(world, chat)
  if (chat.chat.type === 'channel' && !isAdministrator(chat, world.bot.id))
    throw badRequest('need administrator rights in the channel chat')
  if (chat.muted) throw badRequest('not enough rights to send text messages to the chat')
}

/** Refuses when the bot may not even look: it never met the person, or it was removed from the chat. */
export const checkReadAccess = (world: World, chat: ChatState): void => {
  if (chat.person === undefined) {
    checkMembership(world, chat)
  } else if (chat.person.contact === 'never') {
    const sharesGroup = [...world.chats.values()].some(
      (other) => other.person === undefined && other.members.has(chat.chat.id),
    )
    if (!sharesGroup) throw badRequest('chat not found')
  }
}
