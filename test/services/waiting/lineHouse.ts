import type { Ticket } from '../../../src/domain/ticket.js'
import type { Wait } from '../../../src/services/waiting/wait.js'
import type { Controls, Database } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { heardAll } from '../../support/outbox.js'
import { first, type House, openHouse, type Sale } from '../../support/house.js'

/** A house with an event that is sold out, and what one does there. */
export type LineHouse = Omit<House, 'sale'> & {
  readonly sale: Sale
  /** Who bought all of it, a ticket each; the organizer takes tickets back until the start. */
  readonly holders: readonly { readonly id: number; readonly ticket: Ticket }[]
  /** Puts another event on sale. */
  readonly another: House['sale']
  /** Somebody new who waits for so many tickets of the first type, or of these. */
  waits(name: string, quantity?: number, ticketTypeIds?: readonly number[]): Promise<number>
  /** The first who still holds a ticket gives it back. */
  givesBack(): Promise<void>
  /** Beats until nothing more is to be done, and all is told. */
  work(): Promise<number>
  /** What somebody waits for. */
  see(personId: number): Promise<Wait | undefined>
  /** Who has an offer now, in the order in which they were made. */
  offered(): Promise<readonly number[]>
  own(): { readonly personId: number; readonly eventId: number }
}

type Options = { readonly capacity?: number; readonly price?: number; readonly days?: number }

/** Opens it: so many seats, sold to as many people, `days` before the event. */
export const openLine = async (
  database: Database,
  { capacity = 3, price = 0, days = 10 }: Options = {},
  controls?: Controls,
): Promise<LineHouse> => {
  const house = await openHouse(database, controls)
  const sale = await house.sale({ capacity, price })
  await house.store.transact((tx) =>
    tx.events.change(sale.event.id, { startsAt: house.clock.now() + days * day, giveBackHours: 0 }),
  )
  const holders: { id: number; ticket: Ticket }[] = []
  for (let i = 0; i < capacity; i += 1) {
    const id = await house.person(`Holder ${i}`)
    holders.push({ id, ticket: first(await house.buys(id, sale)) })
  }
  const eventId = sale.event.id
  let returned = 0
  return {
    ...house,
    sale,
    another: (options) => house.sale(options),
    holders,
    own: () => ({ personId: sale.organizer, eventId }),
    waits: async (name, quantity = 1, ticketTypeIds = [sale.type.id]) => {
      const personId = await house.person(name)
      await house.services.waiting.join({ personId, eventId, quantity, ticketTypeIds })
      return personId
    },
    givesBack: async () => {
      const holder = holders[returned]
      if (!holder) throw new Error('nobody has anything to give back')
      returned += 1
      await house.services.tickets.giveBack({ personId: holder.id, ticketId: holder.ticket.id })
    },
    work: async () => {
      let offered = 0
      for (;;) {
        const worked = await house.services.waiting.work()
        offered += worked.offered
        if (worked.offered + worked.told === 0) break
      }
      await heardAll(house.store, house.clock.now())
      return offered
    },
    see: (personId) => house.services.waiting.see({ personId, eventId }),
    offered: async () => {
      const rows = await house.inspect.rows('orders', { state: 'held' })
      const inOrder = [...rows].sort((a, b) => Number(a['id']) - Number(b['id']))
      return inOrder.filter((row) => row['offered_at'] !== null).map((row) => Number(row['buyer_id']))
    },
  }
}
