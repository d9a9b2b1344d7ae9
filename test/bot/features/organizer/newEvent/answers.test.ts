import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from 'telegram-sandbox'
import type { World } from '../../../../support/world.js'
import {
  asks,
  expectNoDefect,
  goTo,
  logged,
  meet,
  openCalmWorld,
  type Step,
  typed,
} from '../../../../support/talker.js'
import { en, inOrder } from '../../../../support/texts/words.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const bad: readonly (readonly [Step, string, RegExp, string])[] = [
  ['title', 'x'.repeat(101), en.like('refusal-titleTooLong', { length: 101, max: 100 }), 'titleTooLong'],
  ['title', '\u200b\u200b', en.like('refusal-textNeeded'), 'textNeeded'],
  [
    'description',
    'x'.repeat(1001),
    en.like('refusal-descriptionTooLong', { length: 1001, max: 1000 }),
    'descriptionTooLong',
  ],
  ['startsAt', '01.01.2020 19:00', inOrder(en.like('refusal-pastDate'), 'Wed, 1 January 2020, 19:00'), 'pastDate'],
  ['startsAt', '22.11.2026 11:59', en.like('refusal-pastDate'), 'pastDate'],
  ['startsAt', '01.01.2020', en.like('refusal-pastDate'), 'pastDate'],
  ['startsAt', '25.12.2096 19:00', en.like('refusal-tooFarAhead', { years: 5 }), 'tooFarAhead'],
  ['startsAt', '31.02.2027 19:00', en.like('refusal-whenNotUnderstood'), 'whenNotUnderstood'],
  ['startsAt', 'soon', en.like('refusal-whenNotUnderstood'), 'whenNotUnderstood'],
  [
    'endsAt',
    '25.12.2026 18:59',
    inOrder(en.like('refusal-endBeforeStart'), 'Fri, 25 December 2026, 18:59'),
    'endBeforeStart',
  ],
  ['endsAt', '25.12.2026 19:00', en.like('refusal-endBeforeStart'), 'endBeforeStart'],
  ['endsAt', '24.12.2026', en.like('refusal-endBeforeStart'), 'endBeforeStart'],
  ['endsAt', '25.12.2028 19:00', en.like('refusal-tooFarAhead', { years: 1 }), 'tooFarAhead'],
  ['endsAt', 'late', en.like('refusal-whenNotUnderstood'), 'whenNotUnderstood'],
  ['venue', '11pm', en.like('refusal-venueIsTime'), 'venueIsTime'],
  ['venue', 'x'.repeat(201), en.like('refusal-venueTooLong', { length: 201, max: 200 }), 'venueTooLong'],
  ['price', '-5', en.like('refusal-priceNegative'), 'priceNegative'],
  ['price', '−5 ₽', en.like('refusal-priceNegative'), 'priceNegative'],
  ['price', '12abc', en.like('refusal-priceNotMoney'), 'priceNotMoney'],
  ['price', 'a lot', en.like('refusal-priceNotMoney'), 'priceNotMoney'],
  ['price', '12.3456', en.like('refusal-priceTooFine', { digits: 2 }), 'priceTooFine'],
  ['price', '10000001', en.like('refusal-priceTooHigh', { max: 10_000_000 }), 'priceTooHigh'],
  ['capacity', '0', en.like('refusal-capacityOutOfRange', { max: 1_000_000 }), 'capacityOutOfRange'],
  ['capacity', '-3', en.like('refusal-capacityOutOfRange', { max: 1_000_000 }), 'capacityOutOfRange'],
  ['capacity', '1000001', en.like('refusal-capacityOutOfRange', { max: 1_000_000 }), 'capacityOutOfRange'],
  ['capacity', '9'.repeat(40), en.like('refusal-capacityOutOfRange', { max: 1_000_000 }), 'capacityOutOfRange'],
  ['capacity', '12abc', en.like('refusal-notANumber'), 'notANumber'],
  ['capacity', '1.5', en.like('refusal-notANumber'), 'notANumber'],
  ['poster', 'a lovely picture', en.like('refusal-photoNeeded'), 'photoNeeded'],
]

