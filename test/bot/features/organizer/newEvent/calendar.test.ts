import { en } from '../../../../support/texts/words.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import { asks, expectNoDefect, goTo, meet, openCalmWorld, screenOf, type Talker } from '../../../../support/talker.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

/** The days that can be tapped, as they stand in the buttons' data. */
const tappable = (talker: Talker): readonly string[] =>
  (talker.heard().at(-1)?.keyboard.flat() ?? [])
    .flatMap((button) =>
      typeof button === 'object' && 'callback_data' in button
        ? [/^fd:\w+:(.*)$/u.exec(button.callback_data)?.[1] ?? '']
        : [],
    )
    .filter(Boolean)

describe('the calendar', () => {
  it('answers a start by taps: month forward, day, time', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    expect(screenOf(ann).buttons).toContain('Nov 2026')
    await ann.presses('›')
    expect(screenOf(ann).buttons).toContain('Dec 2026')
    expect(await ann.presses('25')).toMatch(/Fri, 25 December — at what time\?/u)
    expect(await ann.presses('19:30')).toContain('✔️ Starts: Fri, 25 December, 19:30 (GMT+3)')
  })

  it('turns months in the same message, across years and back, and not before this one', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    const count = ann.heard().length
    await ann.presses('›', '›')
    expect(screenOf(ann).buttons).toContain('Jan 2027')
    await ann.presses('‹', '‹')
    expect(screenOf(ann).buttons).toContain('Nov 2026')
    expect(screenOf(ann).buttons).not.toContain('‹')
    expect(ann.heard()).toHaveLength(count)
  })

  it('offers no day that is over', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    expect(tappable(ann)[0]).toBe('2026-11-22')
    expect(tappable(ann)).toHaveLength(9)
  })

  it('offers for the end no day before the start, and takes a time on the day of the start', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'endsAt')
    expect(screenOf(ann).buttons).toContain('Dec 2026')
    expect(tappable(ann)[0]).toBe('2026-12-25')
    await ann.presses('25')
    expect(await ann.presses('18:00')).toMatch(/^The end has to be after the start\.[^]*at what time/u)
    expect(await ann.presses('22:00')).toContain('19:00–22:00')
  })

  it('takes the time of a tapped day as typed, too; a bare hour will do', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    await ann.presses('›', '24')
    expect(await ann.says('7 in the evening, maybe')).toMatch(
      /^I could not make out the date[^]*Thu, 24 December — at what time/u,
    )
    expect(await ann.says('19:15')).toContain('Thu, 24 December, 19:15')
  })

  it('asks only for the time after a day was typed', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    expect(await ann.says('25 December')).toMatch(/Fri, 25 December — at what time/u)
    expect(await ann.says('19')).toContain('Fri, 25 December, 19:00')
  })

  it('goes back from the time to the days, and from there to the question before', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    await ann.presses('›', '25')
    expect(await ann.presses('‹ Back')).toMatch(asks.startsAt)
    expect(await ann.presses('‹ Back')).toMatch(asks.description)
  })

  it('refuses a time that is over today, and asks the time again', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    await ann.presses('22')
    expect(await ann.presses('10:00')).toMatch(/^That time has passed[^]*at what time/u)
    expect(await ann.presses('23:00')).toContain('Sun, 22 November, 23:00')
  })

  it('pressed twice, on its names of days, or on an old one, does no harm', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    const old = ann.heard().at(-1)?.message_id ?? 0
    await ann.does((person) => {
      person.presses('›')
      person.presses('›')
    })
    expect(screenOf(ann).buttons).toContain('Dec 2026')
    await ann.presses('Mon', 'Dec 2026')
    await ann.does((person) => {
      person.presses('25')
      person.presses('25')
    })
    expect(ann.sees()).toMatch(/Fri, 25 December — at what time/u)
    await ann.does((person) => {
      person.presses('19:30')
      person.presses('19:30')
    })
    expect(ann.sees()).toMatch(asks.endsAt)
    await ann.does((person) => person.presses('24', { messageId: old }))
    expect(ann.toast()).toBe(en('button-old'))
    expect(await ann.says('22:00')).toMatch(asks.venue)
  })

  it('of yesterday offers a day that is over by now: the tap is refused and a new calendar comes', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    await world.advance(24 * 3_600_000)
    expect(await ann.presses('22')).toMatch(/^That time has passed\.[^]*When does it start/u)
    expect(tappable(ann)[0]).toBe('2026-11-23')
  })
})
