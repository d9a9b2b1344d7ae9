import type { User } from 'grammy/types'
import { statusOf } from './chats.js'
import { memberOf } from './members.js'
import { unixTime } from './world.js'
import type { ChatState, MemberStatus, PersonState, World } from './world.js'
import type { Contact } from './world.js'
import type { Update } from 'grammy/types'

/** Changes who is what in a chat and queues `my_chat_member` (the bot) or `chat_member` (anyone else). */
export const changeMembership = (
  world: World,
  chat: ChatState,
  { user, by, status }: { readonly user: User; readonly by: User; readonly status: MemberStatus },
): Update => {
  const before = statusOf(chat, user.id)
  chat.members.set(user.id, { user, status })
  world.emit({ kind: 'chatChanged', chatId: chat.chat.id })
  const change = {
    chat: chat.chat,
    from: by,
    date: unixTime(world),
    old_chat_member: memberOf(user, before),
    new_chat_member: memberOf(user, status),
  }
  return world.updates.push(user.id === world.bot.id ? { my_chat_member: change } : { chat_member: change })
}

/**
 * Changes whether the bot may write to a person; blocking and coming back queue `my_chat_member` as Telegram does,
 * deactivation is silent.
 */
export const changeContact = (world: World, person: PersonState, contact: Contact): Update | undefined => {
  const before = person.contact
  person.contact = contact
  world.emit({ kind: 'contactChanged', personId: person.user.id, contact })
  const chat = world.chats.get(person.user.id)
  const isVisible = contact === 'blocked' || (contact === 'open' && before === 'blocked')
  if (chat === undefined || !isVisible || before === contact) return undefined
  const [old, now] = contact === 'blocked' ? (['member', 'kicked'] as const) : (['kicked', 'member'] as const)
  return world.updates.push({
    my_chat_member: {
      chat: chat.chat,
      from: person.user,
      date: unixTime(world),
      old_chat_member: memberOf(world.bot, old),
      new_chat_member: memberOf(world.bot, now),
    },
  })
}
