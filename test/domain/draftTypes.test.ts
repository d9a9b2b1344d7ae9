import { describe, expect, it, test } from 'vitest'
import {
  type Answer,
  type Answers,
  answersOf,
  type EventDraft,
  isTypeQuestion,
  typeQuestions,
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
import { typeLimit } from '../../src/domain/event.js'
import { anEvent, aType, now } from '../support/domain.js'
import { refusalOf } from '../support/fixtures.js'

const rub = (minor: number) => ({ minor, currency: 'RUB' })
const complete = {
  title: 'Jazz',
  description: null,
  startsAt: now + 10,
  endsAt: null,
  venue: 'Club',
  price: rub(1000),
  capacity: 10,
  poster: null,
} as const
const draft = (answers: Answers = complete): EventDraft => ({
  personId: 7,
  key: 'k',
  eventId: undefined,
  answers,
  asked: 'preview',
  day: undefined,
  zone: 'Europe/Moscow',
  currency: 'USD',
})
const [second, third, fourth] = [
  { name: 'Child', price: rub(500), capacity: 5 },
  { name: 'Box', price: rub(9000), capacity: 2 },
  { name: 'Late', price: rub(2000), capacity: 7 },
]
const several = { ...complete, name: 'Adult', more: [second, third, fourth] }
const say = (to: EventDraft, ...answers: readonly TypeAnswer[]): EventDraft => answers.reduce(withTypeAnswer, to)

describe('a new type', () => {
  it('is asked for its name, price and number, before the first one’s name', () => {
    const asked = [withNewType(draft())]
    const answers: readonly TypeAnswer[] = [
      { question: 'typeName', value: 'Child' },
      { question: 'typePrice', value: rub(500) },
      { question: 'typeCapacity', value: 5 },
      { question: 'firstName', value: 'Adult' },
    ]
    for (const answer of answers) asked.push(say(asked.at(-1) ?? draft(), answer))
    expect(asked.map((one) => one.asked)).toEqual(['typeName', 'typePrice', 'typeCapacity', 'firstName', 'preview'])
    expect(refusalOf(() => say(asked.at(-2) ?? draft(), { question: 'firstName', value: 'CHILD' }))?.code).toBe(
      'typeNameTaken',
    )
    expect(asked.at(-1)).toEqual(draft({ ...complete, name: 'Adult', more: [second], open: undefined }))
  })

  it('comes after the others, and is dropped where it was never finished', () => {
    const made = say(
      withNewType(draft({ ...several, more: [second] })),
      { question: 'typeName', value: 'Box' },
      { question: 'typePrice', value: rub(9000) },
    )
    expect(made).toMatchObject({ asked: 'typeCapacity', answers: { open: { at: 2, name: 'Box', price: rub(9000) } } })
    expect(say(made, { question: 'typeCapacity', value: 2 }).answers.more).toEqual([second, third])
    expect(backFromType(made, 'typeName').answers).toEqual({ ...several, more: [second], open: undefined })
  })

  it('is one too many after the twelfth', () => {
    const more = Array.from({ length: typeLimit - 1 }, (_, i) => ({ ...second, name: `Type ${i}` }))
    expect(refusalOf(() => withNewType(draft({ ...several, more })))).toMatchObject({
      code: 'tooManyTypes',
      facts: { max: typeLimit },
    })
    expect(withNewType(draft({ ...several, more: more.slice(1) })).asked).toBe('typeName')
  })

  it('goes back from its number to its price, to its name, to the preview', () => {
    const open = (answers: Answers) => draft({ ...answers, open: { at: 1 } })
    for (const answers of [complete, { ...complete, name: 'Adult', more: [] }])
      expect(
        (['typeCapacity', 'typePrice', 'typeName', 'firstName'] as const).map(
          (from) => backFromType(open(answers), from).asked,
        ),
      ).toEqual(['typePrice', 'typeName', 'preview', 'typeCapacity'])
    expect(backFromType(draft(several), 'typePrice').asked).toBe('preview')
  })
})

describe('a type that is there', () => {
  test.each([
    [0, { ...complete, name: 'Adult' }],
    [1, second],
    [3, fourth],
  ])('at %i is opened as it is', (at, { name, price, capacity }) => {
    expect(withOpenType(draft(several), at, 'typePrice')).toEqual({
      ...draft({ ...several, open: { at, name, price, capacity } }),
      asked: 'typePrice',
    })
  })

  it('is opened with what is known of the first one so far, which may be nothing', () => {
    expect(withOpenType(draft({}), 0, 'typeName').answers).toStrictEqual({ open: { at: 0, name: '' } })
    expect(withOpenType(draft({ price: rub(1), capacity: 0 }), 0, 'typeName').answers.open).toEqual({
      at: 0,
      name: '',
      price: rub(1),
      capacity: 0,
    })
  })

  test.each([4, -1])('is not there at %i', (at) => {
    expect(refusalOf(() => withOpenType(draft(several), at, 'typeName'))?.code).toBe('buttonNeeded')
  })

  it('is changed in its place, and no other is', () => {
    const change = (at: number, answer: TypeAnswer) => say(withOpenType(draft(several), at, 'typeName'), answer).answers
    expect(change(2, { question: 'typePrice', value: rub(1) }).more).toEqual([
      second,
      { ...third, price: rub(1) },
      fourth,
    ])
    expect(change(1, { question: 'typeCapacity', value: 1 }).more).toEqual([{ ...second, capacity: 1 }, third, fourth])
    expect(change(0, { question: 'typePrice', value: rub(1) })).toEqual({ ...several, price: rub(1), open: undefined })
    expect(change(3, { question: 'typeName', value: 'Later' }).more?.map(({ name }) => name)).toEqual([
      'Child',
      'Box',
      'Later',
    ])
  })

  it('needs no name while it is the only one', () => {
    const change = say(withOpenType(draft(), 0, 'typePrice'), { question: 'typePrice', value: rub(1) })
    expect(change).toEqual(draft({ ...complete, name: '', price: rub(1), open: undefined }))
  })

  it('may be called as it was, but not as another', () => {
    const call = (at: number, value: string) => () =>
      say(withOpenType(draft(several), at, 'typeName'), { question: 'typeName', value })
    expect([refusalOf(call(1, 'CHILD')), refusalOf(call(0, 'ADULT')), refusalOf(call(3, 'Late'))]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(
      [call(1, 'Adult'), call(0, 'Child'), call(1, 'Box'), call(2, 'Child')].map((work) => refusalOf(work)?.code),
    ).toEqual(Array.from({ length: 4 }, () => 'typeNameTaken'))
    const name = (value: string) => () => say(draft(several), { question: 'firstName', value })
    expect([refusalOf(name('Box'))?.code, refusalOf(name('Adult'))]).toEqual(['typeNameTaken', undefined])
  })

  it('is not changed where none is open', () => {
    expect(say({ ...draft(several), asked: 'typeName' }, { question: 'typeName', value: 'X' })).toEqual(
      draft({ ...several, open: undefined }),
    )
    expect(say(draft(complete), { question: 'firstName', value: ' Adult ' })).toEqual(
      draft({ ...complete, name: 'Adult', open: undefined }),
    )
  })

  it('is removed: the first makes room for the second, and the last one stays', () => {
    const names = (to: EventDraft) => [to.answers.name, ...(to.answers.more ?? []).map(({ name }) => name)]
    const without = (at: number) => withoutType(draft(several), at)
    expect([0, 1, 2, 3].map((at) => names(without(at)))).toEqual([
      ['Child', 'Box', 'Late'],
      ['Adult', 'Box', 'Late'],
      ['Adult', 'Child', 'Late'],
      ['Adult', 'Child', 'Box'],
    ])
    expect(without(0).answers).toMatchObject({ price: rub(500), capacity: 5 })
    for (const at of [4, 99]) expect(without(at)).toEqual(draft(several))
    for (const answers of [complete, { ...complete, more: [] }])
      expect(withoutType(draft(answers), 0)).toEqual(draft(answers))
  })
})

describe('types of a draft', () => {
  it('are several, or one', () => {
    expect([complete, { ...complete, more: [] }, several].map(hasSeveral)).toEqual([false, false, true])
    expect(typesIn(several)).toEqual([{ name: 'Adult', price: rub(1000), capacity: 10 }, second, third, fourth])
    expect(typesIn(complete)).toEqual([{ name: '', price: rub(1000), capacity: 10 }])
  })

  it('have the currency of the first price once there is another', () => {
    const unpriced: Answers = { name: 'Adult', more: [second] }
    expect(
      [complete, { ...complete, open: { at: 1 } }, several, unpriced, { open: { at: 1 } }].map((answers) =>
        currencyIn(draft(answers)),
      ),
    ).toEqual(['USD', 'RUB', 'RUB', 'USD', 'USD'])
  })

  it('of an event are those it has', () => {
    const [first, other] = [aType({ name: 'Adult' }), aType({ id: 2, name: 'Child', capacity: 5 })]
    expect(answersOf({ event: anEvent({ description: 'Two sets' }), types: [first, other] })).toEqual({
      title: 'Jazz',
      description: 'Two sets',
      startsAt: now + 3_600_000,
      endsAt: null,
      venue: 'Club',
      price: rub(50_000),
      capacity: 100,
      poster: null,
      changed: [],
      name: 'Adult',
      more: [{ name: 'Child', price: rub(50_000), capacity: 5 }],
    })
    const plain = answersOf({ event: anEvent({ endsAt: now, poster: 'file' }), types: [aType()] })
    expect([plain.endsAt, plain.poster, 'name' in plain, 'more' in plain]).toEqual([now, 'file', false, false])
  })

  it('are asked about by questions of their own', () => {
    expect(typeQuestions.every(isTypeQuestion)).toBe(true)
    expect((['title', 'price', 'capacity', 'preview'] as const).some(isTypeQuestion)).toBe(false)
  })
})

describe('an answer', () => {
  const asked: EventDraft = { ...draft({}), asked: 'title', day: '2026-12-25' }

  test.each<[Answer, Answers]>([
    [{ question: 'title', value: ' Jazz ' }, { title: 'Jazz' }],
    [{ question: 'description', value: ' Two  sets ' }, { description: 'Two sets' }],
    [{ question: 'description', value: null }, { description: null }],
    [{ question: 'startsAt', value: now + 1 }, { startsAt: now + 1 }],
    [{ question: 'endsAt', value: now + 1 }, { endsAt: now + 1 }],
    [{ question: 'endsAt', value: null }, { endsAt: null }],
    [{ question: 'venue', value: ' Club ' }, { venue: 'Club' }],
    [{ question: 'price', value: rub(1) }, { price: rub(1) }],
    [{ question: 'capacity', value: 1 }, { capacity: 1 }],
    [{ question: 'poster', value: null }, { poster: null }],
  ])('%j is kept, and the next open question comes', (answer, answers) => {
    expect(withAnswer(asked, answer, now)).toEqual({
      ...asked,
      answers,
      asked: answer.question === 'title' ? 'description' : 'title',
      day: undefined,
    })
  })

  it('about the end counts from the start, or from now while there is none', () => {
    const end = (answers: Answers, value: number) =>
      refusalOf(() => withAnswer(draft(answers), { question: 'endsAt', value }, now))?.code
    expect([end({ startsAt: now + 10 }, now + 10), end({}, now), end({}, now + 1)]).toEqual([
      'endBeforeStart',
      'endBeforeStart',
      undefined,
    ])
  })

  it('that moves the start behind the end asks for the end again, but not where there is none', () => {
    const start = (endsAt: number | null) =>
      withAnswer(draft({ ...complete, endsAt }), { question: 'startsAt', value: now + 50 }, now)
    expect([start(now + 51).answers.endsAt, start(null).answers.endsAt, start(now + 50).asked]).toEqual([
      now + 51,
      null,
      'endsAt',
    ])
    expect('endsAt' in start(now + 50).answers).toBe(false)
    const end = withAnswer(draft({}), { question: 'endsAt', value: now + 9 }, now)
    expect(end.answers).toEqual({ endsAt: now + 9 })
  })

  it('to change an event that exists is noted each time', () => {
    const change = draft({ ...complete, changed: ['title'] })
    expect(withAnswer(change, { question: 'venue', value: 'Hall' }, now).answers.changed).toEqual(['title', 'venue'])
  })
})
