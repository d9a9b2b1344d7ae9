import { describe, expect, it } from 'vitest'
import {
  type Answer,
  type Answers,
  answersOf,
  type CompleteAnswers,
  type EventDraft,
  isComplete,
  maySkip,
  nextQuestion,
  questionBefore,
  questions,
  typesIn,
  withAnswer,
} from '../../src/domain/draft.js'
import {
  backFromType,
  currencyIn,
  hasSeveral,
  type TypeAnswer,
  withNewType,
  withOpenType,
  withoutType,
  withTypeAnswer,
} from '../../src/domain/draftTypes.js'
import { type Event, type TicketType, typeLimit } from '../../src/domain/event.js'
import { refusalOf } from '../support/fixtures.js'

const now = Date.UTC(2026, 10, 22, 9)
const hour = 3_600_000
const complete: CompleteAnswers = {
  title: 'Jazz',
  description: 'Two sets',
  startsAt: now + 10 * hour,
  endsAt: now + 13 * hour,
  venue: 'Club',
  price: { minor: 150_000, currency: 'RUB' },
  capacity: 100,
  poster: 'file',
}
const empty: EventDraft = {
  personId: 7,
  key: 'k',
  eventId: undefined,
  answers: {},
  asked: 'title',
  day: undefined,
  zone: 'Europe/Moscow',
  currency: 'RUB',
}
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

  it('takes an end that came with the start, and both count as changed', () => {
    const answer = { question: 'startsAt', value: now + hour, until: now + 3 * hour } as const
    const { answers } = withAnswer({ ...filled, answers: { ...filled.answers, changed: [] } }, answer, now)
    expect(answers).toMatchObject({ startsAt: now + hour, endsAt: now + 3 * hour, changed: ['startsAt', 'endsAt'] })
    expect(refusalOf(() => withAnswer(filled, { ...answer, until: now }, now))?.code).toBe('endBeforeStart')
  })

  it('forgets the picked day with the answer', () => {
    expect(withAnswer({ ...empty, day: '2026-12-25' }, answerOf('startsAt'), now).day).toBeUndefined()
  })

  it('leaves the draft it was made from alone', () => {
    expect(empty.answers).toEqual({})
  })

  it.each([
    [{ question: 'title', value: 'x'.repeat(101) }, 'titleTooLong'],
    [{ question: 'title', value: ' ' }, 'textNeeded'],
    [{ question: 'description', value: 'x'.repeat(1001) }, 'descriptionTooLong'],
    [{ question: 'startsAt', value: now }, 'pastDate'],
    [{ question: 'endsAt', value: now + hour }, 'endBeforeStart'],
    [{ question: 'venue', value: 'x'.repeat(201) }, 'venueTooLong'],
  ] as const)('refuses %j with %s', (answer, code) => {
    expect(refusalOf(() => withAnswer(filled, answer, now))?.code).toBe(code)
  })

  it('of an event that exists has the answers it would have been made from', () => {
    const event: Event = {
      id: 1,
      slug: 'abc',
      organizerId: 7,
      organizerName: 'Ann',
      title: 'Jazz',
      description: '',
      startsAt: now,
      endsAt: undefined,
      zone: 'Europe/Moscow',
      venue: 'Club',
      poster: undefined,
      state: 'published',
      createdAt: now,
      giveBackHours: undefined,
      capacity: undefined,
      paymentMethods: ['atDoor'],
      transferDetails: undefined,
      doorsBefore: 180,
      isUnlisted: false,
      saleFrom: undefined,
      hasReminders: true,
      hearing: 'each',
      seriesId: undefined,
    }
    const type: TicketType = {
      id: 1,
      eventId: 1,
      name: '',
      price: { minor: 0, currency: 'RUB' },
      capacity: 5,
      taken: 2,
      saleFrom: undefined,
      saleUntil: undefined,
      perPerson: undefined,
      isHidden: false,
      linkKey: undefined,
    }
    expect(answersOf({ event, types: [type] })).toEqual({
      title: 'Jazz',
      description: null,
      startsAt: now,
      endsAt: null,
      venue: 'Club',
      price: { minor: 0, currency: 'RUB' },
      capacity: 5,
      poster: null,
      changed: [],
    })
  })
})

