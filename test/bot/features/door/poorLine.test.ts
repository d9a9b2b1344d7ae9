import { en } from '../../../support/texts/words.js'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { World } from '../../../support/world.js'
import { logged, meet, openCalmWorld, type Talker, type EventWithType } from '../../../support/talker.js'
import { carry, firstLine, openDoor, scans } from '../../../support/tickets.js'

let world: World
let ann: Talker
let vera: Talker
let bob: Talker
let event: EventWithType
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  ;({ ann, vera, event } = await openDoor(world))
  bob = await meet(world, 'Bob')
})

describe('a poor line', () => {
  it('that loses every answer: the next scan says that it was them, just now', async () => {
    const [ticket] = await carry(world, bob.id, event)
    const fault = world.sandbox.faults.add({ method: 'sendMessage', chat: vera.id, kind: 'dropBefore' })
    vera.person.opens(ticket.payload)
    await world.settle()
    fault.remove()
    expect(logged(world).filter(({ msg }) => msg === 'a reply may not have arrived')).toHaveLength(1)
    expect(await scans(vera, ticket)).toMatch(en.opens('verdict-letInJustNow'))
  })

  it('that delivers and then loses the answer says it once more and lets in once', async () => {
    const [ticket] = await carry(world, bob.id, event)
    world.sandbox.faults.add({ method: 'sendMessage', chat: vera.id, times: 1, kind: 'deliverThenDrop' })
    const heard = await vera.hears(() => vera.person.opens(ticket.payload))
    expect(heard.map(firstLine)).toEqual([en('verdict-letIn'), en('verdict-letIn')])
    expect(await world.levem().services.doorView.view({ personId: ann.id, eventId: event.event.id })).toMatchObject({
      count: { in: 1, of: 1 },
    })
  })

  it('an update that comes again is handled once', async () => {
    const [ticket] = await carry(world, bob.id, event)
    world.sandbox.repeatUpdates(3)
    const heard = await vera.hears(() => vera.person.opens(ticket.payload))
    expect(heard.map(firstLine)).toEqual([en('verdict-letIn')])
    world.sandbox.repeatUpdates(1)
  })

  it('double taps of every button are harmless', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await scans(vera, ticket)
    vera.person.presses(en('button-undo'))
    vera.person.presses(en('button-undo'))
    await world.settle()
    expect(firstLine(vera.sees())).toBe(en('verdict-undone'))
    vera.person.presses(en('button-let-in'))
    vera.person.presses({ data: `di:${ticket.id}` })
    await world.settle()
    expect(firstLine(vera.sees())).toMatch(en.opens('verdict-letIn'))
    expect(await world.levem().services.doorView.view({ personId: ann.id, eventId: event.event.id })).toMatchObject({
      count: { in: 1, of: 1 },
    })
  })
})
