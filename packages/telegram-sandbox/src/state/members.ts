import type { ChatMember, User } from 'grammy/types'
import type { MemberStatus } from './world.js'

const rights = {
  can_be_edited: false,
  is_anonymous: false,
  can_manage_chat: true,
  can_delete_messages: true,
  can_manage_video_chats: true,
  can_restrict_members: true,
  can_promote_members: false,
  can_change_info: true,
  can_invite_users: true,
  can_post_stories: false,
  can_edit_stories: false,
  can_delete_stories: false,
  can_post_messages: true,
  can_edit_messages: true,
  can_pin_messages: true,
} as const

/** Telegram's ChatMember object for a person or the bot. */
export const memberOf = (user: User, status: MemberStatus): ChatMember => {
  if (status === 'creator') return { status, user, is_anonymous: false }
  if (status === 'administrator') return { status, user, ...rights } as ChatMember
  if (status === 'kicked') return { status, user, until_date: 0 }
  return { status, user }
}
