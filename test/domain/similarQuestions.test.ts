import { describe, expect, test } from 'vitest'
import { areSimilar } from '../../src/domain/similarQuestions.js'

describe('questions that ask much the same', () => {
  test.each([
    ['Parking?', 'Is there a place to park?'],
    ['Where is the cloakroom?', 'Hello! Do you have a cloakroom there?'],
    ['Есть ли парковка?', 'Подскажите, где парковки'],
    ['Можно прийти с ребёнком?', 'с ребенком 5 лет пустят?'],
    ['Парковка есть?', 'parkovka?'],
    ['When do the doors open?', 'doors open when'],
  ])('“%s” and “%s”', (one, other) => {
    expect([areSimilar(one, other), areSimilar(other, one)]).toEqual([true, true])
  })

  test.each([
    ['Parking?', 'Where is the cloakroom?'],
    ['Можно с собакой?', 'Можно с ребёнком?'],
    ['Where is it?', 'When is it?'],
    ['', ''],
    ['👍', '👍'],
    ['How much is it?', 'How much is parking?'],
    ['Can I bring a dog and a chair and water?', 'Is there any water in the toilets of the hall?'],
  ])('not “%s” and “%s”', (one, other) => {
    expect([areSimilar(one, other), areSimilar(other, one)]).toEqual([false, false])
  })
})