describe('an answer that will not do is told so, the question comes again, and nothing is lost', () => {
  it.each(bad)('%s: "%.30s"', async (question, answer, words, code) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, question)
    const refusals = () => logged(world).filter(({ refused }) => refused === code).length
    const before = refusals()
    const said = await ann.hears(() => ann.person.says(answer))
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(words)
    expect(said[0]).toMatch(asks[question])
    expect(refusals()).toBe(before + 1)
    await (question === 'poster' ? ann.presses(en('button-skip')) : ann.says(typed[question]))
    expect(ann.sees()).not.toMatch(asks[question])
  })

  const things: readonly (readonly [string, (person: Person) => unknown])[] = [
    ['a photo', (person) => person.sendsPhoto()],
    ['a photo with words', (person) => person.sendsPhoto({ caption: 'Jazz night' })],
    ['a sticker', (person) => person.sendsSticker()],
    ['a voice message', (person) => person.sendsVoice()],
    ['a place', (person) => person.sendsLocation()],
    ['a contact', (person) => person.sendsContact()],
    ['a file', (person) => person.sendsDocument()],
    ['an album', (person) => person.sendsAlbum(5)],
  ]
  const kinds: Readonly<Record<string, string>> = {
    'a photo': 'photo',
    'a photo with words': 'photo',
    'a sticker': 'sticker',
    'a voice message': 'voice',
    'a place': 'location',
    'a contact': 'contact',
    'a file': 'document',
    'an album': 'photo',
  }
  const textual: readonly Step[] = ['title', 'description', 'startsAt', 'endsAt', 'venue', 'price', 'capacity']

  // A picture with words is a post, and a pin is a place: see kinds.test.ts and place.test.ts.
  const isTaken = (thing: string, question: Step): boolean =>
    (thing === 'a photo with words' && question === 'title') || (thing === 'a place' && question === 'venue')

  it.each(things)('%s where a text is due, at every question', async (thing, send) => {
    const ann = await meet(world, 'Ann')
    await ann.says('/newevent')
    for (const question of textual) {
      const said = isTaken(thing, question) ? undefined : await ann.hears(() => send(ann.person))
      expect(said?.length ?? 1).toBe(1)
      const [kind, asked] = [kinds[thing] ?? '', question]
      if (said) expect(said[0]).toMatch(en.begins('refusal-otherKind', { kind, asked }))
      expect(said?.[0] ?? ann.sees()).toMatch(asks[question])
      await ann.says(typed[question as 'title'])
    }
    expect(ann.sees()).toMatch(asks.poster)
  })

  it.each(things.slice(2).filter(([name]) => name !== 'an album'))('%s where a poster is due', async (thing, send) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'poster')
    expect(await ann.does(send)).toMatch(
      inOrder(en.begins('refusal-otherKind', { kind: kinds[thing] ?? '', asked: 'poster' }), en.like('ask-poster')),
    )
    expect(await ann.presses(en('button-skip'))).toMatch(asks.preview)
  })

  it('a picture sent as a file where a poster is due', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'poster')
    expect(await ann.does((person) => person.sendsDocument({ name: 'poster.png', mime: 'image/png' }))).toMatch(
      en.begins('refusal-otherKind', { kind: 'document', asked: 'poster' }),
    )
  })

  it.each(['title', 'description', 'venue'] as const)(
    '10,000 characters for the %s: one answer, and no piece of it is taken',
    async (question) => {
      const ann = await meet(world, 'Ann')
      await goTo(ann, question)
      // The last of its pieces is short enough to be an answer.
      const said = await ann.hears(() => ann.person.says(`${'long '.repeat(1650)}the end`))
      expect(said).toHaveLength(1)
      expect(said[0]).toMatch(en.like(`refusal-${question}TooLong`, { length: /4,09\d/u }))
      expect(said[0]).toMatch(asks[question])
      // And it was the last one: what follows at once is an answer.
      expect(await ann.says(typed[question])).not.toMatch(asks[question])
      const draft = await world.levem().services.drafts.find(ann.id)
      expect(draft?.answers[question]).toBe(typed[question])
    },
  )

  it('what is forwarded counts as typed', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'title')
    expect(await ann.does((person) => person.forwards('Forwarded title'))).toMatch(asks.description)
  })
})

describe('answers at the edge of what will do', () => {
  it.each([
    ['title', 'x'.repeat(100)],
    ['title', '  <b>Ann</b> &\n "Co"  '],
    ['description', 'y'.repeat(1000)],
    ['venue', 'z'.repeat(200)],
    ['price', '0'],
    ['price', '10 000 000'],
    ['price', '499,50 ₽'],
    ['price', 'free'],
    ['price', '1500.00'],
    ['capacity', '1'],
    ['capacity', '1 000 000'],
    ['endsAt', '25.12.2027 18:00'],
  ] as const)('%s: "%.20s"', async (question, answer) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, question)
    expect(await ann.says(answer)).not.toMatch(asks[question])
  })

  it('the longest answers together make a preview, with and without a poster', async () => {
    const ann = await meet(world, 'Ann')
    await ann.says(
      '/newevent',
      '&'.repeat(100),
      '<'.repeat(1000),
      '25.12.2026 19:00',
      '26.12.2026 22:00',
      '"'.repeat(200),
      '9999999.99',
      '1000000',
    )
    await ann.presses(en('button-skip'))
    expect(ann.sees()).toContain('<'.repeat(1000))
    await ann.presses(en('button-edit-answer'), en('field-poster'))
    const caption = await ann.does((person) => person.sendsPhoto())
    expect(caption).toMatch(/<…$/u)
    expect(caption.length).toBeLessThanOrEqual(1024)
    expect(await ann.presses(en('button-publish'))).toMatch(en.like('published'))
  })
})
