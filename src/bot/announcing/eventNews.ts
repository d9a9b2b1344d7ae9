import { InlineKeyboard } from 'grammy'
import type { PersonMessage } from '../../domain/announcement.js'
import type { Clock } from '../../runtime/clock.js'
import type { EventVersion } from '../../services/eventNews/eventNews.js'
import type { Services } from '../../services/services.js'
import type { Speech } from '../../texts/texts.js'
import type { Links } from '../telegram/links.js'
import { paragraphs, yesNo } from '../ui/format.js'
import { routes } from '../ui/routes.js'
import type { Screen } from '../ui/screen.js'
import { askButton } from '../views/threads/asking.js'
import { calendarDocument } from '../views/calendar.js'
import { cancelledText, changesText, unchangedText } from '../views/eventNews.js'

type Needs = {
  readonly services: Pick<Services, 'eventNews'>
  readonly links: Links
  readonly clock: Clock
}

type Changed = Extract<PersonMessage, { kind: 'yourEventChanged' }>
type Cancelled = Extract<PersonMessage, { kind: 'yourEventCancelled' }>

type File = Extract<PersonMessage, { kind: 'calendarFile' }>

/** News of an event for those who hold tickets, or help at its door. */
export type EventNews = Changed | Cancelled | File

/** Whether a message is one of these. */
export const isEventNews = (message: PersonMessage): message is EventNews =>
  message.kind === 'yourEventChanged' || message.kind === 'yourEventCancelled' || message.kind === 'calendarFile'

/** Whom it is for, and which event it is about. */
type About = { readonly personId: number; readonly eventId: number }

/** Says news of an event as it stands now, with a file for the calendar; undefined when it stands otherwise by now. */
export const createEventNewsScreens = ({ services: { eventNews }, links, clock }: Needs) => {
  const withFile = (speech: Speech, screen: Screen, version: EventVersion): Screen => ({
    ...screen,
    document: calendarDocument(speech, links, version, clock.now()),
  })

  const changed = async (speech: Speech, message: Changed, about: About): Promise<Screen | undefined> => {
    const version = await eventNews.changed({ ...message, ...about })
    if (!version) return undefined
    const screen = changedScreen(speech, links, message, { ...about, ...version })
    return message.as === 'staff' ? screen : withFile(speech, screen, version)
  }

  const cancelled = async (speech: Speech, message: Cancelled, { eventId }: About): Promise<Screen> => {
    const version = await eventNews.version(eventId)
    const asked = message.as === 'staff' ? undefined : (version?.event ?? { id: eventId })
    const keyboard = asked && new InlineKeyboard().add(askButton(speech, asked))
    const screen = { html: cancelledText(speech, message), keyboard }
    return version && message.quantity > 0 ? withFile(speech, screen, version) : screen
  }

  const file = async (speech: Speech, about: About): Promise<Screen | undefined> => {
    const version = await eventNews.forHolder(about)
    if (!version) return undefined
    const { title, state } = version.event
    const html = speech.say('news-file', { title, isCancelled: yesNo(state === 'cancelled') })
    return withFile(speech, { html }, version)
  }

  return (speech: Speech, message: EventNews, about: About): Promise<Screen | undefined> => {
    if (message.kind === 'calendarFile') return file(speech, about)
    return message.kind === 'yourEventChanged' ? changed(speech, message, about) : cancelled(speech, message, about)
  }
}

type HeldAfter = Pick<
  NonNullable<Awaited<ReturnType<Services['eventNews']['changed']>>>,
  'event' | 'quantity' | 'mayGiveBack' | 'change' | 'isKept'
>

const changedScreen = (
  speech: Speech,
  links: Links,
  message: Changed,
  about: Pick<About, 'eventId'> & HeldAfter,
): Screen => {
  const isHolder = message.as !== 'staff'
  const { eventId, event, quantity, mayGiveBack, change, isKept } = about
  const keyboard = new InlineKeyboard()
  if (isHolder && !isKept) keyboard.text(speech.label('button-keep'), routes.keepAfterChange.data({ eventId, change }))
  if (isHolder && mayGiveBack) keyboard.text(speech.label('button-give-back'), routes.cannotCome.data({ eventId }))
  keyboard.row().url(speech.label('button-open-event'), links.event(message.slug))
  if (isHolder) keyboard.row().add(askButton(speech, event))
  return {
    html: paragraphs(
      speech.say('news-yourEventChanged', { before: message.before.title }),
      changesText(speech, message),
      unchangedText(speech, message),
      isHolder ? speech.say('news-changed-tickets', { quantity }) : undefined,
      isHolder && isKept ? speech.say('ticket-kept-so-far') : undefined,
    ),
    keyboard,
  }
}
