import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import {
  asks,
  buy,
  eventNow,
  expectNoDefect,
  forge,
  goTo,
  meet,
  openCalmWorld,
  publish,
  type Talker,
} from '../../../../support/talker.js'
import { en, ru } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const finish = async (ann: Talker): Promise<string> => {
  await ann.presses(en('button-skip'))
  await ann.says('Blue Note', '0', '10')
  return ann.presses(en('button-skip'))
}

const krasnoyarsk = 'Use Krasnoyarsk, GMT+7'

describe('an event in another zone', () => {
  it('keeps it where its organizer presses so, on its card and its guests’ screens', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    await goTo(ann, 'startsAt')
    const said = await ann.hears(() => ann.person.says('25.12.2026 20:00 по Красноярску'))
    expect(said[0]).toMatch(
      en.like('understood-elsewhere', {
        said: 'Fri, 25 December, 20:00 (GMT+7)',
        here: 'Fri, 25 December, 16:00 (GMT+3)',
      }),
    )
    const asked = await ann.presses(krasnoyarsk)
    expect(asked).toMatch(asks.endsAt)
    expect(asked).toContain(en('understood-start', { when: 'Fri, 25 December, 20:00 (GMT+7)' }))
    expect(ann.heard().map(({ text }) => text)).toContain(en('understood-zone', { zone: 'Krasnoyarsk, GMT+7' }))
    expect(await finish(ann)).toContain('20:00 (GMT+7)')
    await ann.presses(en('button-publish'))
    expect(await ann.presses(en('button-show-card'))).toContain('Fri, 25 December, 20:00 (GMT+7)')
    await bob.says('/events')
    expect(bob.sees()).toContain('20:00 (GMT+7)')
  })

  it('and the next ones of this organizer begin with it, of others not', async () => {
    const [ann, bob] = [await meet(world, 'Аня', { languageCode: 'ru' }), await meet(world, 'Bob')]
    await ann.says('/newevent', 'Джаз')
    expect(await ann.presses(ru('button-skip'))).toMatch(ru.like('ask-startsAt', { zone: 'Москва, GMT+3' }))
    await ann.says('25.12.2026 20:00 GMT+7')
    await ann.presses(ru('button-use-zone', { zone: 'GMT+7' }))
    await ann.says('/newevent')
    await ann.presses(ru('button-start-over'))
    await ann.says('Джаз')
    expect(await ann.presses(ru('button-skip'))).toMatch(ru.like('ask-startsAt', { zone: 'GMT+7' }))
    expect(await ann.says('25.12.2026 20:00')).toContain(
      ru('understood-start', { when: 'пт, 25 декабря, 20:00 (GMT+7)' }),
    )
    expect(await goTo(bob, 'startsAt')).toMatch(en.like('ask-startsAt', { zone: 'Moscow, GMT+3' }))
  })

  it('may be taken back by a press, and pressed again', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    await ann.says('25.12.2026 20:00 Berlin time')
    await ann.presses(en('button-use-zone', { zone: 'Berlin, GMT+1' }))
    expect(await ann.presses(en('button-use-zone', { zone: 'Moscow, GMT+3' }))).toContain('22:00 (GMT+3)')
    expect(await ann.presses(en('button-use-zone', { zone: 'Berlin, GMT+1' }))).toContain('20:00 (GMT+1)')
  })

  it('of another draft is not chosen by an old button', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    await ann.says('25.12.2026 20:00 GMT+7')
    await ann.says('/newevent')
    await ann.presses(en('button-start-over'))
    await ann.presses(en('button-use-zone', { zone: 'GMT+7' }))
    expect(ann.toast()).toBe(en('button-old'))
    await ann.says('Jazz')
    expect(await ann.presses(en('button-skip'))).toMatch(en.like('ask-startsAt', { zone: 'Moscow, GMT+3' }))
  })

  it('is named alone, and the clock shows the same there', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'endsAt')
    expect(await ann.says('Krasnoyarsk time')).toContain(
      en('understood-start', { when: 'Fri, 25 December, 19:00 (GMT+7)' }),
    )
  })

  it('that would make it begin in the past is refused, and nothing is changed', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    await ann.says('today at 20:00')
    expect(await ann.says('Asia/Kamchatka')).toMatch(en.begins('refusal-pastDate'))
    expect(await ann.says('22:00')).toContain('20:00–22:00 (Moscow, GMT+3)')
  })
})

describe('the zone of an event that exists', () => {
  it('is changed where its date is, and its guests hear of the new time by the new clocks', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { capacity: 10, startsAt: Date.parse('2026-12-25T16:00:00Z') })
    await buy(world, bob.id, found, 1)
    await forge(world, ann, routes.editEvent.data({ eventId: found.event.id }))
    await ann.presses(en('button-edit-answer'), en('field-startsAt'))
    await ann.says('по Красноярску')
    await ann.presses(en('button-save'))
    expect((await eventNow(world, found)).event).toMatchObject({
      zone: 'Asia/Krasnoyarsk',
      startsAt: Date.parse('2026-12-25T12:00:00Z'),
    })
    expect(bob.sees()).toContain('Fri, 25 December, 19:00 (GMT+7)')
  })

  it('is saved only as the preview showed it', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id, { startsAt: Date.parse('2026-12-25T16:00:00Z') })
    await forge(world, ann, routes.editEvent.data({ eventId: found.event.id }))
    await ann.presses(en('button-edit-answer'), en('field-startsAt'))
    await ann.says('25.12.2026 23:00 GMT+7')
    const preview = ann.person.messages().at(-1)
    await ann.presses(en('button-use-zone', { zone: 'GMT+7' }))
    await ann.does((person) => person.presses(en('button-save'), { messageId: preview?.message.message_id ?? 0 }))
    expect((await eventNow(world, found)).event.zone).toBe('Europe/Moscow')
    await ann.presses(en('button-save'))
    expect((await eventNow(world, found)).event).toMatchObject({ zone: 'UTC+7', startsAt: found.event.startsAt })
  })
})

describe('a start in a night in which clocks are changed', () => {
  it.each([
    ['28.03.2027 02:30', 'skip the time you wrote. I took 03:30', '03:30 (GMT+2)'],
    ['31.10.2027 02:30', 'show 02:30 twice. I took the first one, GMT+2', '02:30 (GMT+2)'],
  ])('is told as it was taken: %s', async (text, told, taken) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    await ann.says('Berlin time')
    const said = await ann.hears(() => ann.person.says(text))
    expect(said[0]).toContain(told)
    expect(said[1]).toContain(taken)
  })

  it('may be the second of two', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    await ann.says('Berlin time')
    const said = await ann.hears(() => ann.person.says('31.10.2027 02:30 GMT+1'))
    expect(said).toHaveLength(1)
    expect(said[0]).toContain('02:30 (GMT+1)')
  })
})
