import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { badRequest, serverError } from 'telegram-sandbox'
import type { World } from '../../../../support/world.js'
import {
  asks,
  expectNoDefect,
  goTo,
  logged,
  meet,
  openCalmWorld,
  steps,
  type Talker,
  typed,
} from '../../../../support/talker.js'
import { en } from '../../../../support/texts/words.js'

const formKey = (talker: Talker): string => `form:${talker.id}`

describe('the form outlives', () => {
  let world: World
  beforeAll(async () => {
    world = await openCalmWorld()
  })
  afterAll(() => world.close())
  afterEach(() => expectNoDefect(world))

  const stored = (talker: Talker) => world.levem().services.inbox.readForm(formKey(talker))
  const store = (talker: Talker, value: string) =>
    world.levem().store.transact((tx) => tx.forms.write(formKey(talker), value, world.clock.now()))

  it('a restart at every question: it goes on where it was', async () => {
    const ann = await meet(world, 'Ann')
    await ann.says('/newevent')
    for (const [i, step] of steps.entries()) {
      await world.restart()
      await (step === 'poster' ? ann.does((person) => person.sendsPhoto()) : ann.says(typed[step]))
      expect(ann.sees()).toMatch(asks[steps[i + 1] ?? 'preview'])
    }
    await world.restart()
    expect(await ann.presses(en('button-publish'))).toMatch(en.like('published'))
  })

  it('a restart with a day picked, in the menu of changes, and in the middle of a change', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    await ann.presses('›', '25')
    await world.restart()
    expect(await ann.presses('19:30')).toContain('Fri, 25 December, 19:30')
    await ann.says('22:00', typed.venue, typed.price, typed.capacity)
    await ann.presses(en('button-skip'), en('button-edit-answer'))
    await world.restart()
    await ann.presses(en('field-venue'))
    await world.restart()
    expect(await ann.says('Red Room')).toMatch(en.like('card', { venue: 'Red Room' }))
  })

  const strange: readonly (readonly [string, (state: string) => string])[] = [
    ['of another version', (state) => state.replace(/"version":\[(\d+),\d+\]/u, '"version":[$1,99]')],
    ['of another version of the plugin', (state) => state.replace(/"version":\[\d+,/u, '"version":[77,')],
    ['whose steps are not those of this form', (state) => state.replace(/"payload":"\w+"/gu, '"payload":"elsewhere"')],
    ['of a form with another name', (state) => state.replace('"newEvent"', '"oldEvent"')],
    ['that is no JSON', () => '{"version":[0,1],'],
    ['that is something else', () => '{"hello":"world"}'],
    ['that is null', () => 'null'],
    ['that is half right', () => '{"version":[0,1],"state":{"newEvent":"gone"}}'],
    [
      'with a broken replay',
      () => '{"version":[0,1],"state":{"newEvent":[{"replay":{"send":[],"receive":[]},"interrupts":[5]}]}}',
    ],
  ]

  it.each(strange)('a stored state %s: the answers are kept and the question comes again', async (_, spoil) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'venue')
    const before = (await stored(ann)) ?? ''
    expect(spoil(before)).not.toBe(before)
    await store(ann, spoil(before))
    const said = await ann.hears(() => ann.person.says('Blue Note'))
    expect(said[0]).toBe(en('form-go-on', { title: 'Jazz night' }))
    expect(said[1]).toMatch(asks.venue)
    await ann.says(typed.venue, typed.price, typed.capacity)
    await ann.presses(en('button-skip'))
    expect(ann.sees()).toMatch(en.like('card', { venue: 'Blue Note, 5 Main St' }))
    expect(await ann.presses(en('button-publish'))).toMatch(en.like('published'))
    expect(await stored(ann)).toBeUndefined()
  })

  it.each(strange)('a stored state %s: a button says what it is for, and is obeyed', async (_, spoil) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await store(ann, spoil((await stored(ann)) ?? ''))
    expect(await ann.presses(en('button-publish'))).toMatch(en.like('published'))
    expect(await ann.says('thanks')).toMatch(en.like('not-understood'))
  })

  it.each(strange)('a stored state %s: /newevent and /cancel work as always', async (_, spoil) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'venue')
    await store(ann, spoil((await stored(ann)) ?? ''))
    expect(await ann.says('/newevent')).toMatch(asks.venue)
    await store(ann, spoil((await stored(ann)) ?? ''))
    expect(await ann.says('/cancel')).toBe(en('cancel-done'))
    expect(await stored(ann)).toBeUndefined()
  })

  it('a stored state that is lost altogether', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'capacity')
    await world.levem().store.transact((tx) => tx.forms.remove(formKey(ann)))
    expect(await ann.says('100')).toMatch(asks.capacity)
    expect(await ann.says('100')).toMatch(asks.poster)
  })

  it('300 bad answers: what is stored stays small, and is gone after publishing', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'price')
    await ann.says('no price')
    const first = (await stored(ann))?.length ?? 0
    expect(first).toBeGreaterThan(100)
    for (let i = 0; i < 300; i += 1) ann.person.says(`no price either, ${'x'.repeat(500)} ${i}`)
    await world.sandbox.until(() => world.sandbox.pendingUpdates() === 0, 60_000)
    await world.settle()
    expect((await stored(ann))?.length ?? 0).toBeLessThan(first + 1000)
    await ann.says(typed.price, typed.capacity)
    await ann.presses(en('button-skip'))
    expect(await stored(ann)).toBeDefined()
    await ann.presses(en('button-publish'))
    expect(await stored(ann)).toBeUndefined()
    expect(await world.levem().services.drafts.find(ann.id)).toBeUndefined()
  })

  it('discarding and /cancel leave nothing stored', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await ann.presses(en('button-discard'))
    expect(await stored(ann)).toBeUndefined()
    await goTo(ann, 'venue')
    await ann.says('/cancel')
    expect(await stored(ann)).toBeUndefined()
    expect(await world.levem().services.drafts.find(ann.id)).toBeUndefined()
  })

  it('every update that comes twice: the answers are those that were given', async () => {
    world.sandbox.repeatUpdates(2)
    const ann = await meet(world, 'Ann')
    expect(await goTo(ann, 'preview')).toMatch(asks.preview)
    await ann.presses(en('button-publish'))
    world.sandbox.repeatUpdates(1)
    expect(
      (await world.levem().services.events.ofOrganizer(ann.id, { when: 'upcoming', size: 9 })).rows.map(
        ({ event, types: [type] }) => [event.title, event.venue, type.capacity],
      ),
    ).toEqual([[typed.title, typed.venue, 100]])
  })
})

