import type { Store } from '../store/store.js'
import { createAnswers } from './buyerQuestions/answers.js'
import { createBuyerQuestions } from './buyerQuestions/organizing.js'
import { createPrompts } from './people/prompts.js'
import { createChoosing } from './ordering/choosing.js'
import type { Clock } from '../runtime/clock.js'
import { createOnlineAccess } from './access/onlineAccess.js'
import type { Codes } from './codes.js'
import { createAfterwards } from './afterwards/afterwards.js'
import { createEventCharts } from './afterwards/eventCharts.js'
import { createEventReports } from './afterwards/eventReports.js'
import { createRatings } from './afterwards/ratings.js'
import { createHearing } from './hearing/hearing.js'
import { createFollowing } from './following/following.js'
import { createCheckIn } from './door/checkIn.js'
import { createDoorSales } from './door/sales.js'
import { createDoorView } from './door/doorView.js'
import { createCopies } from './events/copies.js'
import { createDrafts } from './events/drafts.js'
import { createEventNews } from './eventNews/eventNews.js'
import { createEvents } from './events/events.js'
import { createEventSearch } from './search/eventSearch.js'
import { createGifts } from './tickets/gifts.js'
import { createHoldScreens } from './ordering/holdScreens.js'
import { createForgetting } from './messaging/forgetting.js'
import { createDayProofs } from './messaging/dayProofs.js'
import { createDueTimes } from './messaging/dueTimes.js'
import { createVitals } from './messaging/vitals.js'
import { createCurrentBot } from './messaging/currentBot.js'
import { createInbox } from './messaging/inbox.js'
import { createMoneyReports } from './payments/moneyReports.js'
import { createLooking } from './events/looking.js'
import { createOpeningReminders } from './events/openingReminders.js'
import { createSelling } from './events/selling.js'
import { createSaleSettings } from './events/saleSettings.js'
import { createFiles } from './files/files.js'
import { createGuests } from './guests/guests.js'
import { createGuestList } from './guestList/guestList.js'
import { createGuestMessages } from './guestMessages/guestMessages.js'
import { createOrdering } from './ordering/ordering.js'
import { createOutbox } from './messaging/outbox.js'
import { createPayments } from './payments/payments.js'
import { createProcesses } from './messaging/processes.js'
import { createPeople } from './people/people.js'
import { createPromoCodes } from './ordering/promoCodes.js'
import { createPublishing } from './events/publishing.js'
import { createRefundRuns } from './refunds/refundRuns.js'
import { createRefunds } from './refunds/refunds.js'
import { createReminders } from './reminders/reminders.js'
import { createDowntime } from './payments/downtime.js'
import { createStaff } from './door/staff.js'
import { createThreads } from './threads/threads.js'
import { createTickets } from './tickets/tickets.js'
import { createWaiting } from './waiting/waiting.js'

/** What the services need: three of the four effects, and the owner's settings. */
export type ServiceNeeds = {
  readonly store: Store
  readonly clock: Clock
  readonly codes: Codes
  /** Who may create events, and take cards and Stars; empty: anyone may create, nobody takes those. */
  readonly organizerIds: readonly number[]
  /** IANA zone and ISO 4217 currency of new events. */
  readonly zone: string
  readonly currency: string
  /** Whether there is a payment provider's token. */
  readonly hasProvider: boolean
  /** How long seats are kept for who has not paid, in milliseconds. */
  readonly holdMs: number
  /** Whether the notification chat hears of unlisted events, too; otherwise not. */
  readonly announceUnlisted?: boolean
}

/** Every story Levem knows. */
export const createServices = (given: ServiceNeeds) => {
  const processes = createProcesses(given)
  const setup = { hasProvider: given.hasProvider, organizerIds: given.organizerIds }
  const announceUnlisted = given.announceUnlisted ?? false
  const needs = { ...given, announceUnlisted, setup, processes, owner: processes.id() }
  return {
    processes,
    people: createPeople(needs),
    drafts: createDrafts(needs),
    publishing: createPublishing(needs),
    events: createEvents(needs),
    eventSearch: createEventSearch(needs),
    looking: createLooking(needs),
    selling: createSelling(needs),
    openingReminders: createOpeningReminders(needs),
    waiting: createWaiting(needs),
    eventNews: createEventNews(needs),
    copies: createCopies(needs),
    choosing: createChoosing(needs),
    ordering: createOrdering(needs),
    holdScreens: createHoldScreens(needs),
    tickets: createTickets(needs),
    gifts: createGifts(needs),
    onlineAccess: createOnlineAccess(needs),
    checkIn: createCheckIn(needs),
    doorView: createDoorView(needs),
    doorSales: createDoorSales(needs),
    staff: createStaff(needs),
    currentBot: createCurrentBot(needs),
    inbox: createInbox(needs),
    outbox: createOutbox(needs),
    forgetting: createForgetting(needs),
    saleSettings: createSaleSettings(needs),
    promoCodes: createPromoCodes(needs),
    buyerQuestions: createBuyerQuestions(needs),
    answers: createAnswers(needs),
    payments: createPayments(needs),
    refunds: createRefunds(needs),
    refundRuns: createRefundRuns(needs),
    moneyReports: createMoneyReports(needs),
    reminders: createReminders(needs),
    downtime: createDowntime(needs),
    dueTimes: createDueTimes(needs),
    dayProofs: createDayProofs(needs),
    vitals: createVitals(needs),
    prompts: createPrompts(needs),
    afterwards: createAfterwards(needs),
    ratings: createRatings(needs),
    eventReports: createEventReports(needs),
    eventCharts: createEventCharts(needs),
    following: createFollowing(needs),
    threads: createThreads(needs),
    hearing: createHearing(needs),
    guests: createGuests(needs),
    guestList: createGuestList(needs),
    files: createFiles(needs),
    guestMessages: createGuestMessages(needs),
  }
}

export type Services = ReturnType<typeof createServices>
