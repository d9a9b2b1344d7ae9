import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import {
  asks,
  expectNoDefect,
  goTo,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  steps,
  typed,
} from '../../../../support/talker.js'
import { either, en, inOrder, ru } from '../../../../support/texts/words.js'

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

describe('/newevent, typed', () => {
  it('asks one thing at a time, in order, and counts the steps', async () => {
    const ann = await meet(world, 'Ann')
    await ann.says('/newevent')
    for (const [i, step] of steps.entries()) {
      expect(ann.sees()).toMatch(asks[step])
      expect(ann.sees()).toMatch(en.like('ask-frame', { step: i + 1, about: 'new', of: 8 }))
      await (step === 'poster' ? ann.presses(en('button-skip')) : ann.says(typed[step]))
    }
    expect(ann.sees()).toMatch(everything)
    expect(ann.buttons()).toEqual([
      en('button-publish'),
      en('button-another-type'),
      en('listing-listed'),
      en('button-edit-answer'),
      en('button-discard'),
    ])
  })

  it('shows back what it understood, with weekday and zone', async () => {
    const ann = await meet(world, 'Ann')
    expect(await goTo(ann, 'endsAt')).toContain(en('understood-start', { when: 'Fri, 25 December, 19:00 (GMT+3)' }))
    expect(await ann.says('22:00')).toContain(
      en('understood-time', { when: 'Fri, 25 December, 19:00–22:00 (Moscow, GMT+3)' }),
    )
    await ann.says('Blue Note')
    expect(await ann.says('1 500,50')).toContain(en('understood-price', { price: '₽1,500.50' }))
  })

  it.each([
    ['завтра в 19:00', 'Mon, 23 November, 19:00'],
    ['next friday 7pm', 'Fri, 27 November, 19:00'],
    ['2026-12-25 19:00:00', 'Fri, 25 December, 19:00'],
    ['через 2 часа', 'Sun, 22 November, 14:00'],
  ])('understands a start "%s"', async (text, understood) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'startsAt')
    expect(await ann.says(text)).toMatch(en.like('understood-start', { when: `${understood} (GMT+3)` }))
  })

  it('in Russian speaks Russian throughout', async () => {
    const ann = await meet(world, 'Аня', { languageCode: 'ru' })
    const seen: string[] = []
    for (const text of ['/newevent', 'Джаз', 'Два отделения', 'завтра в 19:00', '22:00', 'Клуб', 'бесплатно', '50'])
      seen.push(await ann.says(text))
    seen.push(await ann.presses(ru('button-skip')))
    expect(seen.at(-1)).toContain(`${ru('card-price', { price: ru('price-free') })}\n${ru('card-left', { left: 50 })}`)
    expect(
      seen
        .join('\n')
        .replaceAll('Europe/Moscow', '')
        .match(/[A-Za-z]{4,}/gu),
    ).toBeNull()
  })

  it('lets description, end and poster be skipped, and nothing else', async () => {
    const ann = await meet(world, 'Ann')
    await ann.says('/newevent')
    for (const step of steps) {
      const maySkip = ['description', 'endsAt', 'poster'].includes(step)
      expect(screenOf(ann).buttons.includes(en('button-skip'))).toBe(maySkip)
      await (maySkip ? ann.presses(en('button-skip')) : ann.says(typed[step as 'title']))
    }
    expect(ann.sees()).toMatch(en.like('card', { when: 'Fri, 25 December, 19:00 (Moscow, GMT+3)' }))
    expect(ann.sees()).toMatch(en.ends('card-left', { left: 100 }))
  })

  it('goes back at each question but the first, and the answers behind it stay', async () => {
    const ann = await meet(world, 'Ann')
    await ann.says('/newevent')
    expect(screenOf(ann).buttons).toEqual([])
    for (const [i, step] of steps.entries()) {
      const before = steps[i - 1]
      if (before) {
        expect(await ann.presses(en('button-back'))).toMatch(asks[before])
        await ann.says(typed[before as 'title'])
        expect(ann.sees()).toMatch(asks[step])
      }
      await (step === 'poster' ? ann.presses(en('button-skip')) : ann.says(typed[step]))
    }
    expect(ann.sees()).toMatch(everything)
  })

  it('goes back several questions in a row, then on to the first that is open', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'price')
    expect(await ann.presses(en('button-back'), en('button-back'), en('button-back'), en('button-back'))).toMatch(
      asks.description,
    )
    expect(await ann.says('Another description')).toMatch(asks.price)
    await ann.says('1500', '100')
    expect(await ann.presses(en('button-skip'))).toMatch(/Another description$/u)
  })

  it('takes a picture as the poster and shows the preview with it', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'poster')
    await ann.does((person) => person.sendsPhoto())
    expect(ann.heard().at(-1)?.photo).toBeDefined()
    expect(ann.sees()).toMatch(everything)
    expect(await ann.presses(en('button-publish'))).toMatch(en.like('published'))
    await ann.presses(en('button-show-card'))
    expect(ann.heard().at(-1)?.photo).toBeDefined()
  })

  it('takes the first picture of an album and says nothing of the others', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'poster')
    const said = await ann.hears(() => ann.person.sendsAlbum(5))
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(asks.preview)
  })

  it('answers pictures that are no album one by one', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'poster')
    expect(
      await ann.hears(() => {
        ann.person.sendsPhoto()
        ann.person.sendsPhoto()
      }),
    ).toMatchObject([expect.stringMatching(asks.preview), expect.stringMatching(en.like('refusal-buttonNeeded'))])
  })
})

