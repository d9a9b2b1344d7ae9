import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../support/world.js'
import { expectNoDefect, goTo, meet, openCalmWorld, publish } from '../../../support/talker.js'
import { either, en, inOrder, ru } from '../../../support/texts/words.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const anna = (languageCode?: string) => meet(world, 'Анна', languageCode === undefined ? {} : { languageCode })

describe('/start', () => {
  it.each([
    ['ru', 'Здравствуйте, Анна!'],
    ['uk', 'Здравствуйте'],
    ['be', 'Здравствуйте'],
    ['en', 'Hello, Анна!'],
    ['de', 'Hello'],
    ['pt-br', 'Hello'],
    ['ru-RU', 'Здравствуйте'],
  ])('greets who has Telegram in "%s" with "%s"', async (code, greeting) => {
    expect((await anna(code)).sees()).toContain(greeting)
  })

  it('greets in the default language where Telegram tells none', async () => {
    const silent = world.sandbox.person({ firstName: 'Kim' })
    silent.says('/start')
    await world.settle()
    expect(silent.sees()).toMatch(ru.like('start', { name: 'Kim' }))
  })

  it.each([
    ['/tickets', 'tickets-none'],
    ['/MyTickets', 'tickets-none'],
    ['/myorders', 'orders-none'],
    ['/myevent', 'my-events-none'],
  ])('%s is what people try, and is understood', async (command, key) => {
    const ann = await anna('en')
    expect(await ann.says(command)).toMatch(en.opens(key))
  })

  it('shows the main actions as buttons, and each of them answers', async () => {
    const ann = await anna('en')
    expect(ann.buttons()).toEqual([
      en('button-events'),
      en('button-my-tickets'),
      en('button-my-orders'),
      en('button-new-event'),
      en('button-my-events'),
    ])
    expect(await ann.presses(en('button-events'))).toMatch(either(en.like('events-none'), en.like('events-list')))
    await ann.says('/start')
    expect(await ann.presses(en('button-my-tickets'))).toMatch(en.like('tickets-none'))
    await ann.says('/start')
    expect(await ann.presses(en('button-my-events'))).toMatch(en.opens('my-events-none'))
    await ann.says('/start')
    expect(await ann.presses({ data: 'n' })).toMatch(en.like('ask-title'))
  })

  it('greets people whose names are hard: mark-up, no letters, direction marks', async () => {
    expect((await meet(world, '<3 </a> & <b>')).sees()).toMatch(en.like('start', { name: '<3 </a> & <b>' }))
    expect((await meet(world, '\u200b\u202e')).sees()).toMatch(en.like('start', { name: /#\d+/u }))
    expect((await meet(world, '👩‍👩‍👧'.repeat(8), { lastName: 'x'.repeat(64) })).sees()).toContain('👩‍👩‍👧👩‍👩‍👧')
  })
})

describe('a link to an event', () => {
  it('opens the event, as a first message and later', async () => {
    const ann = await anna('en')
    const { event } = await publish(world, ann.id, { title: 'Linked' })
    const bob = world.sandbox.person({ firstName: 'Bob', languageCode: 'en' })
    bob.opens(`e_${event.slug}`)
    await world.settle()
    expect(bob.sees()).toMatch(/^Linked\n/u)
    expect(bob.buttons()).toEqual([en('button-buy'), en('button-ask-organizer'), en('button-follow')])
  })

  it.each(['e_zzzzzzzzzz', 'e_a'])('that leads nowhere (%s) says so and shows what can be done', async (payload) => {
    const ann = await anna('en')
    expect(await ann.does((person) => person.opens(payload))).toMatch(en.like('refusal-eventNotFound'))
    expect(ann.buttons()).toContain(en('button-events'))
  })

  it.each(['hello', 'E_ABC', 'e_%', 'e_' + 'a'.repeat(62)])('that is none (%s) does no harm', async (payload) => {
    const ann = await anna('en')
    expect(await ann.does((person) => person.opens(payload))).toMatch(
      either(en.like('start', { name: 'Анна' }), en.like('refusal-eventNotFound')),
    )
  })

  it('to a cancelled event, or one off sale, says what it is and sells nothing', async () => {
    const ann = await anna('en')
    const { publishing } = world.levem().services
    const off = await publish(world, ann.id, { title: 'Off' })
    await publishing.unpublish(ann.id, off.event.id)
    const cancelled = await publish(world, ann.id, { title: 'Cancelled' })
    await publishing.cancel(ann.id, cancelled.event.id)
    await world.settle()
    const bob = await anna('en')
    expect(await bob.does((person) => person.opens(`e_${off.event.slug}`))).toMatch(
      inOrder(en.begins('card-not-on-sale'), 'Off'),
    )
    expect(await bob.does((person) => person.opens(`e_${cancelled.event.slug}`))).toMatch(
      inOrder(en.begins('card-cancelled'), 'Cancelled'),
    )
    expect(
      bob
        .heard()
        .slice(-2)
        .flatMap(({ keyboard }) =>
          keyboard.flat().map((button) => (typeof button === 'string' ? button : button.text)),
        ),
    ).not.toContain(en('button-buy'))
  })
})

describe('/language', () => {
  it('switches, and the choice stays when the program starts again', async () => {
    const ann = await anna('en')
    expect(await ann.says('/language')).toBe(en('language-ask'))
    expect(await ann.presses('🇷🇺 Русский')).toBe(ru('language-set'))
    expect(ann.buttons()).toContain(ru('button-events'))
    expect(await ann.says('/help')).toContain(ru('command-help'))
    await world.restart()
    expect(await ann.says('/help')).toContain(ru('command-help'))
    await ann.says('/language')
    expect(await ann.presses('🇬🇧 English')).toBe(en('language-set'))
    expect(await ann.says('/help')).toContain(en('command-help'))
  })

  it('in mid-form is obeyed at once by the form', async () => {
    const ann = await anna('en')
    await goTo(ann, 'price')
    await ann.says('/language')
    await ann.presses('🇷🇺 Русский')
    expect(await ann.says('-5')).toMatch(inOrder(ru.begins('refusal-priceNegative'), ru.like('ask-price')))
  })
})

describe('/help and /cancel', () => {
  it('/help names every command that a private chat offers', async () => {
    const help = await (await anna('en')).says('/help')
    for (const command of [
      '/events',
      '/buy',
      '/mytickets',
      '/newevent',
      '/myevents',
      '/door',
      '/language',
      '/cancel',
      '/chatid',
    ])
      expect(help).toContain(command)
  })

  it('/cancel without an open form says that there is nothing to stop', async () => {
    const ann = await anna('en')
    expect(await ann.says('/cancel')).toBe(en('cancel-nothing'))
  })

  it('/cancel in mid-form throws the draft away, and what is said next is no answer', async () => {
    const ann = await anna('en')
    await goTo(ann, 'venue')
    expect(await ann.says('/cancel')).toBe(en('cancel-done'))
    expect(await ann.says('Nowhere at all')).toMatch(en.like('finding-none'))
    expect(await ann.says('/cancel')).toMatch(en.like('cancel-nothing'))
  })
})
