import { describe, expect, it } from 'vitest'
import { answerFrom, answersUntil, chosenIn, joinChoices, mayChangeAnswers } from '../../src/domain/buyerAnswer.js'
import { askedOf, type BuyerQuestion, checkQuestion, choicesIn, isUnanswered } from '../../src/domain/buyerQuestion.js'
import { refusalOf } from '../support/fixtures.js'

const asks = (kind: BuyerQuestion['kind'], choices: readonly string[] = []) => ({ kind, choices })
const hour = 3_600_000

describe('an answer as people type it', () => {
  it.each([
    ['text', '  No   nuts\n\n\n\nplease ', 'No nuts\n\nplease'],
    ['name', ' Анна\nМария  Ли ', 'Анна Мария Ли'],
    ['number', '3', '3'],
    ['number', '1 500,50', '1500.5'],
    ['number', '1,500', '1500'],
    ['number', '−5', '-5'],
    ['number', '-0', '0'],
    ['number', '007', '7'],
    ['number', '٣', '3'],
    ['number', 'две', '2'],
    ['number', 'twenty-five', '25'],
    ['number', '42 размер', '42'],
    ['number', '2 тыс.', '2000'],
    ['number', '2.50', '2.5'],
    ['phone', '+7 (912) 345-67-89', '+79123456789'],
    ['phone', '0044 20 7946 0958', '+442079460958'],
    ['phone', '8 912 345 67 89', '89123456789'],
    ['phone', '+49/30/123456', '+4930123456'],
    ['email', ' Anna@Example.com ', 'Anna@Example.com'],
    ['email', 'mailto:a.b+c@sub.example.co.uk', 'a.b+c@sub.example.co.uk'],
    ['email', 'анна@пример.рф', 'анна@пример.рф'],
  ] as const)('%s: "%s" is "%s"', (kind, typed, kept) => {
    expect(answerFrom(asks(kind), typed)).toBe(kept)
  })

  it.each([
    ['text', '   ', 'textNeeded'],
    ['text', 'x'.repeat(501), 'answerTooLong'],
    ['name', 'x'.repeat(65), 'answerTooLong'],
    ['name', '\u200b', 'textNeeded'],
    ['number', 'many', 'answerNotNumber'],
    ['number', '3 or 4', 'answerNotNumber'],
    ['number', '1'.repeat(41), 'answerNotNumber'],
    ['number', '1/2', 'answerNotNumber'],
    ['phone', '12345', 'answerNotPhone'],
    ['phone', '+1234567890123456', 'answerNotPhone'],
    ['phone', 'call me', 'answerNotPhone'],
    ['email', 'anna', 'answerNotEmail'],
    ['email', 'anna@home', 'answerNotEmail'],
    ['email', 'a@b.c d@e.f', 'answerNotEmail'],
    ['email', `${'x'.repeat(250)}@b.co`, 'answerNotEmail'],
    ['consent', 'yes', 'answerByButton'],
  ] as const)('%s: "%s" is refused with %s', (kind, typed, code) => {
    expect(refusalOf(() => answerFrom(asks(kind), typed))?.code).toBe(code)
  })

  it('is one of the choices, or several of them, in any spelling', () => {
    const choices = ['Soup, hot', 'Fish', 'Щётка']
    expect(answerFrom(asks('choice', choices), ' FISH ')).toBe('Fish')
    expect(answerFrom(asks('choice', choices), 'щетка')).toBe('Щётка')
    expect(answerFrom(asks('choices', choices), 'soup, hot')).toBe('Soup, hot')
    expect(chosenIn(answerFrom(asks('choices', choices), 'щётка, fish'))).toEqual(['Fish', 'Щётка'])
    expect(refusalOf(() => answerFrom(asks('choices', choices), 'fish, meat'))?.code).toBe('answerNotChoice')
    expect(refusalOf(() => answerFrom(asks('choices', choices), ' , '))?.code).toBe('answerNotChoice')
    expect(chosenIn(joinChoices([]))).toEqual([])
  })
})

describe('choices as an organizer types them', () => {
  it('are one a line, whatever stands before them', () => {
    expect(choicesIn('1. Meat\n 2) Fish \n\n- Soup; • Salad')).toEqual(['Meat', 'Fish', 'Soup', 'Salad'])
    expect(choicesIn('18\n21')).toEqual(['18', '21'])
  })

  it.each([
    ['Meat', 'choicesFew'],
    ['', 'choicesFew'],
    [Array.from({ length: 11 }, (_, i) => `Choice ${i}`).join('\n'), 'choicesMany'],
    [`Meat\n${'x'.repeat(61)}`, 'choiceTooLong'],
    ['Meat\nmeat', 'choiceTwice'],
  ])('"%s" is refused with %s', (text, code) => {
    expect(refusalOf(() => choicesIn(text))?.code).toBe(code)
  })

  it('ask in words that fit', () => {
    expect(checkQuestion('  Which   meal? ')).toBe('Which meal?')
    expect(refusalOf(() => checkQuestion('x'.repeat(201)))?.code).toBe('questionTooLong')
    expect(refusalOf(() => checkQuestion(' '))?.code).toBe('textNeeded')
  })
})

describe('what is asked of an order', () => {
  const question = (id: number, given: Partial<BuyerQuestion> = {}): BuyerQuestion => ({
    ...{ id, eventId: 1, position: id, kind: 'text', scope: 'order', text: `Q${id}`, choices: [] },
    ...{ isRequired: true, ticketTypeIds: [], atDoor: false, version: 0, ...given },
  })

  it('is first of all of it, then ticket by ticket, and only for its type', () => {
    const questions = [
      question(1, { scope: 'ticket' }),
      question(2),
      question(3, { ticketTypeIds: [8] }),
      question(4, { scope: 'ticket', ticketTypeIds: [7] }),
    ]
    const asked = askedOf({ ticketTypeId: 7, quantity: 2 }, questions, [
      { questionId: 4, place: 2, value: 'x' },
      { questionId: 3, place: 0, value: 'of another type' },
    ])
    expect(asked.map(({ question: { id }, place, value }) => [id, place, value])).toEqual([
      [2, 0, undefined],
      [1, 1, undefined],
      [4, 1, undefined],
      [1, 2, undefined],
      [4, 2, 'x'],
    ])
  })

  it('is open until it is answered, or skipped where that may be', () => {
    const optional = question(1, { isRequired: false })
    expect([undefined, '', 'x'].map((value) => isUnanswered({ question: optional, place: 0, value }))).toEqual([
      ...[true, false, false],
    ])
    expect([undefined, '', 'x'].map((value) => isUnanswered({ question: question(1), place: 0, value }))).toEqual([
      ...[true, true, false],
    ])
  })

  it('may be changed until the start, or before, or not at all, and never of what is cancelled', () => {
    const event = { startsAt: 100 * hour, state: 'published' } as const
    expect(answersUntil(event)).toBe(100 * hour)
    expect(answersUntil({ ...event, answerHours: 24 })).toBe(76 * hour)
    expect(answersUntil({ ...event, answerHours: -1 })).toBeUndefined()
    const may = (answerHours: number | undefined, now: number, state: 'published' | 'cancelled' = 'published') =>
      mayChangeAnswers({ ...event, answerHours, state }, now)
    expect([may(undefined, 100 * hour - 1), may(undefined, 100 * hour)]).toEqual([true, false])
    expect([may(24, 76 * hour - 1), may(24, 76 * hour), may(-1, 0)]).toEqual([true, false, false])
    expect(may(0, 0, 'cancelled')).toBe(false)
  })
})
