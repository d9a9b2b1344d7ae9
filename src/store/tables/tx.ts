import { createAnnouncementsTable } from './announcements.js'
import { createPromptsTable } from './prompts.js'
import { createAuditTable } from './audit.js'
import { createChatsTable } from './chats.js'
import type { Db } from '../engine/statements.js'
import { createTicketLookups } from '../queries/ticketLookups.js'
import { createDoorsTable } from './doors.js'
import { createDraftsTable } from './drafts.js'
import { createEventsTable } from './events.js'
import { createFormerCodesTable } from './formerCodes.js'
import { createFormsTable } from './forms.js'
import { createGiftsTable } from './gifts.js'
import { createGuessesTable } from './guesses.js'
import { createHoldScreensTable } from './holdScreens.js'
import { createInboxTable } from './inbox.js'
import { createInvitationsTable } from './invitations.js'
import { createCursorsTable } from './cursors.js'
import { createOrdersTable } from './orders.js'
import { createPaymentsTable } from './payments.js'
import { createPeopleTable } from './people.js'
import { createPendingPromoCodesTable, createPromoCodesTable } from './promoCodes.js'
import { createRefundRunsTable } from './refundRuns.js'
import { createRefundsTable } from './refunds.js'
import { createStaffTable } from './staff.js'
import { createTicketsTable } from './tickets.js'
import { createTicketTypesTable } from './ticketTypes.js'
import { createSelfTestDataQueries } from '../queries/selfTestData.js'

const tables = {
  people: createPeopleTable,
  events: createEventsTable,
  ticketTypes: createTicketTypesTable,
  orders: createOrdersTable,
  holdScreens: createHoldScreensTable,
  tickets: createTicketsTable,
  announcements: createAnnouncementsTable,
  inbox: createInboxTable,
  forms: createFormsTable,
  drafts: createDraftsTable,
  audit: createAuditTable,
  chats: createChatsTable,
  formerCodes: createFormerCodesTable,
  staff: createStaffTable,
  invitations: createInvitationsTable,
  gifts: createGiftsTable,
  doors: createDoorsTable,
  ticketLookups: createTicketLookups,
  guesses: createGuessesTable,
  payments: createPaymentsTable,
  refunds: createRefundsTable,
  refundRuns: createRefundRunsTable,
  promoCodes: createPromoCodesTable,
  pendingPromoCodes: createPendingPromoCodesTable,
  prompts: createPromptsTable,
  cursors: createCursorsTable,
  selfTestData: createSelfTestDataQueries,
} as const

type Tables = typeof tables

/** All tables in one transaction. */
export type Tx = { readonly [Name in keyof Tables]: ReturnType<Tables[Name]> }

/**
 * All tables in one transaction. Usable until the transaction ends; not after. Each is made when it is first used: most
 * transactions use few.
 */
export const createTx = (db: Db): Tx => {
  const tx = {}
  for (const [name, create] of Object.entries(tables)) {
    let table: unknown
    Object.defineProperty(tx, name, { enumerable: true, get: () => (table ??= create(db)) })
  }
  return tx as Tx
}
