import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import { expectNoDefect, forge, meet, openCalmWorld, publish, type Talker } from '../../../../support/talker.js'
import { en } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

let world: World
let olga: Talker
beforeAll(async () => {
  world = await openCalmWorld()
  olga = await meet(world, 'Organizer')
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

const kind = (name: string): string => en('button-question-kind', { kind: name })
const opens = async (): Promise<number> => {
  const { event } = await publish(world, olga.id)
  await forge(world, olga, routes.manageEvent.data({ eventId: event.id }))
  await olga.presses(en('button-buyer-questions'))
  return event.id
}
const questions = async (eventId: number) =>
  (await world.levem().services.buyerQuestions.list({ personId: olga.id, eventId })).questions

describe('questions to buyers', () => {
  it('are asked for step by step, and changed by a press', async () => {
    const eventId = await opens()
    expect(olga.sees()).toMatch(en.like('asks-none'))
    await olga.presses(en('button-add-question'), kind('choice'), en('button-question-scope', { scope: 'ticket' }))
    await olga.says('  Which   meal? ')
    expect(await olga.says('Meat')).toBe(en('refusal-choicesFew'))
    await olga.says('1. Meat\n2. Fish\n')
    expect(olga.sees()).toMatch(en.like('asks-added'))
    expect(await questions(eventId)).toMatchObject([
      {
        kind: 'choice',
        scope: 'ticket',
        text: 'Which meal?',
        choices: ['Meat', 'Fish'],
        isRequired: true,
        atDoor: false,
      },
    ])
    await olga.presses(/Must be answered/u, en('button-question-door'))
    await olga.presses(en('button-question-text'))
    await olga.says('Which dish?')
    await olga.presses(en('button-question-choices'))
    await olga.says('Fish\nSoup\nMeat')
    expect(await questions(eventId)).toMatchObject([
      { text: 'Which dish?', choices: ['Fish', 'Soup', 'Meat'], isRequired: false, atDoor: true },
    ])
  })

  it('have one name on the ticket, an order of their own, and go when they are removed', async () => {
    const eventId = await opens()
    await olga.presses(en('button-add-question'), kind('email'), en('button-question-scope', { scope: 'order' }))
    await olga.says('Your e-mail?')
    await olga.presses(en('button-back'), en('button-add-question'), kind('name'))
    expect((await questions(eventId)).map(({ text }) => text)).toEqual(['Your e-mail?', en('question-name-text')])
    await olga.presses(en('button-question-up'))
    expect((await questions(eventId)).map(({ text }) => text)).toEqual([en('question-name-text'), 'Your e-mail?'])
    await olga.presses(en('button-add-question'))
    expect(olga.buttons()).not.toContain(kind('name'))
    await olga.presses(en('button-back'), en('button-buyer-question', { name: 'Your e-mail?' }))
    await olga.presses(en('button-remove-question'), en('button-yes-do-it'))
    expect(olga.sees()).toMatch(en.like('asks-removed'))
    expect((await questions(eventId)).map(({ text }) => text)).toEqual([en('question-name-text')])
    await olga.presses(en('button-answer-time'), en('button-answer-until', { until: 'h24' }), en('button-back'))
    expect(olga.sees()).toMatch(en.like('asks-until'))
  })

  it('are nobody else’s to see', async () => {
    const eventId = await opens()
    const bob = await meet(world, 'Bob')
    await forge(world, bob, routes.buyerQuestionsOf.data({ eventId }))
    expect(bob.toast()).toBe(en('refusal-notYours'))
  })
})
