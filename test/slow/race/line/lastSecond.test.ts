import { afterEach, describe, expect, it } from 'vitest'
import type { Services } from '../../../../src/services/services.js'
import { databases } from '../../../support/database/databases.js'
import type { Row } from '../../../support/inspect.js'
import { createChance } from '../../process/crowds/crowd.js'
import { size } from '../../size.js'
import { join, offersOf, sellOut, sleep, type SoldOut, workOff } from './lineHouse.js'

const rounds = size(12, 100)
const price = 500
const nothing = Promise.resolve()

describe.each(databases)('paid in the very second in which the offer ends, on $name', (database) => {
  let there: SoldOut
  afterEach(() => there.house.drop())

  const pay = (offer: Row, charge: string) =>
    there.house.services.payments.receive({
      chargeId: charge,
      payload: String(offer['payload']),
      payerId: Number(offer['buyer_id']),
      amount: { minor: price, currency: 'RUB' },
      method: 'provider',
    })

  /** One seat comes back; who is first pays for it as its clock runs out. What became of it. */
  const race = async (round: number, chance: () => number): Promise<string> => {
    const { house, sale } = there
    sleep(there)
    const [payer, next] = [await house.person(`Payer ${round}`), await house.person(`Next ${round}`)]
    for (const person of [payer, next]) await join(there, person)
    const {
      types: [type],
    } = await house.services.events.find(sale.event.id)
    const raise = { personId: sale.organizer, eventId: sale.event.id, ticketTypeId: type.id }
    await house.services.saleSettings.changeType({ ...raise, fields: { capacity: type.capacity + 1 } })
    await workOff(there)
    const offer = (await offersOf(there)).at(-1)
    if (!offer || Number(offer['buyer_id']) !== payer) throw new Error('who is first was not offered it')
    house.later(Number(offer['held_until']) - house.clock.now() + Math.floor(chance() * 3) - 1)
    const loop = async ({ ordering, waiting }: Services): Promise<void> => {
      for (let beat = 0; beat < 4; beat += 1) {
        await ordering.expireOverdue()
        await waiting.work()
      }
    }
    const acts = [
      async () => {
        for (let breath = Math.floor(chance() * 40); breath > 0; breath -= 1) await house.store.transact(() => nothing)
        await pay(offer, `charge ${round}`)
      },
      () => loop(house.services),
      () => loop(house.others),
    ]
    await Promise.all(acts.map((act) => act()))
    house.later(1000)
    await house.services.ordering.expireOverdue()
    await workOff(there)

    expect(await house.inspect.brokenPromises()).toEqual([])
    const [payment] = await house.inspect.rows('payments', { charge_id: `charge ${round}` })
    const offered = (await offersOf(there)).filter(({ buyer_id: buyer }) => Number(buyer) === next)
    const seats = await house.inspect.sum('ticket_types', 'taken')
    expect(seats).toBe(type.capacity + 1)
    const isPaid = payment?.['state'] === 'applied'
    // One of two has the seat, and whoever has not has the place in line, or the money.
    expect(offered).toHaveLength(isPaid ? 0 : 1)
    expect(await house.inspect.count('waiting_entries')).toBe(1)
    expect(await house.inspect.count('tickets', { holder_id: payer })).toBe(isPaid ? 1 : 0)
    // The line is empty for the next round.
    await house.services.waiting.leave({ personId: next, eventId: sale.event.id })
    for (const { id, state } of offered)
      if (state === 'held') await house.services.ordering.cancel({ personId: next, orderId: Number(id) })
    await house.services.saleSettings.changeType({
      ...raise,
      fields: { capacity: await house.inspect.sum('ticket_types', 'taken') },
    })
    return isPaid ? 'paid' : 'offered on'
  }

  it('the seat is the payer’s, or the next one’s and the money goes back: never both', async () => {
    there = await sellOut(database, { seats: 3, price })
    const { sale, house } = there
    await house.services.waiting.setOfferMinutes({ personId: sale.organizer, eventId: sale.event.id, minutes: 10 })
    const chance = createChance(rounds)
    const outcomes: string[] = []
    const ways = (): number => new Set(outcomes).size
    // Some more where chance has shown only one end of it.
    for (let round = 1; round <= rounds || (ways() < 2 && round <= rounds * 5); round += 1)
      outcomes.push(await race(round, chance))
    expect(ways()).toBe(2)
  })
})