describe('commands in mid-form', () => {
  it.each([
    ['/buy', either(en.like('events-list'), en.like('events-none'))],
    ['/events', either(en.like('events-list'), en.like('events-none'))],
    ['/mytickets', en.like('tickets-none')],
    ['/myevents', en.opens('my-events-none')],
    ['/start', en.like('start')],
    ['/help', en.like('help')],
    ['/chatid', en.like('chat-id')],
    ['/nonsense', en.like('command-unknown', { command: '/nonsense' })],
    ['/start e_abc', en.like('refusal-eventNotFound')],
  ])('%s works, and the form goes on', async (command, answer) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'venue')
    expect(await ann.says(command)).toMatch(answer)
    expect(await ann.says(typed.venue)).toMatch(asks.price)
  })

  it('/newevent goes on at the same question, or starts over when that is wished', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'venue')
    const said = await ann.hears(() => ann.person.says('/newevent'))
    expect(said[0]).toBe(en('form-go-on', { title: 'Jazz night' }))
    expect(said[1]).toMatch(asks.venue)
    expect(await ann.says('Elsewhere')).toMatch(asks.price)
    await ann.says('/newevent')
    expect(await ann.presses(en('button-start-over'))).toMatch(asks.title)
  })

  it('an old "start over" leaves a later draft alone', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'venue')
    await ann.says('/newevent')
    const old = ann.heard().at(-2)?.message_id ?? 0
    await ann.presses(en('button-start-over'))
    await ann.says('A second title', 'A second description')
    await ann.does((person) => person.presses(en('button-start-over'), { messageId: old }))
    expect(ann.sees()).toMatch(asks.startsAt)
    expect(ann.heard().at(-2)?.text).toMatch(en.like('form-go-on', { title: 'A second title' }))
  })

  it('buying a ticket in between disturbs nothing', async () => {
    const ann = await meet(world, 'Ann')
    const other = await meet(world, 'Other')
    const { event } = await publish(world, other.id, { title: 'Other event' })
    await goTo(ann, 'capacity')
    await ann.says(`/buy ${event.slug}`)
    await ann.presses(en('button-buy'), '1', en('button-confirm'))
    await ann.says('100')
    expect(await ann.presses(en('button-skip'))).toMatch(everything)
  })
})
