import { InlineKeyboard } from 'grammy'
import type { PersonMessage } from '../../domain/announcement.js'
import type { Clock } from '../../runtime/clock.js'
import type { EventVersion } from '../../services/eventNews/eventNews.js'
import type { Services } from '../../services/services.js'
import { plainOf } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import type { Links } from '../telegram/links.js'
import { paragraphs } from '../ui/format.js'
import { routes } from '../ui/routes.js'
import { captionLimit, type Screen } from '../ui/screen.js'
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

/** News of an event for those who hold tickets, or help at its door. */
export type EventNews = Changed | Cancelled

/** Whether a message is one of these. */
export const isEventNews = (message: PersonMessage): message is EventNews =>
  message.kind === 'yourEventChanged' || message.kind === 'yourEventCancelled'

/** Whom it is for, and which event it is about. */
type About = { readonly personId: number; readonly eventId: number }

/** Says news of an event as it stands now, with a file for the calendar; undefined when it stands otherwise by now. */
export const createEventNewsScreens = ({ services: { eventNews }, links, clock }: Needs) => {
  // A caption holds less than a message: then the words are what matters, and the ticket's screen has the file.
  const withFile = (speech: Speech, screen: Screen, version: EventVersion): Screen =>
    plainOf(screen.html).length > captionLimit
      ? screen
      : { ...screen, document: calendarDocument(speech, links, version, clock.now()) }

  const changed = async (speech: Speech, message: Changed, about: About): Promise<Screen | undefined> => {
    const version = await eventNews.changed({ ...message, ...about })
    if (!version) return undefined
    const screen = changedScreen(speech, links, message, { ...about, ...version })
    return message.as === 'staff' ? screen : withFile(speech, screen, version)
  }

  const cancelled = async (speech: Speech, message: Cancelled, { eventId }: About): Promise<Screen> => {
    const version = message.quantity > 0 ? await eventNews.version(eventId) : undefined
    const keyboard = message.as === 'staff' ? undefined : new InlineKeyboard().add(askButton(speech, { id: eventId }))
    const screen = { html: cancelledText(speech, message), keyboard }
    return version ? withFile(speech, screen, version) : screen
  }

  return (speech: Speech, message: EventNews, about: About): Promise<Screen | undefined> =>
    message.kind === 'yourEventChanged' ? changed(speech, message, about) : cancelled(speech, message, about)
}

const changedScreen = (
  speech: Speech,
  links: Links,
  message: Changed,
  { eventId, mayGiveBack }: { readonly eventId: number; readonly mayGiveBack: boolean },
): Screen => {
  const isHolder = message.as !== 'staff'
  const keyboard = new InlineKeyboard()
  if (isHolder) keyboard.text(speech.label('button-keep'), routes.keepTicket.data({ eventId }))
  if (isHolder && mayGiveBack) keyboard.text(speech.label('button-give-back'), routes.cannotCome.data({ eventId }))
  keyboard.row().url(speech.label('button-open-event'), links.event(message.slug))
  return {
    html: paragraphs(
      speech.say('news-yourEventChanged', { before: message.before.title }),
      changesText(speech, message),
      unchangedText(speech, message),
      isHolder ? speech.say('news-changed-tickets') : undefined,
    ),
    keyboard,
  }
}