describe('ticket types of a draft', () => {
  const rub = (minor: number) => ({ minor, currency: 'RUB' })
  const say = (draft: EventDraft, ...answers: readonly TypeAnswer[]): EventDraft =>
    answers.reduce(withTypeAnswer, draft)
  const child: readonly TypeAnswer[] = [
    { question: 'typeName', value: 'Child' },
    { question: 'typePrice', value: rub(500) },
    { question: 'typeCapacity', value: 3 },
  ]
  const one: EventDraft = { ...filled, asked: 'preview' }
  const two = say(withNewType(one), { question: 'firstName', value: ' Adult ' }, ...child)
  const types = ({ answers }: EventDraft) => (isComplete(answers) ? typesIn(answers) : [])

  it('of a plain draft are one without a name', () => {
    expect(types(one)).toEqual([{ name: '', price: rub(150_000), capacity: 100 }])
    expect(hasSeveral(one.answers)).toBe(false)
  })

  it('ask for name, price and number, then once for the name of the first one', () => {
    const asked: string[] = []
    let draft = withNewType(one)
    for (const answer of [...child, { question: 'firstName', value: 'Adult' } as const]) {
      asked.push(draft.asked)
      draft = withTypeAnswer(draft, answer)
    }
    expect([...asked, draft.asked]).toEqual(['typeName', 'typePrice', 'typeCapacity', 'firstName', 'preview'])
    expect(types(draft)).toEqual([
      { name: 'Adult', price: rub(150_000), capacity: 100 },
      { name: 'Child', price: rub(500), capacity: 3 },
    ])
    expect(withNewType(draft).asked).toBe('typeName')
  })

  it('are changed one field at a time, the first one among them', () => {
    expect(types(say(withOpenType(two, 1, 'typePrice'), { question: 'typePrice', value: rub(7) }))[1]).toEqual({
      name: 'Child',
      price: rub(7),
      capacity: 3,
    })
    expect(types(say(withOpenType(two, 0, 'typeName'), { question: 'typeName', value: 'Grown-up' }))[0]).toEqual({
      name: 'Grown-up',
      price: rub(150_000),
      capacity: 100,
    })
    expect(refusalOf(() => withOpenType(two, 2, 'typeName'))?.code).toBe('buttonNeeded')
  })

  it('are removed, but for the last', () => {
    expect(types(withoutType(two, 0))).toEqual([{ name: 'Child', price: rub(500), capacity: 3 }])
    expect(types(withoutType(two, 1))).toEqual([{ name: 'Adult', price: rub(150_000), capacity: 100 }])
    expect(withoutType(withoutType(two, 0), 0)).toEqual(withoutType(two, 0))
    expect(withoutType(two, 7)).toEqual(two)
  })

  it('go back question by question while one is made, else to the preview', () => {
    const making = say(
      withNewType(two),
      { question: 'typeName', value: 'Guest' },
      { question: 'typePrice', value: rub(0) },
    )
    expect([
      backFromType(making, 'typeCapacity').asked,
      backFromType(making, 'typePrice').asked,
      backFromType(making, 'typeName').asked,
    ]).toEqual(['typePrice', 'typeName', 'preview'])
    expect(types(backFromType(making, 'typeName'))).toEqual(types(two))
    expect(backFromType(withOpenType(two, 1, 'typeCapacity'), 'typeCapacity')).toMatchObject({
      asked: 'preview',
      answers: { open: undefined },
    })
  })

  it('have one currency: that of the first price', () => {
    const inStars = withAnswer(one, { question: 'price', value: { minor: 150, currency: 'XTR' } }, now)
    expect([currencyIn(one), currencyIn(inStars), currencyIn(withNewType(inStars)), currencyIn(two)]).toEqual([
      'RUB',
      'RUB',
      'XTR',
      'RUB',
    ])
  })

  it('have names that fit and that no other one has, and are not too many', () => {
    for (const [value, code] of [
      ['', 'textNeeded'],
      ['x'.repeat(41), 'nameTooLong'],
      [' aDULT', 'typeNameTaken'],
      ['child', 'typeNameTaken'],
    ] as const)
      expect(refusalOf(() => say(withNewType(two), { question: 'typeName', value }))?.code).toBe(code)
    expect(types(say(withOpenType(two, 1, 'typeName'), { question: 'typeName', value: 'CHILD' }))[1]?.name).toBe(
      'CHILD',
    )
    let many = two
    for (let count = 2; count < typeLimit; count += 1)
      many = say(withNewType(many), { question: 'typeName', value: `Child ${count}` }, ...child.slice(1))
    expect(types(many)).toHaveLength(typeLimit)
    expect(refusalOf(() => withNewType(many))?.code).toBe('tooManyTypes')
  })

  it('of an event that exists are those it has, and what is changed is noted', () => {
    const change: EventDraft = { ...two, eventId: 1, answers: { ...two.answers, changed: [] } }
    expect(withAnswer(change, { question: 'title', value: 'Other' }, now).answers.changed).toEqual(['title'])
    expect(withAnswer(two, { question: 'title', value: 'Other' }, now).answers).not.toHaveProperty('changed')
  })
})
