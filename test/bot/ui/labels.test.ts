import { describe, expect, it, test } from 'vitest'
import { InlineKeyboard } from 'grammy'
import type { Language } from '../../../src/domain/person.js'
import { cutToWidth, labelRoom, labelWith, laidOut, widthOf } from '../../../src/bot/ui/labels.js'
import { createTexts, type LabelArgs, type Speech } from '../../../src/texts/texts.js'
import { sourceFiles, usesIn } from '../../support/texts/textUses.js'

const texts = createTexts()

const long: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: {
    title: 'The Annual Midwinter Jazz and Poetry Night on the Roof',
    name: 'Early bird, standing, with a drink',
    buyer: 'Maximilian Featherstonehaugh-Cholmondeley',
    person: 'Maximilian Featherstonehaugh-Cholmondeley',
    holder: 'Maximilian Featherstonehaugh-Cholmondeley',
    code: 'MIDWINTERJAZZ2026ROOF',
    total: '₽1,500,000',
    amount: '₽1,500,000',
    price: '₽1,500,000',
    due: '₽15,000',
    discount: '−₽1,500',
    when: '28 Nov, 19:30',
    since: '28 November',
    zone: 'Ho Chi Minh, GMT+7',
    venue: 'The Old Grain Exchange, 12 Harbour Street',
  },
  ru: {
    title: 'Ежегодный зимний вечер джаза и поэзии на крыше',
    name: 'Ранний, стоячий, с напитком в подарок',
    buyer: 'Константин Константинопольский-Задунайский',
    person: 'Константин Константинопольский-Задунайский',
    holder: 'Константин Константинопольский-Задунайский',
    code: 'MIDWINTERJAZZ2026ROOF',
    total: '1 500 000 ₽',
    amount: '1 500 000 ₽',
    price: '1 500 000 ₽',
    due: '15 000 ₽',
    discount: '−1 500 ₽',
    when: '28 сент., 19:30',
    since: '28 ноября',
    zone: 'Петропавловск-Камчатский, GMT+12',
    venue: 'Старая хлебная биржа, Набережная улица, 12',
  },
}

const numbers = { count: 120, order: '12345', number: '1234', numbers: '1234–1243', left: 120, quantity: 10 }

// Labels of buttons by how they begin, and those whose names say something else.
const ofButtons =
  /^(?:button-|field-|type-field-|promo-field-|give-back-(?:never|start|h\d+)$|door-time-(?:m30|h\d+|any)$|access-(?:ticket|m\d+)$|way-(?:provider|stars|transfer|atDoor)$)|-button$/u
const others = ['door-choice', 'promo-all-types', 'refund-task-button', 'search-line', 'transfer-line']

