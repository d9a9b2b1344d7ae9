import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  expectNoDefect,
  meet,
  openCalmWorld,
  publish,
  type EventWithType,
  type Talker,
} from '../../../support/talker.js'
import { carry, free, hire, openDoor, scans } from '../../../support/tickets.js'
import { en, inOrder, ru } from '../../../support/texts/words.js'
import type { World } from '../../../support/world.js'

const minute = 60_000

let world: World
let ann: Talker
let vera: Talker
let rita: Talker
let event: EventWithType
beforeEach(async () => {
  world = await openCalmWorld()
  ;({ ann, vera, event } = await openDoor(world))
  rita = await meet(world, 'Rita', { languageCode: 'ru' })
  await hire(world, event, rita.id)
})
afterEach(async () => {
  expectNoDefect(world)
  await world.close()
})

/** What the message that shows a person's door says now. */
const liveOf = (who: Talker): string =>
  who
    .heard()
    .map(({ text }) => text)
    .findLast((text) => /^(?:🚪|👋 (?:You|Вы)|🌙)/u.test(text)) ?? ''
const current = (who: Talker) => world.levem().services.doorView.current(who.id)
const later = async (ms: number): Promise<void> => {
  world.clock.set(world.clock.now() + ms)
  for (let n = 0; n < 20; n += 1) await world.advance(1000)
  await world.levem().liveDoors.idle()
}

describe('door mode', () => {
  it('says until when it is on; another command ends it, says so once, and is obeyed', async () => {
    expect(await vera.says('/door')).toMatch(inOrder(en.opens('door'), en.like('door-on')))
    expect(await vera.hears(() => vera.says('/help'))).toEqual([en('door-off', { title: 'Jazz night' }), en('help')])
    expect(liveOf(vera)).toBe(en('door-left'))
    expect(await current(vera)).toBeUndefined()
    expect(await vera.hears(() => vera.says('/help'))).toHaveLength(1)
  })

  it('goes on while tickets are scanned, however they come, and after what is no command', async () => {
    const bob = await meet(world, 'Bob')
    const [ticket] = await carry(world, bob.id, event)
    await vera.says('/door')
    expect(await scans(vera, ticket)).toMatch(en.begins('verdict-letIn'))
    await vera.says('/nonsense')
    await vera.says('/door')
    expect((await current(vera))?.event.id).toBe(event.event.id)
  })

  it('ends with the night after the event, and its screen says so, to each in their language', async () => {
    await vera.says('/door')
    await rita.says('/door')
    await vera.says('/help')
    await vera.says('/door')
    const { endsAt = 0 } = (await current(rita)) ?? {}
    const messages = rita.heard().length
    await later(endsAt - world.clock.now() - minute)
    expect(liveOf(rita)).toMatch(ru.opens('door'))
    await later(minute)
    expect([liveOf(vera), liveOf(rita)]).toEqual([
      en('door-over', { title: 'Jazz night' }),
      ru('door-over', { title: 'Jazz night' }),
    ])
    expect([await current(vera), rita.heard().length]).toEqual([undefined, messages])
    expect(await vera.hears(() => vera.says('/help'))).toHaveLength(1)
  })

  it('of one ends, and the screen of the other goes on being right', async () => {
    const bob = await meet(world, 'Bob')
    const [ticket] = await carry(world, bob.id, event)
    await vera.says('/door')
    await rita.says('/door')
    await vera.says('/help')
    await scans(ann, ticket)
    await later(minute)
    expect(liveOf(rita)).toMatch(ru.like('door', { in: 1, of: 1 }))
    expect(liveOf(vera)).toBe(en('door-left'))
  })
})

describe('at the door', () => {
  it('an unknown code and a ticket to another event are answered in its words', async () => {
    const eve = await meet(world, 'Eve')
    const other = await publish(world, eve.id, { title: 'Supper', hours: 2, price: free })
    const [ticket] = await carry(world, (await meet(world, 'Bob')).id, other)
    await rita.says('/door')
    expect(await scans(rita, { payload: 't_AAAAAAAAAAAAAAAAAAAAAA' })).toBe(
      ru('verdict-nobody', { here: 'Jazz night' }),
    )
    expect(rita.buttons()).toEqual([ru('button-door')])
    expect(await scans(rita, ticket)).toBe(ru('verdict-stranger', { title: 'Supper', here: 'Jazz night' }))
  })

  it('a question that is nobody’s name is offered as one, and leads out', async () => {
    await rita.says('/door')
    expect(await rita.says('Где туалет?')).toMatch(
      inOrder(ru.begins('search-none'), ru.like('search-question', { isOwn: 'no' })),
    )
    expect(rita.buttons()).toEqual([ru('button-door'), ru('button-its-a-question')])
    expect(await rita.presses(ru('button-its-a-question'))).toMatch(inOrder(ru.begins('door-left'), ru.like('help')))
    expect(rita.buttons()[0]).toBe(ru('button-ask-organizer'))
    expect([await current(rita), await rita.says('Где туалет?')]).toEqual([undefined, ru('finding-none')])
    await rita.says('/door')
    await rita.says('4711')
    expect(rita.buttons()).toEqual([ru('button-door')])
    await rita.says('Где туалет?')
    await rita.presses(ru('button-its-a-question'), ru('button-ask-organizer'))
    await rita.says('Где туалет?')
    expect(ann.sees()).toContain('Где туалет?')
  })

  it('whose event it is is led to help only', async () => {
    await ann.says('/door')
    expect(await ann.says('Where is it?')).toMatch(en.ends('search-question', { isOwn: 'yes' }))
    await ann.presses(en('button-its-a-question'))
    expect(ann.buttons()).not.toContain(en('button-ask-organizer'))
  })
})

describe('/start', () => {
  it('shows the way to the door to who works at one that is near, and to nobody else', async () => {
    const bob = await meet(world, 'Bob')
    for (const who of [vera, ann]) {
      await who.says('/start')
      expect(who.buttons()[0]).toBe(en('button-door'))
    }
    await bob.says('/start')
    expect(bob.buttons()).not.toContain(en('button-door'))
    await vera.says('/start')
    expect(await vera.presses(en('button-door'))).toMatch(en.opens('door', { title: 'Jazz night' }))
    const second = await publish(world, ann.id, { title: 'Supper', hours: 2, price: free })
    await hire(world, second, vera.id)
    await vera.says('/start')
    expect(await vera.presses(en('button-door'))).toMatch(en.opens('door-choose'))
  })

  it('does not, while all doors are far', async () => {
    const far = await meet(world, 'Far')
    await publish(world, far.id, { title: 'Later', hours: 100, price: free })
    await far.says('/start')
    expect(far.buttons()).not.toContain(en('button-door'))
  })
})
