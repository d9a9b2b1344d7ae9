import { createAnnouncementsTable } from './announcements.js'
import { createAuditTable } from './audit.js'
import { createChatsTable } from './chats.js'
import type { Db } from './db.js'
import { createDraftsTable } from './drafts.js'
import { createEventsTable } from './events.js'
import { createFormsTable } from './forms.js'
import { createInboxTable } from './inbox.js'
import { createOrdersTable } from './orders.js'
import { createPeopleTable } from './people.js'
import { createTicketsTable } from './tickets.js'
import { createTicketTypesTable } from './ticketTypes.js'
import { createTrialTable } from './trial.js'

/** All tables in one transaction. Usable until the transaction ends; not after. */
export const createTx = (db: Db) => ({
  people: createPeopleTable(db),
  events: createEventsTable(db),
  ticketTypes: createTicketTypesTable(db),
  orders: createOrdersTable(db),
  tickets: createTicketsTable(db),
  announcements: createAnnouncementsTable(db),
  inbox: createInboxTable(db),
  forms: createFormsTable(db),
  drafts: createDraftsTable(db),
  audit: createAuditTable(db),
  chats: createChatsTable(db),
  trial: createTrialTable(db),
})

/** All tables in one transaction. */
export type Tx = Readonly<ReturnType<typeof createTx>>
