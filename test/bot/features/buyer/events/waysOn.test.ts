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
    await publish(world, ann.id, { title: 'Next of Ann', hours: 48 })
    if (how === 'cancelled') await world.levem().services.publishing.cancel(ann.id, event.id)
    else await world.advance(2 * 3_600_000)
    await bob.says(`/buy ${event.slug}`)
    expect(screenOf(bob).buttons).toEqual([others, events, ask, follow])
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
})
