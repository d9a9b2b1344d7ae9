import { en, inOrder, ru } from '../../../../support/texts/words.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import { asks, expectNoDefect, goTo, meet, openCalmWorld } from '../../../../support/talker.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

describe('a start that is typed', () => {
  it.each([
    ['20 декабря с 18:00 до 22:00', 'Sun, 20 December, 18:00–22:00 (Moscow, GMT+3)'],
    ['Dec 12, 7-11pm', 'Sat, 12 December, 19:00–23:00 (Moscow, GMT+3)'],
    ['Fri, 25 December, 19:00–22:00 (Moscow, GMT+3)', 'Fri, 25 December, 19:00–22:00 (Moscow, GMT+3)'],
  ])('with its end answers both questions: %s', async (text, both) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    const said = await ann.says(text)
    expect(said).toContain(both)
    expect(said).toMatch(asks.venue)
  })

  it('by the clocks of another zone is converted, and said', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    const said = await ann.hears(() => ann.person.says('25.12.2026 19:00 CET'))
    expect(said[0]).toMatch(
      en.like('understood-elsewhere', {
        said: 'Fri, 25 December, 19:00 (GMT+1)',
        here: 'Fri, 25 December, 21:00 (GMT+3)',
      }),
    )
    expect(said[1]).toContain(en('understood-start', { when: 'Fri, 25 December, 21:00 (GMT+3)' }))
  })

  it("by the event's own is taken without a word", async () => {
    const ann = await meet(world, 'Аня', { languageCode: 'ru' })
    await ann.says('/newevent', 'Джаз', 'Два отделения')
    const said = await ann.hears(() => ann.person.says('25 декабря в 19:00 по Москве'))
    expect(said).toHaveLength(1)
    expect(said[0]).toContain(ru('understood-start', { when: 'пт, 25 декабря, 19:00 (GMT+3)' }))
  })

  it('at midnight is asked about, and a press says which night', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    expect(await ann.says('December 31 at midnight')).toMatch(en.like('refusal-whenAmbiguous'))
    expect(ann.buttons()).toEqual(['Thu, 31 December, 00:00', 'Fri, 1 January, 00:00'])
    expect(await ann.presses('Fri, 1 January, 00:00')).toMatch(
      en.like('understood-start', { when: 'Fri, 1 January, 00:00 (GMT+3)' }),
    )
  })

  it('may be typed anew where it is asked which was meant', async () => {
    const ann = await meet(world, 'Аня', { languageCode: 'ru' })
    await ann.says('/newevent', 'Джаз', 'Два отделения')
    expect(await ann.says('31 декабря в полночь')).toMatch(ru.like('refusal-whenAmbiguous'))
    expect(ann.buttons()).toEqual(['чт, 31 декабря, 00:00', 'пт, 1 января, 00:00'])
    expect(await ann.says('31 декабря в 23:30')).toMatch(
      ru.like('understood-start', { when: 'чт, 31 декабря, 23:30 (GMT+3)' }),
    )
  })

  it('with slashes in English asks for the day, keeps it, and asks the time', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    await ann.says('03/04/2027')
    expect(ann.buttons()).toEqual(['Thu, 4 March', 'Sat, 3 April'])
    expect(await ann.presses('Sat, 3 April')).toMatch(en.like('ask-time', { day: 'Sat, 3 April' }))
    expect(await ann.says('7pm')).toMatch(en.like('understood-start', { when: 'Sat, 3 April, 19:00 (GMT+3)' }))
  })

  it.each(['25 December, sevenish', '25.12.2026 25:00', '25 декабря, часиков в семь'])(
    'keeps the day whose time was not understood: %s',
    async (text) => {
      const ann = await meet(world, 'Ann')
      await goTo(ann, 'startsAt')
      expect(await ann.says(text)).toMatch(en.like('ask-time', { day: 'Fri, 25 December' }))
      expect(await ann.says('19:00')).toMatch(en.like('understood-start', { when: 'Fri, 25 December, 19:00 (GMT+3)' }))
    },
  )

  it.each(['чт 25.12.2026 19:00', '25.12.2026 завтра 19:00', 'my birthday is tomorrow, at 7pm or so'])(
    'keeps no day where two are named, or what stands around it is no date: %s',
    async (text) => {
      const ann = await meet(world, 'Ann')
      await goTo(ann, 'startsAt')
      expect(await ann.says(text)).toMatch(en.opens('refusal-whenNotUnderstood'))
    },
  )

  it('that is over is named as it was understood', async () => {
    const ann = await meet(world, 'Аня', { languageCode: 'ru' })
    await ann.says('/newevent', 'Джаз', 'Два отделения')
    expect(await ann.says('сегодня в 10:00')).toMatch(
      inOrder(ru.begins('refusal-pastDate'), 'вс, 22 ноября 2026, 10:00'),
    )
    expect(await ann.says('вчера')).toMatch(inOrder(ru.begins('refusal-pastDate'), 'сб, 21 ноября 2026'))
  })
})

describe('an end that is typed', () => {
  it.each([
    ['4 часа', '19:00–23:00'],
    ['5h', '19:00 – Sat, 26 December, 00:00'],
    ['через 2 часа', '19:00–21:00'],
    ['tomorrow 2am', '19:00 – Sat, 26 December, 02:00'],
    ['до 2 ночи', '19:00 – Sat, 26 December, 02:00'],
    ['midnight', '19:00 – Sat, 26 December, 00:00'],
    ['until 10pm', '19:00–22:00'],
    ['25.12.2026 19:00–22:00', '19:00–22:00'],
  ])('is counted from the start: %s', async (text, range) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'endsAt')
    expect(await ann.says(text)).toMatch(
      en.like('understood-time', { when: `Fri, 25 December, ${range} (Moscow, GMT+3)` }),
    )
  })

  it('that may be a length or an hour is asked about', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'endsAt')
    await ann.says('22 часа')
    expect(await ann.presses('Fri, 25 December, 22:00')).toContain('19:00–22:00')
  })
})
