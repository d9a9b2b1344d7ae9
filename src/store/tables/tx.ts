import type { Db } from '../engine/statements.js'
import { createCopying } from '../queries/copying.js'
import { createAnswersTable } from './answers.js'
import { createBuyerQuestionsTable } from './buyerQuestions.js'
import { createAudiences } from './audiences.js'
import { createDoorSearch } from '../queries/doorSearch.js'
import { createDoorViews } from '../queries/doorViews.js'
import { createDueTimes } from '../queries/dueTimes.js'
import { createVitals } from '../queries/vitals.js'
import { createForgetting } from '../queries/forgetting.js'
import { createHandingOn } from '../queries/handingOn.js'
import { createGuests } from '../queries/guests.js'
import { createFileRows } from '../queries/guests/fileRows.js'
import { createGuestLists } from '../queries/guests/guestLists.js'
import { createOrderLists } from '../queries/orderLists.js'
import { createParkedUpdates } from '../queries/parkedUpdates.js'
import { createReminders } from '../queries/reminders.js'
import { createSales } from '../queries/sales.js'
import { createSelfTestQueries } from '../queries/selfTestData.js'
import { createSeries } from '../queries/series.js'
import { createTicketLookups } from '../queries/ticketLookups.js'
import { createAnnouncementClaims } from './announcementClaims.js'
import { createAnnouncementsTable } from './announcements.js'
import { createArrivalsTable } from './arrivals.js'
import { createAuditTable } from './audit.js'
import { createChatNews } from './chatNews.js'
import { createCheckIns } from './checkIns.js'
import { createChatsTable } from './chats.js'
import { createCursorsTable } from './cursors.js'
import { createDayProofs } from './dayProofs.js'
import { createDoorsTable } from './doors.js'
import { createDoorSalesTable } from './doorSales.js'
import { createDoorTakingsTable } from './doorTakings.js'
import { createDraftsTable } from './drafts.js'
import { createEventsTable } from './events.js'
import { createEventCountersTable } from './eventCounters.js'
import { createEventDaysTable } from './eventDays.js'
import { createHearingsTable } from './hearings.js'
import { createEventRoundsTable } from './eventRounds.js'
import { createEventWordsTable } from './eventWords.js'
import { createFollowsTable } from './follows.js'
import { createFormerCodesTable } from './formerCodes.js'
import { createFormsTable } from './forms.js'
import { createGiftsTable } from './gifts.js'
import { createGuestMessagesTable } from './guestMessages.js'
import { createGuessesTable } from './guesses.js'
import { createHoldsTable } from './holds.js'
import { createHoldScreensTable } from './holdScreens.js'
import { createInboxTable } from './inbox.js'
import { createInboxOwners } from './inboxOwners.js'
import { createInvitationsTable } from './invitations.js'
import { createGuestDraftsTable } from './guestDrafts.js'
import { createGuestEntriesTable } from './guestEntries.js'
import { createGuestMarksTable } from './guestMarks.js'
import { createHolderNamesTable } from './holderNames.js'
import { createKeptChangesTable } from './keptChanges.js'
import { createLostTicketsTable } from './lostTickets.js'
import { createOpeningRemindersTable } from './openingReminders.js'
import { createOpeningsTable } from './openings.js'
import { createOnlineAccessesTable } from './onlineAccesses.js'
import { createMutedOrganizersTable } from './mutedOrganizers.js'
import { createMutedRemindersTable } from './mutedReminders.js'
import { createOrdersTable } from './orders.js'
import { createProofsTable } from './proofs.js'
import { createPaymentsTable } from './payments.js'
import { createPendingPromoCodesTable } from './pendingPromoCodes.js'
import { createPeopleTable } from './people.js'
import { createProcessesTable } from './processes.js'
import { createPromoCodesTable } from './promoCodes.js'
import { createPromptsTable } from './prompts.js'
import { createRatingsTable } from './ratings.js'
import { createRefundClaims } from './refundClaims.js'
import { createRefundRunsTable } from './refundRuns.js'
import { createRefundsTable } from './refunds.js'
import { createReminderRoundsTable } from './reminderRounds.js'
import { createStaffTable } from './staff.js'
import { createThreadMessagesTable } from './threadMessages.js'
import { createThreadsTable } from './threads.js'
import { createTicketsTable } from './tickets.js'
import { createTicketHolders } from './ticketHolders.js'
import { createTicketsForLine } from './ticketsForLine.js'
import { createTicketTypesTable } from './ticketTypes.js'
import { createLines } from './lines.js'
import { createWaitingEntriesTable } from './waitingEntries.js'
import { createWaitingTypesTable } from './waitingTypes.js'

