import type { AnnouncedMessage, Announcement, ChatMessage, PersonMessage } from '../../domain/announcement.js'
import { eventFactsOf } from '../../domain/eventFacts.js'
import type { EventHeard } from '../../domain/eventHeard.js'
import { catchFinal } from '../../domain/catchRefusal.js'
import { type Event, hasEnded } from '../../domain/event.js'
import type { Language } from '../../domain/person.js'
import { isOld } from '../../domain/staleNews.js'
import type { Clock } from '../../runtime/clock.js'
import type { ToSay } from '../../services/messaging/toSay.js'
import type { Services } from '../../services/services.js'
import { joinHtml, plainOf } from '../../texts/html.js'
import type { Speech, Texts } from '../../texts/texts.js'
import type { Links } from '../telegram/links.js'
import { captionLimit, type Screen } from '../ui/screen.js'
import { accessScreen } from '../views/onlineAccess.js'
import { mostPictures, reminderMessage } from '../views/reminders.js'
import type { TicketMessage } from '../views/tickets.js'
import { type AfterwardsMessage, createAfterwardsScreens, isAfterwardsMessage } from './afterwardsScreens.js'
import { createEventNewsScreens, isEventNews } from './eventNews.js'
import { createThreadScreens, isThreadNews } from './threadScreens.js'
import { hearingScreen } from './hearingScreen.js'
import { createLineScreens, isLineNews } from './waitingScreens.js'
import { type CopyWording, createGuestWording, type GuestNews, isGuestNews } from './guestMessages.js'
import { createMoneyScreens, isMoneyMessage } from './moneyScreens.js'
import { personScreen, saleOpenedScreen } from './personScreens.js'
import { chatScreen, digestScreen } from './screens.js'

type AfterwardsNeeds = Parameters<typeof createAfterwardsScreens>[0]

/** Of whom words depend on how things stand. */
export type WordingServices = AfterwardsNeeds['services'] &
  Pick<Services, 'people' | 'tickets' | 'outbox' | 'payments' | 'refunds' | 'refundRuns' | 'events'> &
  Pick<
    Services,
    | 'guestList'
    | 'threads'
    | 'guestMessages'
    | 'openingReminders'
    | 'onlineAccess'
    | 'reminders'
    | 'eventNews'
    | 'hearing'
    | 'waiting'
  >

type Needs = Omit<AfterwardsNeeds, 'services'> & {
  readonly services: WordingServices
  readonly clock: Clock
  readonly texts: Texts
  readonly links: Links
  /** The language of the notification chat, and of people whose language is unknown. */
  readonly language: Language
}

/**
 * What a message says: a screen, or tickets, which may have to be drawn; or nothing yet. `fileFollows`: its words do
 * not fit under its file, which comes after it.
 */
export type Wording =
  | { readonly kind: 'screen'; readonly screen: Screen; readonly fileFollows?: true }
  | { readonly kind: 'tickets'; readonly message: TicketMessage }
  | CopyWording
  | { readonly kind: 'later'; readonly waitMs: number }

// These bring the same ticket with the same code: twice is harmless, and says so itself.
const ticketKinds = ['tickets', 'ticketReceived', 'ticketShown', 'ticketPictures', 'guestTickets'] as const
type AboutTickets = Extract<PersonMessage, { kind: (typeof ticketKinds)[number] }>
const isTicketMessage = (announced: AnnouncedMessage): announced is AboutTickets =>
  ticketKinds.some((kind) => kind === announced.kind)

type Opened = Extract<PersonMessage, { kind: 'saleOpened' }>
type News = Exclude<PersonMessage, Opened | EventHeard>
type AboutAccess = Extract<PersonMessage, { kind: 'onlineAccess' | 'onlineAccessOpen' }>
const isAccessMessage = (announced: AnnouncedMessage): announced is AboutAccess =>
  announced.kind === 'onlineAccess' || announced.kind === 'onlineAccessOpen'

// Whoever asked for a picture has the words already; the others may have those first when pictures are behind.
const parts: Readonly<Record<AboutTickets['kind'], TicketMessage['part']>> = {
  tickets: 'any',
  ticketReceived: 'any',
  ticketShown: 'whole',
  ticketPictures: 'pictures',
  guestTickets: 'whole',
}

type SaidOtherwise = AboutTickets | AfterwardsMessage | GuestNews | Extract<PersonMessage, { kind: 'reminder' }>

// These have more than words, or a time of their own.
const isSaidOtherwise = (announced: PersonMessage): announced is SaidOtherwise =>
  isTicketMessage(announced) ||
  isAfterwardsMessage(announced) ||
  isGuestNews(announced) ||
  announced.kind === 'reminder'

