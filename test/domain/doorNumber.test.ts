import { expect, test } from 'vitest'
import { type DoorNumber, doorNumbersIn } from '../../src/domain/doorNumber.js'

const rows: readonly (readonly [string, DoorNumber['of'], number])[] = [
  ['6', 'either', 6],
  [' 6. ', 'either', 6],
  ['(6)', 'either', 6],
  ['006', 'either', 6],
  ['６', 'either', 6],
  ['１２', 'either', 12],
  ['№6', 'either', 6],
  ['№ 6', 'either', 6],
  ['#6', 'either', 6],
  ['# 6', 'either', 6],
  ['＃６', 'either', 6],
  ['no. 6', 'either', 6],
  ['No 6', 'either', 6],
  ['No.6', 'either', 6],
  ['NO. 6', 'either', 6],
  ['n. 6', 'either', 6],
  ['n° 6', 'either', 6],
  ['nº 6', 'either', 6],
  ['Nr. 6', 'either', 6],
  ['number 6', 'either', 6],
  ['номер 6', 'either', 6],
  ['Номер: 6', 'either', 6],
  ['ном. 6', 'either', 6],
  ['1,000', 'either', 1000],
  ['1 000', 'either', 1000],
  ['1\u00a0000', 'either', 1000],
  ['order 6', 'order', 6],
  ['Order no. 6', 'order', 6],
  ['Order no. 6.', 'order', 6],
  ['order #6', 'order', 6],
  ['order number 6', 'order', 6],
  ['ORDER: 6', 'order', 6],
  ['🧾 Order no. 6', 'order', 6],
  ['заказ 6', 'order', 6],
  ['Заказ № 6', 'order', 6],
  ['заказ №6', 'order', 6],
  ['заказа № 6', 'order', 6],
  ['номер заказа 6', 'order', 6],
  ['номер заказа: 6', 'order', 6],
  ['Заказ номер 6', 'order', 6],
  ['по заказу № 6', 'order', 6],
  ['ticket 6', 'ticket', 6],
  ['Ticket no. 6', 'ticket', 6],
  ['ticket no.6', 'ticket', 6],
  ['tickets 6', 'ticket', 6],
  ['ticket number 6', 'ticket', 6],
  ['билет 6', 'ticket', 6],
  ['Билет № 6', 'ticket', 6],
  ['билет №６', 'ticket', 6],
  ['билета № 6', 'ticket', 6],
  ['номер билета 6', 'ticket', 6],
  ['ваш билет № 6', 'ticket', 6],
  ['VIP · no. 6', 'either', 6],
  ['Анна · № 6', 'either', 6],
]

test.each(rows)('"%s" is the number of an %s, %i', (text, of, number) => {
  expect(doorNumbersIn(text)).toEqual([{ of, number }])
})

test('a line that names both is read as both', () => {
  const both = [
    { of: 'order', number: 12 },
    { of: 'ticket', number: 3 },
  ]
  expect(doorNumbersIn('🧾 Order no. 12 · ticket no. 3')).toEqual(both)
  expect(doorNumbersIn('🧾 Заказ № 12 · билет № 3')).toEqual(both)
})

test.each([
  'Ivan1990',
  'Hans 1999',
  'Рома 1234',
  'Anna',
  'Number',
  'Заказ',
  'Nr',
  '',
  '...',
  '1234567890',
  '№',
  'K7QF-2M9X',
])('"%s" names no number', (text) => {
  expect(doorNumbersIn(text)).toEqual([])
})
