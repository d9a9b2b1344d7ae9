import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import {
  expectNoDefect,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
  typed,
} from '../../../../support/talker.js'
import { en, inOrder } from '../../../../support/texts/words.js'

const titles = (talker: Talker): readonly string[] =>
  screenOf(talker)
    .buttons.filter((label) => label.includes(' · '))
    .map((label) => label.split(' · ')[1] ?? '')

describe('/events and /buy', () => {
  let world: World
  let ann: Talker
  beforeEach(async () => {
    world = await openCalmWorld()
    ann = await meet(world, 'Ann')
  })
  afterEach(async () => {
    expectNoDefect(world)
    await world.close()
  })

  it('say so when nothing is on', async () => {
    expect(await ann.says('/events')).toBe(en('events-none'))
    expect(await ann.says('/buy')).toMatch(en.like('events-none'))
  })

  it.each(['/events', '/buy'])('%s lists what is on, soonest first, page by page, each event once', async (command) => {
    const order = [7, 3, 11, 1, 15, 9, 5, 13, 2, 8, 4, 14, 6, 12, 10]
    for (const hours of order) await publish(world, ann.id, { title: `Event ${hours}`, hours })
    await publish(world, ann.id, { title: 'Event 8 too', hours: 8 })

    await ann.says(command)
    const seen: string[] = [...titles(ann)]
    expect(seen).toEqual(['Event 1', 'Event 2', 'Event 3', 'Event 4', 'Event 5', 'Event 6'])
    while (screenOf(ann).buttons.includes(en('button-next-page'))) {
      await ann.presses(en('button-next-page'))
      seen.push(...titles(ann))
    }
    expect(seen).toEqual(
      ['1', '2', '3', '4', '5', '6', '7', '8', '8 too', '9', '10', '11', '12', '13', '14', '15'].map(
        (name) => `Event ${name}`,
      ),
    )
    expect(await ann.presses(en('button-first-page')).then(() => titles(ann))).toEqual(seen.slice(0, 6))
  })

  it('show no event that ended, was cancelled or is off sale, and show those that are sold out as such', async () => {
    const { publishing, ordering } = world.levem().services
    const soon = await publish(world, ann.id, { title: 'Over soon', hours: 1 })
    const cancelled = await publish(world, ann.id, { title: 'Cancelled' })
    const off = await publish(world, ann.id, { title: 'Off sale' })
    const full = await publish(world, ann.id, { title: 'Full', capacity: 1 })
    await publish(world, ann.id, { title: 'On' })
    await publishing.cancel(ann.id, cancelled.event.id)
    await publishing.unpublish(ann.id, off.event.id)
    await ordering.buy({ buyerId: ann.id, ticketTypeId: full.type.id, quantity: 1, requestKey: 'x' })
    await world.settle()
    expect((await ann.says('/events'), titles(ann))).toEqual(['Over soon', 'Full', 'On'])
    expect(screenOf(ann).buttons[1]).toBe(en('event-button', { title: 'Full', when: '23 Nov, 12:00' }))
    expect(ann.sees()).toMatch(
      en.like('events-line', { title: 'Full', when: 'Mon, 23 November, 12:00 (GMT+3)', price: '₽1,500', left: 0 }),
    )
    await world.advance(3_600_000)
    expect((await ann.says('/events'), titles(ann))).toEqual(['Full', 'On'])
    expect(await ann.says(`/buy ${soon.event.slug}`)).toMatch(inOrder(en.begins('card-ended'), 'Over soon'))
    expect(screenOf(ann).buttons).toEqual([en('button-organizers-others'), en('button-events')])
  })

  it('list an event that goes on now: until its end its tickets are on sale', async () => {
    await publish(world, ann.id, { title: 'Long', hours: 1, endsAt: world.clock.now() + 5 * 3_600_000 })
    await world.advance(2 * 3_600_000)
    expect((await ann.says('/events'), titles(ann))).toEqual(['Long'])
  })

  it('a page that was emptied meanwhile says that nothing is planned, with a way back to the first page', async () => {
    for (let i = 1; i <= 7; i += 1) await publish(world, ann.id, { title: `Event ${i}`, hours: i })
    await ann.says('/events')
    await world.advance(8 * 3_600_000)
    expect(await ann.presses(en('button-next-page'))).toMatch(en.like('events-none'))
    expect(screenOf(ann).buttons).toEqual([en('button-first-page')])
  })
})

