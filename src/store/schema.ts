import { announcementsSchema } from './announcements.js'
import { auditSchema } from './audit.js'
import { chatsSchema } from './chats.js'
import { draftsSchema } from './drafts.js'
import { eventsSchema } from './events.js'
import { formsSchema } from './forms.js'
import { inboxSchema } from './inbox.js'
import { CreateTables1763800000000 } from './migrations/1763800000000-create-tables.js'
import { ordersSchema } from './orders.js'
import { peopleSchema } from './people.js'
import { ticketsSchema } from './tickets.js'
import { ticketTypesSchema } from './ticketTypes.js'

/** The tables as the code knows them; a test compares them with what the migrations make. */
export const schema = [
  peopleSchema, eventsSchema, ticketTypesSchema, ordersSchema, ticketsSchema, announcementsSchema,
  inboxSchema, formsSchema, draftsSchema, auditSchema, chatsSchema,
]

/** All migrations, oldest first. One that was released is never changed: add another. */
export const migrations = [CreateTables1763800000000]
