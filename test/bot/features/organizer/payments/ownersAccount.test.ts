import { en } from '../../../../support/texts/words.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { goTo, logged, meet, openCalmWorld, publish, screenOf, type Talker, typed } from '../../../../support/talker.js'
import { order, providerToken } from '../../../../support/payments.js'
import type { World } from '../../../../support/world.js'

const openWays = async (talker: Talker, eventId: number): Promise<string> => {
  await talker.says('/myevents')
  return talker.presses({ data: `o:${eventId}` }, en('button-ways'))
}

describe('with a provider and nobody named in ORGANIZER_IDS', () => {
  let world: World
  let ann: Talker
  beforeAll(async () => {
    world = await openCalmWorld({ config: { providerToken, organizerIds: [] } })
    ann = await meet(world, 'Ann')
  })
  afterAll(() => world.close())

  it('the log says at the start what that means', () => {
    expect(logged(world).map(({ msg }) => msg)).toContain(
      'ORGANIZER_IDS is not set: anyone may create events, and none can be paid by card or in Stars',
    )
  })

  it("a stranger's event is sold at the door and by transfer, never through the owner's account", async () => {
    const found = await publish(world, ann.id)
    expect(found.event.paymentMethods).toEqual(['atDoor'])
    expect(await openWays(ann, found.event.id)).toMatch(en.like('ways-not-named'))
    expect(screenOf(ann).buttons).toEqual([en('way-transfer'), `✔️ ${en('way-atDoor')}`, en('button-back')])
    await expect(
      world.levem().services.saleSettings.setPaymentMethod({
        personId: ann.id,
        eventId: found.event.id,
        method: 'provider',
        isOpen: true,
      }),
    ).rejects.toMatchObject({ code: 'wayClosed' })
  })

  it('a price in Stars is refused where it is typed', async () => {
    await goTo(ann, 'price')
    expect(await ann.says('150 ⭐')).toMatch(en.like('refusal-starsNotYours'))
    expect(await ann.says(typed.price)).toMatch(en.like('ask-capacity'))
    await ann.says('/cancel')
  })

  it('and where an event is published or changed', async () => {
    await expect(publish(world, ann.id, { price: { minor: 5, currency: 'XTR' } })).rejects.toMatchObject({
      code: 'starsNotYours',
    })
    const { event, type } = await publish(world, ann.id)
    const act = { personId: ann.id, eventId: event.id, ticketTypeId: type.id }
    await expect(
      world.levem().services.saleSettings.changeType({ ...act, fields: { price: { minor: 5, currency: 'XTR' } } }),
    ).rejects.toMatchObject({ code: 'starsNotYours' })
  })
})

describe('an organizer who is taken off ORGANIZER_IDS', () => {
  it('sells by card no more: neither new orders, nor by invoices that are there', async () => {
    const world = await openCalmWorld({ config: { providerToken } })
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id)
    const { open, messageId } = await order(world, bob, found)
    await world.restart({ organizerIds: [4_000_000_001] })
    expect(await bob.person.pays(messageId)).toMatchObject({
      ok: false,
      words: en('refusal-wayClosed'),
    })
    const view = await world.levem().services.ordering.view({ personId: bob.id, orderId: open.order.id })
    expect(view.paymentMethods).toEqual([])
    await world.restart({ organizerIds: [ann.id] })
    expect(await bob.person.pays(messageId)).toEqual({ ok: true })
    await world.settle()
    await world.close()
  })
})
