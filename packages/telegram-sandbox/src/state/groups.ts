import type { Chat, Update, User } from 'grammy/types'
import { addChat, isMember } from './chats.js'
import type { SandboxMessage } from '../watching/happenings.js'
import { changeMembership } from './membership.js'
import { receive, topicContent } from '../people/posting.js'
import type { Content } from '../people/posting.js'
import { showMessage } from '../formatting/rendering.js'
import { editText, queueMessage, textContent } from '../people/talking.js'
import type { ChatState, MemberStatus, World } from './world.js'

type Someone = { readonly user: User }
type Shared = {
  readonly id: number
  readonly title: string
  readonly messages: () => readonly SandboxMessage[]
  /** Adds the bot, or changes what it is there; queues `my_chat_member` and, in groups, the service message. */
  readonly addBot: (by: Someone, options?: { readonly admin?: boolean }) => Update
  /** Removes the bot: from now on 403. */
  readonly removeBot: (by: Someone) => Update
  readonly addMember: (person: Someone) => Update
}

export type Group = Shared & {
  readonly kind: 'group' | 'supergroup'
  /** Takes the bot's right to write: from now on 400 "not enough rights …". */
  readonly muteBot: () => void
  readonly unmuteBot: () => void
  /** Makes a supergroup of a basic group and gives it; the old id answers 400 with `migrate_to_chat_id` from now on. */
  readonly upgrade: () => Group
  /** Opens a forum topic and gives its thread id. */
  readonly topic: (name: string) => number
  /** A message of an administrator who hides behind the group. */
  readonly anonymousAdminSays: (text: string, options?: { readonly threadId?: number }) => Update
}

export type Channel = Shared & {
  readonly kind: 'channel'
  /** A post, which has no author. */
  readonly posts: (text: string) => Update
  readonly edits: (messageId: number, text: string) => Update
}

// Telegram's own account that stands for anonymous administrators.
const anonymousAdmin: User = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' }

const announce = (world: World, chat: ChatState, content: Content): Update =>
  queueMessage(world, receive(world, chat, content))

const addBot = (world: World, chat: ChatState, by: User, status: MemberStatus): Update => {
  const wasMember = isMember(chat, world.bot.id)
  if (!chat.members.has(by.id)) chat.members.set(by.id, { user: by, status: 'creator' })
  const update = changeMembership(world, chat, { user: world.bot, by, status })
  if (!wasMember && chat.chat.type !== 'channel') announce(world, chat, { from: by, new_chat_members: [world.bot] })
  return update
}

const removeBot = (world: World, chat: ChatState, by: User): Update => {
  const update = changeMembership(world, chat, { user: world.bot, by, status: 'kicked' })
  // In a basic group the bot still hears that it was removed, and nothing from then on.
  if (chat.chat.type === 'group')
    world.updates.push({
      message: receive(world, chat, { from: by, left_chat_member: world.bot }) as NonNullable<Update['message']>,
    })
  return update
}

const addMember = (world: World, chat: ChatState, user: User): Update => {
  const update = changeMembership(world, chat, { user, by: user, status: 'member' })
  return chat.chat.type === 'channel' ? update : announce(world, chat, { from: user, new_chat_members: [user] })
}

const share = (world: World, chat: ChatState, title: string): Shared => ({
  id: chat.chat.id,
  title,
  messages: () => chat.log.all().map(showMessage),
  addBot: ({ user }, { admin = chat.chat.type === 'channel' } = {}) =>
    addBot(world, chat, user, admin ? 'administrator' : 'member'),
  removeBot: ({ user }) => removeBot(world, chat, user),
  addMember: ({ user }) => addMember(world, chat, user),
})

const setMuted = (world: World, chat: ChatState, muted: boolean): void => {
  chat.muted = muted
  world.emit({ kind: 'chatChanged', chatId: chat.chat.id })
}

const openTopic = (world: World, chat: ChatState, name: string): number => {
  if (!(chat.chat.type === 'supergroup' && chat.chat.is_forum === true))
    throw new Error('Only a forum has topics: group(title, { supergroup: true, forum: true })')
  const owner = [...chat.members.values()].find(({ status }) => status === 'creator')?.user ?? anonymousAdmin
  // The message that opens a topic is in it.
  const threadId = chat.nextMessageId()
  chat.topics.set(threadId, name)
  world.emit({ kind: 'chatChanged', chatId: chat.chat.id })
  const opening = {
    from: owner,
    forum_topic_created: { name, icon_color: 0x6fb9f0 },
    message_thread_id: threadId,
    is_topic_message: true,
  } as const
  queueMessage(world, receive(world, chat, opening, threadId))
  return threadId
}

const upgrade = (world: World, old: ChatState, id: number, title: string): ChatState => {
  if (old.chat.type !== 'group' || old.upgradedTo !== undefined)
    throw new Error('Only a basic group can be upgraded, and only once')
  const state = addChat(world, { id, type: 'supergroup', title })
  for (const [userId, member] of old.members) state.members.set(userId, member)
  state.muted = old.muted
  world.emit({ kind: 'chatChanged', chatId: id })
  announce(world, old, { from: anonymousAdmin, sender_chat: old.chat, migrate_to_chat_id: id })
  announce(world, state, { from: anonymousAdmin, sender_chat: state.chat, migrate_from_chat_id: old.chat.id })
  old.upgradedTo = id
  world.emit({ kind: 'chatUpgraded', chatId: old.chat.id, toChatId: id })
  return state
}

/** Creates a group's handle; `nextSupergroupId` gives the id it gets when it is upgraded. */
export const createGroup = (
  world: World,
  chat: Chat.GroupChat | Chat.SupergroupChat,
  nextSupergroupId: () => number,
  state = addChat(world, chat),
): Group => ({
  ...share(world, state, chat.title),
  kind: chat.type,
  muteBot: () => setMuted(world, state, true),
  unmuteBot: () => setMuted(world, state, false),
  upgrade: () => {
    const id = nextSupergroupId()
    return createGroup(
      world,
      { id, type: 'supergroup', title: chat.title },
      nextSupergroupId,
      upgrade(world, state, id, chat.title),
    )
  },
  topic: (name) => openTopic(world, state, name),
  anonymousAdminSays: (text, { threadId } = {}) =>
    announce(world, state, {
      from: anonymousAdmin,
      sender_chat: state.chat,
      ...textContent(text),
      ...topicContent(state, threadId, undefined),
    }),
})

/** Creates a channel's handle. */
export const createChannel = (world: World, chat: Chat.ChannelChat): Channel => {
  const state = addChat(world, chat)
  return {
    ...share(world, state, chat.title),
    kind: 'channel',
    posts: (text) => announce(world, state, { sender_chat: chat, ...textContent(text) }),
    edits: (messageId, text) => editText(world, state, messageId, text),
  }
}
