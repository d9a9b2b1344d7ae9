import type { Services } from '../../../../src/services/services.js'
import { randomCodes } from '../../../../src/services/codes.js'
import type { Controls, Database } from '../../../support/database/databases.js'
import { day, upTo } from '../../../support/fixtures.js'
import { type House, openHouse, type Sale } from '../../../support/house.js'
import type { Row } from '../../../support/inspect.js'
import { heardAll } from '../../../support/outbox.js'

/** An event that is sold out: each of `holders` has one ticket. */
export type SoldOut = { readonly house: House; readonly sale: Sale; readonly holders: readonly number[] }

const minute = 60_000
const hour = 60 * minute

/** Sells an event of ten days later out, one seat to each of so many people; what they have can be given back. */
export const sellOut = async (
  database: Database,
  { seats, price = 0, controls }: { readonly seats: number; readonly price?: number; readonly controls?: Controls },
): Promise<SoldOut> => {
  const house = await openHouse(database, controls)
  const sale = await house.sale({ capacity: seats, price })
  const own = { personId: sale.organizer, eventId: sale.event.id }
  await house.services.publishing.setGiveBack({ ...own, hours: 0 })
  // Far enough for large wishes to be waited for.
  await house.store.transact((tx) => tx.events.change(sale.event.id, { startsAt: house.clock.now() + 10 * day }))
  const holders: number[] = []
  for (const n of upTo(seats)) {
    const holder = await house.person(`Holder ${n}`)
    await house.buys(holder, sale)
    holders.push(holder)
  }
  return { house, sale, holders }
}

/** In the evening it is noon of the next day: nobody is offered anything at night. */
export const sleep = ({ house }: SoldOut): void => {
  const shown = (house.clock.now() / hour + 3) % 24
  if (shown >= 20) house.later((36 - shown) * hour)
}

/** Somebody wants so many. */
export const join = ({ house, sale }: SoldOut, personId: number, quantity = 1) =>
  house.services.waiting.join({
    personId,
    eventId: sale.event.id,
    quantity,
    ticketTypeIds: [sale.type.id],
  })

/** Who has a ticket gives it back; who has given it back already tries to once more. */
export const giveBack = async ({ house }: SoldOut, holder: number): Promise<void> => {
  const all = await house.inspect.rows('tickets', { holder_id: holder })
  const ticket = all.find(({ state }) => state === 'valid') ?? all.at(-1)
  await house.services.tickets.giveBack({ personId: holder, ticketId: Number(ticket?.['id']) })
}

/** The loop goes on until there is nothing left to be done now, however long it rests for its pace; all is heard. */
export const workOff = async ({ house }: SoldOut, workers: readonly Services[] = [house.services]): Promise<void> => {
  for (;;) {
    const done = await Promise.all(workers.map(({ waiting }) => waiting.work()))
    const soon = Math.min(...done.map(({ nextAt }) => nextAt ?? Infinity)) - house.clock.now()
    if (done.some(({ offered }) => offered > 0)) continue
    if (soon > minute) return heardAll(house.store, house.clock.now())
    house.later(Math.max(1, soon))
  }
}

/** An order that was offered; `entry` is the place in line. */
export type Offer = Row & { readonly entry: number }

/** The orders that were offered, in the order in which they were: the place in line of each is in its key. */
export const offersOf = async ({ house, sale }: SoldOut): Promise<readonly Offer[]> =>
  (await house.inspect.rows('orders', { event_id: sale.event.id }))
    .flatMap((row) => {
      const entry = /^offer:(\d+)/u.exec(String(row['request_key']))?.[1]
      return entry === undefined ? [] : [Object.assign(row, { entry: Number(entry) })]
    })
    .sort((a, b) => Number(a['id']) - Number(b['id']))

/** Who was offered something takes it. */
export const takeOffer = ({ house }: SoldOut, { id, buyer_id: buyer }: Row) =>
  house.services.ordering.confirm({ personId: Number(buyer), orderId: Number(id) })

/** Who was offered something lets it pass. */
export const letPass = ({ house }: SoldOut, { id, buyer_id: buyer }: Row) =>
  house.services.ordering.cancel({ personId: Number(buyer), orderId: Number(id) })

/** A purchase past the line. */
export const snatch = ({ house, sale }: SoldOut, buyerId: number) =>
  house.services.ordering.hold({ buyerId, ticketTypeId: sale.type.id, quantity: 1, requestKey: randomCodes.key() })
