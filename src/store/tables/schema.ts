import { announcementsTable } from './announcements.js'
import { answersTable } from './answers.js'
import { buyerQuestionsTable } from './buyerQuestions.js'
import { promptsTable } from './prompts.js'
import { auditTable } from './audit.js'
import { chatsTable } from './chats.js'
import { arrivalsTable } from './arrivals.js'
import { eventDaysTable, eventMoneyDaysTable } from './eventDays.js'
import { doorsTable } from './doors.js'
import { draftsTable } from './drafts.js'
import { eventCountersTable } from './eventCounters.js'
import { guestMessagesTable } from './guestMessages.js'
import { mutedOrganizersTable } from './mutedOrganizers.js'
import { eventRoundsTable } from './eventRounds.js'
import { eventsTable } from './events.js'
import { eventWordsTable } from './eventWords.js'
import { followerCountsTable, followsTable } from './follows.js'
import { formerCodesTable } from './formerCodes.js'
import { formsTable } from './forms.js'
import { giftsTable } from './gifts.js'
import { guessesTable } from './guesses.js'
import { hearingsTable } from './hearings.js'
import { holderNamesTable } from './holderNames.js'
import { inboxTable } from './inbox.js'
import { invitationsTable } from './invitations.js'
import { cursorsTable } from './cursors.js'
import { CreateTables1763800000000 } from '../migrations/1763800000000-create-tables.js'
import { Door1763900000000 } from '../migrations/1763900000000-door.js'
import { Money1764000000000 } from '../migrations/1764000000000-money.js'
import { RefundRuns1764100000000 } from '../migrations/1764100000000-refund-runs.js'
import { Outbox1764220000000 } from '../migrations/1764220000000-outbox.js'
import { Processes1764230000000 } from '../migrations/1764230000000-processes.js'
import { Defects1764240000000 } from '../migrations/1764240000000-defects.js'
import { Growth1764250000000 } from '../migrations/1764250000000-growth.js'
import { Folding1764263000000 } from '../migrations/1764263000000-folding.js'
import { EarlierQuestions1764264000000 } from '../migrations/1764264000000-earlier-questions.js'
import { Zones1764265100000 } from '../migrations/1764265100000-zones.js'
import { Slips1764262000000 } from '../migrations/1764262000000-slips.js'
import { LostTickets1764270000000 } from '../migrations/1764270000000-lost-tickets.js'
import { Series1764330000000 } from '../migrations/1764330000000-series.js'
import { Invoices1764290000000 } from '../migrations/1764290000000-invoices.js'
import { Selling1764300000000 } from '../migrations/1764300000000-selling.js'
import { Place1764310000000 } from '../migrations/1764310000000-place.js'
import { Reminders1764320000000 } from '../migrations/1764320000000-reminders.js'
import { GuestMessages1764380000000 } from '../migrations/1764380000000-guest-messages.js'
import { Afterwards1764340000000 } from '../migrations/1764340000000-afterwards.js'
import { Threads1764390000000 } from '../migrations/1764390000000-threads.js'
import { Hearing1764350000000 } from '../migrations/1764350000000-hearing.js'
import { Receipts1764360000000 } from '../migrations/1764360000000-receipts.js'
import { EventWords1764370000000 } from '../migrations/1764370000000-event-words.js'
import { KeptChanges1764400000000 } from '../migrations/1764400000000-kept-changes.js'
import { EventDays1764430000000 } from '../migrations/1764430000000-event-days.js'
import { LineCounts1764470000000 } from '../migrations/1764470000000-line-counts.js'
import { Guests1764420000000 } from '../migrations/1764420000000-guests.js'
import { GuestList1764450000000 } from '../migrations/1764450000000-guest-list.js'
import { guestDraftsTable } from './guestDrafts.js'
import { guestEntriesTable } from './guestEntries.js'
import { DoorSales1764460000000 } from '../migrations/1764460000000-door-sales.js'
import { doorSalesTable, doorSaleUndosTable } from './doorSales.js'
import { doorTakingsTable } from './doorTakings.js'
import { BuyerQuestions1764440000000 } from '../migrations/1764440000000-buyer-questions.js'
import { guestMarksTable } from './guestMarks.js'
import { eventChangesTable, keptChangesTable } from './keptChanges.js'
import { lostTicketsTable } from './lostTickets.js'
import { mutedRemindersTable } from './mutedReminders.js'
import { openingRemindersTable } from './openingReminders.js'
import { openingsTable } from './openings.js'
import { onlineAccessesTable } from './onlineAccesses.js'
import { ordersTable } from './orders.js'
import { paymentsTable } from './payments.js'
import { peopleTable } from './people.js'
import { pendingPromoCodesTable } from './pendingPromoCodes.js'
import { processesTable } from './processes.js'
import { promoCodesTable } from './promoCodes.js'
import { ratingCountsTable, ratingsTable } from './ratings.js'
import { refundRunsTable } from './refundRuns.js'
import { refundsTable } from './refunds.js'
import { reminderRoundsTable } from './reminderRounds.js'
import { staffTable } from './staff.js'
import { ticketsTable } from './tickets.js'
import { threadMessagesTable } from './threadMessages.js'
import { threadCountsTable } from './threadCounts.js'
import { threadsTable } from './threads.js'
import { ticketTypesTable } from './ticketTypes.js'
import { WaitingList1764410000000 } from '../migrations/1764410000000-waiting-list.js'
import { waitingEntriesTable } from './waitingEntries.js'
import { waitingTypesTable } from './waitingTypes.js'

