import { announcementsSchema } from './announcements.js'
import { promptsSchema } from './prompts.js'
import { auditSchema } from './audit.js'
import { chatsSchema } from './chats.js'
import { doorsSchema } from './doors.js'
import { draftsSchema } from './drafts.js'
import { eventsSchema } from './events.js'
import { formerCodesSchema } from './formerCodes.js'
import { formsSchema } from './forms.js'
import { giftsSchema } from './gifts.js'
import { guessesSchema } from './guesses.js'
import { inboxSchema } from './inbox.js'
import { invitationsSchema } from './invitations.js'
import { cursorsSchema } from './cursors.js'
import { CreateTables1763800000000 } from '../migrations/1763800000000-create-tables.js'
import { Door1763900000000 } from '../migrations/1763900000000-door.js'
import { Money1764000000000 } from '../migrations/1764000000000-money.js'
import { RefundRuns1764100000000 } from '../migrations/1764100000000-refund-runs.js'
import { ordersSchema } from './orders.js'
import { paymentsSchema } from './payments.js'
import { peopleSchema } from './people.js'
import { pendingPromoCodesSchema, promoCodesSchema } from './promoCodes.js'
import { refundRunsSchema } from './refundRuns.js'
import { refundsSchema } from './refunds.js'
import { staffSchema } from './staff.js'
import { ticketsSchema } from './tickets.js'
import { ticketTypesSchema } from './ticketTypes.js'

/** The tables as the code knows them; a test compares them with what the migrations make. */
export const schema = [
  peopleSchema,
  eventsSchema,
  ticketTypesSchema,
  ordersSchema,
  ticketsSchema,
  announcementsSchema,
  inboxSchema,
  formsSchema,
  draftsSchema,
  auditSchema,
  chatsSchema,
  formerCodesSchema,
  staffSchema,
  invitationsSchema,
  giftsSchema,
  doorsSchema,
  guessesSchema,
  paymentsSchema,
  refundsSchema,
  refundRunsSchema,
  promoCodesSchema,
  pendingPromoCodesSchema,
  promptsSchema,
  cursorsSchema,
]

/** All migrations, oldest first. One that was released is never changed: add another. */
export const migrations = [CreateTables1763800000000, Door1763900000000, Money1764000000000, RefundRuns1764100000000]
