import type { BotCommand, Chat, User } from 'grammy/types'
import { isMember, statusOf } from '../state/chats.js'
import type { FileKind } from '../state/files.js'
import type { SandboxMessage } from '../watching/happenings.js'
import { commandsFor, textFor } from '../state/profile.js'
import { showMessage } from '../formatting/rendering.js'
import type { ChatState, Contact, MemberStatus, World } from '../state/world.js'

/** A person's account, and whether the bot may write to them. */
export type Account = { readonly user: User; readonly contact: Contact }

/** A chat as its members' clients see it. */
export type ChatSight = {
  readonly chat: Chat
  /** People in it, the bot not among them; none in private chats. */
  readonly members: readonly { readonly user: User; readonly status: MemberStatus }[]
  /** Forum topics by thread id. */
  readonly topics: ReadonlyMap<number, string>
  /** 'member' in private chats. */
  readonly botStatus: MemberStatus
  /** The bot may not write. */
  readonly muted: boolean
  readonly upgradedTo: number | undefined
  /** Id of the pinned message. */
  readonly pinned: number | undefined
}

export type FileSight = { readonly kind: FileKind; readonly name: string; readonly bytes: Uint8Array }

/**
 * What clients see of the pretend Telegram. A language is an IETF tag; where the bot told nothing in it, the default
 * counts.
 */
export type Sights = {
  readonly accounts: () => readonly Account[]
  readonly chats: () => readonly ChatSight[]
  /** Oldest first, the latest `most` (all when missing); none when there is no such chat. */
  readonly messagesIn: (chatId: number, most?: number) => readonly SandboxMessage[]
  readonly messageIn: (chatId: number, messageId: number) => SandboxMessage | undefined
  /** The commands menu of a chat; none in channels. */
  readonly commandsFor: (chatId: number, language: string) => readonly BotCommand[]
  readonly botName: (language: string) => string
  readonly botDescription: (language: string) => string
  /** By file_id. */
  readonly file: (id: string) => FileSight | undefined
  /**
   * Stores a picture as if it had been sent before, and gives the file_id of its largest size. Throws when it is none.
   */
  readonly addPhoto: (bytes: Uint8Array) => string
}

const showChat = (world: World, state: ChatState): ChatSight => {
  const { chat, members, topics, person, muted, upgradedTo, pinned } = state
  return {
    chat,
    members: [...members.values()]
      .filter(({ user }) => user.id !== world.bot.id && isMember(state, user.id))
      .map(({ user, status }) => ({ user, status })),
    topics,
    botStatus: person === undefined ? statusOf(state, world.bot.id) : 'member',
    muted,
    upgradedTo,
    pinned,
  }
}

/** Lets clients look at the world. */
export const createSights = (world: World): Sights => ({
  accounts: () => [...world.people.values()].map(({ user, contact }) => ({ user, contact })),
  chats: () => [...world.chats.values()].map((chat) => showChat(world, chat)),
  messagesIn: (chatId, most = Infinity) => world.chats.get(chatId)?.log.all().slice(-most).map(showMessage) ?? [],
  messageIn: (chatId, messageId) => {
    const kept = world.chats.get(chatId)?.log.get(messageId)
    return kept === undefined ? undefined : showMessage(kept)
  },
  commandsFor: (chatId, language) => {
    const chat = world.chats.get(chatId)?.chat
    return chat === undefined ? [] : commandsFor(world.profile, chat, language)
  },
  botName: (language) => textFor(world.profile.names, language),
  botDescription: (language) => textFor(world.profile.descriptions, language),
  file: (id) => world.files.get(id),
  addPhoto: (bytes) => world.files.addPhoto(bytes).at(-1)?.file_id ?? '',
})
