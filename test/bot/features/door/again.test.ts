import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { isAnotherDay } from '../../../../src/domain/door.js'
import { expectNoDefect, forge, meet, openCalmWorld } from '../../../support/talker.js'
import { routes } from '../../../../src/bot/ui/routes.js'
import { carry, firstLine, openDoor, scans } from '../../../support/tickets.js'
import { en } from '../../../support/texts/words.js'
import type { World } from '../../../support/world.js'

const hour = 3_600_000
let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

it('a guest of an event of several days is let in again on another day, once by two who press, and counted once', async () => {
  const now = world.clock.now()
  const { ann, vera, event } = await openDoor(world, { startsAt: now + hour, endsAt: now + 60 * hour })
  const bob = await meet(world, 'Bob')
  const [ticket] = await carry(world, bob.id, event)
  await scans(vera, ticket)
  await world.advance(hour)
  await scans(ann, ticket)
  expect(ann.buttons()).not.toContain(en('button-let-in-again'))
  // Negative control: a forged press on the same day lets nobody in.
  await forge(world, ann, routes.letInAgain.data({ ticketId: ticket.id }))
  expect(firstLine(ann.sees())).toMatch(en.opens('verdict-alreadyIn'))
  world.clock.set(now + 25 * hour)
  expect(firstLine(await scans(vera, ticket))).toMatch(en.opens('verdict-alreadyIn'))
  expect(vera.buttons()).toContain(en('button-let-in-again'))
  await scans(ann, ticket)
  expect(firstLine(await vera.presses(en('button-let-in-again')))).toBe(en('verdict-letIn'))
  expect(firstLine(await ann.presses(en('button-let-in-again')))).toMatch(en.opens('verdict-alreadyIn'))
  expect(await world.levem().services.doorView.view({ personId: ann.id, eventId: event.event.id })).toMatchObject({
    count: { in: 1, of: 1 },
  })
})

const at = (day: number, hours: number): number => Date.UTC(2026, 11, day, hours - 3)
it.each([
  ['two days, the second morning', at(1, 10), at(2, 20), at(1, 11), at(2, 10), true],
  ['two days, the same evening', at(1, 10), at(2, 20), at(1, 11), at(1, 22), false],
  ['two days, after midnight of the first night', at(1, 10), at(2, 20), at(1, 23), at(2, 2), false],
  ['one night', at(1, 22), at(2, 4), at(1, 22), at(2, 3), false],
  ['one day', at(1, 10), at(1, 20), at(1, 11), at(2, 10), false],
  ['no end', at(1, 10), undefined, at(1, 11), at(2, 10), false],
])('%s', (_, startsAt, endsAt, checkedInAt, now, again) => {
  for (const zone of ['Europe/Moscow', 'UTC+3'])
    expect(isAnotherDay({ startsAt, endsAt, zone }, checkedInAt, now), zone).toBe(again)
})