describe('an event card', () => {
  let world: World
  beforeAll(async () => {
    world = await openCalmWorld()
  })
  afterAll(() => world.close())
  afterEach(() => expectNoDefect(world))

  it.each([
    ['the slug', (slug: string) => slug],
    ['the link', (slug: string) => `https://t.me/levem_sandbox_bot?start=e_${slug}`],
    ['the payload', (slug: string) => `e_${slug}`],
    ['blanks around', (slug: string) => `  ${slug}  `],
  ])('/buy with %s shows it', async (_, write) => {
    const ann = await meet(world, 'Ann')
    const { event } = await publish(world, ann.id, { title: 'By name' })
    expect(await ann.says(`/buy ${write(event.slug)}`)).toMatch(
      en.begins('card', { title: 'By name', when: 'Mon, 23 November, 12:00 (Moscow, GMT+3)' }),
    )
    expect(ann.buttons()).toEqual([en('button-buy')])
  })

  it('/buy with a word of it finds it as /events does', async () => {
    const ann = await meet(world, 'Ann')
    await publish(world, ann.id, { title: 'Zebra crossing' })
    expect(await ann.says('/buy zebra')).toMatch(en.begins('card', { title: 'Zebra crossing' }))
    expect(await ann.says('/buy Зебра')).toMatch(en.begins('card', { title: 'Zebra crossing' }))
  })

  it.each(['nosuchevent', 'NOSUCH', '<b>', '%00', 'https://example.org/', 'x'.repeat(3000)])(
    '/buy %s: there is no such event',
    async (what) => {
      const ann = await meet(world, 'Ann')
      expect(await ann.says(`/buy ${what}`)).toContain(en('refusal-eventNotFound'))
      await world.advance(2000)
    },
  )

  it('tells the time as an entity that each reader sees in their own zone', async () => {
    const ann = await meet(world, 'Ann')
    const { event } = await publish(world, ann.id)
    await ann.says(`/buy ${event.slug}`)
    expect(ann.heard().at(-1)?.html).toContain(`<tg-time unix="${event.startsAt / 1000}" format="wDt">`)
  })

  it('has its poster above, and a long description in full behind a button', async () => {
    const ann = await meet(world, 'Ann')
    const description = `${'word '.repeat(199)}word.`
    await ann.says('/newevent', 'With a poster', description, typed.startsAt, typed.endsAt, typed.venue, '0', '10')
    await ann.does((person) => person.sendsPhoto())
    await ann.presses(en('button-publish'), en('button-show-card'))
    const card = ann.heard().at(-1)
    expect(card?.photo).toBeDefined()
    expect(card?.text.length).toBeLessThanOrEqual(1024)
    expect(card?.text).toMatch(/word…$|…$/u)
    expect(card?.text).toContain(en('card-price', { price: en('price-free') }))
    expect(screenOf(ann).buttons).toEqual([en('button-buy'), en('button-read-more')])
    expect(await ann.presses(en('button-read-more'))).toBe(description)
  })

  it('has a description of 1,000 characters whole when there is no poster', async () => {
    const ann = await meet(world, 'Ann')
    const { event } = await publish(world, ann.id, { description: 'd'.repeat(1000) })
    expect(await ann.says(`/buy ${event.slug}`)).toContain('d'.repeat(1000))
    expect(ann.buttons()).toEqual([en('button-buy')])
  })

  it('comes without its poster when Telegram no longer has it', async () => {
    const ann = await meet(world, 'Ann')
    const { event } = await publish(world, ann.id, { title: 'Poster gone', poster: 'AgACAgnothing' })
    expect(await ann.says(`/buy ${event.slug}`)).toMatch(/^Poster gone/u)
    expect(ann.buttons()).toEqual([en('button-buy')])
  })

  it('has as many ticket types as fit under its poster, and all of them where one is chosen', async () => {
    const ann = await meet(world, 'Ann')
    const poster = ann.person.sendsPhoto().message?.photo?.at(-1)?.file_id ?? ''
    await world.settle()
    const { event } = await publish(world, ann.id, {
      title: 'T'.repeat(100),
      venue: 'V'.repeat(200),
      description: 'd'.repeat(1000),
      poster,
    })
    const { saleSettings: offers } = world.levem().services
    for (let i = 1; i < 12; i += 1)
      await offers.addType({
        personId: ann.id,
        eventId: event.id,
        name: `${i} `.padEnd(40, 'n'),
        price: { minor: 100_000 * i, currency: 'RUB' },
        capacity: 10,
      })
    const card = await ann.says(`/buy ${event.slug}`)
    expect(card.length).toBeLessThanOrEqual(1024)
    expect(card).toMatch(
      inOrder(
        en.like('card-type', { name: en('type-unnamed'), price: '₽1,500', sale: 'open', left: 100 }),
        en.like('card-more-types', { more: 6 }),
      ),
    )
    await ann.presses(en('button-buy'))
    expect(screenOf(ann).buttons).toHaveLength(13)
  })

  it('opened from the list stands below it, and the list stays', async () => {
    const ann = await meet(world, 'Ann')
    await publish(world, ann.id, { title: 'Soonest', hours: 0.1 })
    await ann.says('/events')
    expect(await ann.presses(/Soonest$/u)).toMatch(/^Soonest\n/u)
    expect(ann.heard().at(-2)?.text).toMatch(en.like('events-list'))
  })
})
