import { describe, expect, it } from 'vitest'
import type { World } from '../../../support/world.js'
import { databases } from '../../../support/database/databases.js'
import { expectNoDefect, meet, openCalmWorld, publish } from '../../../support/talker.js'
import { carry, firstLine, hire, openDoor, scans } from '../../../support/tickets.js'
import { en } from '../../../support/texts/words.js'

const inWorld = async (database: (typeof databases)[number], work: (world: World) => Promise<void>): Promise<void> => {
  const world = await openCalmWorld({ database })
  try {
    await work(world)
    expectNoDefect(world)
  } finally {
    await world.close()
  }
}

describe.each(databases)('two scanners at once, on $name', (database) => {
  it('let each ticket in once', () =>
    inWorld(database, async (world) => {
      const { ann, vera, event } = await openDoor(world)
      const bob = await meet(world, 'Bob')
      const tickets = await carry(world, bob.id, event, 10)
      const before = [ann.heard().length, vera.heard().length]
      for (const { payload } of tickets) {
        ann.person.opens(payload)
        vera.person.opens(payload)
      }
      await world.settle()
      const verdicts = [ann.heard().slice(before[0]), vera.heard().slice(before[1])]
        .flat()
        .map(({ text }) => firstLine(text))
      expect(verdicts.filter((verdict) => en.opens('verdict-letIn').test(verdict))).toHaveLength(10)
      expect(verdicts.filter((verdict) => en.opens('verdict-alreadyIn').test(verdict))).toHaveLength(10)
      expect(await world.levem().services.doorView.view({ personId: ann.id, eventId: event.event.id })).toMatchObject({
        count: { in: 10, of: 10 },
      })
    }))

  it('who press for the same money take it once', () =>
    inWorld(database, async (world) => {
      const { ann, vera } = await openDoor(world)
      const bob = await meet(world, 'Bob')
      const paid = await publish(world, ann.id, { price: { minor: 100, currency: 'RUB' } })
      await hire(world, paid, vera.id)
      const [ticket] = await carry(world, bob.id, paid)
      await scans(ann, ticket)
      await scans(vera, ticket)
      ann.person.presses(en('button-paid-let-in'))
      vera.person.presses(en('button-paid-let-in'))
      await world.settle()
      expect([firstLine(ann.sees()), firstLine(vera.sees())].sort()).toEqual([
        expect.stringMatching(en.opens('verdict-alreadyIn')),
        en('verdict-letIn-paid', { paid: '₽1' }),
      ])
    }))
})
