import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { routes } from '../../../../src/bot/ui/routes.js'
import type { World } from '../../../support/world.js'
import {
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
  type Talker,
  type EventWithType,
} from '../../../support/talker.js'
import { carry, firstLine, free, scans } from '../../../support/tickets.js'
import { en, inOrder, ru } from '../../../support/texts/words.js'

const hour = 3_600_000

let world: World
let ann: Talker
let vera: Talker
let event: EventWithType
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  ann = await meet(world, 'Ann')
  vera = await meet(world, 'Vera')
  event = await publish(world, ann.id, { price: free, hours: 24 * 30 })
})
afterEach(() => expectNoDefect(world))

const openStaff = async (): Promise<string> => {
  await forge(world, ann, routes.manageEvent.data({ eventId: event.event.id }))
  return ann.presses(en('button-staff'))
}
/** What the invitation's link opens. */
const invite = async (): Promise<string> => {
  await openStaff()
  return /start=(s_[\w-]{22})/u.exec(await ann.presses(en('button-invite-staff')))?.[1] ?? ''
}
const opens = (who: Talker, payload: string): Promise<string> => who.does((person) => person.opens(payload))

describe('an invitation', () => {
  it('is a link to pass on, with buttons to share and copy', async () => {
    expect(await openStaff()).toMatch(en.begins('staff-none', { title: 'Jazz night' }))
    const text = await ann.presses(en('button-invite-staff'))
    expect(text).toMatch(
      inOrder(
        en.like('staff-link', {
          title: 'Jazz night',
          until: /.+ \(GMT\+3\)/u,
          link: /https:\/\/t\.me\/levem_sandbox_bot\?start=s_[\w-]{22}$/u,
        }),
      ),
    )
    expect(ann.buttons()).toEqual([en('button-share'), en('button-copy-link')])
  })

  it('shows what it asks, and makes staff of who accepts; the organizer is told', async () => {
    const payload = await invite()
    expect(await opens(vera, payload)).toMatch(
      inOrder(en.begins('staff-invited', { organizer: 'Ann', title: 'Jazz night', venue: 'Blue Note' })),
    )
    expect(vera.buttons()).toEqual([en('button-gift-accept'), en('button-decline')])
    const told = await ann.hears(() => vera.presses(en('button-gift-accept')))
    expect(vera.sees()).toMatch(en.begins('staff-welcome', { title: 'Jazz night' }))
    expect(told.join()).toMatch(/Vera/u)
    expect(await openStaff()).toMatch(en.like('staff-line', { name: 'Vera' }))
    expect(await vera.presses(en('button-open-door'))).toMatch(en.begins('door', { title: 'Jazz night' }))
  })

  it('that is declined stays unused', async () => {
    const payload = await invite()
    await opens(vera, payload)
    expect(await vera.presses(en('button-decline'))).toBe(en('staff-declined'))
    const eve = await meet(world, 'Eve')
    await opens(eve, payload)
    expect(await eve.presses(en('button-gift-accept'))).toMatch(en.begins('staff-welcome'))
  })

  it('works once: of two who press together one becomes staff', async () => {
    const payload = await invite()
    const eve = await meet(world, 'Eve')
    await opens(vera, payload)
    await opens(eve, payload)
    vera.person.presses(en('button-gift-accept'))
    eve.person.presses(en('button-gift-accept'))
    await world.settle()
    const { staff } = world.levem().services
    expect(await staff.ofEvent({ personId: ann.id, eventId: event.event.id })).toHaveLength(1)
    expect([vera.toast(), eve.toast()]).toContain(en('refusal-linkUsed'))
    expect(await opens(await meet(world, 'Sid'), payload)).toBe(en('refusal-linkUsed'))
  })

  it('opened or accepted again by who accepted it is no mistake', async () => {
    const payload = await invite()
    await opens(vera, payload)
    vera.person.presses(en('button-gift-accept'))
    vera.person.presses(en('button-gift-accept'))
    await world.settle()
    expect(await opens(vera, payload)).toMatch(en.begins('staff-welcome'))
  })

  it('expires after a day', async () => {
    const payload = await invite()
    await opens(vera, payload)
    world.clock.set(world.clock.now() + 24 * hour)
    await vera.presses(en('button-gift-accept'))
    expect(vera.toast()).toBe(en('refusal-linkExpired'))
    expect(await opens(await meet(world, 'Eve'), payload)).toBe(en('refusal-linkExpired'))
  })

  it('is not for the organizer, and unknown ones are told apart by nobody', async () => {
    const payload = await invite()
    expect(await opens(ann, payload)).toMatch(en.like('refusal-linkForeign'))
    for (const unknown of ['s_AAAAAAAAAAAAAAAAAAAAAA', 's_x', `s_${payload.slice(2, 10)}`])
      expect(await opens(vera, unknown)).toBe(en('refusal-linkUnknown'))
  })

  it('pasted as a text opens, too, and speaks Russian', async () => {
    const olga = await meet(world, 'Ольга', { languageCode: 'ru' })
    expect(await olga.says(`https://t.me/${world.sandbox.botUsername}?start=${await invite()}`)).toMatch(
      ru.begins('staff-invited', { organizer: 'Ann' }),
    )
    expect(await olga.presses(ru('button-accept'))).toMatch(ru.begins('staff-welcome', { title: 'Jazz night' }))
    expect(await ann.says('/help')).toContain('/door')
  })

  it('is handed over from the door by the organizer, and by nobody else', async () => {
    await ann.says('/door')
    expect(await ann.presses(en('button-hand-over'))).toContain('?start=s_')
    await forge(world, vera, routes.inviteStaff.data({ eventId: event.event.id }))
    expect(vera.toast()).toBe(en('refusal-notYours'))
  })

  it('is not made for a cancelled event', async () => {
    await world.levem().services.publishing.cancel(ann.id, event.event.id)
    await forge(world, ann, routes.inviteStaff.data({ eventId: event.event.id }))
    expect(ann.toast()).toBe(en('refusal-eventCancelled', { title: 'Jazz night' }))
    await forge(world, ann, routes.manageEvent.data({ eventId: event.event.id }))
    expect(ann.buttons()).not.toContain(en('button-staff'))
  })
})

