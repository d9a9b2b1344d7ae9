import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import type { QuestionKind } from '../../../../../src/domain/buyerQuestion.js'
import type { NewQuestion } from '../../../../../src/services/buyerQuestions/organizing.js'
import { openShop } from '../../../../support/payments.js'
import { quickPrinter } from '../../../../support/announcing.js'
import {
  dataOf,
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  publish,
  type Talker,
} from '../../../../support/talker.js'
import { en, ru } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

let world: World
let olga: Talker
beforeAll(async () => {
  world = await openShop({ printer: quickPrinter })
  olga = await meet(world, 'Organizer')
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

const free = { price: { minor: 0, currency: 'RUB' }, hours: 24 * 30 }
const asks = async ({ event }: EventWithType, kind: QuestionKind, given: Partial<NewQuestion> = {}) => {
  const wanted = { kind, scope: 'order', text: `Your ${kind}?`, choices: [], ...given } as const
  return world.levem().services.buyerQuestions.add({ personId: olga.id, eventId: event.id, ...wanted })
}
const optional = (questionId: number) =>
  world.levem().services.buyerQuestions.change({ personId: olga.id, questionId, fields: { isRequired: false } })
const chooses = async (buyer: Talker, { event }: EventWithType, quantity = 1): Promise<string> => {
  await buyer.says(`/buy ${event.slug}`)
  return buyer.presses(en('button-buy'), String(quantity))
}
const stored = async (): Promise<readonly unknown[]> =>
  world.levem().store.transact(async (tx) => (await tx.answers.ofOrders([await newest()])).map(({ value }) => value))
const newest = async (): Promise<number> =>
  Number((await world.inspect.rows('orders')).map(({ id }) => Number(id)).toSorted((a, b) => b - a)[0])

describe('what buyers are asked', () => {
  it('is asked one by one while their tickets are held, by words and by buttons, and can be gone back to', async () => {
    const found = await publish(world, olga.id, { title: 'Asking', ...free })
    const diet = await asks(found, 'choice', { choices: ['Meat', 'Vegan'] })
    await asks(found, 'name', { scope: 'ticket', text: 'Name on the ticket' })
    const last = await asks(found, 'text', { text: 'Anything else?' })
    await optional(last.question.id)
    const bob = await meet(world, 'Bob')
    await chooses(bob, found, 2)
    expect(bob.sees()).toMatch(en.like('order-countdown', { minutes: 15 }))
    expect(bob.sees()).toContain('Question 1 of 4. Your choice?')
    expect(bob.buttons()).toEqual(['Meat', 'Vegan', en('button-give-up')])
    // What is typed is taken, if it is one of them.
    expect(await bob.says('Fish')).toBe(en('refusal-answerNotChoice'))
    await bob.says('vegan')
    expect(bob.sees()).toContain('Question 2 of 4. Anything else? (if you like)')
    await bob.presses(en('button-back'))
    expect(bob.sees()).toMatch(en.like('answers-so-far', { answer: 'Vegan' }))
    await bob.presses('Meat')
    await bob.presses(en('button-skip'))
    expect(bob.sees()).toContain('Question 3 of 4 · ticket 1 of 2. Name on the ticket')
    await bob.presses(en('button-own-name'))
    expect(bob.sees()).toContain('Question 4 of 4 · ticket 2 of 2. Name on the ticket')
    await bob.says('Ann Ash')
    expect(bob.buttons()).toContain(en('button-take-free'))
    expect([...(await stored())].sort()).toEqual(['', 'Ann Ash', 'Bob', 'Meat'])
    await bob.presses(en('button-answers-back'))
    expect(bob.sees()).toContain('Question 4 of 4')
    await bob.presses(en('button-answer-next'))
    await bob.presses(en('button-take-free'))
    expect(bob.heard().some(({ text }) => en.like('buy-done').test(text))).toBe(true)
    expect(diet.question.version).toBe(0)
  })

  it('comes before the invoice, which is sent at once afterwards', async () => {
    const found = await publish(world, olga.id, { title: 'Paid', hours: 24 * 30 })
    await asks(found, 'email')
    const bob = await meet(world, 'Bob')
    await chooses(bob, found)
    const invoices = () => bob.heard().filter(({ message }) => message.invoice !== undefined)
    expect(invoices()).toEqual([])
    const order = await newest()
    await forge(world, bob, routes.payBy.data({ orderId: order, method: 'provider' }))
    expect(bob.toast()).toBe(en('refusal-answersMissing'))
    expect(await bob.says('nowhere')).toBe(en('refusal-answerNotEmail'))
    await bob.says('bob@example.com')
    expect(invoices()).toHaveLength(1)
    expect(await stored()).toEqual(['bob@example.com'])
  })

  it('can be several choices, a number, a consent, and the number of who shares it', async () => {
    const found = await publish(world, olga.id, { title: 'All kinds', ...free })
    await asks(found, 'choices', { choices: ['Tea', 'Wine', 'Beer'] })
    await asks(found, 'number')
    await asks(found, 'phone')
    await asks(found, 'consent')
    const kim = await meet(world, 'Kim', { languageCode: 'ru' })
    await kim.says(`/buy ${found.event.slug}`)
    await kim.presses(ru('button-buy'), '1')
    await kim.presses('Wine', 'Tea', '✔️ Tea', 'Beer')
    expect(await stored()).toEqual(['Wine\nBeer'])
    await kim.presses(ru('button-answer-next'))
    expect(await kim.says('много')).toBe(ru('refusal-answerNotNumber'))
    await kim.says('1 500,50')
    await kim.presses(ru('button-share-phone'))
    expect(kim.heard().some(({ text }) => text === ru('answers-phone-done'))).toBe(true)
    expect(await kim.says('да')).toBe(ru('refusal-answerByButton'))
    await kim.presses(ru('button-consent'))
    expect(kim.buttons()).toContain(ru('button-take-free'))
    expect(await stored()).toEqual(['Wine\nBeer', '1500.5', expect.stringMatching(/^\+?\d{7,15}$/u), 'yes'])
  })

  it('says in full what its buttons have no room for, and only then', async () => {
    const found = await publish(world, olga.id, { title: 'Long', ...free })
    const long = ['Watercolours in the garden for beginners', 'Watercolours in the garden for masters']
    await asks(found, 'choice', { choices: long })
    await asks(found, 'choice', { text: 'A drink?', choices: ['Tea', 'Wine'] })
    const bob = await meet(world, 'Bob')
    await chooses(bob, found)
    for (const choice of long) expect(bob.sees()).toContain(en('answers-choice', { choice }))
    await bob.says(long[1] ?? '')
    expect(bob.sees()).toContain('Question 2 of 2')
    expect(bob.sees()).not.toContain(en('answers-choice', { choice: 'Tea' }))
  })

  it('leaves no button for a number behind, whether somebody goes back or gives up', async () => {
    const found = await publish(world, olga.id, { title: 'Phone', ...free })
    await asks(found, 'choice', { choices: ['Tea', 'Wine'] })
    await asks(found, 'phone')
    const bob = await meet(world, 'Bob')
    await chooses(bob, found)
    const away = () => bob.heard().filter(({ text }) => text === en('answers-phone-away')).length
    await bob.presses('Tea')
    expect(bob.buttons()).toContain(en('button-share-phone'))
    await bob.presses(en('button-back'))
    expect([away(), bob.buttons().includes(en('button-share-phone'))]).toEqual([1, false])
    // Nothing was there to be taken away.
    await bob.presses('Wine')
    await bob.presses(en('button-give-up'))
    expect(away()).toBe(2)
    await chooses(bob, found)
    await bob.presses(en('button-give-up'))
    expect(away()).toBe(2)
  })

  it('can be changed afterwards, by who holds the ticket, until the organizer’s moment', async () => {
    const found = await publish(world, olga.id, { title: 'Changing', ...free })
    await asks(found, 'name', { scope: 'ticket' })
    const bob = await meet(world, 'Bob')
    await chooses(bob, found)
    await bob.says('Bob')
    await bob.presses(en('button-take-free'))
    const [ticket] = await world.levem().store.transact(async (tx) => tx.tickets.ofOrder(await newest()))
    await forge(world, bob, routes.openTicket.data({ ticketId: ticket?.id ?? 0 }))
    await bob.presses(en('button-ticket-answers'))
    expect(bob.sees()).toMatch(en.like('answers-line', { text: 'Your name?', answer: 'Bob', isAnswered: 'yes' }))
    await bob.presses(en('button-change-answer', { name: 'Your name?' }))
    await bob.says('Robert')
    expect(bob.sees()).toMatch(en.like('answers-line', { text: 'Your name?', answer: 'Robert', isAnswered: 'yes' }))
    const change = dataOf(bob, routes.askAnswer.verb)
    await bob.presses(en('button-change-answer', { name: 'Your name?' }))
    await world
      .levem()
      .services.buyerQuestions.setAnswerHours({ personId: olga.id, eventId: found.event.id, hours: -1 })
    await bob.says('Late')
    expect(bob.heard().map(({ text }) => text)).toContain(en('refusal-answersClosed'))
    await forge(world, bob, change)
    expect(bob.sees()).toMatch(en.like('answers-closed'))
    expect(await stored()).toEqual(['Robert'])
  })

  it('goes on after a restart where it was, and takes no words for an answer when all is answered', async () => {
    const found = await publish(world, olga.id, { title: 'Restarted', ...free })
    await asks(found, 'text', { text: 'First?' })
    await asks(found, 'text', { text: 'Second?' })
    await asks(found, 'consent', { text: 'Third?' })
    const bob = await meet(world, 'Bob')
    await chooses(bob, found)
    await bob.says('one')
    await world.restart()
    await bob.says('two')
    expect(bob.sees()).toContain('Question 3 of 3. Third?')
    await bob.presses(en('button-consent'))
    await bob.says('thanks')
    expect(await stored()).toEqual(['one', 'two', 'yes'])
  })

  it('sends whoever pressed an old “Confirm” back to the card', async () => {
    const found = await publish(world, olga.id, { title: 'Later', ...free })
    const bob = await meet(world, 'Bob')
    await chooses(bob, found)
    await asks(found, 'text')
    await bob.presses(en('button-confirm'))
    expect(bob.sees()).toContain(en('refusal-asksFirst'))
    await bob.presses(en('button-buy'), '1')
    expect(bob.sees()).toContain('Question 1 of 1. Your text?')
  })
})
