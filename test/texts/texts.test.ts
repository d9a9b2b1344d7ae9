import { describe, expect, test } from 'vitest'
import { escapeHtml } from '../../src/texts/html.js'
import { createTexts, type Speech, type SpeechArgs } from '../../src/texts/texts.js'

const source = `
# A comment
greeting = Hello, <b>{ $name }</b>!
left = { $count ->
    [0] none left
    [one] { $count } ticket left
   *[other] { $count } tickets left
  }
card = { $title }
    { $when }
-brand = Levem
about = { -brand } & co
`
const russian = source
  .replace('[one] { $count } ticket left', '[one] остался { $count } билет\n    [few] осталось { $count } билета')
  .replace('*[other] { $count } tickets left', '*[other] осталось { $count } билетов')

const speech = (language: 'ru' | 'en' = 'en'): Speech => createTexts({ en: source, ru: russian }).in(language)

describe('a sentence', () => {
  test('escapes its arguments, and not its own mark-up', () => {
    expect(speech().say('greeting', { name: '<b>Ann</b> & "Co" </a>' }).html).toBe(
      'Hello, <b>&lt;b&gt;Ann&lt;/b&gt; &amp; &quot;Co&quot; &lt;/a&gt;</b>!',
    )
  })

  test('takes Html as it is, once escaped and never twice', () => {
    const card = speech().say('card', { title: 'A & B', when: '<now>' })
    expect(speech().say('card', { title: card, when: escapeHtml('>') }).html).toBe('A &amp; B\n&lt;now&gt;\n&gt;')
  })

  test('refuses what only looks like Html', () => {
    const revive = (json: string): SpeechArgs => JSON.parse(json) as SpeechArgs
    const args = revive(JSON.stringify({ name: escapeHtml('x') }))
    expect(() => speech().say('greeting', args)).toThrow('was not made by the texts')
  })

  test('cannot be given a sentence of Fluent: braces are only text', () => {
    expect(speech().say('greeting', { name: '{ $secret } { -brand }' }).html).toBe(
      'Hello, <b>{ $secret } { -brand }</b>!',
    )
  })

  test.each([
    [0, 'none left'],
    [1, '1 ticket left'],
    [21, '21 tickets left'],
    [1000, '1,000 tickets left'],
  ])('counts in English: %i', (count, text) => {
    expect(speech().label('left', { count })).toBe(text)
  })

  test.each([
    [1, 'остался 1 билет'],
    [3, 'осталось 3 билета'],
    [11, 'осталось 11 билетов'],
    [1021, 'остался 1\u00a0021 билет'],
  ])('counts in Russian: %i', (count, text) => {
    expect(speech('ru').label('left', { count })).toBe(text)
  })
})

describe('a label', () => {
  test('is plain text: nothing is escaped', () => {
    expect(speech().label('card', { title: 'A & B', when: '<now>' })).toBe('A & B\n<now>')
    expect(speech().label('about')).toBe('Levem & co')
  })

  test('has no characters that Telegram refuses', () => {
    expect(speech().label('greeting', { name: 'A\0\ud83d' })).toBe('Hello, <b>A</b>!')
  })
})

describe('a defect', () => {
  test('a missing key throws and names it', () => {
    expect(() => speech().say('nothing')).toThrow('no key "nothing" in "en"')
    expect(() => speech('ru').label('nothing')).toThrow('no key "nothing" in "ru"')
    expect(speech().has('nothing')).toBe(false)
    expect(speech().has('greeting')).toBe(true)
  })

  test('a missing argument throws and is never shown as {$name}', () => {
    expect(() => speech().say('greeting')).toThrow('"greeting"')
    expect(() => speech().label('left', {})).toThrow('count')
    expect(() => speech().say('card', { title: 'x' })).toThrow('when')
  })

  test('a fault in a file is told when it is loaded', () => {
    expect(() => createTexts({ en: 'a = { $x', ru: '' })).toThrow('Faults in en.ftl: line 1')
    expect(() => createTexts({ en: 'a = x\na = y', ru: '' })).toThrow('override')
    expect(() => createTexts({ en: 'a = x\nstray line', ru: '' })).toThrow('line 2')
    expect(() => createTexts({ en: '', ru: 'b = { $x ->\n  [one] 1\n }' })).toThrow('ru.ftl')
  })
})
