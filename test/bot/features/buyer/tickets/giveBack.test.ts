import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
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
    return ann.presses('↩️ Giving back')
  }

  it('is "not at all" at first; each choice is kept, shown with a tick, and told on the card', async () => {
    const found = await publish(world, ann.id, { title: 'Choices', hours: 100 })
    expect(await opens(found)).toContain('Until when may tickets be given back?')
    expect(screenOf(ann).buttons).toEqual([
      '✔️ Not at all',
      'Until it starts',
      'Until 3 hours before',
      'Until 24 hours before',
      'Until 3 days before',
      '‹ Back',
    ])
    for (const [label, hours] of [
      ['Until it starts', 0],
      ['Until 3 hours before', 3],
      ['Until 24 hours before', 24],
      ['Until 3 days before', 72],
      ['Not at all', undefined],
    ] as const) {
      await ann.presses(label)
      expect([
        ann.toast(),
        screenOf(ann).buttons.filter((text) => text.startsWith('✔️')),
        (await eventNow(world, found)).event.giveBackHours,
      ]).toEqual(['Saved.', [`✔️ ${label}`], hours])
    }
    expect(await ann.presses('‹ Back')).toContain('▶️ On sale')
  })

  it('stands on the card, in either language, as long as it is ahead', async () => {
    const found = await publish(world, ann.id, { hours: 30 })
    const [bob, lev] = [await meet(world, 'Bob'), await meet(world, 'Лев', { languageCode: 'ru' })]
    expect(await bob.says(`/buy ${found.event.slug}`)).not.toContain('↩️')
    await allows(found, 24)
    expect(await bob.says(`/buy ${found.event.slug}`)).toMatch(
      /↩️ Tickets can be given back until Sun, 22 November 2026, 18:00 \(GMT\+3\)\.$/u,
    )
    expect(await lev.says(`/buy ${found.event.slug}`)).toMatch(
      /↩️ Билет можно вернуть до вс, 22 ноября 2026, 18:00 \(GMT\+3\)\.$/u,
    )
    await allows(found, 72)
    expect(await bob.says(`/buy ${found.event.slug}`)).not.toContain('↩️')
  })

  it("is the organizer's, whatever a forged button says", async () => {
    const found = await publish(world, ann.id)
    const eve = await meet(world, 'Eve')
    for (const data of [`og:${found.event.id}`, `oG:${found.event.id}:start`]) {
      await forge(world, eve, data)
      expect(eve.toast(), data).toBe("Only the event's organizer can do that.")
    }
    await forge(world, ann, `oG:${found.event.id}:h99`)
    expect(ann.toast()).toBe('This button is out of date.')
    expect((await eventNow(world, found)).event.giveBackHours).toBeUndefined()
  })
})

describe('giving a ticket back', () => {
  it('is not offered where the organizer takes none back', async () => {
    const { bob, order } = await bought(undefined)
    await bob.says('/mytickets')
    expect(screenOf(bob).buttons).not.toContain('↩️ Give back')
    await forge(world, bob, `gB:${(await ticketOf(world, order.id)).id}`)
    expect(bob.toast()).toContain('This ticket cannot be given back')
  })

  it('asks, says what becomes of the money, and frees one seat; the code is dead', async () => {
    const { bob, found, order } = await bought(0, { capacity: 2, quantity: 2 })
    await bob.says('/mytickets')
    await bob.presses(/no\. 2$/u)
    expect(await bob.presses('↩️ Give back')).toBe(
      'Give ticket no. 2 to “Jazz night” back?\n\nIts seat is free again at once, and its code stops working. You would have paid at the door: there is nothing to refund.',
    )
    await bob.presses('‹ Back')
    expect((await eventNow(world, found)).type.taken).toBe(2)
    await bob.presses('↩️ Give back', 'Yes, do it')
    expect(bob.sees()).toBe('↩️ Ticket no. 2 to “Jazz night” is given back. Thank you: somebody else can come now.')
    expect((await eventNow(world, found)).type.taken).toBe(1)
    const [, second] = await ticketsOf(world, order.id)
    expect(await world.levem().services.checkIn.byCode({ personId: ann.id, code: second?.code ?? '' })).toMatchObject({
      admission: { kind: 'returned' },
    })
    expect(await bob.says('/mytickets')).toContain('ticket no. 1')
    await forge(world, bob, `ti:${second?.id ?? 0}`)
    expect(bob.toast()).toBe('This ticket has been given back.')
  })

  it('pressed ten times at once frees exactly one seat, which somebody else gets', async () => {
    const { bob, found } = await bought(0, { capacity: 3, quantity: 3, price: { minor: 0, currency: 'RUB' } })
    await bob.says('/mytickets')
    await bob.presses(/no\. 1$/u)
    expect(await bob.presses('↩️ Give back')).toContain('The ticket was free: there is nothing to refund.')
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
    expect(await bob.presses(/Give back/u)).toContain('Give ticket no. 1')
    await world.advance(60_000)
    await bob.presses('Yes, do it')
    expect(bob.toast()).toContain('This ticket cannot be given back')
    expect((await eventNow(world, found)).type.taken).toBe(1)
  })

  it('that was let in, or given to somebody, is refused', async () => {
    const { bob, order } = await bought(0, { hours: 200, quantity: 2 })
    const [one, two] = await ticketsOf(world, order.id)
    await world.levem().services.checkIn.letInPaid({ personId: ann.id, ticketId: one?.id ?? 0 })
    await forge(world, bob, `gB:${one?.id ?? 0}`)
    expect(bob.toast()).toBe('This ticket has been let in already.')
    const { gifts } = world.levem().services
    const { token } = await gifts.create({ personId: bob.id, ticketId: two?.id ?? 0 })
    await gifts.accept({ personId: (await meet(world, 'Kim')).id, token })
    await forge(world, bob, `gB:${two?.id ?? 0}`)
    expect(bob.toast()).toBe('This ticket is held by somebody else.')
    await world.settle()
  })
})