const tables = [
  peopleTable,
  eventsTable,
  eventCountersTable,
  hearingsTable,
  holderNamesTable,
  ticketTypesTable,
  ordersTable,
  ticketsTable,
  announcementsTable,
  inboxTable,
  processesTable,
  formsTable,
  draftsTable,
  auditTable,
  chatsTable,
  formerCodesTable,
  lostTicketsTable,
  staffTable,
  invitationsTable,
  giftsTable,
  doorsTable,
  guessesTable,
  paymentsTable,
  refundsTable,
  refundRunsTable,
  promoCodesTable,
  pendingPromoCodesTable,
  promptsTable,
  reminderRoundsTable,
  mutedRemindersTable,
  cursorsTable,
  openingsTable,
  openingRemindersTable,
  onlineAccessesTable,
  eventRoundsTable,
  guestMessagesTable,
  mutedOrganizersTable,
  ratingsTable,
  ratingCountsTable,
  followsTable,
  followerCountsTable,
  threadsTable,
  threadMessagesTable,
  threadCountsTable,
  eventWordsTable,
  eventChangesTable,
  keptChangesTable,
  eventDaysTable,
  eventMoneyDaysTable,
  arrivalsTable,
  guestMarksTable,
  waitingEntriesTable,
  waitingTypesTable,
  guestEntriesTable,
  guestDraftsTable,
  doorSalesTable,
  doorSaleUndosTable,
  doorTakingsTable,
  buyerQuestionsTable,
  answersTable,
]

/** The tables as the code knows them; a test compares them with what the migrations make. */
export const schema = tables.map((one) => one.schema)

/** All migrations, oldest first. One that was released is never changed: add another. */
export const migrations = [
  CreateTables1763800000000,
  Door1763900000000,
  Money1764000000000,
  RefundRuns1764100000000,
  Outbox1764220000000,
  Processes1764230000000,
  Defects1764240000000,
  Growth1764250000000,
  Slips1764262000000,
  Folding1764263000000,
  EarlierQuestions1764264000000,
  Zones1764265100000,
  LostTickets1764270000000,
  Invoices1764290000000,
  Selling1764300000000,
  Place1764310000000,
  Reminders1764320000000,
  Series1764330000000,
  Afterwards1764340000000,
  Hearing1764350000000,
  Receipts1764360000000,
  EventWords1764370000000,
  GuestMessages1764380000000,
  Threads1764390000000,
  KeptChanges1764400000000,
  WaitingList1764410000000,
  Guests1764420000000,
  EventDays1764430000000,
  BuyerQuestions1764440000000,
  GuestList1764450000000,
  DoorSales1764460000000,
  LineCounts1764470000000,
]
