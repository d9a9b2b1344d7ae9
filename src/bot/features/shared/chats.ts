import { Composer, type Context, InlineKeyboard } from 'grammy'
import { languageOf } from '../../../domain/person.js'
import type { Speech } from '../../../texts/texts.js'
import type { FeatureNeeds } from '../../ui/featureNeeds.js'
import { show } from '../../ui/screen.js'

const commandIn = (text: string | undefined, username: string): string | undefined => {
  const [, command, addressee] = /^\/([a-z0-9_]{1,32})(?:@(\w+))?(?:\s|$)/iu.exec(text ?? '') ?? []
  return addressee === undefined || addressee.toLowerCase() === username.toLowerCase()
    ? command?.toLowerCase()
    : undefined
}

const present = new Set(['member', 'administrator', 'restricted'])

/**
 * What concerns chats and not persons: /chatid anywhere, being added or removed, upgrades to a supergroup, and a
 * pointer to the private chat.
 */
export const createChats = ({ services, texts, language, links, log, notificationChat }: FeatureNeeds) => {
  const speech = texts.in(language)
  const feature = new Composer<Context>()

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

  feature.on(['message:text', 'channel_post:text'], async (ctx, next) => {
    const command = commandIn(ctx.msg.text, links.username)
    if (command === 'chatid') return tellId(ctx)
    if (ctx.chat.type === 'private') return next()
    if (ctx.chat.type !== 'channel' && command !== undefined && knownCommands.has(command)) await pointToPrivate(ctx)
  })

  feature.on('message:migrate_to_chat_id', (ctx) =>
    services.outbox.chatMoved(ctx.chat.id, ctx.message.migrate_to_chat_id),
  )

  feature.on('my_chat_member', async (ctx, next) => {
    const { old_chat_member: before, new_chat_member: after } = ctx.myChatMember
    log.info({ chat: ctx.chat.id, from: before.status, to: after.status }, 'membership changed')
    // Unblocking is a sign of life: the next in line meets the person, and what could not be delivered comes.
    if (ctx.chat.type === 'private') return present.has(after.status) ? next() : services.people.lose(ctx.chat.id)
    if (!present.has(after.status)) return
    await services.outbox.wakeChat()
    if (!present.has(before.status) && (ctx.chat.type !== 'channel' || after.status === 'administrator'))
      await tellId(ctx)
  })
  return feature
}