// What a label chooses by: each of its wordings is measured.
const choices: Readonly<Record<string, readonly LabelArgs[]>> = {
  'button-chart-look': [{ to: 'dark' }, { to: 'light' }],
  'button-chart-sales': [{ isChosen: 'yes' }, { isChosen: 'no' }],
  'button-chart-types': [{ isChosen: 'yes' }, { isChosen: 'no' }],
  'button-chart-arrivals': [{ isChosen: 'yes' }, { isChosen: 'no' }],
  'button-chart-money': [{ isChosen: 'yes' }, { isChosen: 'no' }],
  'button-one-of-several': ['paid', 'early', 'again', 'undo'].map((act) => ({ act })),
  'button-let-in-rest': ['paid', 'early', 'asIs'].flatMap((way) =>
    [
      { some: 'yes', count: 1 },
      { some: 'yes', count: 9 },
      { some: 'no', count: 10 },
    ].map((facts) => ({ way, ...facts })),
  ),
  'button-let-in-order': ['toPay', 'out'].map((state) => ({ state, count: 10 })),
  'button-pay': ['provider', 'stars', 'transfer', 'atDoor'].map((way) => ({ way })),
  'my-event-button': ['draft', 'cancelled', 'ended', 'published'].map((state) => ({ state })),
  'tickets-list-button': ['cancelled', 'used', 'ended', 'offered', 'valid'].map((mark) => ({ mark })),
  'ticket-button': ['cancelled', 'used', 'ended', 'offered', 'valid'].map((mark) => ({ mark })),
  'orders-button': ['held', 'looking', 'expired', 'givenUp', 'eventCancelled', 'refunded', 'paid'].map((status) => ({
    status,
  })),
  'promo-button': [{ isOn: 'yes' }, { isOn: 'no' }],
  'series-button': ['draft', 'cancelled', 'published'].map((state) => ({ state })),
  'search-line': ['in', 'toPay', 'out'].map((state) => ({ state })),
  'refund-button': [{ mark: '☑' }, { mark: '☐' }],
  'button-file': [
    'Guests',
    'Answers',
    'Orders',
    'Let in',
    'Money',
    'Гости',
    'Ответы',
    'Заказы',
    'Входы',
    'Деньги',
  ].flatMap((kind) => ['CSV', 'Excel'].map((format) => ({ kind, format }))),
  'button-stars': [{ stars: '1' }, { stars: '5' }],
  'button-wait-type': [{ isTicked: 'yes' }, { isTicked: 'no' }],
  'button-line': [{ count: 0 }, { count: 12_345 }],
  'button-offer-now': [
    { place: '1', quantity: 1 },
    { place: '1000', quantity: 10 },
  ],
  'button-answers-of': [{ place: 1 }, { place: 10 }],
  'button-question-type': [{ isTicked: 'yes' }, { isTicked: 'no' }],
  'button-question-kind': ['text', 'name', 'choice', 'choices', 'number', 'phone', 'email', 'consent'].map((kind) => ({
    kind,
  })),
  'button-question-scope': [{ scope: 'order' }, { scope: 'ticket' }],
  'button-answer-until': ['start', 'h3', 'h24', 'h72', 'never'].map((until) => ({ until })),
}
// The names that may be long, as the screens give them to `labelWith`.
const names: Readonly<Record<string, string>> = {
  'event-button': 'title',
  'button-guest-of-list': 'name',
  'button-guest-entry': 'name',
  'button-guest-entry-link': 'name',
  'button-guest-entry-over': 'name',
  'button-found-name': 'name',
  'button-found-ticket': 'name',
  'button-found-order': 'name',
  'button-found-code': 'name',
  'button-access-type': 'name',
  'button-access-of': 'name',
  'button-keep-name': 'venue',
  'my-event-button': 'title',
  'tickets-list-button': 'title',
  'orders-button': 'title',
  'button-type': 'name',
  'refund-button': 'buyer',
  'transfer-line': 'buyer',
  'refund-task-button': 'person',
  'refund-retry-button': 'person',
  'promo-button': 'code',
  'button-use-zone': 'zone',
  'button-stop-following-one': 'name',
  'button-guest-from': 'title',
  'button-guest-repeated': 'title',
  'button-guests-type': 'name',
  'button-write-to': 'buyer',
  'button-waiting': 'title',
  'button-wait-type': 'name',
  'button-offer-now': 'person',
  'button-let-in-type': 'name',
  'button-rename-ticket': 'name',
  'button-buyer-question': 'name',
  'button-question-type': 'name',
  'button-same-answer': 'name',
  'button-change-answer': 'name',
}
// These tell the day only.
const withDay = new Set(['button-waiting', 'my-event-button', 'tickets-list-button', 'orders-button'])
const days = { en: '28 Nov', ru: '28 сент.' } as const
// The door's own labels and names of helpers are cut where they are sent.
const cutWhenSent = new Set(['door-choice', 'search-line', 'button-remove-staff'])

const source = usesIn(sourceFiles())
const literal = [...source.literals]
const keys = [
  ...new Set([
    ...literal.filter((word) => ofButtons.test(word) && texts.in('en').has(word)),
    ...others,
    ...['title', 'description', 'startsAt', 'endsAt', 'venue', 'price', 'capacity', 'poster'].map((q) => `field-${q}`),
    ...['typeName', 'typePrice', 'typeCapacity'].map((q) => `field-${q}`),
    ...['name', 'price', 'capacity', 'saleFrom', 'saleUntil', 'perPerson'].map((field) => `type-field-${field}`),
    ...['discount', 'limit', 'perPerson', 'startsAt', 'endsAt'].map((field) => `promo-field-${field}`),
    ...['never', 'start', 'h3', 'h24', 'h72'].map((until) => `give-back-${until}`),
    ...['m30', 'h1', 'h3', 'h6', 'h24', 'any'].map((before) => `door-time-${before}`),
    ...['provider', 'stars', 'transfer', 'atDoor'].map((way) => `way-${way}`),
    ...['day', 'week', 'twoWeeks', 'month'].map((every) => `button-copy-every-${every}`),
    ...['all', 'notIn', 'owing', 'in'].map((to) => `button-guests-${to}`),
    ...['cash', 'transfer', 'card'].map((method) => `button-sell-${method}`),
    ...['promoCodes', 'staff'].map((extra) => `button-copy-${extra}`),
    ...[10, 30, 60, 180, 1440].map((minutes) => `button-offer-time-m${minutes}`),
    ...['name', 'ticket', 'order', 'code'].map((by) => `button-found-${by}`),
  ]),
].sort()

