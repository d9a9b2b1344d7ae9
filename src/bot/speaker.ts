import type { Api } from 'grammy'
import type { Logger } from 'pino'
import { type Announcement, type ChatNews, type Delivery, type PersonNews } from '../domain/announcement.js'
import { type Language, languageOf } from '../domain/person.js'
import type { Services } from '../services/services.js'
import { joinHtml } from '../texts/html.js'
import type { Speech, Texts } from '../texts/texts.js'
import type { Links } from './links.js'
import { chatScreen, digestScreen, personScreen } from './newsScreens.js'
import { deliveryOf, isUnreadable, isWrongToken, movedTo } from './outcome.js'
import { type Screen, sendPlainly, sendScreen, type Target } from './screen.js'
import { ticketsScreen } from './ticketsScreen.js'

/** The notification chat as it is configured: an id or "@channel", perhaps with a forum topic. */
export type NotificationChat = { readonly chatId: number | string; readonly topicId: number | undefined }

type Needs = {
  readonly api: Api
  readonly services: Pick<Services, 'people' | 'tickets' | 'outbox'>
  readonly texts: Texts
  readonly links: Links
  readonly language: Language
  readonly chat: NotificationChat | undefined
  readonly log: Logger
  /** The token was refused: nothing can be said until it is replaced. */
  readonly onWrongToken: () => void
}

/** Turns announcements into messages and sends them; says what became of each try. */
export const createSpeaker = ({ api, services, texts, links, language, chat, log, onWrongToken }: Needs) => {
  const targetOf = async (to: Announcement['to']): Promise<Target | undefined> => {
    if (to !== 'chat') return { chatId: to }
    if (!chat) return undefined
    return { chatId: typeof chat.chatId === 'number' ? await services.outbox.chatNow(chat.chatId) : chat.chatId, threadId: chat.topicId }
  }

  const speechFor = async (to: Announcement['to']): Promise<Speech> => {
    const person = to === 'chat' ? undefined : await services.people.find(to)
    return texts.in(person ? languageOf(person, language) : language)
  }

  const screenFor = async (rows: readonly Announcement[], speech: Speech): Promise<Screen | undefined> => {
    const [head] = rows
    const screen = head && (head.to === 'chat' ? publicScreen(rows, head, speech) : await personal(head.news as PersonNews, speech))
    // The same ticket twice is harmless, and says so itself: it is the same code.
    if (!screen || !head.uncertain || head.news.kind === 'tickets') return screen
    return { ...screen, html: joinHtml([speech.say('news-repeat'), screen.html], '\n\n') }
  }

  const publicScreen = (rows: readonly Announcement[], head: Announcement, speech: Speech): Screen =>
    rows.length > 1 ? digestScreen(speech, rows.map(({ news }) => news as ChatNews)) : chatScreen(speech, links, head.news as ChatNews)

  const personal = async (news: PersonNews, speech: Speech): Promise<Screen | undefined> => {
    if (news.kind === 'announcementDelayed' && (await services.outbox.wasDelivered(news.announcementId))) return undefined
    if (news.kind !== 'tickets') return personScreen(speech, links, news)
    const found = await services.tickets.ofOrder(news.orderId)
    return found?.order.state === 'confirmed' ? ticketsScreen(speech, found) : undefined
  }

  const send = async (target: Target, screen: Screen): Promise<Delivery> => {
    try {
      return deliveredAs(await sendScreen(api, target, screen))
    } catch (error) {
      if (isUnreadable(error)) return plainly(target, screen, error)
      const moved = movedTo(error)
      if (moved === undefined || typeof target.chatId !== 'number') return failed(error)
      await services.outbox.chatMoved(target.chatId, moved)
      return send({ ...target, chatId: moved }, screen)
    }
  }

  const plainly = async (target: Target, screen: Screen, defect: unknown): Promise<Delivery> => {
    log.error({ err: defect }, 'mark-up refused; said plainly')
    return sendPlainly(api, target, screen).then(deliveredAs, failed)
  }

  const failed = (error: unknown): Exclude<Delivery, { kind: 'delivered' }> => {
    if (isWrongToken(error)) onWrongToken()
    return deliveryOf(error)
  }

  // Telegram has no key to ask by whether a message arrived. A harmless question shows at least that the way is open again.
  const probe = async (target: Target): Promise<Delivery | undefined> => {
    try {
      await api.getChat(target.chatId)
      return undefined
    } catch (error) {
      const delivery = failed(error)
      return 'reason' in delivery && delivery.kind !== 'unreachable' ? { kind: 'probeFailed', reason: delivery.reason } : delivery
    }
  }

  return {
    /** Says these announcements, which have one recipient, in one message. */
    say: async (rows: readonly Announcement[]): Promise<Delivery> => {
      const [head] = rows
      const target = head && (await targetOf(head.to))
      // No notification chat is set: it waits until there is one.
      if (!head || !target) return { kind: 'notYet', waitMs: 3_600_000 }
      const screen = await screenFor(rows, await speechFor(head.to))
      if (!screen) return { kind: 'obsolete' }
      const stop = head.uncertain ? await probe(target) : undefined
      return stop ?? send(target, screen)
    },
  }
}

const deliveredAs = (message: { readonly message_id: number; readonly chat: { readonly id: number } }): Delivery => ({
  kind: 'delivered', messageId: message.message_id, chatId: message.chat.id,
})

/** What `createSpeaker` gives. */
export type Speaker = ReturnType<typeof createSpeaker>
