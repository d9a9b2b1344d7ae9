import { type Context, InlineKeyboard } from 'grammy'
import { languageOf } from '../../../domain/person.js'
import type { Speech } from '../../../texts/texts.js'
import type { FeatureNeeds } from '../../ui/feature.js'
import { show } from '../../ui/screen.js'

const commandIn = (text: string, username: string): string | undefined => {
  const [, command, addressee] = /^\/([a-z0-9_]{1,32})(?:@(\w+))?(?:\s|$)/iu.exec(text) ?? []
  return addressee === undefined || addressee.toLowerCase() === username.toLowerCase()
    ? command?.toLowerCase()
    : undefined
}

const present = new Set(['member', 'administrator', 'restricted'])

const knownCommands = new Set([
  'start',
  'help',
  'buy',
  'events',
  'newevent',
  'myevents',
  'mytickets',
  'door',
  'language',
  'cancel',
])

/**
 * What concerns chats and not persons: /chatid anywhere, being added or removed, upgrades to a supergroup, and a
 * pointer to the private chat. What it gives takes an update, or says with false that it is a person's affair.
 */
export const createChats = ({ services, texts, language, links, log, notificationChat }: FeatureNeeds) => {
  const speech = texts.in(language)

  const tellId = async (ctx: Context): Promise<void> => {
    const topic = ctx.msg?.is_topic_message ? ctx.msg.message_thread_id : undefined
    const id = topic === undefined ? String(ctx.chatId) : `${String(ctx.chatId)}:${topic}`
    const spoken = await speechIn(ctx)
    const html = spoken.say((await hearsAnnouncements(ctx, topic)) ? 'chat-id-set' : 'chat-id', { id })
    await show(ctx, { html, keyboard: new InlineKeyboard().copyText(spoken.label('button-copy'), id) })
  }

  const hearsAnnouncements = async ({ chat }: Context, topic: number | undefined): Promise<boolean> => {
    if (!chat || !notificationChat || notificationChat.topicId !== topic) return false
    const { chatId } = notificationChat
    return typeof chatId === 'number'
      ? (await services.outbox.chatNow(chatId)) === chat.id
      : chat.username !== undefined && chatId === `@${chat.username}`
  }

  // A group has no language of its own; in a private chat there is a person.
  const speechIn = async ({ chat, from }: Context): Promise<Speech> => {
    if (chat?.type !== 'private' || !from) return speech
    return texts.in(
      languageOf(
        (await services.people.find(from.id)) ?? { languageCode: from.language_code, chosenLanguage: undefined },
        language,
      ),
    )
  }

  const pointToPrivate = (ctx: Context): Promise<void> =>
    show(ctx, {
      html: speech.say('group-private'),
      keyboard: new InlineKeyboard().url(speech.label('button-open-bot'), links.bot()),
    })

  const takeText = async (ctx: Context, text: string): Promise<boolean> => {
    const command = commandIn(text, links.username)
    if (command === 'chatid') await tellId(ctx)
    else if (ctx.chat?.type === 'private') return false
    else if (ctx.chat?.type !== 'channel' && command !== undefined && knownCommands.has(command))
      await pointToPrivate(ctx)
    return true
  }

  const takeMembership = async (ctx: Context, { before, after }: Change): Promise<boolean> => {
    log.info({ chat: ctx.chat?.id, from: before, to: after }, 'membership changed')
    if (ctx.chat?.type === 'private') {
      // Unblocking is a sign of life: the next in line meets the person, and what could not be delivered comes.
      if (present.has(after)) return false
      await services.people.lose(ctx.chat.id)
      return true
    }
    if (!present.has(after)) return true
    await services.outbox.wakeChat()
    if (!present.has(before) && (ctx.chat?.type !== 'channel' || after === 'administrator')) await tellId(ctx)
    return true
  }

  return {
    name: 'chats',
    take: async (ctx: Context): Promise<boolean> => {
      const { message, channelPost, myChatMember } = ctx
      const text = message?.text ?? channelPost?.text
      if (text !== undefined) return takeText(ctx, text)
      if (myChatMember)
        return takeMembership(ctx, {
          before: myChatMember.old_chat_member.status,
          after: myChatMember.new_chat_member.status,
        })
      if (message?.migrate_to_chat_id === undefined) return false
      await services.outbox.chatMoved(message.chat.id, message.migrate_to_chat_id)
      return true
    },
  }
}

type Change = { readonly before: string; readonly after: string }
