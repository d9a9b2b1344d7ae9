import { en, inOrder, ru } from '../../../../support/texts/words.js'
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
  await talker.presses(en('button-another-type'))
  return talker.says('Child', '500', '30', 'Adult')
}

describe('/newevent with several ticket types', () => {
  it('asks name, price and number of the new one, then the first one for its name, and shows all', async () => {
    const ann = await meet(world, 'Ann')
    expect(await goTo(ann, 'preview')).toContain(
      `${en('card-price', { price: '₽1,500' })}\n${en('card-left', { left: 100 })}`,
    )
    expect(await ann.presses(en('button-another-type'))).toBe(
      en('ask-frame', { about: 'type', ask: en('ask-typeName', { nameMax: 40 }) }),
    )
    expect(await ann.says('Child')).toContain(
      en('ask-typePrice', {
        name: 'Child',
        currency: 'RUB',
        money: en('currency-in-words', { currency: 'RUB' }),
        example: '₽1,500',
      }),
    )
    expect(await ann.says('500')).toContain(en('understood-price', { price: '₽500' }))
    expect(await ann.says('30')).toBe(
      en('ask-frame', { about: 'type', ask: en('ask-firstName', { firstPrice: '₽1,500', nameMax: 40 }) }),
    )
    expect(await ann.says('child')).toMatch(en.like('refusal-typeNameTaken', { name: 'child' }))
    expect(await ann.says('Adult')).toMatch(
      inOrder(
        en.like('card-type', { name: 'Adult', price: '₽1,500', sale: 'open', left: 100 }),
        en.like('card-type', { name: 'Child', price: '₽500', sale: 'open', left: 30 }),
      ),
    )
    expect(ann.sees()).toMatch(asks.preview)
    await ann.presses(en('button-another-type'))
    expect(await ann.says('Guest', 'free', '5')).toMatch(
      en.like('card-type', { name: 'Guest', price: en('price-free'), sale: 'open', left: 5 }),
    )
    expect(await typesOf(slugIn(await ann.presses(en('button-publish'))))).toEqual([
      ['Adult', 150_000, 'RUB', 100],
      ['Child', 50_000, 'RUB', 30],
      ['Guest', 0, 'RUB', 5],
    ])
    await world.advance(60_000)
    expect(world.chat.messages().at(-1)?.text).toMatch(
      ru.like('news-eventPublished', { price: ru('price-free-to', { highest: '1\u00a0500\u00a0₽' }), capacity: 135 }),
    )
  })

  it('keeps what was typed when an answer is refused, and over a restart', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await ann.presses(en('button-another-type'))
    expect(await ann.says('x'.repeat(41))).toMatch(
      inOrder(en.like('refusal-nameTooLong', { length: 41, max: 40 }), en.like('ask-typeName')),
    )
    await ann.says('Child')
    expect(await ann.says('15 $')).toMatch(
      inOrder(en.like('refusal-priceOtherCurrency', { currency: 'RUB' }), en.like('ask-typePrice', { name: 'Child' })),
    )
    expect(await ann.says('150 ⭐')).toMatch(en.like('refusal-priceOtherCurrency', { currency: 'RUB' }))
    await ann.says('500')
    await world.restart()
    expect(await ann.says('none')).toMatch(
      inOrder(en.like('refusal-notANumber'), en.like('ask-typeCapacity', { name: 'Child' })),
    )
    expect(await ann.says('30', 'Adult')).toMatch(
      inOrder('Adult —', en.like('card-type', { name: 'Child', price: '₽500', sale: 'open', left: 30 })),
    )
  })

  it('goes back question by question, and drops what is half-made', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'preview')
    await ann.presses(en('button-another-type'))
    expect(await ann.presses(en('button-back'))).toContain(
      `${en('card-price', { price: '₽1,500' })}\n${en('card-left', { left: 100 })}`,
    )
    await ann.presses(en('button-another-type'))
    expect(await ann.says('Child', '500', '30')).toMatch(en.like('ask-firstName'))
    expect(await ann.presses(en('button-back'))).toContain(en('ask-typeCapacity', { name: 'Child' }))
    expect(await ann.presses(en('button-back'))).toMatch(en.like('ask-typePrice', { name: 'Child' }))
    expect(await ann.presses(en('button-back'))).toMatch(en.like('ask-typeName'))
    expect(await ann.presses(en('button-back'))).toMatch(asks.preview)
    expect(ann.sees()).not.toMatch(en.like('ask-typeName'))
  })

  it('changes and removes types, the first one too', async () => {
    const ann = await meet(world, 'Ann')
    await withTwo(ann)
    await ann.presses(en('button-edit-answer'))
    expect(screenOf(ann).buttons).toEqual([
      en('field-title'),
      en('field-description'),
      en('field-startsAt'),
      en('field-endsAt'),
      en('field-venue'),
      en('field-poster'),
      '🎟 Adult',
      '🎟 Child',
      en('button-back'),
    ])
    expect(await ann.presses('🎟 Child')).toMatch(en.opens('form-type', { name: 'Child' }))
    await ann.presses(en('field-typePrice'))
    expect(await ann.says('700')).toMatch(
      en.like('card-type', { name: 'Child', price: '₽700', sale: 'open', left: 30 }),
    )
    await ann.presses(en('button-edit-answer'), '🎟 Adult', en('field-typeCapacity'))
    expect(await ann.says('10')).toMatch(
      en.like('card-type', { name: 'Adult', price: '₽1,500', sale: 'open', left: 10 }),
    )
    await ann.presses(en('button-edit-answer'), '🎟 Adult', en('field-typeName'))
    expect(await ann.presses(en('button-back'))).toMatch(
      en.like('card-type', { name: 'Adult', price: '₽1,500', sale: 'open', left: 10 }),
    )
    await ann.presses(en('button-edit-answer'), '🎟 Adult')
    const gone = dataOf(ann, 'fE:')
    expect(await ann.presses(en('button-remove-type'))).toMatch(
      en.like('card-type', { name: 'Child', price: '₽700', sale: 'open', left: 30 }),
    )
    expect(ann.sees()).not.toMatch(en.like('ask-firstName'))
    await forge(world, ann, gone.replace(':0:', ':1:'))
    expect(ann.sees()).toMatch(en.like('refusal-buttonNeeded'))
    await ann.presses(en('button-edit-answer'), en('field-typePrice'))
    await ann.says('800')
    expect(await typesOf(slugIn(await ann.presses(en('button-publish'))))).toEqual([['Child', 80_000, 'RUB', 30]])
  })

  it('removes one type for one button, however often it is pressed', async () => {
    const ann = await meet(world, 'Ann')
    await withTwo(ann)
    await ann.presses(en('button-another-type'))
    expect(await ann.says('CHILD')).toMatch(
      inOrder(en.like('refusal-typeNameTaken', { name: 'CHILD' }), en.like('ask-typeName')),
    )
    await ann.says('Guest', 'free', '5')
    await ann.presses(en('button-edit-answer'), '🎟 Child')
    const remove = dataOf(ann, 'fr:')
    await ann.presses(en('button-remove-type'))
    await forge(world, ann, remove)
    expect(ann.toast()).toBe(en('button-old'))
    expect((await typesOf(slugIn(await ann.presses(en('button-publish'))))).map(([name]) => name)).toEqual([
      'Adult',
      'Guest',
    ])
  })

  it('takes prices in Stars for an online event, then for all its types', async () => {
    const ann = await meet(world, 'Ann')
    expect(await goTo(ann, 'price')).toMatch(en.like('ask-price', { currency: 'RUB' }))
    expect(await ann.says('15 €')).toContain(en('refusal-priceOtherCurrency', { currency: 'RUB' }))
    expect(await ann.says('150001 ⭐')).toMatch(en.like('refusal-priceTooHigh', { max: 100000 }))
    expect(await ann.says('150 ⭐')).toContain(en('understood-price', { price: '150\u00a0⭐' }))
    await ann.says('100')
    await ann.presses(en('button-skip'), en('button-another-type'))
    expect(await ann.says('Backstage')).toMatch(en.like('ask-typePrice', { currency: 'XTR' }))
    expect(await ann.says('300 ₽')).toMatch(en.like('refusal-priceOtherCurrency', { currency: 'XTR' }))
    await ann.says('300', '10', 'Seat')
    const slug = slugIn(await ann.presses(en('button-publish')))
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
      await ann.presses(en('button-another-type'))
      await ann.says(`Type ${i}`, '1', '1')
    }
    expect(await ann.presses(en('button-another-type'))).toMatch(en.like('refusal-tooManyTypes', { max: 12 }))
    expect(await typesOf(slugIn(await ann.presses(en('button-publish'))))).toHaveLength(12)
  })

  it('of an event that exists asks neither price nor number, and leaves its types as they are', async () => {
    const ann = await meet(world, 'Ann')
    await withTwo(ann)
    const slug = slugIn(await ann.presses(en('button-publish')))
    await ann.presses(en('button-manage'), en('button-edit'))
    expect(screenOf(ann).buttons).not.toContain(en('button-another-type'))
    await ann.presses(en('button-edit-answer'))
    expect(screenOf(ann).buttons).toEqual([
      en('field-title'),
      en('field-description'),
      en('field-startsAt'),
      en('field-endsAt'),
      en('field-venue'),
      en('field-poster'),
      en('button-types'),
      en('button-back'),
    ])
    await forge(world, ann, 'fe:price')
    await ann.presses(en('button-edit-answer'), en('field-title'))
    await ann.says('Jazz day')
    expect(await ann.presses(en('button-save'))).toContain(en('saved', { title: 'Jazz day' }))
    expect(await typesOf(slug)).toEqual([
      ['Adult', 150_000, 'RUB', 100],
      ['Child', 50_000, 'RUB', 30],
    ])
  })
})
