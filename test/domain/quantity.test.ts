import { describe, expect, test } from 'vitest'
import { quantityIn } from '../../src/domain/quantity.js'

describe('a number of tickets', () => {
  test.each([
    ['2', 2],
    [' 3 ', 3],
    ['２', 2],
    ['2️⃣', 2],
    ['10', 10],
    ['0', 0],
    ['2.', 2],
    ['x2', 2],
    ['2x', 2],
    ['× 4', 4],
    ['2 tickets', 2],
    ['2tickets', 2],
    ['two', 2],
    ['Two tickets, please', 2],
    ['three please!', 3],
    ['for two people', 2],
    ['I need 5 tickets', 5],
    ['4 pcs', 4],
    ['два', 2],
    ['Две', 2],
    ['два билета', 2],
    ['2 билета', 2],
    ['5 билетов', 5],
    ['2шт', 2],
    ['2 шт.', 2],
    ['3 штуки', 3],
    ['мне два, пожалуйста', 2],
    ['нам 4', 4],
    ['на двоих', 2],
    ['на троих', 3],
    ['четыре билета', 4],
    ['возьму 2', 2],
    ['х2', 2],
    ['4 человека', 4],
    ['один билетик', 1],
    ['десять', 10],
  ])('%j is %j', (text, quantity) => {
    expect(quantityIn(text)).toBe(quantity)
  })

  test.each(['', 'Anna', 'Анна 2', 'сколько стоит?', '25.12', '19:00', '2 3', 'ROOF20', '1234567', 'нет', 'any'])(
    '%j is none',
    (text) => {
      expect(quantityIn(text)).toBeUndefined()
    },
  )
})
