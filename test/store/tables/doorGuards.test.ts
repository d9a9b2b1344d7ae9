import { afterEach, describe, expect, test } from 'vitest'
import type { Ticket } from '../../../src/domain/ticket.js'
import type { Store } from '../../../src/store/store.js'
import { databases, type FreshDatabase } from '../../support/database/databases.js'
import { buy, day, makeOffer, now } from '../../support/fixtures.js'

// Played step by step: both have read before either writes.
describe.each(databases)('of two who read the same and then write, on $name', ({ open }) => {
  let fresh: FreshDatabase | undefined
  afterEach(() => fresh?.drop())

  const begin = async (guards: boolean): Promise<{ store: Store; ticket: Ticket; eventId: number }> => {
    fresh = await open({ guards })
    const { store } = fresh
    const offer = await makeOffer(store, 5)
    const [ticket] = await store.transact(async (tx) => {
      await tx.people.meet({ id: 2, displayName: 'Boris', languageCode: undefined }, now)
      return tx.tickets.ofOrder((await buy(tx, offer, 1)).id)
    })
    if (!ticket) throw new Error('no ticket')
    return { store, ticket, eventId: offer.event.id }
  }

  /** One has the guards, the other, the negative control, has not. */
  const cases = [
    [true, [true, false]],
    [false, [true, true]],
  ] as const

  const by = { personId: 2, now, isPaid: false }
  const to = { holderId: 2, code: 'new', shortCode: 'new' }

  test.each(cases)('one lets the ticket in (guards: %s)', async (guards, told) => {
    const { store, ticket } = await begin(guards)
    expect(
      await store.transact(async (tx) => [await tx.checkIns.letIn(ticket, by), await tx.checkIns.letIn(ticket, by)]),
    ).toEqual(told)
  })

  test.each(cases)('one undoes the check-in (guards: %s)', async (guards, told) => {
    const { store, ticket } = await begin(guards)
    await store.transact((tx) => tx.checkIns.letIn(ticket, by))
    expect(
      await store.transact(async (tx) => [
        await tx.checkIns.undo(ticket.id, now),
        await tx.checkIns.undo(ticket.id, now),
      ]),
    ).toEqual(told)
  })

  test.each(cases)('one gives the ticket back (guards: %s)', async (guards, told) => {
    const { store, ticket } = await begin(guards)
    expect(
      await store.transact(async (tx) => [await tx.tickets.giveBack(ticket), await tx.tickets.giveBack(ticket)]),
    ).toEqual(told)
  })

  test.each(cases)('a ticket that was let in is not given away (guards: %s)', async (guards, told) => {
    const { store, ticket } = await begin(guards)
    expect(
      await store.transact(async (tx) => [await tx.checkIns.letIn(ticket, by), await tx.tickets.give(ticket, to)]),
    ).toEqual(told)
  })

  test.each(cases)(
    'a ticket that was given away is not let in by its former code (guards: %s)',
    async (guards, told) => {
      const { store, ticket } = await begin(guards)
      expect(
        await store.transact(async (tx) => [await tx.tickets.give(ticket, to), await tx.checkIns.letIn(ticket, by)]),
      ).toEqual(told)
    },
  )

  test.each(cases)('a ticket that was cancelled is not let in (guards: %s)', async (guards, told) => {
    const { store, ticket, eventId } = await begin(guards)
    expect(
      await store.transact(async (tx) => [
        (await tx.tickets.cancelOfEvent(eventId)) > 0,
        await tx.checkIns.letIn(ticket, by),
      ]),
    ).toEqual(told)
  })

  test.each(cases)('one becomes staff by an invitation (guards: %s)', async (guards, told) => {
    const { store, eventId } = await begin(guards)
    const used = await store.transact(async (tx) => {
      await tx.invitations.add({ token: 't', eventId, expiresAt: now + day }, now)
      const { id = 0 } = (await tx.invitations.find('t')) ?? {}
      return [await tx.invitations.use(id, 1, now), await tx.invitations.use(id, 2, now)]
    })
    expect(used).toEqual(told)
  })

  test.each(cases)('one accepts a gift (guards: %s)', async (guards, told) => {
    const { store, ticket } = await begin(guards)
    const accepted = await store.transact(async (tx) => {
      await tx.gifts.add({ token: 't', ticketId: ticket.id, giverId: 1, expiresAt: now + day }, now)
      const { id = 0 } = (await tx.gifts.find('t')) ?? {}
      return [await tx.gifts.accept(id, 2, now), await tx.gifts.accept(id, 1, now)]
    })
    expect(accepted).toEqual(told)
  })

  test('an expired invitation and an expired gift are of no use', async () => {
    const { store, ticket, eventId } = await begin(true)
    const used = await store.transact(async (tx) => {
      await tx.invitations.add({ token: 't', eventId, expiresAt: now }, now)
      await tx.gifts.add({ token: 't', ticketId: ticket.id, giverId: 1, expiresAt: now }, now)
      return [
        await tx.invitations.use((await tx.invitations.find('t'))?.id ?? 0, 2, now),
        await tx.gifts.accept((await tx.gifts.find('t'))?.id ?? 0, 2, now),
      ]
    })
    expect(used).toEqual([false, false])
  })

  test('an order gives back no more tickets than it had, and none when it is cancelled', async () => {
    const { store, ticket, eventId } = await begin(true)
    expect(
      await store.transact(async (tx) => [
        await tx.orders.giveBack(ticket.orderId, now),
        await tx.orders.giveBack(ticket.orderId, now),
      ]),
    ).toEqual([true, false])
    await store.transact((tx) => tx.orders.cancelOfEvent(eventId))
    expect(await store.transact((tx) => tx.orders.giveBack(ticket.orderId, now))).toBe(false)
  })
})
