import { InlineKeyboard } from 'grammy'
import { isDoorOpen } from '../../../../domain/door.js'
import { currencyOf, type Event, hasEnded, leftOfAll, takenOf } from '../../../../domain/event.js'
import type { OwnEvent } from '../../../../services/events/events.js'
import type { SaleSettings } from '../../../../services/events/saleSettings.js'
import type { ThreadCounts } from '../../../../services/threads/questions.js'
import type { WaitingCount } from '../../../../services/waiting/wait.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Links } from '../../../telegram/links.js'
import { lines, moneyIn, paragraphs, startIn, timeIn, venueIn } from '../../../ui/format.js'
import { routes } from '../../../ui/routes.js'
import { toGuests } from '../../../views/guests/guestList.js'
import type { Screen } from '../../../ui/screen.js'
import { openWaysText, outOfReachText } from '../../../views/money.js'

type Managed = SaleSettings & OwnEvent & { readonly threads: ThreadCounts; readonly waiting: WaitingCount }

/** An event with all that its organizer can do. */
export const manageScreen = (
  speech: Speech,
  links: Links,
  found: Managed,
  { now, notice }: { readonly now: number; readonly notice: Html | undefined },
): Screen => {
  const { event, troubled, seriesSize } = found
  const hasLink = event.state === 'published'
  return {
    html: paragraphs(
      notice,
      lines(
        bodyText(speech, found, now),
        ...(hasEnded(event, now) ? [] : aheadLines(speech, found, now)),
        found.sales.guests > 0 ? speech.say('guest-list-count', { count: found.sales.guests }) : undefined,
        seriesSize > 1 ? speech.say('manage-series', { size: seriesSize }) : undefined,
      ),
      troubled.late + troubled.givenUp > 0 ? speech.say('manage-troubled', troubled) : undefined,
      hasLink ? speech.say('manage-link', { link: links.event(event.slug) }) : undefined,
    ),
    keyboard: manageButtons(speech, links, found, now),
  }
}

const bodyText = (speech: Speech, found: Managed, now: number): Html => {
  const { event, sales, held } = found
  return speech.say('manage', {
    title: event.title,
    when: startIn(speech, event),
    venue: venueIn(speech, event),
    state: stateOf(event, now),
    sold: sales.tickets,
    held: [...held.values()].reduce((sum, seats) => sum + seats, 0),
    left: leftOfAll(found),
    money: moneyIn(speech, { minor: sales.total, currency: currencyOf(found) }),
  })
}

const stateOf = (event: Event, now: number): string => {
  if (event.state !== 'published') return event.state
  if (hasEnded(event, now)) return 'ended'
  return isBeforeSale(event, now) ? 'waiting' : 'published'
}

const isBeforeSale = ({ saleFrom }: Event, now: number): boolean => saleFrom !== undefined && now < saleFrom

// What keeps guests away is seen without opening the settings.
const aheadLines = (speech: Speech, found: Managed, now: number): readonly (Html | undefined)[] => {
  const { isUnlisted, saleFrom } = found.event
  return [
    isUnlisted ? speech.say('settings-listing', { isUnlisted: 'yes' }) : undefined,
    saleFrom !== undefined && now < saleFrom
      ? speech.say('card-opens', { from: timeIn(speech, saleFrom, found.event) })
      : undefined,
    methodsLine(speech, found),
    answersLine(speech, found),
  ]
}

// What guests answered to the news of the last change.
const answersLine = (speech: Speech, { answers: { kept, givenBack } = { kept: 0, givenBack: 0 } }: Managed) =>
  kept + givenBack > 0 ? speech.say('manage-answers', { kept, givenBack }) : undefined

const methodsLine = (speech: Speech, { event, types, openMethods }: Managed): Html | undefined => {
  if (event.state === 'cancelled' || types.every(({ price }) => price.minor === 0)) return undefined
  const prices = types.map(({ price }) => price)
  return lines(openWaysText(speech, openMethods), outOfReachText(speech, prices, openMethods))
}

