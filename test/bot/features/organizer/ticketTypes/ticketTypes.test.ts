import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import type { World } from '../../../../support/world.js'
import {
  buy,
  dataOf,
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import { en, inOrder, ru } from '../../../../support/texts/words.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

/** Opens an event's ticket types. */
const openTypes = async (talker: Talker, { event }: EventWithType): Promise<string> => {
  await talker.says('/myevents')
  return talker.presses({ data: routes.manageEvent.data({ eventId: event.id }) }, en('button-types'))
}
const typesNow = async ({ event }: EventWithType) => (await world.levem().services.events.find(event.id)).types

describe('ticket types of an event', () => {
  it('are listed with what is sold, being paid and left, and one more is added', async () => {
    const [ann, bob, kim] = [await meet(world, 'Ann'), await meet(world, 'Bob'), await meet(world, 'Kim')]
    const found = await publish(world, ann.id, { capacity: 10 })
    const { saleSettings: offers, ordering } = world.levem().services
    await buy(world, bob.id, found, 4)
    await offers.setTransfer({ personId: ann.id, eventId: found.event.id, details: 'Card 1' })
    await ordering.hold({ buyerId: kim.id, ticketTypeId: found.type.id, quantity: 1, requestKey: 'k' })
    expect(await openTypes(ann, found)).toMatch(
      inOrder(
        en.like('types-head', { title: 'Jazz night' }),
        en.like('types-line', { name: en('type-unnamed'), price: '₽1,500', sold: 4, held: 1, left: 5 }),
        en.like('types-no-total', { total: 10 }),
      ),
    )
    await ann.presses(en('button-another-type'))
    expect(ann.sees()).toMatch(en.like('ask-typeName'))
    await ann.does((person) => person.sendsPhoto())
    expect(ann.sees()).toMatch(en.begins('refusal-otherKind', { kind: 'photo', asked: 'name' }))
    expect(await ann.says('Child')).toMatch(en.like('ask-typePrice', { name: 'Child' }))
    expect(await ann.says('15 $')).toMatch(en.like('refusal-priceOtherCurrency', { currency: 'RUB' }))
    expect(await ann.says('500')).toContain(en('ask-typeCapacity', { name: 'Child' }))
    expect(await ann.says('20')).toMatch(en.like('ask-firstName', { firstPrice: '₽1,500' }))
    expect(await ann.says('child')).toMatch(en.like('refusal-typeNameTaken', { name: 'child' }))
    expect(await ann.says('Adult')).toMatch(
      inOrder(
        en.begins('type-added', { name: 'Child' }),
        en.like('types-line', { name: 'Adult', price: '₽1,500', sold: 4, held: 1, left: 5 }),
        en.like('types-line', { name: 'Child', price: '₽500', sold: 0, left: 20 }),
      ),
    )
    expect(await ann.says('21')).toMatch(en.like('not-understood'))
    await ann.says('/myevents')
    expect(await ann.presses({ data: routes.manageEvent.data({ eventId: found.event.id }) })).toMatch(
      en.like('manage', { sold: 4, held: 1, left: 25 }),
    )
  })

  it('are changed one answer at a time; a refusal keeps the question open, and no limit takes it away', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id, { hours: 24 * 40 })
    await openTypes(ann, found)
    await ann.presses(`🎟 ${en('type-unnamed')}`)
    expect(screenOf(ann)).toEqual({
      text: en('type-screen', {
        title: 'Jazz night',
        name: en('type-unnamed'),
        capacity: 100,
        price: '₽1,500',
        sale: 'open',
        sold: 0,
        held: 0,
        left: 100,
        from: en('type-from-now'),
        until: en('type-until-end'),
        perPerson: 0,
      }),
      buttons: [
        en('type-field-name'),
        en('type-field-price'),
        en('type-field-capacity'),
        en('type-field-saleFrom'),
        en('type-field-saleUntil'),
        en('type-field-perPerson'),
        en('button-hide-type'),
        en('button-for-line'),
        en('button-back'),
      ],
    })
    await ann.presses(en('type-field-name'))
    expect(await ann.says('x'.repeat(41))).toMatch(en.like('refusal-nameTooLong', { length: 41, max: 40 }))
    expect(await ann.says('Adult <b>')).toMatch(
      inOrder(en.begins('setting-saved'), en.like('type-screen', { name: 'Adult <b>', title: 'Jazz night' })),
    )
    await ann.presses(en('type-field-price'))
    expect(ann.sees()).toMatch(en.like('type-ask-price', { price: '₽1,500' }))
    expect(await ann.says('2000')).toMatch(en.like('type-screen', { price: '₽2,000' }))
    await ann.presses(en('type-field-capacity'))
    expect(await ann.says('0')).toMatch(en.like('refusal-capacityOutOfRange'))
    expect(await ann.says('50')).toMatch(en.like('type-screen', { capacity: 50, sold: 0, left: 50 }))
    await ann.presses(en('type-field-saleUntil'))
    expect(await ann.says('whenever')).toMatch(en.like('refusal-whenNotUnderstood'))
    expect(await ann.says('yesterday')).toMatch(
      inOrder(
        en.begins('setting-saved'),
        en.like('type-screen', { name: 'Adult <b>', sale: 'after', title: 'Jazz night' }),
      ),
    )
    await ann.presses(en('type-field-saleUntil'))
    expect(await ann.says('1.12.2026')).toMatch(en.like('type-screen', { until: 'Tue, 1 December, 23:59 (GMT+3)' }))
    await ann.presses(en('type-field-saleFrom'))
    expect(await ann.says('2.12.2026')).toMatch(en.like('refusal-endBeforeStart'))
    expect(await ann.says('25.11.2026')).toMatch(en.like('type-screen', { from: 'Wed, 25 November, 00:00 (GMT+3)' }))
    await ann.presses(en('type-field-perPerson'))
    expect(await ann.says('2')).toMatch(en.like('type-screen', { perPerson: 2 }))
    await ann.presses(en('type-field-perPerson'), en('button-no-limit'))
    expect(ann.sees()).toMatch(en.like('type-screen', { perPerson: 0 }))
    await ann.presses(
      en('type-field-saleFrom'),
      en('button-no-limit'),
      en('type-field-saleUntil'),
      en('button-no-limit'),
    )
    expect((await typesNow(found))[0]).toMatchObject({
      name: 'Adult <b>',
      price: { minor: 200_000 },
      capacity: 50,
      saleFrom: undefined,
      saleUntil: undefined,
      perPerson: undefined,
    })
  })

  it('that nobody ordered are removed after a question, others stay', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id)
    const { saleSettings: offers } = world.levem().services
    const {
      types: [, child, last],
    } = await offers
      .addType({
        personId: ann.id,
        eventId: found.event.id,
        name: 'Child',
        price: { minor: 5, currency: 'RUB' },
        capacity: 2,
      })
      .then(() =>
        offers.addType({
          personId: ann.id,
          eventId: found.event.id,
          name: 'Last',
          price: { minor: 7, currency: 'RUB' },
          capacity: 2,
        }),
      )
    await openTypes(ann, found)
    await ann.presses('🎟 Child', en('button-remove-type'))
    expect(ann.sees()).toBe(en('type-remove-ask', { name: 'Child', title: 'Jazz night' }))
    const remove = dataOf(ann, 'yR:')
    expect(await ann.presses(en('button-back'), en('button-remove-type'), en('button-yes-do-it'))).toContain(
      en('type-removed'),
    )
    await ann.presses('🎟 Last')
    await buy(world, bob.id, { event: found.event, type: last ?? found.type })
    expect(await ann.presses(en('button-remove-type'), en('button-yes-do-it'))).toBe(
      en('type-remove-ask', { name: 'Last', title: 'Jazz night' }),
    )
    expect(ann.toast()).toMatch(en.like('refusal-typeHasOrders'))
    await forge(world, ann, remove)
    expect(ann.toast()).toBe(en('refusal-typeGone'))
    expect((await typesNow(found)).map(({ id }) => id)).toEqual([found.type.id, last?.id])
    expect(child?.name).toBe('Child')
  })

  it('have a number of seats over all of them', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id)
    await buy(world, bob.id, found, 3)
    await openTypes(ann, found)
    await ann.presses(en('button-total-seats'))
    expect(await ann.says('2')).toMatch(en.like('refusal-capacityBelowTaken', { taken: 3 }))
    expect(await ann.says('5')).toContain(en('types-total', { total: 5 }))
    expect(ann.sees()).toMatch(en.like('types-line', { sold: 3, left: 2 }))
    await ann.presses(en('button-total-seats'), en('button-no-limit'))
    expect(ann.sees()).toMatch(en.like('types-line', { sold: 3, held: 0, left: 97 }))
  })

  it('are nobody else’s to see or change, and an answer after "back" is no answer', async () => {
    const [ann, eve] = [await meet(world, 'Ann'), await meet(world, 'Eve')]
    const found = await publish(world, ann.id)
    const ids = `${found.event.id}:${found.type.id}`
    for (const data of [
      routes.ticketTypesOf.data({ eventId: found.event.id }),
      `yt:${ids}`,
      `ya:${ids}:price`,
      `yn:${ids}:perPerson`,
      `yr:${ids}`,
      `yR:${ids}`,
      routes.addTicketType.data({ eventId: found.event.id }),
      routes.askTotalSeats.data({ eventId: found.event.id }),
      routes.liftTotalSeats.data({ eventId: found.event.id }),
    ]) {
      await forge(world, eve, data)
      expect(eve.toast()).toBe(en('refusal-notYours'))
    }
    await openTypes(ann, found)
    await ann.presses(`🎟 ${en('type-unnamed')}`, en('type-field-price'), en('button-back'))
    expect(await ann.says('1')).toMatch(en.like('not-understood'))
    await ann.presses({ data: routes.ticketTypesOf.data({ eventId: found.event.id }) })
    await ann.presses(`🎟 ${en('type-unnamed')}`, en('type-field-price'))
    // A question that is open gives way to the form.
    await forge(world, ann, routes.createEvent.data({}))
    await ann.says('77')
    expect(ann.sees()).toMatch(en.like('ask-description'))
    expect(await typesNow(found)).toEqual([found.type])
  })

  it('cannot share a name, and a question of a cancelled event is not asked for ever', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    await openTypes(ann, found)
    await ann.presses(en('button-another-type'))
    await ann.says('Child', '500', '5', 'Adult')
    await ann.presses(en('button-another-type'))
    expect(await ann.says('adult ')).toBe(en('refusal-typeNameTaken', { name: 'adult' }))
    expect(await ann.says('Box')).toMatch(en.like('ask-typePrice', { name: 'Box' }))
    await world.levem().services.publishing.cancel(ann.id, found.event.id)
    expect(await ann.says('500')).toMatch(en.like('ask-typeCapacity', { name: 'Box' }))
    expect(await ann.says('5')).toMatch(en.like('refusal-eventCancelled'))
    expect(await ann.says('5')).toMatch(en.like('not-understood'))
  })

  it('wait for no answer any more when the door is opened', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id)
    await buy(world, bob.id, found)
    await openTypes(ann, found)
    await ann.presses(`🎟 ${en('type-unnamed')}`, en('type-field-name'))
    await forge(world, ann, routes.openDoor.data({ eventId: found.event.id }))
    await ann.says('Bob')
    expect(ann.sees()).toContain('Bob')
    expect((await typesNow(found))[0].name).toBe('')
  })

  it('in Russian speak Russian', async () => {
    const ann = await meet(world, 'Аня', { languageCode: 'ru' })
    const found = await publish(world, ann.id, { title: 'Джаз', venue: 'Клуб' })
    await ann.says('/myevents')
    const seen = [
      await ann.presses({ data: routes.manageEvent.data({ eventId: found.event.id }) }),
      await ann.presses(ru('button-types')),
      await ann.presses(ru('button-another-type')),
      await ann.says('Детский'),
      await ann.says('100'),
      await ann.says('3'),
      await ann.says('Взрослый'),
      await ann.presses('🎟 Детский'),
    ]
    for (const label of [
      ru('type-field-name'),
      ru('type-field-price'),
      ru('type-field-capacity'),
      ru('type-field-saleFrom'),
      ru('type-field-saleUntil'),
      ru('type-field-perPerson'),
      ru('button-remove-type'),
    ])
      seen.push(await ann.presses(label), await ann.presses(ru('button-back')))
    expect(
      seen
        .join('\n')
        .replaceAll(/Europe\/Moscow|https\S+/gu, '')
        .match(/[A-Za-z]{4,}/gu),
    ).toBeNull()
    expect(ann.sees()).toMatch(ru.like('type-screen', { capacity: 3, sold: 0, left: 3 }))
  })
})
