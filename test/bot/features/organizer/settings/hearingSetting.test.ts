import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { personLink } from '../../../../../src/texts/personLink.js'
import {
  buy,
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
  type Talker,
} from '../../../../support/talker.js'
import { en, ru } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

const [minute, hour] = [60_000, 3_600_000]

let world: World
let ann: Talker
let bob: Talker
let event: EventWithType
beforeEach(async () => {
  world = await openCalmWorld()
  ann = await meet(world, 'Ann')
  bob = await meet(world, 'Bob <b>', { username: 'bob_the_first' })
  event = await publish(world, ann.id, { title: 'Jazz', hearing: 'each' })
})
afterEach(async () => {
  expectNoDefect(world)
  await world.close()
})

const mentions = (talker: Talker): readonly (number | undefined)[] =>
  (talker.heard().at(-1)?.entities ?? []).flatMap((entity) => (entity.type === 'text_mention' ? [entity.user.id] : []))
const sold = async (buyer: Talker, quantity = 1): Promise<void> => {
  await buy(world, buyer.id, event, quantity)
  await world.advance(minute)
}

describe('the news of sales', () => {
  it('tells who bought, as a link to the person, what is left, and leads to the buyers and back', async () => {
    await sold(bob, 2)
    expect(ann.sees()).toMatch(en.begins('heard-head', { about: 'sold', tickets: 2 }))
    expect(ann.sees()).toContain('👤 Bob <b> (@bob_the_first) · 2 tickets · ₽3,000, to pay at the door')
    expect(ann.sees()).toMatch(en.like('heard-left', { stock: 'plenty', left: 98, capacity: 100 }))
    expect(mentions(ann)).toEqual([bob.id])
    expect(ann.buttons()).toEqual(['👥 Who bought', '💰 Money', '⚙️ Manage', '📬 How often'])
    await ann.presses('👥 Who bought')
    expect(mentions(ann)).toEqual([bob.id])
    await ann.presses(en('button-guest-back'))
    expect(ann.sees()).toContain('Jazz')
    expect(world.chat.messages().at(-1)?.text).toContain('Bob')
    expect(world.chat.messages().flatMap(({ entities }) => entities.map(({ type }) => type))).not.toContain(
      'text_mention',
    )
  })

  it('speaks the organizer’s language and sums up what comes in a rush', async () => {
    const olga = await meet(world, 'Ольга', { languageCode: 'ru' })
    event = await publish(world, olga.id, { title: 'Джаз', hearing: 'each' })
    await sold(bob)
    expect(olga.sees()).toMatch(ru.begins('heard-head', { about: 'sold', tickets: 1 }))
    const said = await olga.hears(async () => {
      for (let left = 7; left > 0; left -= 1) await buy(world, bob.id, event)
      await world.advance(minute)
    })
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(ru.like('heard-sum', { orders: 7, tickets: 7, hasMoney: 'yes', money: '10 500 ₽' }))
  })

  it('comes once a day, or not at all, as the organizer chooses; others cannot choose', async () => {
    await forge(world, ann, `os:${event.event.id}`)
    expect(ann.sees()).toMatch(en.like('settings-hearing', { choice: 'each' }))
    await ann.presses('📬 News of sales')
    await ann.presses('🌆 Once a day')
    expect(ann.buttons()).toContain('✔️ 🌆 Once a day')
    expect(await ann.hears(() => sold(bob))).toEqual([])
    await world.advance(9 * hour)
    expect(ann.sees()).toMatch(en.begins('heard-head', { about: 'day', tickets: 1 }))
    await ann.presses('📬 How often')
    await ann.presses('🔕 Nothing')
    expect(await ann.hears(() => sold(bob))).toEqual([])
    await forge(world, bob, `iH:${event.event.id}:each`)
    expect(bob.toast()).toMatch(en.like('refusal-notYours'))
  })
})

describe('a person as a link', () => {
  it('is seen whatever they call themselves', () => {
    expect(personLink(5, 'A & <b>', 'a_b').html).toBe('<a href="tg://user?id=5">A &amp; &lt;b&gt;</a> (@a_b)')
  })

  it.each([
    ['of nothing that is seen', '\u3164\u200b', undefined],
    ['from right to left', '\u202eשלום', 'שלום'],
    ['of emoji', '🎉👩‍👩‍👧', '🎉👩‍👩‍👧'],
  ])('can be pressed where the name is %s', async (_, name, seen) => {
    const odd = await meet(world, name)
    await sold(odd)
    const { text = '', entities = [] } = ann.heard().at(-1) ?? {}
    const link = entities.find(({ type }) => type === 'text_mention')
    expect(text.slice(link?.offset, (link?.offset ?? 0) + (link?.length ?? 0))).toContain(seen ?? `#${odd.id}`)
  })

  it('loses the @name that its person drops', async () => {
    await sold(bob)
    const { people } = world.levem().services
    await people.meet({ id: bob.id, displayName: 'Bob <b>', languageCode: 'en', username: '' })
    await forge(world, ann, `ob:${event.event.id}:0`)
    expect(ann.sees()).toContain('Bob <b> ·')
  })
})