const tables = {
  people: createPeopleTable,
  events: createEventsTable,
  series: createSeries,
  handingOn: createHandingOn,
  copying: createCopying,
  eventCounters: createEventCountersTable,
  eventDays: createEventDaysTable,
  arrivals: createArrivalsTable,
  checkIns: createCheckIns,
  doorSales: createDoorSalesTable,
  doorTakings: createDoorTakingsTable,
  hearings: createHearingsTable,
  ticketTypes: createTicketTypesTable,
  lines: createLines,
  waitingEntries: createWaitingEntriesTable,
  waitingTypes: createWaitingTypesTable,
  onlineAccesses: createOnlineAccessesTable,
  buyerQuestions: createBuyerQuestionsTable,
  answers: createAnswersTable,
  orders: createOrdersTable,
  holds: createHoldsTable,
  proofs: createProofsTable,
  holdScreens: createHoldScreensTable,
  tickets: createTicketsTable,
  ticketsForLine: createTicketsForLine,
  ticketHolders: createTicketHolders,
  announcements: createAnnouncementsTable,
  announcementClaims: createAnnouncementClaims,
  chatNews: createChatNews,
  dueTimes: createDueTimes,
  vitals: createVitals,
  inbox: createInboxTable,
  inboxOwners: createInboxOwners,
  processes: createProcessesTable,
  forms: createFormsTable,
  drafts: createDraftsTable,
  audit: createAuditTable,
  chats: createChatsTable,
  formerCodes: createFormerCodesTable,
  guestMarks: createGuestMarksTable,
  guestEntries: createGuestEntriesTable,
  guestDrafts: createGuestDraftsTable,
  holderNames: createHolderNamesTable,
  keptChanges: createKeptChangesTable,
  lostTickets: createLostTicketsTable,
  staff: createStaffTable,
  invitations: createInvitationsTable,
  gifts: createGiftsTable,
  doors: createDoorsTable,
  guesses: createGuessesTable,
  payments: createPaymentsTable,
  refunds: createRefundsTable,
  refundClaims: createRefundClaims,
  refundRuns: createRefundRunsTable,
  promoCodes: createPromoCodesTable,
  pendingPromoCodes: createPendingPromoCodesTable,
  prompts: createPromptsTable,
  reminderRounds: createReminderRoundsTable,
  mutedReminders: createMutedRemindersTable,
  reminders: createReminders,
  cursors: createCursorsTable,
  openings: createOpeningsTable,
  openingReminders: createOpeningRemindersTable,
  eventRounds: createEventRoundsTable,
  eventWords: createEventWordsTable,
  ratings: createRatingsTable,
  follows: createFollowsTable,
  threads: createThreadsTable,
  threadMessages: createThreadMessagesTable,
  guests: createGuests,
  guestMessages: createGuestMessagesTable,
  mutedOrganizers: createMutedOrganizersTable,
  audiences: createAudiences,
  guestLists: createGuestLists,
  fileRows: createFileRows,
  orderLists: createOrderLists,
  sales: createSales,
  parkedUpdates: createParkedUpdates,
  doorViews: createDoorViews,
  doorSearch: createDoorSearch,
  ticketLookups: createTicketLookups,
  selfTestData: createSelfTestQueries,
  forgetting: createForgetting,
  dayProofs: createDayProofs,
} as const

type Tables = typeof tables

/** All tables in one transaction. */
export type Tx = { readonly [Name in keyof Tables]: ReturnType<Tables[Name]> }

const database = Symbol('the transaction of a tx')

type Made = { readonly [database]: Db }

// Shared by all: to define so many properties anew takes longer than a small statement.
const prototype = Object.defineProperties(
  {},
  Object.fromEntries(
    Object.entries(tables).map(([name, create]) => [
      name,
      {
        get(this: Made): unknown {
          const value = create(this[database])
          Object.defineProperty(this, name, { value })
          return value
        },
      },
    ]),
  ),
)

/**
 * All tables in one transaction. Usable until the transaction ends; not after. Each is made when it is first used: most
 * transactions use few.
 */
export const createTx = (db: Db): Tx => Object.create(prototype, { [database]: { value: db } }) as Tx
