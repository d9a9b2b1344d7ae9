import type { Api } from 'grammy'
import type { Logger } from 'pino'
import type { Announcement, Urgency } from '../../domain/announcement.js'
import type { ChatAddress } from '../../domain/chatAddress.js'
import type { Delivery } from '../../domain/delivery.js'
import { secondMs } from '../../domain/duration.js'
import type { Language } from '../../domain/person.js'
import { isStale } from '../../domain/staleNews.js'
import type { Clock } from '../../runtime/clock.js'
import type { Services } from '../../services/services.js'
import type { Texts } from '../../texts/texts.js'
import { isUnreadable, isWrongToken, movedTo } from '../telegram/errors.js'
import type { Links } from '../telegram/links.js'
import { isPictureRefused, type Screen, sendPlainly, sendScreen, type SentMessage, type Target } from '../ui/screen.js'
import { deliveryOf, type FailedDelivery } from './delivery.js'
import type { ReportPrinter } from '../views/afterwards/eventReport.js'
import { sendCopies } from './guestMessages.js'
import { createTicketPictures, DrawingIsBehind, type TicketPrinter } from './ticketPictures.js'
import { createWording, type Wording, type WordingServices } from './wording.js'

type Spoken = Exclude<Wording, { kind: 'later' }>
type Apis = Readonly<Record<Urgency, Api>>

type Needs = {
  /** For questions, which say nothing. */
  readonly asking: Pick<Api, 'getChat'>
  /** By how urgent it is what is said. */
  readonly announcing: Apis
  /** The same with more time, for pictures that are uploaded. */
  readonly uploading: Apis
  readonly services: WordingServices & Pick<Services, 'outbox'>
  /** Without it tickets and reports go out as text. */
  readonly printer?: TicketPrinter & ReportPrinter
  readonly clock: Clock
  readonly texts: Texts
  readonly links: Links
  readonly language: Language
  /** The notification chat as it is configured. */
  readonly chat: ChatAddress | undefined
  readonly log: Logger
  /** The token was refused: nothing can be said until it is replaced. */
  readonly onWrongToken: () => void
}

// Drawing is behind: the tickets line up again.
const drawAgainMs = secondMs

/** Turns announcements into messages and sends them; says what became of each try. */
export const createSender = (needs: Needs) => {
  const { asking, announcing, services, printer, clock, links, chat, log, onWrongToken } = needs
  const sendAnyhow = createSendAnyhow(needs)
  const pictures = createTicketPictures({
    say: sendAnyhow,
    tickets: services.tickets,
    printer,
    links,
    clock,
    log,
  })
  const wordingOf = createWording(needs)

  const targetOf = async (to: Announcement['to']): Promise<Target | undefined> => {
    if (to !== 'chat') return { chatId: to }
    if (!chat) return undefined
    return {
      chatId: typeof chat.chatId === 'number' ? await services.outbox.chatNow(chat.chatId) : chat.chatId,
      threadId: chat.topicId,
    }
  }

  const failed = (error: unknown): FailedDelivery => {
    if (isWrongToken(error)) onWrongToken()
    return deliveryOf(error)
  }

  const utter = async (target: Target, wording: Spoken, urgency: Urgency): Promise<Delivery> => {
    if (wording.kind === 'tickets') {
      const { message, picturesFollow } = await pictures.send(target, wording.message)
      return { ...deliveredAs(message), ...(picturesFollow && { picturesFollow }) }
    }
    if (wording.kind === 'copy') {
      const copy = await sendCopies(announcing[urgency], target, wording)
      return copy ? deliveredAs(copy) : { kind: 'obsolete' }
    }
    const [message] = await sendAnyhow(target, wording.screen, urgency)
    return withFileOwed(deliveredAs(message), wording)
  }

  const send = async (target: Target, wording: Spoken, urgency: Urgency): Promise<Delivery> => {
    try {
      return await utter(target, wording, urgency)
    } catch (error) {
      if (error instanceof DrawingIsBehind) return { kind: 'notYet', waitMs: drawAgainMs }
      if (wording.kind === 'screen' && wording.screen.pictures && isPictureRefused(error))
        return send(target, { kind: 'screen', screen: { ...wording.screen, pictures: undefined } }, urgency)
      const moved = movedTo(error)
      if (moved === undefined || typeof target.chatId !== 'number') return failed(error)
      await services.outbox.chatMoved(target.chatId, moved)
      return send({ ...target, chatId: moved }, wording, urgency)
    }
  }

  // Telegram has no key to ask by whether a message arrived. A harmless question shows at least that the way is open
  // again.
  const probe = async (target: Target): Promise<Delivery | undefined> => {
    try {
      await asking.getChat(target.chatId)
      return undefined
    } catch (error) {
      const delivery = failed(error)
      return 'reason' in delivery && delivery.kind !== 'unreachable'
        ? { kind: 'probeFailed', reason: delivery.reason }
        : delivery
    }
  }

  // What somebody hears who comes back after a year is what they still want to know.
  const isOutdated = async (row: Announcement): Promise<boolean> =>
    row.to !== 'chat' && (isStale(row, clock.now()) || (await services.outbox.isSuperseded(row)))

  return {
    /** Says these announcements, which have one recipient, in one message. */
    say: async (rows: readonly Announcement[]): Promise<Delivery> => {
      const [head] = rows
      const target = head && (await targetOf(head.to))
      if (!head || !target) throw new Error('there is nobody to tell')
      const wording = (await isOutdated(head)) ? undefined : await wordingOf(rows, head)
      if (!wording) return { kind: 'obsolete' }
      if (wording.kind === 'later') return { kind: 'notYet', waitMs: wording.waitMs }
      const stop = head.uncertain ? await probe(target) : undefined
      return stop ?? send(target, wording, head.urgency)
    },
  }
}

/** Turns announcements into messages: see `createSender`. */
export type Sender = ReturnType<typeof createSender>

const deliveredAs = (message: SentMessage): Extract<Delivery, { kind: 'delivered' }> => ({
  kind: 'delivered',
  messageId: message.message_id,
  chatId: message.chat.id,
})

const withFileOwed = (
  delivery: Extract<Delivery, { kind: 'delivered' }>,
  { fileFollows }: Extract<Spoken, { kind: 'screen' }>,
): Delivery => (fileFollows ? { ...delivery, fileFollows } : delivery)

const isUploaded = ({ pictures = [], document }: Screen): boolean =>
  document !== undefined || pictures.some((picture) => typeof picture !== 'string')

type SendAnyhow = (
  target: Target,
  screen: Screen,
  urgency: Urgency,
) => Promise<readonly [SentMessage, ...SentMessage[]]>

/** Sends a screen, if need be without what Telegram has something against: its photo, its mark-up. */
const createSendAnyhow = ({
  announcing,
  uploading,
  log,
}: Pick<Needs, 'announcing' | 'uploading' | 'log'>): SendAnyhow => {
  const send: SendAnyhow = async (target, screen, urgency) => {
    const isUpload = isUploaded(screen)
    const by = (isUpload ? uploading : announcing)[urgency]
    try {
      return await sendScreen(by, target, screen)
    } catch (error) {
      // A picture that a buyer sent, and that Telegram does not have any more: the words are what matters.
      if ((screen.photo ?? screen.file ?? screen.document) !== undefined && isPictureRefused(error))
        return send(target, { ...screen, photo: undefined, file: undefined, document: undefined }, urgency)
      if (!isUnreadable(error)) throw error
      log.error({ err: error }, 'mark-up refused; said plainly')
      return sendPlainly(by, target, screen)
    }
  }
  return send
}