describe('removing', () => {
  const join = async (): Promise<void> => {
    const payload = await invite()
    await opens(vera, payload)
    await vera.presses(en('button-gift-accept'))
  }

  it('asks first; then the door is closed to them, and they are told', async () => {
    await join()
    const bob = await meet(world, 'Bob')
    const [ticket] = await carry(world, bob.id, event)
    await vera.presses(en('button-open-door'))
    await openStaff()
    expect(await ann.presses(en('button-remove-staff', { name: 'Vera' }))).toBe(
      en('staff-remove-ask', { name: 'Vera' }),
    )
    await ann.presses(en('button-back'))
    await ann.presses(en('button-remove-staff', { name: 'Vera' }))
    const told = await vera.hears(() => ann.presses(en('button-yes-do-it')))
    expect(ann.sees()).toMatch(inOrder(en.begins('staff-removed'), en.like('staff-none', { title: 'Jazz night' })))
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('Jazz night')
    expect(await scans(vera, ticket)).toBe(en('scan-stranger', { title: 'Jazz night' }))
    expect(await vera.says('/door')).toMatch(en.like('door-none'))
    expect(firstLine(await scans(ann, ticket))).toBe(en('verdict-letIn'))
  })

  it('twice is harmless, and no used link brings them back', async () => {
    const payload = await invite()
    await opens(vera, payload)
    await vera.presses(en('button-gift-accept'))
    await forge(world, ann, routes.removeStaff.data({ eventId: event.event.id, staffId: vera.id }))
    await forge(world, ann, routes.removeStaff.data({ eventId: event.event.id, staffId: vera.id }))
    await forge(world, ann, routes.askRemoveStaff.data({ eventId: event.event.id, staffId: vera.id }))
    expect(ann.sees()).toMatch(en.like('staff-none'))
    expect(await opens(vera, payload)).toBe(en('refusal-linkUsed'))
  })

  it.each(['so', 'sr', 'sR'])('"%s" is the organizer’s alone', async (verb) => {
    await join()
    await forge(
      world,
      vera,
      verb === 'so' ? routes.staffOf.data({ eventId: event.event.id }) : `${verb}:${event.event.id}:${vera.id}`,
    )
    expect(vera.toast()).toBe(en('refusal-notYours'))
    expect(await world.levem().services.staff.ofEvent({ personId: ann.id, eventId: event.event.id })).toHaveLength(1)
  })
})
