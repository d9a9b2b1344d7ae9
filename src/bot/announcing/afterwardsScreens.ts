import { InlineKeyboard } from 'grammy'
import type { Logger } from 'pino'
import type { AnnouncedMessage, PersonMessage } from '../../domain/announcement.js'
import type { Event } from '../../domain/event.js'
import type { FollowedEvent } from '../../services/following/following.js'
import type { ToSay } from '../../services/messaging/toSay.js'
import type { Services } from '../../services/services.js'
import type { Speech } from '../../texts/texts.js'
import { datesIn, lines, paragraphs, pricesIn, startIn, venueIn } from '../ui/format.js'
import { routes } from '../ui/routes.js'
import type { Screen } from '../ui/screen.js'
import { createReportScreen, type ReportPrinter } from '../views/afterwards/eventReport.js'
import { howWasItScreen } from '../views/afterwards/rating.js'

const kinds = ['howWasIt', 'eventReport', 'followedEvent'] as const

/** What is told unasked as things stand when it is said, and not at night. */
export type AfterwardsMessage = Extract<PersonMessage, { kind: (typeof kinds)[number] }>

/** Whether it is one of these. */
export const isAfterwardsMessage = (announced: AnnouncedMessage): announced is AfterwardsMessage =>
  kinds.some((kind) => kind === announced.kind)

type Needs = {
  readonly services: Pick<Services, 'ratings' | 'eventReports' | 'following' | 'copies'>
  /** Without it reports go out as text. */
  readonly printer?: ReportPrinter | undefined
  readonly log: Logger
}

/** Puts these into words. */
export const createAfterwardsScreens = (needs: Needs) => {
  const { services } = needs
  const reportScreen = createReportScreen(needs)

  /** What a person hears; undefined: nothing any more. */
  return async (
    speech: Speech,
    personId: number,
    { kind, eventId }: AfterwardsMessage,
  ): Promise<ToSay<Screen> | undefined> => {
    switch (kind) {
      case 'howWasIt':
        return into(await services.ratings.question({ personId, eventId }), (event) => howWasItScreen(speech, event))
      case 'followedEvent':
        return into(await services.following.news(personId, eventId), async (found) =>
          followedScreen(speech, found, (await services.copies.otherDates(found.event, { size: mostDates })).rows),
        )
      case 'eventReport':
        return into(await services.eventReports.news(personId, eventId), (report) => reportScreen(speech, report))
    }
  }
}

const into = async <T>(
  said: ToSay<T> | undefined,
  screen: (what: T) => Screen | Promise<Screen>,
): Promise<ToSay<Screen> | undefined> => (said?.kind === 'now' ? { kind: 'now', what: await screen(said.what) } : said)

// All of them are on the event's card.
const mostDates = 6

const followedScreen = (speech: Speech, { event, shown, follow }: FollowedEvent, others: readonly Event[]): Screen => ({
  html: paragraphs(
    lines(
      speech.say('news-followedEvent', {
        organizer: follow.organizerName,
        title: event.title,
        when: startIn(speech, event),
        venue: venueIn(speech, event),
      }),
      shown.length > 0 ? speech.say('card-price', { price: pricesIn(speech, shown) }) : undefined,
    ),
    others.length > 0 ? speech.say('news-followed-dates', { dates: datesOf(speech, event, others) }) : undefined,
  ),
  keyboard: new InlineKeyboard()
    .text(speech.label('button-open-event'), routes.openEvent.data({ eventId: event.id }))
    .row()
    .text(speech.label('button-stop-following'), routes.stopFollowing.data({ followId: follow.id, eventId: event.id })),
})

const datesOf = (speech: Speech, { zone }: Event, events: readonly Event[]) =>
  datesIn(speech, { zone, dates: events.map(({ startsAt }) => startsAt) })
