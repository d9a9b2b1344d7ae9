import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { routes } from '../../../../src/bot/ui/routes.js'
import { copyMarks } from '../../../../src/store/copies/contents.js'
import type { World } from '../../../support/world.js'
import { type EventWithType, expectNoDefect, forge, openCalmWorld, type Talker } from '../../../support/talker.js'
import { carry, firstLine, openDoor, scans } from '../../../support/tickets.js'
import { en } from '../../../support/texts/words.js'

const code = 'Lost0sold0after0backup'
const lost = { payload: `t_${code}` }

let world: World
let ann: Talker
let vera: Talker
let event: EventWithType
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  ;({ ann, vera, event } = await openDoor(world))
  await vera.says('/door')
})
afterEach(() => expectNoDefect(world))

const restored = (at: number): Promise<void> =>
  world.levem().store.transact(async ({ cursors }) => {
    await cursors.set(copyMarks.restoredFrom, world.clock.now() - 60_000)
    await cursors.set(copyMarks.restoredAt, at)
  })

describe('after a restore, a ticket that the database does not know', () => {
  it('is nobody’s where nothing was restored, or the event is newer (negative control)', async () => {
    await restored(0)
    expect(await scans(vera, lost)).toBe(en('verdict-nobody', { here: 'Jazz night' }))
  })

  it('may have been sold after the backup: it is let in once, noted, and the organizer hears of it', async () => {
    await restored(world.clock.now() + 1)
    expect(await scans(vera, lost)).toMatch(/UNKNOWN HERE/u)
    expect(vera.buttons()).toEqual([en('button-let-in-lost'), en('button-door')])
    expect(firstLine(await vera.presses(en('button-let-in-lost')))).toContain('LET IN, NOTED')
    await world.settle()
    expect(ann.heard().at(-1)?.text).toMatch(/Vera let somebody in .*So far: 1/u)
    expect(firstLine(await scans(vera, lost))).toContain('ALREADY IN')
    await forge(world, vera, routes.letInLost.data({ eventId: event.event.id, code }))
    expect(await world.inspect.count('lost_tickets', { event_id: event.event.id })).toBe(1)
    expect(await world.inspect.count('audit', { action: 'ticket.lostLetIn', subject: `event:${event.event.id}` })).toBe(
      1,
    )
  })

  it('is asked about by its short code, too, and what is known is let in as ever', async () => {
    await restored(world.clock.now() + 1)
    expect(await vera.says('0000-0000')).toMatch(/UNKNOWN HERE/u)
    const [ticket] = await carry(world, vera.id, event)
    expect(firstLine(await scans(vera, ticket))).toBe(en('verdict-letIn'))
  })

  it('says nothing of it to anybody else, and lets nobody else let in', async () => {
    await restored(world.clock.now() + 1)
    const { ann: eve } = await openDoor(world)
    expect(await scans(eve, lost)).toBe(en('verdict-nobody-near'))
    await forge(world, eve, routes.letInLost.data({ eventId: event.event.id, code: 'another-code' }))
    expect(await world.inspect.count('lost_tickets', { code: 'another-code' })).toBe(0)
  })
})