const labelsOf = (speech: Speech, key: string): readonly string[] =>
  (choices[key] ?? [{}]).map((chosen) => {
    const facts: LabelArgs = {
      ...long[speech.language],
      ...numbers,
      ...(withDay.has(key) && { when: days[speech.language] }),
      ...chosen,
    }
    const name = names[key]
    if (name !== undefined) return labelWith(speech, key, { [name]: String(facts[name]) }, facts)
    const label = speech.label(key, facts)
    return cutWhenSent.has(key) ? cutToWidth(label, labelRoom) : label
  })

describe.each(['en', 'ru'] as const)('labels of buttons in "%s"', (language) => {
  const speech = texts.in(language)

  it.each(keys)('%s is one line of a phone', (key) => {
    for (const label of labelsOf(speech, key)) {
      expect(label).not.toContain('\n')
      expect([label, widthOf(label)]).toEqual([label, Math.min(widthOf(label), labelRoom)])
      // It says something besides its sign.
      expect(label).toMatch(/[\p{L}\d]/u)
    }
  })

  it('are these, each with its width', async () => {
    const list = keys.flatMap((key) =>
      labelsOf(speech, key).map((label) => `${String(widthOf(label)).padStart(2)}  ${key}: ${label}`),
    )
    await expect(`${list.join('\n').replace(/[\u00a0\u202f]/gu, ' ')}\n`).toMatchFileSnapshot(
      `./labels.${language}.txt`,
    )
  })

  it.each([
    ['tickets-list-button', 'title', { numbers: '1', when: '28 Nov' }, { numbers: '2', when: '28 Nov' }],
    ['orders-button', 'title', { order: '1', when: '28 Nov' }, { order: '2', when: '28 Nov' }],
    ['event-button', 'title', { when: '28 Nov, 19:00' }, { when: '29 Nov, 19:00' }],
    ['my-event-button', 'title', { when: '28 Nov', state: 'draft' }, { when: '29 Nov', state: 'draft' }],
    ['refund-button', 'buyer', { order: '1' }, { order: '2' }],
    ['transfer-line', 'buyer', { order: '1' }, { order: '2' }],
    ['refund-task-button', 'person', { order: '1' }, { order: '2' }],
    ['refund-retry-button', 'person', { order: '1' }, { order: '2' }],
  ])('%s is told apart from its left end', (key, name, one, other) => {
    const facts = { amount: '₽1,500', mark: '☐', status: 'paid', count: 1 }
    const label = (more: LabelArgs) =>
      labelWith(speech, key, { [name]: long[language][name] ?? '' }, { ...facts, ...more })
    expect(label(one).slice(0, 10)).not.toBe(label(other).slice(0, 10))
  })
})

test('every label that the bot takes from the texts and that looks like a button’s is measured', () => {
  const taken = source.calls.filter(({ how, where }) => how === 'label' && where.startsWith('src/bot/'))
  const unmeasured = taken.map(({ key }) => key).filter((key) => ofButtons.test(key) && !keys.includes(key))
  expect(unmeasured).toEqual([])
  expect(keys.length).toBeGreaterThan(90)
})

describe('a width', () => {
  test.each([
    ['', 0],
    ['Jazz', 4],
    ['Джаз', 4],
    ['🎟 № 1', 6],
    ['✖️ Нет', 6],
    ['👨‍👩‍👧‍👦', 2],
    ['東京', 4],
    ['ё́', 1],
  ])('%s', (text, width) => {
    expect(widthOf(text)).toBe(width)
  })

  test.each([
    ['Джаз на крыше', 13, 'Джаз на крыше'],
    ['Джаз на крыше', 12, 'Джаз на кры…'],
    ['Джаз на крыше', 9, 'Джаз на…'],
    ['東京ジャズ', 6, '東京…'],
    ['👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 3, '👨‍👩‍👧‍👦…'],
  ])('%s cut to %i', (text, room, cut) => {
    expect(cutToWidth(text, room)).toBe(cut)
    expect(widthOf(cut)).toBeLessThanOrEqual(room)
  })
})

describe('a keyboard', () => {
  const rows = (...labels: readonly (readonly string[])[]) =>
    laidOut(
      new InlineKeyboard(labels.map((row) => row.map((text) => InlineKeyboard.text(text, 'x')))),
    ).inline_keyboard.map((row) => row.map(({ text }) => text))

  test('keeps short labels side by side and puts long ones one below the other', () => {
    expect(rows(['Share', 'Link'])).toEqual([['Share', 'Link']])
    expect(rows(['✖️ Отменить заказ целиком', '🎪 Афиша'])).toEqual([['✖️ Отменить заказ целиком'], ['🎪 Афиша']])
  })

  test('keeps grids, and cuts what a person named too long', () => {
    expect(rows(['‹', 'December 2026, the last month', '›'])).toEqual([['‹', 'December 2026, the last month', '›']])
    expect(rows([`✖️ ${'x'.repeat(60)}`])).toEqual([[`✖️ ${'x'.repeat(26)}…`]])
  })
})
