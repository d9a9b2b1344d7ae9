import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import { en, inOrder } from '../../../../support/texts/words.js'
import { asks, expectNoDefect, goTo, meet, openCalmWorld, slugIn, typed } from '../../../../support/talker.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const everything = inOrder(
  en.like('card', {
    title: 'Jazz night',
    when: 'Fri, 25 December, 19:00–22:00 (Moscow, GMT+3)',
    yours: 'Fri, 25 December, 19:00 (GMT+3)',
    venue: 'Blue Note, 5 Main St',
  }),
  en.like('card-price', { price: '₽1,500' }),
  en.like('card-left', { left: 100 }),
  /Two sets & a jam$/u,
)
const head = [en('preview-head'), en('preview-ways', { ways: en('way-in-words', { way: 'atDoor' }) })].join('\n\n')

describe('the preview', () => {
  it('is the card that buyers get', async () => {
    const ann = await meet(world, 'Ann')
    const preview = await goTo(ann, 'preview')
    const slug = slugIn(await ann.presses(en('button-publish')))
    const bob = await meet(world, 'Bob')
    expect(`${head}\n\n${await bob.says(`/buy ${slug}`)}`).toBe(preview)
  })

  it('is the card that buyers get under a poster with a description that is too long for it, too', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'description')
    await ann.says('word '.repeat(199), typed.startsAt, '22:00', 'v'.repeat(200), '1500', '100')
    const preview = await ann.does((person) => person.sendsPhoto())
    expect(preview).toMatch(/…$/u)
    const slug = slugIn(await ann.presses(en('button-publish')))
    const bob = await meet(world, 'Bob')
    expect(`${head}\n\n${await bob.says(`/buy ${slug}`)}`).toBe(preview)
  })

  it.each([
    [en('field-title'), 'Blues night', inOrder(en.begins('preview-head'), en.like('card', { title: 'Blues night' }))],
    [en('field-description'), 'Three sets', /Three sets$/u],
    [en('field-startsAt'), '25.12.2026 18:00', /18:00–22:00/u],
    [en('field-endsAt'), '23:00', /19:00–23:00/u],
    [en('field-venue'), 'Red Room', en.like('card', { venue: 'Red Room' })],
    [en('field-price'), '0', en.like('card-price', { price: en('price-free') })],
    [en('field-capacity'), '7', en.like('card-left', { left: 7 })],
  ])('lets one answer be changed: %s', async (field, answer, shown) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await ann.presses(en('button-edit-answer'), field)
    expect(await ann.says(answer)).toMatch(shown)
    expect(ann.sees()).toMatch(asks.preview)
  })

  it.each([
    [en('field-title'), 'Jazz night'],
    [en('field-startsAt'), 'Fri, 25 December, 19:00 (GMT+3)'],
    [en('field-endsAt'), 'Fri, 25 December, 22:00 (GMT+3)'],
    [en('field-venue'), 'Blue Note, 5 Main St'],
    [en('field-price'), '₽1,500'],
    [en('field-capacity'), '100'],
  ])('tells the answer that is changed, and no other: %s', async (field, value) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    const asked = await ann.presses(en('button-edit-answer'), field)
    expect(asked.split('\n\n')[0]).toBe(en('answered-now', { value }))
    expect(asked).toMatch(en.like('ask-frame', { about: 'change' }))
    expect(asked).not.toMatch(en.like('ask-frame', { about: 'new', of: 8, step: /\d/u }))
  })

  it('says that it is published, and asks nothing any more', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await ann.presses(en('button-edit-answer'), en('field-poster'))
    await ann.does((person) => person.sendsPhoto())
    const shown = ann.heard().at(-1)?.message_id
    await ann.presses(en('button-publish'))
    const { caption, keyboard } = ann.person.messages().find(({ message_id: id }) => id === shown) ?? {}
    expect(caption).toMatch(en.begins('preview-published'))
    expect(caption).not.toMatch(en.like('preview-head'))
    expect(keyboard).toEqual([])
  })

  it('lets the poster be added and taken away', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await ann.presses(en('button-edit-answer'), en('field-poster'))
    await ann.does((person) => person.sendsPhoto())
    expect(ann.heard().at(-1)?.photo).toBeDefined()
    await ann.presses(en('button-edit-answer'), en('field-poster'), en('button-skip'))
    expect(ann.heard().at(-1)?.photo).toBeUndefined()
    expect(ann.sees()).toMatch(everything)
  })

  it('goes back from any change to itself, with nothing changed', async () => {
    const ann = await meet(world, 'Ann')
    const preview = await goTo(ann, 'preview')
    for (const field of [
      en('field-title'),
      en('field-description'),
      en('field-startsAt'),
      en('field-endsAt'),
      en('field-venue'),
      en('field-price'),
      en('field-capacity'),
      en('field-poster'),
    ]) {
      await ann.presses(en('button-edit-answer'), field)
      expect(await ann.presses(en('button-back'))).toBe(preview)
    }
    await ann.presses(en('button-edit-answer'), en('button-back'))
    expect(ann.buttons()).toEqual([
      en('button-publish'),
      en('button-another-type'),
      en('listing-listed'),
      en('button-edit-answer'),
      en('button-discard'),
    ])
  })

  it('asks the end again when the start was moved behind it', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await ann.presses(en('button-edit-answer'), en('field-startsAt'))
    expect(await ann.says('25.12.2026 23:00')).toMatch(asks.endsAt)
    expect(await ann.says('02:00')).toContain('Fri, 25 December, 23:00 – Sat, 26 December, 02:00 (Moscow, GMT+3)')
  })

  it('answers words with a request to use the buttons', async () => {
    const ann = await meet(world, 'Ann')
    const preview = await goTo(ann, 'preview')
    expect(await ann.says('yes')).toBe(preview.replace(en('preview-head'), en('refusal-buttonNeeded')))
    expect(await ann.presses(en('button-publish'))).toMatch(en.like('published'))
  })

  it('pressing a menu twice changes nothing', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await ann.does((person) => {
      person.presses(en('button-edit-answer'))
      person.presses(en('button-edit-answer'))
    })
    expect(ann.buttons()).toContain(en('field-venue'))
    await ann.presses(en('field-venue'))
    expect(ann.sees()).toMatch(asks.venue)
  })

  it('waits so long that the start is over: publishing is refused, and another start helps', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await ann.presses(en('button-edit-answer'), en('field-startsAt'))
    await ann.says('today 12:01')
    await ann.presses(en('button-edit-answer'), en('field-endsAt'), en('button-skip'))
    await world.advance(120_000)
    expect(await ann.presses(en('button-publish'))).toMatch(en.like('refusal-pastDate'))
    await ann.presses(en('button-edit-answer'), en('field-startsAt'))
    await ann.says('tomorrow 19:00')
    expect(await ann.presses(en('button-publish'))).toMatch(en.like('published'))
  })
})
