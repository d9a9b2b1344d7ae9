import type { Store } from '../store/store.js'
import { createAsks } from './asks.js'
import { createChoosing } from './choosing.js'
import type { Clock } from './clock.js'
import type { Codes } from './codes.js'
import { createDoor } from './door.js'
import { createDoors } from './doors.js'
import { createDrafts } from './drafts.js'
import { createEvents } from './events.js'
import { createGifts } from './gifts.js'
import { createHoldScreens } from './holdScreens.js'
import { createInbox } from './inbox.js'
import { createMoneyReports } from './moneyReports.js'
import { createOffers } from './offers.js'
import { createOrdering } from './ordering.js'
import { createOutbox } from './outbox.js'
import { createPayments } from './payments.js'
import { createPeople } from './people.js'
import { createPromoCodes } from './promoCodes.js'
import { createPublishing } from './publishing.js'
import { createRefundRuns } from './refundRuns.js'
import { createRefunds } from './refunds.js'
import { createSeats } from './seats.js'
import { createSilence } from './silence.js'
import { createStaff } from './staff.js'
import { createTickets } from './tickets.js'

/** What the services need: three of the four effects, and the owner's settings. */
export type ServiceNeeds = {
  readonly store: Store
  readonly clock: Clock
  readonly codes: Codes
  /** Who may create events; empty: anyone. */
  readonly organizerIds: readonly number[]
  /** IANA zone and ISO 4217 currency of new events. */
  readonly zone: string
  readonly currency: string
  /** Whether there is a payment provider's token. */
  readonly hasProvider: boolean
  /** How long seats are kept for who has not paid, in milliseconds. */
  readonly holdMs: number
}

/** Every story Levem knows. */
export const createServices = (given: ServiceNeeds) => {
  const needs = { ...given, setup: { hasProvider: given.hasProvider }, seats: createSeats(given) }
  return {
    people: createPeople(needs),
    drafts: createDrafts(needs),
    publishing: createPublishing(needs),
    events: createEvents(needs),
    choosing: createChoosing(needs),
    ordering: createOrdering(needs),
    holdScreens: createHoldScreens(needs),
    tickets: createTickets(needs),
    gifts: createGifts(needs),
    door: createDoor(needs),
    doors: createDoors(needs),
    staff: createStaff(needs),
    inbox: createInbox(needs),
    outbox: createOutbox(needs),
    offers: createOffers(needs),
    promoCodes: createPromoCodes(needs),
    payments: createPayments(needs),
    refunds: createRefunds(needs),
    refundRuns: createRefundRuns(needs),
    moneyReports: createMoneyReports(needs),
    silence: createSilence(needs),
    asks: createAsks(needs),
  }
}

/** What `createServices` gives. */
export type Services = ReturnType<typeof createServices>
