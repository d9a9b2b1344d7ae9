import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expectNoDefect, meet, openCalmWorld, publish, screenOf, type Talker } from '../../../../support/talker.js'
import { en, inOrder } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

const keys = ['button-organizers-others', 'button-events', 'button-ask-organizer', 'button-follow', 'button-wait']
const [others, events, ask, follow, wait] = keys.map((key) => en(key))

describe('the card of an event without tickets', () => {
  let world: World
  let ann: Talker
  let bob: Talker
  beforeEach(async () => {
    world = await openCalmWorld()
    ann = await meet(world, 'Ann')
    bob = await meet(world, 'Bob')
  })
  afterEach(async () => {
    expectNoDefect(world)
    await world.close()
  })

  const soldOut = async (title: string) => {
    const found = await publish(world, ann.id, { title, capacity: 1 })
    const buy = { buyerId: ann.id, ticketTypeId: found.type.id, quantity: 1, requestKey: title }
    await world.levem().services.ordering.buy(buy)
    return found
  }

  it('leads to what else the organizer has, to all events, and to hearing of the next', async () => {
    const { event } = await soldOut('Full')
    await publish(world, ann.id, { title: 'Next of Ann', hours: 48 })
    await publish(world, ann.id, { title: 'Secret of Ann', hours: 49 }).then(({ event: { id: eventId } }) =>
      world.levem().services.selling.setListing({ personId: ann.id, eventId, isUnlisted: true }),
    )
    await publish(world, bob.id, { title: 'Of another' })
    await bob.says(`/buy ${event.slug}`)
    expect(screenOf(bob).buttons).toEqual([wait, others, events, ask, follow])
    expect(await bob.presses(others ?? '')).toMatch(inOrder(en.begins('organizers-others'), 'Next of Ann'))
    expect(bob.sees()).not.toMatch(/Secret|another|Full/u)
    await bob.presses(en('event-button', { title: 'Next of Ann', when: '24 Nov, 12:00' }))
    expect(screenOf(bob).buttons).toContain(en('button-buy'))
    expect(screenOf(bob).buttons).not.toContain(others)
  })

  it.each(['cancelled', 'over'])('that is %s does, too', async (how) => {
    const { event } = await publish(world, ann.id, { title: 'Gone', hours: 1 })
    await world.levem().store.transact((tx) => tx.events.change(event.id, { giveBackHours: 0 }))
    await publish(world, ann.id, { title: 'Next of Ann', hours: 48 })
    if (how === 'cancelled') await world.levem().services.publishing.cancel(ann.id, event.id)
    else await world.advance(2 * 3_600_000)
    await bob.says(`/buy ${event.slug}`)
    expect(screenOf(bob).buttons).toEqual([others, events, ask, follow])
    // Nothing of it can be had: how many were left, and that a ticket may be given back, says nothing any more.
    expect(bob.sees()).toMatch(inOrder(en.begins(how === 'over' ? 'card-ended' : 'card-cancelled'), 'Gone'))
    for (const key of ['card-left', 'card-give-back']) expect(bob.sees()).not.toMatch(en.like(key, { left: 100 }))
  })

  it('whose organizer has nothing else leads to all events', async () => {
    const { event } = await soldOut('Full')
    await bob.says(`/buy ${event.slug}`)
    expect(screenOf(bob).buttons).toEqual([wait, events, ask, follow])
  })

  it('says that seats are only held, and looks again', async () => {
    const { event, type } = await publish(world, ann.id, { title: 'Rare', capacity: 2 })
    const { ordering } = world.levem().services
    await world
      .levem()
      .store.transact((tx) => tx.events.change(event.id, { paymentMethods: ['transfer'], transferDetails: 'Card 1' }))
    await bob.says(`/buy ${event.slug}`)
    await ordering.hold({ buyerId: ann.id, ticketTypeId: type.id, quantity: 2, requestKey: 'x' })
    const held = en.like('card-held', { seats: 2, until: '12:15 (GMT+3)' })
    expect(await bob.presses(en('button-buy'))).toMatch(inOrder(en.begins('held-faster'), 'Rare', held))
    expect(bob.sees()).not.toMatch(/sold out/iu)
    expect(screenOf(bob).buttons).toEqual([en('button-look-again'), wait, events, ask, follow])
    await bob.presses(en('button-look-again'))
    expect(bob.sees()).toMatch(held)
    await world.advance(16 * 60_000)
    await bob.presses(en('button-look-again'))
    expect(bob.sees()).toMatch(en.like('card-left', { left: 2 }))
    expect(screenOf(bob).buttons).toContain(en('button-buy'))
  })

  it('says whose the seats are to whoever holds them all, and leads to their order', async () => {
    const { event, type } = await publish(world, ann.id, { title: 'Rare', capacity: 2 })
    const { ordering } = world.levem().services
    await world
      .levem()
      .store.transact((tx) => tx.events.change(event.id, { paymentMethods: ['transfer'], transferDetails: 'Card 1' }))
    const holds = (buyerId: number, quantity: number) =>
      ordering.hold({ buyerId, ticketTypeId: type.id, quantity, requestKey: `${buyerId}` })
    await holds(bob.id, 1)
    await bob.says(`/start e_${event.slug}`)
    expect(bob.sees()).toMatch(en.like('card-left', { left: 1 }))
    const cleo = await meet(world, 'Cleo')
    await holds(cleo.id, 1)
    const order = en('button-open-order')
    await bob.says(`/start e_${event.slug}`)
    expect(bob.sees()).toMatch(en.like('card-held', { seats: 2, until: '12:15 (GMT+3)' }))
    expect(screenOf(bob).buttons).toEqual([order, en('button-look-again'), en('button-wait'), events, ask, follow])
    await ordering.cancel({ personId: cleo.id, orderId: (await ordering.findHeld(cleo.id))?.order.id ?? 0 })
    await world.levem().store.transact((tx) => tx.ticketTypes.change(type.id, { ...type, capacity: 1 }))
    await bob.presses(en('button-look-again'))
    expect(bob.sees()).toMatch(en.like('card-held-own', { seats: 1, until: '12:15 (GMT+3)' }))
    expect(screenOf(bob).buttons).toEqual([order, events, ask, follow])
  })
})
