import { describe, expect, it } from 'vitest'
import { type Answer, type Answers, answersOf, type CompleteAnswers, type EventDraft, isComplete, maySkip, nextQuestion, questionBefore, questions, withAnswer } from '../../src/domain/draft.js'
import type { Event, TicketType } from '../../src/domain/event.js'
import { refusalOf } from './refusals.js'

const now = Date.UTC(2026, 10, 22, 9)
const hour = 3_600_000
const complete: CompleteAnswers = {
  title: 'Jazz', description: 'Two sets', startsAt: now + 10 * hour, endsAt: now + 13 * hour, venue: 'Club', price: { minor: 150_000, currency: 'RUB' }, capacity: 100, poster: 'file',
}
const empty: EventDraft = { personId: 7, key: 'k', eventId: undefined, answers: {}, asked: 'title', day: undefined, zone: 'Europe/Moscow', currency: 'RUB' }
const answerOf = (question: (typeof questions)[number]): Answer => ({ question, value: complete[question] }) as Answer
const filled = questions.reduce((draft, question) => withAnswer(draft, answerOf(question), now), empty)

describe('a draft', () => {
  it('asks its questions in order and is complete after the last', () => {
    const asked: string[] = [nextQuestion({})]
    questions.reduce((draft, question) => {
      const next = withAnswer(draft, answerOf(question), now)
      asked.push(next.asked)
      return next
    }, empty)
    expect(asked).toEqual([...questions, 'preview'])
    expect(filled.answers).toEqual(complete)
    expect(isComplete(filled.answers)).toBe(true)
  })

  it('takes what was skipped for an answer', () => {
    const answers: Answers = { ...complete, description: null, endsAt: null, poster: null }
    expect(isComplete(answers)).toBe(true)
    expect(questions.filter(maySkip)).toEqual(['description', 'endsAt', 'poster'])
  })

  it.each(questions)('without %s asks for it', (question) => {
    const answers = Object.fromEntries(Object.entries(complete).filter(([name]) => name !== question))
    expect(nextQuestion(answers)).toBe(question)
    expect(isComplete(answers)).toBe(false)
  })

  it('goes back one question at a time', () => {
    expect(questions.map(questionBefore)).toEqual([undefined, ...questions.slice(0, -1)])
    expect(questionBefore('preview')).toBe('poster')
  })

  it('asks the end again when the start was moved behind it or onto it, and only then', () => {
    const move = (startsAt: number) => withAnswer(filled, { question: 'startsAt', value: startsAt }, now)
    expect(move(now + 14 * hour)).toMatchObject({ asked: 'endsAt' })
    expect(move(now + 14 * hour).answers).not.toHaveProperty('endsAt')
    expect(move(now + 13 * hour).asked).toBe('endsAt')
    expect(move(now + 12 * hour)).toMatchObject({ asked: 'preview', answers: { endsAt: complete.endsAt } })
  })

  it('forgets the picked day with the answer', () => {
    expect(withAnswer({ ...empty, day: '2026-12-25' }, answerOf('startsAt'), now).day).toBeUndefined()
  })

  it('leaves the draft it was made from alone', () => {
    expect(empty.answers).toEqual({})
  })

  it.each([
    [{ question: 'title', value: 'x'.repeat(101) }, 'titleTooLong'], [{ question: 'title', value: ' ' }, 'textNeeded'], [{ question: 'description', value: 'x'.repeat(1001) }, 'descriptionTooLong'], [{ question: 'startsAt', value: now }, 'pastDate'],
    [{ question: 'endsAt', value: now + hour }, 'endBeforeStart'], [{ question: 'venue', value: 'x'.repeat(201) }, 'venueTooLong'],
  ] as const)('refuses %j with %s', (answer, code) => {
    expect(refusalOf(() => withAnswer(filled, answer, now))?.code).toBe(code)
  })

  it('of an event that exists has the answers it would have been made from', () => {
    const event: Event = { id: 1, slug: 'abc', organizerId: 7, organizerName: 'Ann', title: 'Jazz', description: '', startsAt: now, endsAt: undefined, zone: 'Europe/Moscow', venue: 'Club', poster: undefined, state: 'published', createdAt: now , giveBackHours: undefined, capacity: undefined, ways: ['atDoor'], transferDetails: undefined}
    const type: TicketType = { id: 1, eventId: 1, name: '', price: { minor: 0, currency: 'RUB' }, capacity: 5, taken: 2, saleFrom: undefined, saleUntil: undefined, perPerson: undefined }
    expect(answersOf(event, type)).toEqual({ title: 'Jazz', description: null, startsAt: now, endsAt: null, venue: 'Club', price: { minor: 0, currency: 'RUB' }, capacity: 5, poster: null })
  })
})
