import { en, inOrder } from '../../../support/texts/words.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { carry, firstLine, openDoor, scans } from '../../../support/tickets.js'
import { expectNoDefect, meet, openCalmWorld, screenOf } from '../../../support/talker.js'
import type { World } from '../../../support/world.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const hour = 3_600_000
const usual = { opensAsUsual: true }

describe('a ticket before the door opens', () => {
  it('is not let in: it is said when the door opens, and the ticket can be tried', async () => {
    const { vera, event } = await openDoor(world, usual)
    const guest = await meet(world, 'Gina')
    const [ticket] = await carry(world, guest.id, event)
    expect(await scans(vera, ticket)).toMatch(
      en.begins('verdict-tooEarly', { opens: 'Mon, 23 November, 09:00 (GMT+3)' }),
    )
    expect(screenOf(vera).buttons).toEqual([en('button-try-ticket'), en('button-let-in-early'), en('button-door')])
    expect(await vera.presses(en('button-try-ticket'))).toMatch(
      inOrder(en.begins('verdict-trial'), en.like('verdict-ticket', { in: 0, of: 1 })),
    )
    expect(await scans(vera, ticket)).toMatch(en.opens('verdict-tooEarly'))
    expect(await vera.says('/door')).toMatch(en.like('door-opens'))
    world.clock.set(world.clock.now() + 21 * hour)
    expect(await scans(vera, ticket)).toMatch(en.opens('verdict-letIn'))
  })

  it('is let in all the same by whoever means it', async () => {
    const { vera, event } = await openDoor(world, { ...usual, hours: 100 })
    const guest = await meet(world, 'Gina')
    const [ticket] = await carry(world, guest.id, event)
    await scans(vera, ticket)
    expect(firstLine(await vera.presses(en('button-let-in-early')))).toBe(en('verdict-letIn'))
  })

  it('that is to be paid is tried, paid and let in', async () => {
    const { vera, event } = await openDoor(world, { ...usual, hours: 100, price: { minor: 5000, currency: 'RUB' } })
    const guest = await meet(world, 'Gina')
    const [ticket] = await carry(world, guest.id, event)
    await scans(vera, ticket)
    expect(await vera.presses(en('button-try-ticket'))).toMatch(en.opens('verdict-trial-toPay', { due: '₽50' }))
    expect(await vera.presses(en('button-let-in-early'))).toMatch(en.opens('verdict-toPay', { due: '₽50' }))
    expect(await vera.presses(en('button-paid-let-in'))).toMatch(en.opens('verdict-letIn-paid', { paid: '₽50' }))
  })

  it('found by its holder’s name is not let in either', async () => {
    const { vera, event } = await openDoor(world, { ...usual, hours: 100 })
    const guest = await meet(world, 'Wilhelmina')
    await carry(world, guest.id, event)
    await vera.says('/door')
    await vera.presses({ data: `do:${event.event.id}` }).catch(() => undefined)
    await vera.says('Wilhelmina')
    expect(await vera.presses(/Wilhelmina/u)).toMatch(en.opens('verdict-tooEarly'))
  })

  it('is let in when its organizer opens the door earlier', async () => {
    const { ann, vera, event } = await openDoor(world, { ...usual, hours: 120 })
    const guest = await meet(world, 'Gina')
    const [ticket] = await carry(world, guest.id, event)
    await ann.says('/myevents')
    await ann.presses({ data: `o:${event.event.id}` }, en('button-settings'), en('button-door-time'))
    expect(screenOf(ann).buttons).toContain(`✔️ ${en('door-time-h3')}`)
    expect(await ann.presses(en('door-time-any'))).toMatch(en.like('door-time', { isAny: 'yes' }))
    expect(await scans(vera, ticket)).toMatch(en.opens('verdict-letIn'))
  })
})

describe('a check-in', () => {
  it('is taken back by the organizer at any time, by staff for five minutes', async () => {
    const { ann, vera, event } = await openDoor(world)
    const guest = await meet(world, 'Gina')
    const [ticket] = await carry(world, guest.id, event)
    await scans(vera, ticket)
    world.clock.set(world.clock.now() + hour)
    expect(await scans(vera, ticket)).toMatch(en.opens('verdict-alreadyIn'))
    expect(screenOf(vera).buttons).toEqual([en('button-door')])
    await scans(ann, ticket)
    expect(screenOf(ann).buttons).toEqual([en('button-undo-anytime'), en('button-door')])
    expect(await ann.presses(en('button-undo-anytime'))).toMatch(en.opens('verdict-undone'))
  })
})
