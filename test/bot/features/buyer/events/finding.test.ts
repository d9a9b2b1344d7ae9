import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expectNoDefect, meet, openCalmWorld, publish, screenOf, type Talker } from '../../../../support/talker.js'
import { en, inOrder, ru } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

// It is Sunday, 22 November 2026.
const friday = 5 * 24 + 7
const titles = (talker: Talker): readonly string[] =>
  screenOf(talker)
    .buttons.filter((label) => label.includes(' · '))
    .map((label) => label.split(' · ')[1] ?? '')

describe('a search', () => {
  let world: World
  let ann: Talker
  let bob: Talker
  beforeEach(async () => {
    world = await openCalmWorld()
    ann = await meet(world, 'Ann')
    bob = await meet(world, 'Bob')
  })
  afterEach(async () => {
    expectNoDefect(world)
    await world.close()
  })

  it.each([
    '/events кр',
    'кр',
    'театр крис',
    'в пятницу',
    'пятница вечером',
    'on Friday',
    'Крис в пятницу',
    'rhbc',
    'Кирс',
  ])('"%s" shows the card of the one event that is found', async (text) => {
    await publish(world, ann.id, { title: 'Крис в театре', hours: friday })
    await publish(world, ann.id, { title: 'Опера', hours: 48 })
    expect(await bob.says(text)).toMatch(inOrder('Крис в театре', en.like('card-price')))
    expect(screenOf(bob).buttons).toContain(en('button-buy'))
  })

  it('lists what is found with its place and state, and leads to the card', async () => {
    const soon = await publish(world, ann.id, { title: 'Jazz soon', venue: 'Blue Note' })
    const full = await publish(world, ann.id, { title: 'Jazz full', hours: 25, capacity: 1 })
    const { selling, ordering } = world.levem().services
    await selling.setSaleFrom({ personId: ann.id, eventId: soon.event.id, saleFrom: world.clock.now() + 3_600_000 })
    await ordering.buy({ buyerId: ann.id, ticketTypeId: full.type.id, quantity: 1, requestKey: 'x' })
    await publish(world, ann.id, { title: 'Jazz on', hours: 26 })
    const said = await bob.says('jazz')
    expect(said).toMatch(
      inOrder(
        en.like('finding-list', { hasDays: 'no' }),
        en.like('finding-line', {
          title: 'Jazz soon',
          venue: 'Blue Note',
          state: 'before',
          from: 'Sun, 22 November, 13:00 (GMT+3)',
        }),
        en.like('finding-line', { title: 'Jazz full', state: 'none' }),
        en.like('finding-line', { title: 'Jazz on', state: 'open', price: '₽1,500' }),
      ),
    )
    expect(titles(bob)).toEqual(['Jazz soon', 'Jazz full', 'Jazz on'])
    await bob.presses(en('event-button', { title: 'Jazz on', when: '23 Nov, 14:00' }))
    expect(bob.sees()).toMatch(/Jazz on/u)
  })

  it.each([
    ['джаз', 0],
    ['джаз международный фестиваль документального', 0],
    ['джаз 23 ноября', 1],
  ])('of many goes on page by page: "%s"', async (text) => {
    for (let i = 1; i <= 8; i += 1)
      await publish(world, ann.id, {
        ...{ title: `Джаз ${i}: международный фестиваль документального кино`, hours: 12 + i / 10 },
      })
    const seen: string[] = []
    await bob.says(text)
    seen.push(...titles(bob))
    while (screenOf(bob).buttons.includes(en('button-next-page'))) {
      await bob.presses(en('button-next-page'))
      seen.push(...titles(bob))
    }
    expect(seen.map((title) => /\d/u.exec(title)?.[0])).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
    await bob.presses(en('button-first-page'))
    expect(titles(bob)).toHaveLength(6)
  })

  it('of a word on a day when there is nothing shows other days', async () => {
    await publish(world, ann.id, { title: 'Jazz one', hours: 72 })
    await publish(world, ann.id, { title: 'Jazz two', hours: 73 })
    expect(await bob.says('jazz tomorrow')).toMatch(en.begins('finding-other-days', { days: 'Mon, 23 November' }))
    expect(titles(bob)).toEqual(['Jazz one', 'Jazz two'])
  })

  it('that finds nothing says so, and shows what can be done', async () => {
    await publish(world, ann.id, { title: 'Jazz', hours: 72 })
    expect(await bob.says('/events opera')).toBe(en('finding-none'))
    expect(screenOf(bob).buttons).toContain(en('button-events'))
    expect(await bob.says('opera please')).toMatch(en.like('finding-none'))
    expect(await bob.says('tomorrow')).toMatch(en.like('finding-none-days', { days: 'Mon, 23 November' }))
  })

  it.each(['Hello!', 'thank you', '2', 'спасибо', 'x'.repeat(81), 'one\ntwo'])(
    'is not what is meant by "%s"',
    async (text) => {
      await publish(world, ann.id, { title: 'Jazz' })
      expect(await bob.says(text)).toMatch(en.like('not-understood'))
    },
  )

  it('is spoken in Russian to who reads Russian', async () => {
    const vera = await meet(world, 'Вера', { languageCode: 'ru' })
    await publish(world, ann.id, { title: 'Джаз', hours: friday })
    await publish(world, ann.id, { title: 'Рок', hours: friday + 1 })
    expect(await vera.says('в пятницу')).toMatch(ru.begins('finding-list', { hasDays: 'yes', days: 'пт, 27 ноября' }))
    expect(await vera.says('опера')).toBe(ru('finding-none'))
  })

  it('leaves to prompts, forms and codes what is theirs', async () => {
    const { event } = await publish(world, ann.id, { title: 'Two friends', capacity: 9 })
    await bob.says(`/buy ${event.slug}`)
    await bob.presses(en('button-buy'))
    expect(await bob.says('two')).toMatch(en.like('buy-confirm', { title: 'Two friends', quantity: 2, hasType: 'no' }))
  })

  it('is in no log', async () => {
    await publish(world, ann.id, { title: 'Jazz' })
    await bob.says('canaryword jazz')
    await bob.says('/events canaryword')
    expect(world.log.join('\n')).not.toMatch(/canaryword/u)
  })
})
