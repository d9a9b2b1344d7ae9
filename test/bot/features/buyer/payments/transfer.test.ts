import { en } from '../../../../support/texts/words.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import { quickPrinter } from '../../../../support/announcing.js'
import {
  eventNow,
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'

let world: World
let olga: Talker
beforeAll(async () => {
  world = await openCalmWorld({ printer: quickPrinter })
  olga = await meet(world, 'Organizer')
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

const minute = 60_000
const details = '4276 1234 5678 9012\nMy <Bank> & Co, Olga'

const sale = async (title: string, alone = false): Promise<EventWithType> => {
  const found = await publish(world, olga.id, { hours: 30 * 24, title, capacity: 2 })
  const act = { personId: olga.id, eventId: found.event.id }
  const { saleSettings: offers } = world.levem().services
  await offers.setTransfer({ ...act, details })
  await offers.setPaymentMethod({ ...act, method: 'atDoor', isOpen: !alone })
  return found
}
const chooses = async (buyer: Talker, { event }: EventWithType, quantity = 1): Promise<string> => {
  await buyer.says(`/buy ${event.slug}`)
  return buyer.presses(en('button-buy'), String(quantity))
}
const textAt = (buyer: Talker, messageId: number | undefined): string =>
  buyer.person.messages().find((message) => message.message_id === messageId)?.text ?? ''
const newest = async (buyer: Talker) =>
  (await world.levem().services.tickets.ofBuyer(buyer.id, { size: 1 })).rows[0]?.order
const taken = async (found: EventWithType): Promise<number> => (await eventNow(world, found)).type.taken

describe('paying by transfer', () => {
  it('shows where to, takes a picture, and keeps the seats while the organizer looks', async () => {
    const found = await sale('Wire')
    const bob = await meet(world, 'Bob')
    await chooses(bob, found, 2)
    expect(screenOf(bob).buttons).toEqual([
      en('button-pay', { way: 'transfer' }),
      en('button-pay', { way: 'atDoor' }),
      en('button-give-up'),
      en('button-events'),
      en('button-ask-organizer'),
    ])
    const screen = bob.heard().at(-1)?.message_id
    const { id = 0 } = (await newest(bob)) ?? {}
    expect(await bob.presses(en('button-pay', { way: 'transfer' }))).toMatch(
      en.like('order-transfer', {
        total: '₽3,000',
        details: '4276 1234 5678 9012\nMy <Bank> & Co, Olga',
        order: String(id),
      }),
    )
    expect(bob.heard().at(-1)?.html).toContain(
      '<code>4276 1234 5678 9012</code>\n<code>My &lt;Bank&gt; &amp; Co, Olga</code>',
    )
    expect(screenOf(bob).buttons).toEqual([
      en('button-other-ways'),
      en('button-give-up'),
      en('button-events'),
      en('button-ask-organizer'),
    ])
    expect(await bob.says('I have paid!')).toMatch(en.begins('proof-words-kept'))
    expect(await bob.does((person) => person.sendsDocument())).toBe(en('refusal-proofKind'))
    world.clock.set(world.clock.now() + 9 * minute)
    await world.advance(minute)
    expect(textAt(bob, screen)).toMatch(en.like('order-countdown', { minutes: 5 }))
    expect(await bob.does((person) => person.sendsPhoto())).toMatch(
      en.opens('proof-taken', { until: 'Mon, 23 November, 12:10 (GMT+3)', order: /\d+/u }),
    )
    expect(textAt(bob, screen)).toMatch(en.like('order-looking', { until: 'Mon, 23 November, 12:10 (GMT+3)' }))
    const first = (await newest(bob))?.proof
    // Another picture takes its place; words go to the organizer, but for those that are a link or a code.
    expect(await bob.says('Hello')).toMatch(en.begins('proof-words-passed'))
    expect(await bob.says('K7QF-2M9X')).toBe(en('scan-nobody'))
    expect(await bob.does((person) => person.sendsPhoto())).toMatch(en.opens('proof-taken'))
    const second = (await newest(bob))?.proof
    expect(second).not.toBe(first)
    await bob.says('/help')
    await bob.presses(en('button-other-picture'))
    expect(await bob.does((person) => person.sendsPhoto())).toMatch(en.opens('proof-taken'))
    expect((await newest(bob))?.proof).not.toBe(second)
    world.clock.set(world.clock.now() + 20 * minute)
    await world.settle()
    expect([await taken(found), (await newest(bob))?.state]).toEqual([2, 'held'])
    await world.levem().services.payments.confirmTransfer({ personId: olga.id, orderId: id })
    await world.settle()
    expect(textAt(bob, screen)).toMatch(en.whole('order-paid', { title: 'Wire', order: /\d+/u }))
    expect(await newest(bob)).toMatchObject({ state: 'confirmed', paymentMethod: 'transfer' })
    expect(await bob.does((person) => person.sendsPhoto())).toMatch(en.opens('refusal-orderPaid'))
    expect(await bob.does((person) => person.sendsPhoto())).not.toMatch(en.like('refusal-orderPaid'))
  })

  it('asks for the picture at once where there is no other way; a picture sent as a file will do', async () => {
    const found = await sale('Only wire', true)
    const bob = await meet(world, 'Bob')
    expect(await chooses(bob, found)).toMatch(en.like('order-transfer', { total: '₽1,500' }))
    expect(screenOf(bob).buttons).toEqual([en('button-give-up'), en('button-events'), en('button-ask-organizer')])
    const png = olga.person.sendsPhoto().message?.photo?.at(-1)
    expect(png).toBeDefined()
    await bob.does((person) => person.sendsDocument({ bytes: picture, name: 'wire.png', mime: 'image/png' }))
    expect(bob.sees()).toMatch(en.opens('proof-taken'))
    const proof = (await newest(bob))?.proof ?? ''
    const sent = bob
      .heard()
      .flatMap(({ photo }) => photo ?? [])
      .map(({ file_id }) => file_id)
    expect(sent).toContain(proof)
  })

  it('finds its order when the buyer looked something up meanwhile, and comes back to where the money goes', async () => {
    const found = await sale('Looked up')
    const bob = await meet(world, 'Bob')
    await chooses(bob, found)
    await bob.presses(en('button-pay', { way: 'transfer' }))
    await bob.says('/help')
    // Another command showed the order's ways before; now it shows what was chosen.
    expect(await bob.says('/buy')).toMatch(en.like('order-transfer', { total: '₽1,500' }))
    await bob.says('/help')
    expect(await bob.does((person) => person.sendsPhoto())).toMatch(en.opens('proof-taken'))
    const { proof } = (await newest(bob)) ?? {}
    // A picture that comes later is for somebody else.
    await bob.says('/help')
    expect(await bob.does((person) => person.sendsPhoto())).toMatch(en.like('not-understood'))
    expect((await newest(bob))?.proof).toBe(proof)
  })

  it('stays as it is while the organizer looks, whatever old buttons say', async () => {
    const found = await sale('Looked at')
    await world.levem().services.promoCodes.create({
      personId: olga.id,
      eventId: found.event.id,
      code: 'HALF',
      discount: { percent: 50 },
    })
    const bob = await meet(world, 'Bob')
    await chooses(bob, found)
    await bob.presses(en('button-pay', { way: 'transfer' }))
    await bob.does((person) => person.sendsPhoto())
    const { id = 0 } = (await newest(bob)) ?? {}
    for (const old of [`wp:${id}:atDoor`, `wp:${id}:transfer`, `wf:${id}`, `wd:${id}`, `wc:${id}`]) {
      await forge(world, bob, old)
      expect(bob.toast()).toMatch(
        old === `wf:${id}` ? en.like('refusal-amountChanged') : en.opens('refusal-proofLookedAt'),
      )
      expect(bob.sees()).toMatch(en.like('order-looking'))
    }
    expect(await newest(bob)).toMatchObject({ state: 'held', paymentMethod: 'transfer', total: { minor: 150_000 } })
    await bob.says(`/start e_${found.event.slug}_HALF`)
    await bob.presses(en('button-buy'))
    expect(await newest(bob)).toMatchObject({ total: { minor: 150_000 } })
    // Afterwards it is an order like any other: refunded means refunded.
    const { payments, refunds } = world.levem().services
    await payments.confirmTransfer({ personId: olga.id, orderId: id })
    await refunds.refund({ personId: olga.id, orderId: id })
    await world.settle()
    await forge(world, bob, `w:${id}`)
    expect(bob.sees()).toContain(en('receipt-state', { status: 'refunded' }))
  })

  it('may be changed for another way, and then no picture is awaited', async () => {
    const found = await sale('Changed')
    const bob = await meet(world, 'Bob')
    await chooses(bob, found)
    await bob.presses(en('button-pay', { way: 'transfer' }), en('button-other-ways'))
    expect(bob.sees()).toContain(en('order-choose'))
    expect(await bob.does((person) => person.sendsPhoto())).not.toMatch(en.like('proof-taken'))
    await bob.presses(en('button-pay', { way: 'transfer' }))
    await bob.presses(en('button-give-up'))
    expect(await bob.does((person) => person.sendsPhoto())).not.toMatch(en.like('proof-taken'))
    expect(await taken(found)).toBe(0)
  })

  it('is rejected with time to show it again, and over when the organizer does not look', async () => {
    const found = await sale('Rejected', true)
    const bob = await meet(world, 'Bob')
    await chooses(bob, found)
    const screen = bob.heard().at(-1)?.message_id
    const { id = 0 } = (await newest(bob)) ?? {}
    await bob.does((person) => person.sendsPhoto())
    world.clock.set(world.clock.now() + 23 * 60 * minute)
    await world.levem().services.payments.rejectProof({ personId: olga.id, orderId: id })
    await world.settle()
    expect(textAt(bob, screen)).toMatch(en.like('order-until', { until: /Tue, 24 November, 11:30.*/u }))
    await forge(world, bob, `w:${id}`)
    expect(bob.sees()).toMatch(en.like('order-transfer', { total: '₽1,500' }))
    expect(await bob.does((person) => person.sendsPhoto())).toMatch(en.opens('proof-taken'))
    world.clock.set(world.clock.now() + 24 * 60 * minute - minute)
    await world.advance(minute)
    expect([await taken(found), (await newest(bob))?.state]).toEqual([0, 'expired'])
    const heard = bob
      .heard()
      .map(({ text }) => text)
      .join('\n')
    expect(heard).toMatch(en.like('order-expired-looking', { title: 'Rejected' }))
    expect(heard).toMatch(en.like('news-holdExpired-looking', { title: 'Rejected', quantity: 1 }))
  })
})

// One pixel, as PNG.
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
