import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isUnanswered } from '../../../src/domain/buyerQuestion.js'
import { databases } from '../../support/database/databases.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'
import { day } from '../../support/fixtures.js'
import { answer, ask, hold } from './asking.js'
import { mayMissTheRace } from '../../support/database/racing.js'

const hour = 3_600_000

describe.each(databases)('questions to buyers, on $name', (database) => {
  let house: House
  let sale: Sale
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale()
  })
  afterEach(() => house.drop())

  const own = (personId: number, orderId: number) => ({ personId, orderId })
  const confirm = (personId: number, orderId: number) => house.services.ordering.confirm(own(personId, orderId))
  const answers = async (): Promise<unknown[]> =>
    (await house.inspect.rows('answers')).map(({ value }) => value).toSorted()

  test('are answered before what is free is taken, and cost a sale without them nothing', async () => {
    const ada = await house.person('Ada')
    const wish = { personId: ada, eventId: sale.event.id, ticketTypeId: sale.type.id, quantity: 1 }
    const needsHold = async () => (await house.services.choosing.pick(wish)).needsHold
    expect(await needsHold()).toBe(false)
    const food = await ask(house, sale, 'text')
    const extra = await ask(house, sale, 'number', { isRequired: false })
    expect(await needsHold()).toBe(true)
    expect(await refused(house.buys(ada, sale))).toBe('asksFirst')
    const held = await hold(house, ada, sale, 2)
    expect(held.asked?.map(({ question, place, value }) => [question.id, place, value])).toEqual([
      [food.id, 0, undefined],
      [extra.id, 0, undefined],
    ])
    expect(await refused(confirm(ada, held.order.id))).toBe('answersMissing')
    expect(await refused(answer(house, ada, held, food, { kind: 'skipped' }))).toBe('answersMissing')
    await answer(house, ada, held, food, 'No nuts')
    const after = await answer(house, ada, held, extra, { kind: 'skipped' })
    expect(after.asked?.filter(isUnanswered)).toEqual([])
    expect((await confirm(ada, held.order.id)).order.state).toBe('confirmed')
    expect(await answers()).toEqual(['', 'No nuts'])
  })

  test('come before the ways to pay', async () => {
    const paid = await house.sale({ price: 100_000 })
    const ada = await house.person('Ada')
    const food = await ask(house, paid, 'text')
    const held = await hold(house, ada, paid)
    const choose = () => house.services.ordering.choosePaymentMethod({ ...own(ada, held.order.id), method: 'atDoor' })
    expect(await refused(choose())).toBe('answersMissing')
    expect(await refused(confirm(ada, held.order.id))).toBe('answersMissing')
    await answer(house, ada, held, food, 'x')
    expect(await refused(choose())).toBe('done')
    expect(await refused(confirm(ada, held.order.id))).toBe('done')
  })

  test('are asked of each ticket, and only for their types', async () => {
    const ada = await house.person('Ada')
    const act = { personId: sale.organizer, eventId: sale.event.id }
    const price = { minor: 0, currency: 'RUB' }
    await house.services.saleSettings.changeType({ ...act, ticketTypeId: sale.type.id, fields: { name: 'Hall' } })
    const { types } = await house.services.saleSettings.addType({ ...act, name: 'Balcony', price, capacity: 10 })
    const balcony = types.find(({ name }) => name === 'Balcony')
    if (!balcony) throw new Error('no balcony')
    const name = await ask(house, sale, 'name', { scope: 'ticket' })
    const one = { personId: sale.organizer, questionId: name.id, ticketTypeId: balcony.id }
    expect((await house.services.buyerQuestions.tickType(one)).question.ticketTypeIds).toEqual([balcony.id])
    // Of the hall nothing is asked: it is bought at once.
    expect(await house.buys(ada, sale)).toHaveLength(1)
    const held = await hold(house, ada, { ...sale, type: balcony }, 2)
    expect(held.asked?.map(({ place }) => place)).toEqual([1, 2])
    expect(await refused(answer(house, ada, held, name, 'Ada', 3))).toBe('questionGone')
    await answer(house, ada, held, name, 'Ada', 1)
    expect(await refused(confirm(ada, held.order.id))).toBe('answersMissing')
    await answer(house, ada, held, name, { kind: 'same' }, 2)
    await confirm(ada, held.order.id)
    expect(await answers()).toEqual(['Ada', 'Ada'])
    // For all types is for all that come later, too.
    const all = { ...one, ticketTypeId: sale.type.id }
    expect((await house.services.buyerQuestions.tickType(all)).question.ticketTypeIds).toEqual([])
  })

  test('are answered by their buyer only, while the seats are held, and until the organizer says', async () => {
    const [ada, bob] = [await house.person('Ada'), await house.person('Bob')]
    const food = await ask(house, sale, 'text')
    const held = await hold(house, ada, sale)
    expect(await refused(answer(house, bob, held, food, 'x'))).toBe('orderNotFound')
    expect(await refused(answer(house, sale.organizer, held, food, 'x'))).toBe('orderNotFound')
    await answer(house, ada, held, food, 'first')
    await confirm(ada, held.order.id)
    await answer(house, ada, held, food, 'second')
    expect(await answers()).toEqual(['second'])
    const act = { personId: sale.organizer, eventId: sale.event.id }
    await house.services.buyerQuestions.setAnswerHours({ ...act, hours: 3 })
    house.later(day - 3 * hour - 1)
    expect(await refused(answer(house, ada, held, food, 'third'))).toBe('done')
    house.later(1)
    expect(await refused(answer(house, ada, held, food, 'fourth'))).toBe('answersClosed')
    await house.services.buyerQuestions.setAnswerHours({ ...act, hours: 0 })
    expect(await refused(answer(house, ada, held, food, 'fifth'))).toBe('done')
    await house.services.buyerQuestions.setAnswerHours({ ...act, hours: -1 })
    expect(await refused(answer(house, ada, held, food, 'sixth'))).toBe('answersClosed')
    expect(await answers()).toEqual(['fifth'])
  })

  test('are not answered when the time of the hold is over', async () => {
    const ada = await house.person('Ada')
    const food = await ask(house, sale, 'text')
    const held = await hold(house, ada, sale)
    house.later(16 * 60_000)
    expect(await refused(answer(house, ada, held, food, 'x'))).toBe('holdOver')
    await house.services.ordering.expireOverdue()
    expect(await refused(answer(house, ada, held, food, 'x'))).toBe('holdOver')
  })

  test('of a ticket are its new holder’s after it was given away, who sees nothing but the name', async () => {
    const [ada, bob] = [await house.person('Ada'), await house.person('Bob')]
    const name = await ask(house, sale, 'name', { scope: 'ticket' })
    const phone = await ask(house, sale, 'phone', { scope: 'ticket' })
    const held = await hold(house, ada, sale, 2)
    for (const place of [1, 2]) {
      await answer(house, ada, held, name, `Ada ${place}`, place)
      await answer(house, ada, held, phone, '+7 912 345-67-89', place)
    }
    await confirm(ada, held.order.id)
    const tickets = await house.store.transact((tx) => tx.tickets.ofOrder(held.order.id))
    const second = tickets[1]
    if (!second) throw new Error('no second ticket')
    const { token } = await house.services.gifts.create({ personId: ada, ticketId: second.id })
    await house.services.gifts.accept({ personId: bob, token })
    const { place, asked } = await house.services.answers.ofTicket({ personId: bob, ticketId: second.id })
    expect(place).toBe(2)
    expect(asked.map((one) => [one.place, one.question.kind, one.value])).toEqual([
      [2, 'name', 'Ada 2'],
      [2, 'phone', undefined],
    ])
    await answer(house, bob, held, name, 'Bob', 2)
    expect(await refused(answer(house, ada, held, name, 'Ada', 2))).toBe('questionGone')
    expect(await refused(answer(house, bob, held, name, 'Bob', 1))).toBe('questionGone')
    expect(await refused(house.services.answers.ofTicket({ personId: ada, ticketId: second.id }))).toBe('notHolder')
    const adas = await house.services.answers.view({ personId: ada, orderId: held.order.id })
    expect(adas.asked.map((one) => one.place)).toEqual([1, 1])
  })

  test('are kept whatever their organizer changes; an old button of a choice chooses nothing', async () => {
    const ada = await house.person('Ada')
    const meal = await ask(house, sale, 'choice', { choices: ['Fish', 'Meat'] })
    const drinks = await ask(house, sale, 'choices', { choices: ['Tea', 'Wine', 'Beer'] })
    const held = await hold(house, ada, sale)
    await answer(house, ada, held, meal, { kind: 'chosen', mask: 2, version: meal.version })
    await answer(house, ada, held, drinks, { kind: 'chosen', mask: 5, version: drinks.version })
    expect(await answers()).toEqual(['Meat', 'Tea\nBeer'])
    const none = { kind: 'chosen', mask: 0, version: drinks.version } as const
    expect(await refused(answer(house, ada, held, drinks, none))).toBe('answersMissing')
    const act = { personId: sale.organizer, questionId: meal.id }
    await house.services.buyerQuestions.change({ ...act, fields: { choices: ['Soup', 'Fish'] } })
    const old = { kind: 'chosen', mask: 1, version: meal.version } as const
    expect(await refused(answer(house, ada, held, meal, old))).toBe('questionChanged')
    expect(await answers()).toEqual(['Meat', 'Tea\nBeer'])
    expect(await refused(answer(house, ada, held, meal, 'meat'))).toBe('answerNotChoice')
    await answer(house, ada, held, meal, ' FISH ')
    await house.services.buyerQuestions.remove(act)
    expect(await refused(house.services.buyerQuestions.remove(act))).toBe('questionGone')
    expect(await refused(answer(house, ada, held, meal, 'Soup'))).toBe('questionGone')
    expect(await answers()).toEqual(['Fish', 'Tea\nBeer'])
    await confirm(ada, held.order.id)
  })

  test('of two answers at once one is kept, and none after the order has ended', async () => {
    const ada = await house.person('Ada')
    const food = await ask(house, sale, 'text')
    const held = await hold(house, ada, sale)
    const many = Array.from({ length: 20 }, (_, i) => answer(house, ada, held, food, `answer ${i}`))
    await Promise.all(many)
    expect(await answers()).toHaveLength(1)
    const [, ...late] = await Promise.all([
      house.services.ordering.cancel(own(ada, held.order.id)),
      ...Array.from({ length: 10 }, (_, i) => refused(answer(house, ada, held, food, `late ${i}`))),
    ])
    expect(late.filter((code) => code !== 'done' && code !== 'orderNotOpen')).toEqual([])
    expect(await refused(answer(house, ada, held, food, 'too late'))).toBe('orderNotOpen')
    expect((await answers())[0]).not.toBe('too late')
  })

  test('go with an event that nobody has ordered anything of', async () => {
    await ask(house, sale, 'text')
    expect(await refused(house.services.publishing.remove(sale.organizer, sale.event.id))).toBe('done')
    expect(await house.inspect.rows('buyer_questions')).toEqual([])
  })

  test('are no more than ten, each once, and in the order their organizer wants', async () => {
    const [a, b, c] = [
      await ask(house, sale, 'text', { text: 'A' }),
      await ask(house, sale, 'text', { text: 'B' }),
      await ask(house, sale, 'text', { text: 'C' }),
    ]
    expect((await ask(house, sale, 'text', { text: 'a' })).id).toBe(a.id)
    const act = (questionId: number) => ({ personId: sale.organizer, questionId })
    const order = async () =>
      (await house.services.buyerQuestions.list({ personId: sale.organizer, eventId: sale.event.id })).questions.map(
        ({ text }) => text,
      )
    await house.services.buyerQuestions.moveUp(act(c.id))
    await house.services.buyerQuestions.moveUp(act(c.id))
    await house.services.buyerQuestions.moveUp(act(c.id))
    expect(await order()).toEqual(['C', 'A', 'B'])
    await house.services.buyerQuestions.remove(act(a.id))
    await house.services.buyerQuestions.remove(act(b.id))
    await ask(house, sale, 'text', { text: 'D' })
    expect(await order()).toEqual(['C', 'D'])
    const rest = Array.from({ length: 12 }, (_, i) => refused(ask(house, sale, 'text', { text: `More ${i}` })))
    expect((await Promise.all(rest)).filter((code) => code === 'questionsEnough')).toHaveLength(4)
    expect(await order()).toHaveLength(10)
  })

  test('negative control: without the lock of their event there are more than ten', mayMissTheRace, async () => {
    await house.drop()
    house = await openHouse(database, { guards: false })
    sale = await house.sale()
    await Promise.all(Array.from({ length: 30 }, (_, i) => refused(ask(house, sale, 'text', { text: `More ${i}` }))))
    expect((await house.inspect.rows('buyer_questions')).length).toBeGreaterThan(10)
  })

  test('are their organizer’s only', async () => {
    const bob = await house.person('Bob')
    const food = await ask(house, sale, 'text')
    const { buyerQuestions } = house.services
    const event = { personId: bob, eventId: sale.event.id }
    const it = { personId: bob, questionId: food.id }
    const tries = [
      buyerQuestions.list(event),
      buyerQuestions.add({ ...event, kind: 'text', scope: 'order', text: 'x', choices: [] }),
      buyerQuestions.setAnswerHours({ ...event, hours: 0 }),
      buyerQuestions.view(it),
      buyerQuestions.change({ ...it, fields: { text: 'x' } }),
      buyerQuestions.tickType({ ...it, ticketTypeId: sale.type.id }),
      buyerQuestions.moveUp(it),
      buyerQuestions.remove(it),
    ]
    expect(new Set(await Promise.all(tries.map(refused)))).toEqual(new Set(['notYours']))
  })
})
