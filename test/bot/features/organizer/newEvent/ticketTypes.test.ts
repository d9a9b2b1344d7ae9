import { en } from '../../../../support/texts/words.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import {
  asks,
  dataOf,
  expectNoDefect,
  forge,
  goTo,
  meet,
  openCalmWorld,
  screenOf,
  slugIn,
  type Talker,
} from '../../../../support/talker.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const typesOf = async (slug: string) =>
  (await world.levem().services.looking.arrive({ personId: 1, slug })).types.map(({ name, price, capacity }) => [
    name,
    price.minor,
    price.currency,
    capacity,
  ])
/** Fills in the form and adds a second type: then the first one is asked for its name. */
const withTwo = async (talker: Talker): Promise<string> => {
  await goTo(talker, 'preview')
  await talker.presses('➕ Another ticket type')
  return talker.says('Child', '500', '30', 'Adult')
}

describe('/newevent with several ticket types', () => {
  it('asks name, price and number of the new one, then the first one for its name, and shows all', async () => {
    const ann = await meet(world, 'Ann')
    expect(await goTo(ann, 'preview')).toContain('💰 ₽1,500\n🎟 100 tickets left')
    expect(await ann.presses('➕ Another ticket type')).toBe(
      'Ticket type\nWhat is the new ticket type called? For example: Child, Balcony, VIP. Up to 40 characters.',
    )
    expect(await ann.says('Child')).toContain(
      'What does “Child” cost? A number in roubles, such as ₽1,500; 0 means free.',
    )
    expect(await ann.says('500')).toContain('✔️ Price: ₽500')
    expect(await ann.says('30')).toBe(
      'Ticket type\nAnd what is the first ticket type called? The one for ₽1,500. For example: Adult, Stalls, Early bird. Up to 40 characters.',
    )
    expect(await ann.says('child')).toContain('There is a ticket type “child” already')
    expect(await ann.says('Adult')).toMatch(/Adult — ₽1,500 · 100 left\n.*Child — ₽500 · 30 left/u)
    expect(ann.sees()).toMatch(asks.preview)
    await ann.presses('➕ Another ticket type')
    expect(await ann.says('Guest', 'free', '5')).toContain('Guest — free · 5 left')
    expect(await typesOf(slugIn(await ann.presses('🎉 Publish')))).toEqual([
      ['Adult', 150_000, 'RUB', 100],
      ['Child', 50_000, 'RUB', 30],
      ['Guest', 0, 'RUB', 5],
    ])
    await world.advance(60_000)
    expect(world.chat.messages().at(-1)?.text).toContain('💰 бесплатно – 1\u00a0500\u00a0₽ · 🎟 135 билетов')
  })

  it('keeps what was typed when an answer is refused, and over a restart', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await ann.presses('➕ Another ticket type')
    expect(await ann.says('x'.repeat(41))).toMatch(/41 characters; 40 fit[^]*What is the new ticket type called/u)
    await ann.says('Child')
    expect(await ann.says('15 $')).toMatch(/Prices here are in RUB[^]*What does “Child” cost/u)
    expect(await ann.says('150 ⭐')).toMatch(/Prices here are in RUB/u)
    await ann.says('500')
    await world.restart()
    expect(await ann.says('none')).toMatch(/whole number[^]*How many tickets “Child” are there/u)
    expect(await ann.says('30', 'Adult')).toMatch(/Adult — .*\n.*Child — ₽500 · 30 left/u)
  })

  it('goes back question by question, and drops what is half-made', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await ann.presses('➕ Another ticket type')
    expect(await ann.presses('‹ Back')).toContain('💰 ₽1,500\n🎟 100 tickets left')
    await ann.presses('➕ Another ticket type')
    expect(await ann.says('Child', '500', '30')).toMatch(en.like('ask-firstName'))
    expect(await ann.presses('‹ Back')).toContain('How many tickets “Child” are there?')
    expect(await ann.presses('‹ Back')).toContain('What does “Child” cost?')
    expect(await ann.presses('‹ Back')).toMatch(en.like('ask-typeName'))
    expect(await ann.presses('‹ Back')).toMatch(asks.preview)
    expect(ann.sees()).not.toContain('Child')
  })

  it('changes and removes types, the first one too', async () => {
    const ann = await meet(world, 'Ann')
    await withTwo(ann)
    await ann.presses('✏️ Edit an answer')
    expect(screenOf(ann).buttons).toEqual([
      'Title',
      'Description',
      'Start',
      'End',
      'Venue',
      'Poster',
      '🎟 Adult',
      '🎟 Child',
      '‹ Back',
    ])
    expect(await ann.presses('🎟 Child')).toMatch(/^✏️ What is to change about “Child”\?/u)
    await ann.presses('Price')
    expect(await ann.says('700')).toContain('Child — ₽700 · 30 left')
    await ann.presses('✏️ Edit an answer', '🎟 Adult', 'Number')
    expect(await ann.says('10')).toContain('Adult — ₽1,500 · 10 left')
    await ann.presses('✏️ Edit an answer', '🎟 Adult', 'Name')
    expect(await ann.presses('‹ Back')).toContain('Adult — ₽1,500 · 10 left')
    await ann.presses('✏️ Edit an answer', '🎟 Adult')
    const gone = dataOf(ann, 'fE:')
    expect(await ann.presses('🗑 Remove this type')).toContain('Child — ₽700 · 30 left')
    expect(ann.sees()).not.toContain('Adult')
    await forge(world, ann, gone.replace(':0:', ':1:'))
    expect(ann.sees()).toMatch(en.like('refusal-buttonNeeded'))
    await ann.presses('✏️ Edit an answer', 'Price')
    await ann.says('800')
    expect(await typesOf(slugIn(await ann.presses('🎉 Publish')))).toEqual([['Child', 80_000, 'RUB', 30]])
  })

  it('removes one type for one button, however often it is pressed', async () => {
    const ann = await meet(world, 'Ann')
    await withTwo(ann)
    await ann.presses('➕ Another ticket type')
    expect(await ann.says('CHILD')).toMatch(
      /There is a ticket type “CHILD” already[^]*What is the new ticket type called/u,
    )
    await ann.says('Guest', 'free', '5')
    await ann.presses('✏️ Edit an answer', '🎟 Child')
    const remove = dataOf(ann, 'fr:')
    await ann.presses('🗑 Remove this type')
    await forge(world, ann, remove)
    expect(ann.toast()).toBe(en('button-old'))
    expect((await typesOf(slugIn(await ann.presses('🎉 Publish')))).map(([name]) => name)).toEqual(['Adult', 'Guest'])
  })

  it('takes prices in Stars for an online event, then for all its types', async () => {
    const ann = await meet(world, 'Ann')
    expect(await goTo(ann, 'price')).toContain('A price in Stars, such as 150 ⭐, is for online events')
    expect(await ann.says('15 €')).toContain('Prices here are in RUB. Please give the amount in RUB.')
    expect(await ann.says('150001 ⭐')).toContain('the price can be up to 100,000')
    expect(await ann.says('150 ⭐')).toContain('✔️ Price: 150\u00a0⭐')
    await ann.says('100')
    await ann.presses('Skip ›', '➕ Another ticket type')
    expect(await ann.says('Backstage')).toContain('A number of Stars ⭐')
    expect(await ann.says('300 ₽')).toContain('Prices here are in Stars ⭐')
    await ann.says('300', '10', 'Seat')
    const slug = slugIn(await ann.presses('🎉 Publish'))
    expect(await typesOf(slug)).toEqual([
      ['Seat', 150, 'XTR', 100],
      ['Backstage', 300, 'XTR', 10],
    ])
    expect((await world.levem().services.looking.arrive({ personId: 1, slug })).event.paymentMethods).toEqual(['stars'])
  })

  it('takes twelve types and no more', async () => {
    const ann = await meet(world, 'Ann')
    await withTwo(ann)
    for (let i = 3; i <= 12; i += 1) {
      await ann.presses('➕ Another ticket type')
      await ann.says(`Type ${i}`, '1', '1')
    }
    expect(await ann.presses('➕ Another ticket type')).toMatch(/up to 12 ticket types/u)
    expect(await typesOf(slugIn(await ann.presses('🎉 Publish')))).toHaveLength(12)
  })

  it('of an event that exists asks neither price nor number, and leaves its types as they are', async () => {
    const ann = await meet(world, 'Ann')
    await withTwo(ann)
    const slug = slugIn(await ann.presses('🎉 Publish'))
    await ann.presses('⚙️ Manage', '✏️ Change')
    expect(screenOf(ann).buttons).not.toContain(en('button-another-type'))
    await ann.presses('✏️ Edit an answer')
    expect(screenOf(ann).buttons).toEqual([
      'Title',
      'Description',
      'Start',
      'End',
      'Venue',
      'Poster',
      '🎟 Ticket types',
      '‹ Back',
    ])
    await forge(world, ann, 'fe:price')
    await ann.presses('✏️ Edit an answer', 'Title')
    await ann.says('Jazz day')
    expect(await ann.presses('💾 Save')).toContain('💾 Saved: “Jazz day”.')
    expect(await typesOf(slug)).toEqual([
      ['Adult', 150_000, 'RUB', 100],
      ['Child', 50_000, 'RUB', 30],
    ])
  })
})
