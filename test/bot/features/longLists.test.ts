import { en } from '../../support/texts/words.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { expectNoDefect, forge, meet, openCalmWorld, publish, screenOf, type Talker } from '../../support/talker.js'
import { hire } from '../../support/tickets.js'
import type { World } from '../../support/world.js'

let world: World
let ann: Talker
beforeAll(async () => {
  world = await openCalmWorld()
  ann = await meet(world, 'Ann')
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const long = (n: number): string => `${String(n).padStart(3, '0')} ${'W'.repeat(60)}`

describe('a list that is longer than a message', () => {
  it('of staff has pages, and everybody on them can be taken off', async () => {
    const event = await publish(world, ann.id)
    for (let n = 0; n < 55; n += 1) {
      const id = 100 + n
      await world.levem().services.people.meet({ id, displayName: long(n), languageCode: 'en' })
      await hire(world, event, id)
    }
    const seen = new Set<string>()
    await forge(world, ann, `so:${event.event.id}`)
    for (let page = 0; page < 6; page += 1) {
      for (const button of screenOf(ann).buttons.filter((label) => label.startsWith('✖️'))) seen.add(button)
      if (page < 5) await ann.presses(en('button-next-page'))
    }
    expect(seen.size).toBe(55)
    await ann.presses(/✖️ 054/u, en('button-yes-do-it'))
    expect(ann.sees()).toContain(en('staff-removed'))
    expect(await world.levem().services.staff.ofEvent({ personId: ann.id, eventId: event.event.id })).toHaveLength(54)
  })

  it('of promo codes has pages, to the oldest', async () => {
    const event = await publish(world, ann.id)
    for (let n = 0; n < 105; n += 1)
      await world.levem().services.promoCodes.create({
        personId: ann.id,
        eventId: event.event.id,
        code: `CODE${n}`,
        discount: { percent: 5 },
      })
    await forge(world, ann, `ok:${event.event.id}`)
    for (let page = 0; page < 10; page += 1) await ann.presses(en('button-next-page'))
    expect(screenOf(ann).buttons.join()).toContain('CODE0 ')
  })

  it('of doors begins with the soonest', async () => {
    const vera = await meet(world, 'Vera')
    for (let n = 0; n < 55; n += 1) await publish(world, vera.id, { title: `Door ${n}`, hours: 24 + n })
    await vera.says('/door')
    expect(screenOf(vera).buttons[0]).toContain('Door 0')
    await vera.presses(en('button-next-page'), en('button-next-page'))
    expect(screenOf(vera).buttons.join()).toContain('Door 54')
  })
})