/** Puts announcements into words, as things stand when they are said. */
export const createWording = (needs: Needs) => {
  const { services, clock, texts, links, language } = needs
  const moneyScreen = createMoneyScreens(services)
  const afterwardsScreen = createAfterwardsScreens(needs)
  const threadScreen = createThreadScreens(services)
  const lineScreen = createLineScreens(needs)
  const guestWording = createGuestWording(services)
  const eventNewsScreen = createEventNewsScreens({ services, links, clock })

  const speechFor = async (to: Announcement['to']): Promise<Speech> =>
    texts.in(to === 'chat' ? language : await services.people.languageOf(to, language))

  const ticketsOf = async (
    speech: Speech,
    personId: number,
    announced: AboutTickets,
  ): Promise<TicketMessage | undefined> => {
    if (announced.kind === 'guestTickets') return ticketsToPassOn(services, speech, personId, announced.orderId)
    const about = announced.kind === 'ticketPictures' ? announced.about : announced
    const tickets = await ticketsAbout(services, personId, about)
    if (tickets.length === 0) return undefined
    return {
      speech,
      tickets,
      part: parts[announced.kind],
      notice:
        announced.kind === 'ticketReceived' ? speech.say('news-ticketReceived', { from: announced.from }) : undefined,
    }
  }

  const reminder = async (
    { to, attempts, uncertain, lostAnswers }: Announcement,
    message: Extract<PersonMessage, { kind: 'reminder' }>,
    speech: Speech,
  ): Promise<Wording | undefined> => {
    // Whoever may have heard it is not told twice; after an error of Telegram's they have not.
    if (uncertain && (attempts === 0 || lostAnswers > 0)) return undefined
    const view = await services.reminders.view({ ...message, personId: Number(to) })
    const now = clock.now()
    if (!view || view.from > now) return view && { kind: 'later', waitMs: view.from - now }
    return { kind: 'tickets', message: reminderMessage(speech, view, now) }
  }

  // It may be cancelled, off sale or moved since it was written.
  const saleOpened = async (speech: Speech, personId: number, announced: Opened): Promise<Screen | undefined> => {
    const outlook = await services.openingReminders.outlook({ personId, eventId: announced.eventId })
    return outlook && saleOpenedScreen(speech, links, announced, outlook)
  }

  const news = async (
    speech: Speech,
    personId: number,
    announced: News,
    eventId: number | undefined,
  ): Promise<Screen | undefined> => {
    if (isThreadNews(announced)) return threadScreen(speech, personId, announced)
    if (isLineNews(announced)) return lineScreen(speech, announced, eventId ?? 0)
    if (isMoneyMessage(announced)) return moneyScreen(speech, announced)
    if (isAccessMessage(announced)) return accessScreenFor(services, speech, personId, announced)
    if (isEventNews(announced)) return eventNewsScreen(speech, announced, { personId, eventId: eventId ?? 0 })
    return isSaidOtherwise(announced) ? undefined : personScreen(speech, links, announced, eventId)
  }

  const personal = async (speech: Speech, personId: number, head: Announcement): Promise<Screen | undefined> => {
    const announced = head.message as PersonMessage
    if (announced.kind === 'saleOpened') return saleOpened(speech, personId, announced)
    if (announced.kind === 'eventHeard') return heard(services, speech, personId, announced)
    const isTold =
      announced.kind === 'announcementDelayed' && (await services.outbox.wasDelivered(announced.announcementId))
    return isTold ? undefined : news(speech, personId, announced, head.eventId)
  }

  const toPerson = async (speech: Speech, personId: number, head: Announcement): Promise<Wording | undefined> => {
    if (isTicketMessage(head.message)) {
      const message = await ticketsOf(speech, personId, head.message)
      if (!message || (isOld(head, clock.now()) && isPast(message, clock))) return undefined
      return { kind: 'tickets', message }
    }
    if (isAfterwardsMessage(head.message))
      return asWording(head, speech, await afterwardsScreen(speech, personId, head.message))
    if (isGuestNews(head.message)) return guestWording(head, head.message, speech)
    if (head.message.kind === 'reminder') return reminder(head, head.message, speech)
    const screen = await personal(speech, personId, head)
    return screen && fitting(repeatedIf(head, speech, screen))
  }

  /** What these announcements, which have one recipient, say in one message; undefined: nothing any more. */
  return async (rows: readonly Announcement[], head: Announcement): Promise<Wording | undefined> => {
    const speech = await speechFor(head.to)
    if (head.to !== 'chat') return toPerson(speech, head.to, head)
    const screen = publicScreen(speech, links, await asNow(services, rows))
    return screen && fitting(repeatedIf(head, speech, screen))
  }
}

