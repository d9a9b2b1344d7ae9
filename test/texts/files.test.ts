import { describe, expect, test } from 'vitest'
import { refusalCodes } from '../../src/domain/refusal.js'
import { createTexts, readTextSources } from '../../src/texts/texts.js'
import { entriesOf, faultsBetween } from '../support/texts/ftlFiles.js'
import { sourceFiles, usesIn } from '../support/texts/textUses.js'

const program = (text: string) => usesIn([{ name: 'bot.ts', text }])

const good = {
  ru: 'hi = Привет, { $name }\nrefusal-soldOut = Билетов нет',
  en: 'hi = Hi, { $name }\nrefusal-soldOut = Sold out',
}
const using = 'speech.say("hi", { name }); speech.say(`refusal-${code}`)'

describe('the two languages and the program', () => {
  test('agree: each key that is said stands in both files with the same arguments, and none is left over', () => {
    expect(faultsBetween(readTextSources(), usesIn(sourceFiles()))).toEqual([])
  })

  test('have a sentence for every refusal', () => {
    const texts = createTexts()
    expect(
      refusalCodes.filter((code) => !texts.in('ru').has(`refusal-${code}`) || !texts.in('en').has(`refusal-${code}`)),
    ).toEqual([])
  })
})

describe('the comparison', () => {
  test('is content with what agrees', () => {
    expect(faultsBetween(good, program(using))).toEqual([])
  })

  test.each([
    ['a key of one language only', { ...good, en: 'hi = Hi, { $name }' }, using, 'en.ftl: lacks "refusal-soldOut"'],
    [
      'an argument of one language only',
      { ...good, ru: 'hi = Привет\nrefusal-soldOut = Нет' },
      using,
      'ru.ftl: "hi" lacks the argument "name"',
    ],
    [
      'an argument inside a plural',
      { ...good, ru: 'hi = { $n ->\n  [one] { $x }\n *[other] { $name }\n }\nrefusal-soldOut = Нет' },
      using,
      '"hi" wants "x"',
    ],
    [
      'a key that is said and not there',
      good,
      `${using}; say(ok ? 'hi' : 'bye', { name })`,
      'ru.ftl: lacks "bye", said in bot.ts',
    ],
    [
      'an argument that is not given',
      good,
      'say("hi"); say(`refusal-${code}`)',
      '"hi" wants "name", which bot.ts does not give',
    ],
    ['a key that nobody says', good, 'say("hi", { name })', '"refusal-soldOut" is never said'],
    ['a family of keys that is not there', good, `${using}; label(\`news-\${kind}\`)`, 'has no key like /^news-.+$/u'],
    [
      'mark-up that is not closed',
      { ...good, en: 'hi = <b>{ $name }\nrefusal-soldOut = x' },
      using,
      '"hi" does not close b',
    ],
    [
      'mark-up closed in another plural',
      { ...good, en: 'hi = <b>{ $name }{ $name ->\n  [a] </b>\n *[b] x</b>\n }\nrefusal-soldOut = x' },
      using,
      '"hi" closes b without opening it',
    ],
    [
      'a tag that Telegram does not know',
      { ...good, en: 'hi = <p>{ $name }</p>\nrefusal-soldOut = x' },
      using,
      'does not know: p',
    ],
    ['a bare ampersand', { ...good, en: 'hi = A & { $name }\nrefusal-soldOut = x' }, using, 'bare "&"'],
    [
      'mark-up in a label',
      { ...good, en: 'hi = <b>{ $name }</b>\nrefusal-soldOut = x' },
      'label("hi", { name }); say(`refusal-${code}`)',
      'is a label and has mark-up',
    ],
  ])('notices %s', (_, sources, source, fault) => {
    expect(faultsBetween(sources, program(source))).toContainEqual(expect.stringContaining(fault))
  })

  test('understands keys in variables, links and names of arguments it cannot read', () => {
    const sources = {
      ru: 'a = <a href="{ $link }">x</a> &amp;\nb-title = { a } { $y }',
      en: 'a = <a href="{ $link }">x</a>\nb-title = { $link } { $y }',
    }
    expect(
      faultsBetween(
        sources,
        program("const key = 'a'; say(key, args); say('a', { ...args }); label(`${kind}-title`, args)"),
      ),
    ).toEqual([])
    expect([...(entriesOf(sources.ru).get('b-title')?.args ?? [])]).toEqual(['link', 'y'])
  })
})
