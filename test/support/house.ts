import { anyTimeBefore } from '../../src/domain/door.js'
import type { Event, TicketType } from '../../src/domain/event.js'
import { Refusal, type RefusalCode } from '../../src/domain/refusal.js'
import type { Ticket } from '../../src/domain/ticket.js'
import { randomCodes } from '../../src/services/codes.js'
import { createServices, type Services } from '../../src/services/services.js'
import type { Store } from '../../src/store/store.js'
import { createTestClock, type TestClock } from './clock.js'
import { inspect, type Inspector } from './inspect.js'
import type { Controls, Database } from './database/databases.js'
import { day, now } from './fixtures.js'

// Whom the bot's owner named: everybody whom a house meets may organize, and take cards and Stars.
const namedPeople = Array.from({ length: 10_000 }, (_, i) => i + 1)

/** What is on sale in a test, and who runs it. */
export type Sale = { readonly event: Event; readonly type: TicketType; readonly organizer: number }

/** The services on a database of their own, and a clock that is turned by hand. */
export type House = {
  readonly services: Services
  /** The same services once more, as another process on this database would have them. */
  readonly others: Services
  readonly store: Store
  readonly clock: TestClock
  readonly url: string
  /** Somebody new who has spoken to the bot. */
  person(name: string): Promise<number>
  /**
   * A published event that starts tomorrow, of an organizer of its own; its door lets in at any time, unless it
   * `opensAsUsual`.
   */
  sale(options?: {
    readonly title?: string
    readonly price?: number
    readonly capacity?: number
    readonly organizer?: number
    readonly opensAsUsual?: boolean
  }): Promise<Sale>
  /** The person buys so many tickets. */
  buys(personId: number, sale: Sale, quantity?: number): Promise<readonly Ticket[]>
  /** Makes the person staff, by a link of the organizer's. */
  joins(personId: number, sale: Sale): Promise<void>
  /** The ticket as it is now, with its codes. */
  ticket(ticketId: number): Promise<Ticket>
  /** Turns the clock. */
  later(ms: number): void
  /** Looks past the store. */
  readonly inspect: Inspector
  drop(): Promise<void>
}

/** What the promise was refused with; "done" when it was not. */
export const refused = (promise: Promise<unknown>): Promise<RefusalCode | 'done'> =>
  promise.then(
    () => 'done' as const,
    (error: unknown) => {
      if (error instanceof Refusal) return error.code
      throw error
    },
  )

/** Opens the services on a fresh database. */
export const openHouse = async (database: Database, controls?: Controls): Promise<House> => {
  const { store, url, drop } = await database.open(controls)
  const clock = createTestClock(now)
  const [services, others] = [1, 2].map(() =>
    createServices({
      store,
      clock,
      codes: randomCodes,
      organizerIds: namedPeople,
      zone: 'Europe/Moscow',
      currency: 'RUB',
      hasProvider: false,
      holdMs: 900_000,
    }),
  ) as [Services, Services]
  let met = 0
  const person: House['person'] = async (name) => {
    met += 1
    await services.people.meet({ id: met, displayName: name, languageCode: 'en' })
    return met
  }
  const ticket = (ticketId: number): Promise<Ticket> =>
    store.transact(async (tx) => {
      const found = await tx.tickets.find(ticketId)
      if (!found) throw new Error(`no ticket ${ticketId}`)
      return found
    })
  return {
    services,
    others,
    store,
    clock,
    url,
    person,
    ticket,
    drop,
    sale: async ({ title = 'Concert', price = 0, capacity = 100, organizer, opensAsUsual = false } = {}) => {
      const personId = organizer ?? (await person(`Organizer of ${title}`))
      const key = randomCodes.key()
      const answers = {
        title,
        description: null,
        startsAt: clock.now() + day,
        endsAt: null,
        venue: 'Club',
        price: { minor: price, currency: 'RUB' },
        capacity,
        poster: null,
      }
      await store.transact((tx) =>
        tx.drafts.write(
          {
            personId,
            key,
            eventId: undefined,
            answers,
            asked: 'preview',
            day: undefined,
            zone: 'Europe/Moscow',
            currency: 'RUB',
          },
          clock.now(),
        ),
      )
      const {
        event,
        types: [type],
      } = await services.publishing.publish({ personId, key })
      if (opensAsUsual) return { event, type, organizer: personId }
      const doorsBefore = anyTimeBefore
      await store.transact((tx) => tx.events.change(event.id, { doorsBefore }))
      return { event: { ...event, doorsBefore }, type, organizer: personId }
    },
    buys: async (personId, { type }, quantity = 1) => {
      const { order } = await services.ordering.buy({
        buyerId: personId,
        ticketTypeId: type.id,
        quantity,
        requestKey: randomCodes.key(),
      })
      return store.transact((tx) => tx.tickets.ofOrder(order.id))
    },
    joins: async (personId, { event, organizer }) => {
      const { token } = await services.staff.invite({ personId: organizer, eventId: event.id })
      await services.staff.accept({ personId, token })
    },
    later: (ms) => clock.set(clock.now() + ms),
    inspect: inspect(url),
  }
}

/** The first of some, which is there. */
export const first = <T>(things: readonly T[]): T => {
  const [thing] = things
  if (thing === undefined) throw new Error('there is none')
  return thing
}