// A caption holds less than a message: then the words are what matters, and the file is a message of its own.
const fitting = (screen: Screen): Wording =>
  screen.document && plainOf(screen.html).length > captionLimit
    ? { kind: 'screen', screen: { ...screen, document: undefined }, fileFollows: true }
    : { kind: 'screen', screen }

const isPast = ({ tickets }: TicketMessage, clock: Clock): boolean =>
  tickets.every(({ event }) => hasEnded(event, clock.now()))

const validTicket = async (
  { tickets }: Pick<Services, 'tickets'>,
  personId: number,
  ticketId: number,
): Promise<TicketMessage['tickets']> => {
  const found = await catchFinal(() => tickets.view({ personId, ticketId }))
  return found.ok && found.value.ticket.state === 'valid' ? [found.value] : []
}

const ticketsAbout = async (
  services: Pick<Services, 'tickets' | 'reminders'>,
  personId: number,
  about: Extract<PersonMessage, { kind: 'ticketPictures' }>['about'],
): Promise<TicketMessage['tickets']> => {
  if ('orderId' in about) return services.tickets.viewsOfOrder(about.orderId)
  if ('ticketId' in about) return validTicket(services, personId, about.ticketId)
  return (await services.reminders.usable({ personId, eventId: about.eventId }))?.slice(0, mostPictures) ?? []
}

// Whoever keeps the list no more passes nothing on.
const ticketsToPassOn = async (
  { tickets, guestList }: Pick<Services, 'tickets' | 'guestList'>,
  speech: Speech,
  personId: number,
  orderId: number,
): Promise<TicketMessage | undefined> => {
  const views = await tickets.viewsOfOrder(orderId)
  const [first] = views
  if (!first || !(await guestList.isKeeper({ personId, eventId: first.event.id }))) return undefined
  const notice = speech.say('guest-pass-on', { name: first.holderName, quantity: views.length })
  return { speech, tickets: views, part: 'whole', isToPassOn: true, notice }
}

// What it says is asked for at the last moment: whoever holds no ticket any more hears nothing.
const accessScreenFor = async (
  { onlineAccess }: Pick<Services, 'onlineAccess'>,
  speech: Speech,
  personId: number,
  announced: AboutAccess,
): Promise<Screen | undefined> => {
  const news = await onlineAccess.toSay(personId, announced)
  return news && accessScreen(speech, news, 'isChange' in announced)
}

const heard = async (
  { hearing }: Pick<Services, 'hearing'>,
  speech: Speech,
  personId: number,
  announced: EventHeard,
): Promise<Screen | undefined> => {
  const orders = await hearing.orders(personId, announced)
  return orders && hearingScreen(speech, announced, orders)
}

type Dates = Extract<ChatMessage, { kind: 'datesPublished' }>

const datesNow = (message: Dates, now: readonly Event[]): readonly Dates[] => {
  const dates = now.map(({ startsAt }) => startsAt)
  return now.slice(0, 1).map((first) => ({ ...message, ...eventFactsOf(first), dates }))
}

// Some of the dates may have been taken away since they were published, the first one as well.
const asNow = async (
  { eventNews }: Pick<Services, 'eventNews'>,
  rows: readonly Announcement[],
): Promise<readonly ChatMessage[]> => {
  const messages = rows.map(({ message }) => message as ChatMessage)
  const [{ eventId }, message] = [rows[0] ?? {}, messages[0]]
  if (message?.kind !== 'datesPublished' || eventId === undefined) return messages
  const now = await eventNews.newDates(eventId)
  return now ? datesNow(message, now) : messages
}

const publicScreen = (speech: Speech, links: Links, messages: readonly ChatMessage[]): Screen | undefined => {
  const [first, ...others] = messages
  if (!first) return undefined
  return others.length > 0 ? digestScreen(speech, [first, ...others]) : chatScreen(speech, links, first)
}

const asWording = (head: Announcement, speech: Speech, said: ToSay<Screen> | undefined): Wording | undefined =>
  said?.kind === 'now' ? { kind: 'screen', screen: repeatedIf(head, speech, said.what) } : said

const repeatedIf = ({ uncertain }: Announcement, speech: Speech, screen: Screen): Screen =>
  uncertain ? asRepeat(speech, screen) : screen

const asRepeat = (speech: Speech, screen: Screen): Screen => ({
  ...screen,
  html: joinHtml([speech.say('news-repeat'), screen.html], '\n\n'),
})