describe('when Telegram fails in mid-form', () => {
  let world: World
  beforeEach(async () => {
    world = await openCalmWorld()
  })
  afterEach(() => world.close())

  it('and a question cannot be said, the next words are not taken for its answer', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'description')
    world.sandbox.faults.add({ method: 'sendMessage', chat: ann.id, times: 1, kind: badRequest('something odd') })
    expect(await ann.says(typed.description)).toMatch(en.like('defect'))
    expect(await ann.says('Hello? Did you get it?')).toMatch(asks.startsAt)
    expect((await world.levem().services.drafts.find(ann.id))?.answers.description).toBe(typed.description)
    expect(await ann.says(typed.startsAt)).toMatch(asks.endsAt)
  })

  it('and a gate loses one of its answers, the next question stands there all the same, and the next answer counts', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'description')
    world.sandbox.faults.add({ method: 'sendMessage', chat: ann.id, times: 1, kind: serverError(502) })
    expect(await ann.says(typed.description)).toMatch(asks.startsAt)
    expect(await ann.says(typed.startsAt)).toMatch(asks.endsAt)
  })

  it('and a tap is answered too late to stop its spinner, the form goes on', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    await world.sandbox.faults.goDark()
    ann.person.presses('23')
    await world.advance(200_000)
    await world.sandbox.faults.heal()
    await world.advance(60_000)
    await world.settle()
    expect(ann.sees()).toMatch(en.like('ask-time', { day: 'Mon, 23 November' }))
    expect(await ann.presses('19:30')).toMatch(asks.endsAt)
    expect(logged(world).filter(({ msg }) => msg === 'defect')).toEqual([])
  })
})
