import { describe, expect, it } from 'vitest'
import { displayNameOf, languageOf } from '../../src/domain/person.js'

const nameOf = (first: string, last?: string) => displayNameOf({ first, last, id: 42 })

describe('a display name', () => {
  it.each([
    ['Ann', undefined, 'Ann'],
    ['Ann', 'Lee', 'Ann Lee'],
    [' Ann ', ' Lee ', 'Ann Lee'],
    ['<b>Ann</b> & "Co" </a>', undefined, '<b>Ann</b> & "Co" </a>'],
    ['<3', undefined, '<3'],
    ['\u202eevil\u202c', undefined, 'evil'],
    ['A\u200bn\u200en', undefined, 'Ann'],
    ['A\nn\tn', undefined, 'A n n'],
    ['', undefined, '#42'],
    ['\u200b\u2060', '\u202e', '#42'],
    ['👩‍👩‍👧', undefined, '👩‍👩‍👧'],
    ['Zoë', 'Ünal', 'Zoë Ünal'],
  ])('of %j %j is "%s"', (first, last, name) => {
    expect(nameOf(first, last)).toBe(name)
  })

  it('has 64 characters at most, and splits none that a reader sees as one', () => {
    expect(nameOf('x'.repeat(64), 'y'.repeat(64))).toBe(`${'x'.repeat(63)}…`)
    expect(nameOf('👩‍👩‍👧'.repeat(20))).toMatch(/^(?:👩‍👩‍👧)+…$/u)
    expect(nameOf('👩‍👩‍👧'.repeat(20)).length).toBeLessThanOrEqual(64)
  })
})

describe('the language to speak', () => {
  it.each([
    ['ru', undefined, 'ru'],
    ['RU', undefined, 'ru'],
    ['ru-RU', undefined, 'ru'],
    ['uk', undefined, 'ru'],
    ['kk', undefined, 'ru'],
    ['en', undefined, 'en'],
    ['en-GB', undefined, 'en'],
    ['de', undefined, 'en'],
    ['pt-br', undefined, 'en'],
    ['', undefined, 'ru'],
    [undefined, undefined, 'ru'],
    ['ru', 'en', 'en'],
    ['en', 'ru', 'ru'],
    [undefined, 'en', 'en'],
  ] as const)('with Telegram in %j and %j chosen is %s', (languageCode, chosenLanguage, language) => {
    expect(languageOf({ languageCode, chosenLanguage }, 'ru')).toBe(language)
  })
})
