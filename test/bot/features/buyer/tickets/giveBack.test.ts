import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import type { World } from '../../../../support/world.js'
import {
  buy,
  dataOf,
  eventNow,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import { ticketOf, ticketsOf } from '../../../../support/tickets.js'
import { en, inOrder, ru } from '../../../../support/texts/words.js'

let world: World
let ann: Talker
beforeAll(async () => {
  world = await openCalmWorld()
  ann = await meet(world, 'Ann')
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const hour = 3_600_000
type Found = Awaited<ReturnType<typeof publish>>

const allows = (found: Found, hours: number | undefined) =>
  world.levem().services.publishing.setGiveBack({ personId: ann.id, eventId: found.event.id, hours })

const bought = async (
  hours: number | undefined,
  { quantity = 1, ...wishes }: Parameters<typeof publish>[2] & { readonly quantity?: number } = {},
) => {
  const bob = await meet(world, 'Bob')
  const found = await publish(world, ann.id, wishes)
  await allows(found, hours)
  const { order } = await buy(world, bob.id, found, quantity)
  await world.settle()
  return { bob, found, order }
}

describe("the organizer's choice", () => {
  const opens = async (found: Found): Promise<string> => {
    await ann.says('/myevents')
    await ann.presses(new RegExp(found.event.title, 'u'))
    await ann.presses(en('button-settings'))
    return ann.presses(en('button-give-back-policy'))
  }

  it('is "not at all" at first; each choice is kept, shown with a tick, and told on the card', async () => {
    const found = await publish(world, ann.id, { title: 'Choices', hours: 100 })
    expect(await opens(found)).toMatch(en.like('give-back-policy'))
    expect(screenOf(ann).buttons).toEqual([
      `✔️ ${en('give-back-never')}`,
      en('give-back-start'),
      en('give-back-h3'),
      en('give-back-h24'),
      en('give-back-h72'),
      en('button-back'),
    ])
    for (const [label, hours] of [
      [en('give-back-start'), 0],
      [en('give-back-h3'), 3],
      [en('give-back-h24'), 24],
      [en('give-back-h72'), 72],
      [en('give-back-never'), undefined],
    ] as const) {
      await ann.presses(label)
      expect([
        ann.toast(),
        screenOf(ann).buttons.filter((text) => text.startsWith('✔️')),
        (await eventNow(world, found)).event.giveBackHours,
      ]).toEqual([en('give-back-saved'), [`✔️ ${label}`], hours])
    }
    expect(await ann.presses(en('button-back'))).toMatch(en.like('settings-head', { title: 'Choices' }))
  })

  it('stands on the card, in either language, as long as it is ahead', async () => {
    const found = await publish(world, ann.id, { hours: 30 })
    const [bob, lev] = [await meet(world, 'Bob'), await meet(world, 'Лев', { languageCode: 'ru' })]
    expect(await bob.says(`/buy ${found.event.slug}`)).not.toMatch(en.like('card-give-back'))
    await allows(found, 24)
    expect(await bob.says(`/buy ${found.event.slug}`)).toMatch(
      en.like('card-give-back', { until: 'Sun, 22 November, 18:00 (GMT+3)' }),
    )
    expect(await lev.says(`/buy ${found.event.slug}`)).toMatch(
      ru.like('card-give-back', { until: 'вс, 22 ноября, 18:00 (GMT+3)' }),
    )
    await allows(found, 72)
    expect(await bob.says(`/buy ${found.event.slug}`)).not.toMatch(en.like('card-give-back'))
  })

  it("is the organizer's, whatever a forged button says", async () => {
    const found = await publish(world, ann.id)
    const eve = await meet(world, 'Eve')
    for (const data of [
      routes.giveBackPolicy.data({ eventId: found.event.id }),
      routes.setGiveBack.data({ eventId: found.event.id, until: 'start' }),
    ]) {
      await forge(world, eve, data)
      expect(eve.toast(), data).toBe(en('refusal-notYours'))
    }
    await forge(world, ann, `oG:${found.event.id}:h99`)
    expect(ann.toast()).toBe(en('button-old'))
    expect((await eventNow(world, found)).event.giveBackHours).toBeUndefined()
  })
})

describe('giving a ticket back', () => {
  it('is not offered where the organizer takes none back', async () => {
    const { bob, order } = await bought(undefined)
    await bob.says('/mytickets')
    expect(screenOf(bob).buttons).not.toContain(en('button-give-back'))
    await forge(world, bob, routes.giveBack.data({ ticketId: (await ticketOf(world, order.id)).id }))
    expect(bob.sees()).toMatch(en.like('refusal-giveBackClosed'))
  })

  it('asks, says what becomes of the money, and frees one seat; the code is dead', async () => {
    const { bob, found, order } = await bought(0, { capacity: 2, quantity: 2 })
    await bob.says('/mytickets')
    await bob.presses(en.like('tickets-list-button', { numbers: '1–2' }), en.ends('ticket-button', { number: '2' }))
    expect(await bob.presses(en('button-give-back'))).toMatch(
      inOrder(
        en.like('give-back-ask', { number: 2, title: 'Jazz night', money: '' }),
        en.like('give-back-money', { way: 'atDoor' }),
      ),
    )
    await bob.presses(en('button-back'))
    expect((await eventNow(world, found)).type.taken).toBe(2)
    await bob.presses(en('button-give-back'), en('button-yes-do-it'))
    expect(bob.sees()).toBe(en('give-back-done', { number: 2, title: 'Jazz night' }))
    expect((await eventNow(world, found)).type.taken).toBe(1)
    const [, second] = await ticketsOf(world, order.id)
    expect(await world.levem().services.checkIn.byCode({ personId: ann.id, code: second?.code ?? '' })).toMatchObject({
      admission: { kind: 'returned' },
    })
    expect(await bob.says('/mytickets')).toMatch(en.like('ticket', { number: '1' }))
    await forge(world, bob, routes.showPicture.data({ ticketId: second?.id ?? 0 }))
    expect(bob.toast()).toBe(en('refusal-ticketReturned'))
  })

  it('pressed ten times at once frees exactly one seat, which somebody else gets', async () => {
    const { bob, found } = await bought(0, { capacity: 3, quantity: 3, price: { minor: 0, currency: 'RUB' } })
    await bob.says('/mytickets')
    await bob.presses(en.like('tickets-list-button', { numbers: '1–3' }), en.ends('ticket-button', { number: '1' }))
    expect(await bob.presses(en('button-give-back'))).toContain(en('give-back-money', { way: 'free' }))
    const data = dataOf(bob, 'gB:')
    await bob.does((person) => {
      for (let i = 0; i < 10; i += 1) person.presses({ data })
    })
    expect((await eventNow(world, found)).type.taken).toBe(2)
    const kim = await meet(world, 'Kim')
    await expect(buy(world, kim.id, found, 2)).rejects.toMatchObject({ code: 'tooFewLeft' })
    await buy(world, kim.id, found)
    expect((await eventNow(world, found)).type.taken).toBe(3)
  })

  it.each([
    ['until 3 hours before', 3, 6, 3],
    ['until it starts', 0, 2, 2],
  ])('%s ends to the minute', async (_, policy, hours, endsAfter) => {
    const bob = await meet(world, 'Bob')
    const hoursFromNoon = (world.clock.now() - Date.UTC(2026, 10, 22, 9)) / hour + hours
    const found = await publish(world, ann.id, { hours: hoursFromNoon })
    await allows(found, policy)
    await buy(world, bob.id, found)
    await world.advance(endsAfter * hour - 60_000)
    await bob.says('/mytickets')
    expect(await bob.presses(en.like('button-give-back'))).toMatch(en.like('give-back-ask', { number: '1' }))
    await world.advance(60_000)
    await bob.presses(en('button-yes-do-it'))
    expect(bob.sees()).toMatch(en.like('refusal-giveBackClosed'))
    expect((await eventNow(world, found)).type.taken).toBe(1)
  })

  it('leads from its refusal to the organizer, who reads the question and answers it', async () => {
    const bob = await meet(world, 'Bob')
    const hoursFromNoon = (world.clock.now() - Date.UTC(2026, 10, 22, 9)) / hour + 6
    const found = await publish(world, ann.id, { hours: hoursFromNoon })
    await allows(found, 3)
    await buy(world, bob.id, found)
    await bob.says('/mytickets')
    await bob.presses(en.like('button-give-back'))
    await world.advance(4 * hour)
    await bob.presses(en('button-yes-do-it'))
    expect(await bob.presses(en('button-ask-organizer'))).toMatch(en.like('thread-ask', { isNamed: 'no' }))
    expect(await bob.says('My train is late.')).toMatch(en.like('thread-asked'))
    await world.settle()
    expect(ann.sees()).toMatch('My train is late.')
    await ann.presses(en('button-answer'))
    await ann.says('Give it to a friend.')
    await world.settle()
    expect(bob.sees()).toMatch('Give it to a friend.')
  })

  it('that was let in, or given to somebody, is refused', async () => {
    const { bob, order } = await bought(0, { hours: 200, quantity: 2 })
    const [one, two] = await ticketsOf(world, order.id)
    await world.levem().services.checkIn.letInPaid({ personId: ann.id, ticketId: one?.id ?? 0 })
    await forge(world, bob, routes.giveBack.data({ ticketId: one?.id ?? 0 }))
    expect(bob.toast()).toBe(en('refusal-ticketUsed'))
    const { gifts } = world.levem().services
    const { token } = await gifts.create({ personId: bob.id, ticketId: two?.id ?? 0 })
    await gifts.accept({ personId: (await meet(world, 'Kim')).id, token })
    await forge(world, bob, routes.giveBack.data({ ticketId: two?.id ?? 0 }))
    expect(bob.toast()).toBe(en('refusal-notHolder'))
    await world.settle()
  })
})