const manageButtons = (speech: Speech, links: Links, found: Managed, now: number): InlineKeyboard => {
  const { event, types, troubled, seriesSize } = found
  const { id: eventId } = event
  const isAhead = !hasEnded(event, now)
  const keyboard = new InlineKeyboard()
  if (event.state === 'published' && isAhead) addSharing(keyboard, speech, links, found)
  keyboard
    .text(speech.label('button-guests'), toGuests(eventId))
    .text(speech.label('button-show-card'), routes.openEvent.data({ eventId }))
    .row()
    .text(speech.label('button-money'), routes.moneyOf.data({ eventId }))
    .text(speech.label('button-copy-event'), routes.copyEvent.data({ eventId }))
    .row()
  if (event.state !== 'cancelled')
    keyboard.text(speech.label('button-guest-list'), routes.guestListOf.data({ eventId, after: 0 })).row()
  addGuests(keyboard, speech, found)
  addLine(keyboard, speech, found, now)
  addCharts(keyboard, speech, found, isAhead)
  if (seriesSize > 1) keyboard.text(speech.label('button-series'), routes.seriesOf.data({ eventId, after: 0 })).row()
  if (isDoorOpen(event, now))
    keyboard
      .text(speech.label('button-door'), routes.openDoor.data({ eventId }))
      .text(speech.label('button-staff'), routes.staffOf.data({ eventId }))
      .row()
  if (troubled.givenUp > 0) keyboard.text(speech.label('button-resend'), routes.resend.data({ eventId })).row()
  if (event.state !== 'cancelled' && isAhead) addChanges(keyboard, speech, found)
  // Cancelled orders count, too: what was sold once is not deleted.
  if (takenOf(types) === 0)
    keyboard.text(speech.label('button-remove'), routes.askRemoveEvent.data({ eventId })).danger()
  return keyboard.row().text(speech.label('button-my-events'), routes.myEvents.data({ after: 0 }))
}

const addGuests = (
  keyboard: InlineKeyboard,
  speech: Speech,
  { event, types, threads: { open, guests } }: Managed,
): void => {
  const { id: eventId } = event
  if (takenOf(types) > 0)
    keyboard.text(speech.label('button-guest-write'), routes.writeToGuests.data({ eventId })).row()
  if (guests > 0)
    keyboard
      .text(speech.label('button-questions', { count: open }), routes.questionsOf.data({ eventId, after: 0 }))
      .row()
}

// Before anything is sold there is nothing to draw; when it is over there is a report as well.
const addCharts = (
  keyboard: InlineKeyboard,
  speech: Speech,
  { event, sales, types }: Managed,
  isAhead: boolean,
): void => {
  const { id: eventId } = event
  if (event.state === 'cancelled') return
  if (!isAhead) keyboard.text(speech.label('button-report'), routes.eventReport.data({ eventId }))
  if (sales.tickets > 0 || takenOf(types) > 0)
    keyboard.text(speech.label('button-charts'), routes.chartsOf.data({ eventId }))
  keyboard.row()
}

const addLine = (keyboard: InlineKeyboard, speech: Speech, { event, waiting }: Managed, now: number): void => {
  if (event.state !== 'published' || event.startsAt <= now) return
  const to = routes.lineOf.data({ eventId: event.id, after: 0, before: 0 })
  keyboard.text(speech.label('button-line', { count: waiting.people }), to).row()
}

const addSharing = (keyboard: InlineKeyboard, speech: Speech, links: Links, { event }: Managed): void => {
  const link = links.event(event.slug)
  keyboard
    .url(speech.label('button-share'), links.share(link, event.title))
    .copyText(speech.label('button-copy-link'), link)
    .row()
}

const addChanges = (keyboard: InlineKeyboard, speech: Speech, { event }: Managed): void => {
  const { id: eventId } = event
  keyboard.text(speech.label('button-edit'), routes.editEvent.data({ eventId }))
  if (event.state === 'published')
    keyboard.text(speech.label('button-unpublish'), routes.unpublish.data({ eventId })).row()
  else keyboard.text(speech.label('button-publish-again'), routes.putOnSale.data({ eventId })).success().row()
  keyboard
    .text(speech.label('button-types'), routes.ticketTypesOf.data({ eventId }))
    .text(speech.label('button-ways'), routes.paymentMethodsOf.data({ eventId }))
    .row()
    .text(speech.label('button-codes'), routes.promoCodesOf.data({ eventId }))
    .text(speech.label('button-settings'), routes.settingsOf.data({ eventId }))
    .row()
    .text(speech.label('button-buyer-questions'), routes.buyerQuestionsOf.data({ eventId }))
    .row()
    .text(speech.label('button-cancel-event'), routes.askCancelEvent.data({ eventId }))
    .danger()
}
