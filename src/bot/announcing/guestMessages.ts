import { type Api, GrammyError } from 'grammy'
import type { InlineKeyboardMarkup } from 'grammy/types'
import type { AnnouncedMessage, Announcement, PersonMessage } from '../../domain/announcement.js'
import type { Services } from '../../services/services.js'
import type { Html } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import { type Screen, sendScreen, type SentMessage, type Target } from '../ui/screen.js'
import {
  fromLine,
  guestKeyboard,
  lostPreviewScreen,
  previewScreen,
  summaryScreen,
} from '../views/guests/guestMessages.js'

const kinds = ['guestMessage', 'guestPreview', 'guestSummary'] as const

/** What organizers write to guests, and what they hear of it. */
export type GuestNews = Extract<PersonMessage, { kind: (typeof kinds)[number] }>

/** Whether it is one of these. */
export const isGuestNews = (announced: AnnouncedMessage): announced is GuestNews =>
  kinds.some((kind) => kind === announced.kind)

/** Copies of messages that stand in an organizer's chat: several are an album, which has a line with buttons below. */
export type CopyWording = {
  readonly kind: 'copy'
  readonly from: number
  readonly messageIds: readonly number[]
  readonly line: Html
  readonly keyboard: InlineKeyboardMarkup
  /** Called with the copies: what stands below them. */
  readonly arrived: (copies: readonly number[]) => Promise<Screen | undefined>
  /** Called when what was to be copied is not there any more, or may not be: what is said instead. */
  readonly lost: () => Promise<Screen | undefined>
}

/** Puts these into words. */
export const createGuestWording = ({ guestMessages }: Pick<Services, 'guestMessages'>) => {
  const copyFor = async (
    { to, uncertain }: Announcement,
    guestMessageId: number,
    speech: Speech,
  ): Promise<CopyWording | undefined> => {
    const found = await guestMessages.toSay(Number(to), guestMessageId)
    if (!found) return undefined
    const { message, event } = found
    const lose = async () => {
      await guestMessages.lose(message.id)
      return undefined
    }
    return {
      kind: 'copy',
      from: event.organizerId,
      messageIds: message.copies,
      // Whoever may have heard it hears it once more, and sees that it is a repeat: a copy's words cannot be changed.
      line: fromLine(speech, event, uncertain),
      keyboard: guestKeyboard(speech, event, { isRepeat: uncertain }),
      arrived: (copies) => (copies.length < message.copies.length ? lose() : Promise.resolve(undefined)),
      lost: lose,
    }
  }

  const previewFor = async (personId: number, guestMessageId: number, speech: Speech) => {
    const found = await guestMessages.toPreview(personId, guestMessageId)
    if (!found) return undefined
    const { message, event } = found
    return {
      kind: 'copy',
      from: personId,
      messageIds: [...message.sources].sort((a, b) => a - b),
      line: fromLine(speech, event),
      keyboard: guestKeyboard(speech, event),
      arrived: async (copies: readonly number[]) =>
        (await guestMessages.previewed(message.id, copies))
          ? previewScreen(speech, { ...found, message: { ...message, copies } })
          : undefined,
      lost: async () => {
        await guestMessages.discard({ personId, guestMessageId })
        return lostPreviewScreen(speech, event)
      },
    } as const
  }

  /** What a person hears; undefined: nothing any more. */
  return async (
    row: Announcement,
    { kind, guestMessageId }: GuestNews,
    speech: Speech,
  ): Promise<CopyWording | { readonly kind: 'screen'; readonly screen: Screen } | undefined> => {
    if (kind === 'guestMessage') return copyFor(row, guestMessageId, speech)
    if (kind === 'guestPreview') return previewFor(Number(row.to), guestMessageId, speech)
    const found = await guestMessages.summary(Number(row.to), guestMessageId)
    return found && { kind: 'screen', screen: summaryScreen(speech, found) }
  }
}

// Copying one says the first, copying several the second: nothing is there. The others: it may not be copied.
const goneWords = /message to copy not found|there are no messages to forward|can't be (?:copied|forwarded)/u

const isSourceGone = (error: unknown): boolean =>
  error instanceof GrammyError && error.error_code === 400 && goneWords.test(error.description)

/** Says copies, and what belongs below them; undefined when there was nothing to copy. */
export const sendCopies = async (api: Api, target: Target, wording: CopyWording): Promise<SentMessage | undefined> => {
  const copies = await copiesOf(api, target, wording)
  const [first] = copies ?? []
  const below = copies === undefined ? await wording.lost() : await wording.arrived(copies)
  // Whoever got the copies has them: what stands below is not worth a second time.
  const said: Promise<unknown>[] = []
  if (copies !== undefined && copies.length > 1)
    said.push(sendScreen(api, target, { html: wording.line, keyboard: wording.keyboard }))
  await Promise.allSettled(said)
  if (below) await sendScreen(api, target, below)
  return first === undefined ? undefined : { message_id: first, chat: { id: Number(target.chatId) } }
}

const copiesOf = async (
  api: Api,
  { chatId }: Target,
  { from, messageIds, keyboard }: CopyWording,
): Promise<readonly number[] | undefined> => {
  try {
    const [only, ...more] = messageIds
    if (only === undefined) return undefined
    if (more.length === 0) return [(await api.copyMessage(chatId, from, only, { reply_markup: keyboard })).message_id]
    return (await api.copyMessages(chatId, from, [...messageIds])).map(({ message_id: id }) => id)
  } catch (error) {
    if (isSourceGone(error)) return undefined
    throw error
  }
}
