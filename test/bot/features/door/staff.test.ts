import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
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
  await forge(world, ann, `o:${event.event.id}`)
  return ann.presses('👥 Staff')
}
/** What the invitation's link opens. */
const invite = async (): Promise<string> => {
  await openStaff()
  return /start=(s_[\w-]{22})/u.exec(await ann.presses('➕ Invite somebody'))?.[1] ?? ''
}
const opens = (who: Talker, payload: string): Promise<string> => who.does((person) => person.opens(payload))

describe('an invitation', () => {
  it('is a link to pass on, with buttons to share and copy', async () => {
    expect(await openStaff()).toMatch(/^👥 Jazz night\n\nNobody helps at the door yet/u)
    const text = await ann.presses('➕ Invite somebody')
    expect(text).toMatch(
      /door of “Jazz night”[^]*works once, until .+ \(GMT\+3\):\nhttps:\/\/t\.me\/levem_sandbox_bot\?start=s_[\w-]{22}$/u,
    )
    expect(ann.buttons()).toEqual(['📣 Share', '📋 Link'])
  })

  it('shows what it asks, and makes staff of who accepts; the organizer is told', async () => {
    const payload = await invite()
    expect(await opens(vera, payload)).toMatch(
      /^🤝 Ann asks you to help at the door\.\n\nJazz night\n📅 .+\n📍 Blue Note\n\n/u,
    )
    expect(vera.buttons()).toEqual(['✅ Accept', 'No, thanks'])
    const told = await ann.hears(() => vera.presses('✅ Accept'))
    expect(vera.sees()).toMatch(/^🤝 You are at the door of “Jazz night”/u)
    expect(told.join()).toMatch(/Vera/u)
    expect(await openStaff()).toMatch(/\nVera · since /u)
    expect(await vera.presses('🚪 Open the door')).toMatch(/^🚪 Jazz night/u)
  })

  it('that is declined stays unused', async () => {
    const payload = await invite()
    await opens(vera, payload)
    expect(await vera.presses('No, thanks')).toBe('All right. The link stays unused.')
    const eve = await meet(world, 'Eve')
    await opens(eve, payload)
    expect(await eve.presses('✅ Accept')).toMatch(/^🤝 You are at the door/u)
  })

  it('works once: of two who press together one becomes staff', async () => {
    const payload = await invite()
    const eve = await meet(world, 'Eve')
    await opens(vera, payload)
    await opens(eve, payload)
    vera.person.presses('✅ Accept')
    eve.person.presses('✅ Accept')
    await world.settle()
    const { staff } = world.levem().services
    expect(await staff.ofEvent({ personId: ann.id, eventId: event.event.id })).toHaveLength(1)
    expect([vera.toast(), eve.toast()]).toContain('This link has been used already: it works once.')
    expect(await opens(await meet(world, 'Sid'), payload)).toBe('This link has been used already: it works once.')
  })

  it('opened or accepted again by who accepted it is no mistake', async () => {
    const payload = await invite()
    await opens(vera, payload)
    vera.person.presses('✅ Accept')
    vera.person.presses('✅ Accept')
    await world.settle()
    expect(await opens(vera, payload)).toMatch(/^🤝 You are at the door/u)
  })

  it('expires after a day', async () => {
    const payload = await invite()
    await opens(vera, payload)
    world.clock.set(world.clock.now() + 24 * hour)
    await vera.presses('✅ Accept')
    expect(vera.toast()).toBe('This link no longer works. Ask for a new one.')
    expect(await opens(await meet(world, 'Eve'), payload)).toBe('This link no longer works. Ask for a new one.')
  })

  it('is not for the organizer, and unknown ones are told apart by nobody', async () => {
    const payload = await invite()
    expect(await opens(ann, payload)).toContain('This link is for somebody else')
    for (const unknown of ['s_AAAAAAAAAAAAAAAAAAAAAA', 's_x', `s_${payload.slice(2, 10)}`])
      expect(await opens(vera, unknown)).toBe('There is no such link. Ask for a new one.')
  })

  it('pasted as a text opens, too, and speaks Russian', async () => {
    const olga = await meet(world, 'Ольга', { languageCode: 'ru' })
    expect(await olga.says(`https://t.me/${world.sandbox.botUsername}?start=${await invite()}`)).toMatch(
      /^🤝 Ann просит вас помочь на входе\./u,
    )
    expect(await olga.presses('✅ Согласиться')).toMatch(/^🤝 Вы на входе «Jazz night»/u)
    expect(await ann.says('/help')).toContain('/door')
  })

  it('is handed over from the door by the organizer, and by nobody else', async () => {
    await ann.says('/door')
    expect(await ann.presses('🤝 Hand over')).toContain('?start=s_')
    await forge(world, vera, `si:${event.event.id}`)
    expect(vera.toast()).toBe("Only the event's organizer can do that.")
  })

  it('is not made for a cancelled event', async () => {
    await world.levem().services.publishing.cancel(ann.id, event.event.id)
    await forge(world, ann, `si:${event.event.id}`)
    expect(ann.toast()).toBe('“Jazz night” is cancelled.')
    await forge(world, ann, `o:${event.event.id}`)
    expect(ann.buttons()).not.toContain('👥 Staff')
  })
})

describe('removing', () => {
  const join = async (): Promise<void> => {
    const payload = await invite()
    await opens(vera, payload)
    await vera.presses('✅ Accept')
  }

  it('asks first; then the door is closed to them, and they are told', async () => {
    await join()
    const bob = await meet(world, 'Bob')
    const [ticket] = await carry(world, bob.id, event)
    await vera.presses('🚪 Open the door')
    await openStaff()
    expect(await ann.presses('✖️ Vera')).toBe('Take Vera off the door?')
    await ann.presses('‹ Back')
    await ann.presses('✖️ Vera')
    const told = await vera.hears(() => ann.presses('Yes, do it'))
    expect(ann.sees()).toMatch(/^Done\. They are being told\.\n\n👥 Jazz night\n\nNobody helps/u)
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('Jazz night')
    expect(await scans(vera, ticket)).toBe('🎟 This is a ticket to “Jazz night”.')
    expect(await vera.says('/door')).toContain('There is no door to open.')
    expect(firstLine(await scans(ann, ticket))).toBe('✅ LET IN')
  })

  it('twice is harmless, and no used link brings them back', async () => {
    const payload = await invite()
    await opens(vera, payload)
    await vera.presses('✅ Accept')
    await forge(world, ann, `sR:${event.event.id}:${vera.id}`)
    await forge(world, ann, `sR:${event.event.id}:${vera.id}`)
    await forge(world, ann, `sr:${event.event.id}:${vera.id}`)
    expect(ann.sees()).toMatch(/Nobody helps/u)
    expect(await opens(vera, payload)).toBe('This link has been used already: it works once.')
  })

  it.each(['so', 'sr', 'sR'])('"%s" is the organizer’s alone', async (verb) => {
    await join()
    await forge(world, vera, verb === 'so' ? `so:${event.event.id}` : `${verb}:${event.event.id}:${vera.id}`)
    expect(vera.toast()).toBe("Only the event's organizer can do that.")
    expect(await world.levem().services.staff.ofEvent({ personId: ann.id, eventId: event.event.id })).toHaveLength(1)
  })
})
