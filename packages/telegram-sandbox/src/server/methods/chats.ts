import type { ChatFullInfo, ChatMember } from 'grammy/types'
import { checkAccess, checkReadAccess, findChat, isMember, statusOf } from '../../state/chats.js'
import { memberOf } from '../../state/members.js'
import { changeMembership } from '../../state/membership.js'
import { badRequest } from '../refusals.js'
import type { ChatState, World } from '../../state/world.js'
import type { Params } from '../params.js'
import type { Method } from './context.js'

const findReadable = (world: World, params: Params): ChatState => {
  const chat = findChat(world, params.text('chat_id'))
  checkReadAccess(world, chat)
  return chat
}

const getChat: Method = ({ world }, params): Partial<ChatFullInfo> & { id: number } => {
  const { chat, pinned, log } = findReadable(world, params)
  const pinnedMessage = pinned === undefined ? undefined : log.get(pinned)?.message
  return {
    ...chat,
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
    ...(chat.type === 'group' || chat.type === 'supergroup' ? { permissions: { can_send_messages: true } } : {}),
    ...(pinnedMessage === undefined ? {} : { pinned_message: pinnedMessage }),
  } as Partial<ChatFullInfo> & { id: number }
}

const getChatMember: Method = ({ world }, params): ChatMember => {
  const chat = findReadable(world, params)
  const userId = params.integer('user_id', 0)
  const user =
    chat.members.get(userId)?.user ??
    world.people.get(userId)?.user ??
    (userId === world.bot.id ? world.bot : undefined)
  if (user === undefined) throw badRequest('invalid user_id specified')
  if (chat.person !== undefined) {
    if (userId !== chat.chat.id && userId !== world.bot.id) throw badRequest('member not found')
    return { status: 'member', user }
  }
  return memberOf(user, statusOf(chat, userId))
}

const getChatMemberCount: Method = ({ world }, params): number => {
  const chat = findReadable(world, params)
  return chat.person === undefined ? [...chat.members.keys()].filter((id) => isMember(chat, id)).length : 2
}

const getChatAdministrators: Method = ({ world }, params): ChatMember[] => {
  const chat = findReadable(world, params)
  if (chat.person !== undefined) throw badRequest('there are no administrators in the private chat')
  return [...chat.members.values()]
    .filter(({ status }) => status === 'creator' || status === 'administrator')
    .map(({ user, status }) => memberOf(user, status))
}

const leaveChat: Method = ({ world }, params) => {
  const chat = findChat(world, params.text('chat_id'))
  if (chat.person !== undefined) throw badRequest("chat member status can't be changed in private chats")
  checkAccess(world, chat)
  changeMembership(world, chat, { user: world.bot, by: world.bot, status: 'left' })
  return true
}

/** What a bot may ask about chats. */
export const chatMethods = {
  getChat,
  getChatMember,
  getChatMemberCount,
  getChatAdministrators,
  leaveChat,
} satisfies Record<string, Method>
