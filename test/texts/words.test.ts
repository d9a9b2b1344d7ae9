import { describe, expect, it } from 'vitest'
import { languages } from '../../src/domain/person.js'
import { readTextSources } from '../../src/texts/texts.js'
import { entriesOf } from '../support/texts/ftlFiles.js'
import { en, inOrder, ru, type SomeFacts, type Words, wordsOf } from '../support/texts/words.js'

const found = (words: Words, key: string, facts: SomeFacts = {}): RegExp | undefined => {
  try {
    return words.like(key, facts)
  } catch {
    return undefined
  }
}

describe('the words that tests look for', () => {
  it.each(languages)('find every text of "%s", whatever it is told', (language) => {
    const words = wordsOf[language]
    const missed = [...entriesOf(readTextSources()[language])].flatMap(([key, { args }]) =>
      [0, 1, 2, 5, 'x'].flatMap((fact) => {
        const facts = Object.fromEntries([...args].map((name) => [name, fact]))
        const text = words(key, facts)
        const isFound = [{}, facts].every((given) => found(words, key, given)?.test(text) ?? true)
        return isFound ? [] : [`${key} told ${fact}`]
      }),
    )
    expect(missed).toEqual([])
  })

  it('tell apart what is told', () => {
    const text = en('order-countdown', { minutes: 15, order: '7' })
    expect(text).toMatch(en.like('order-countdown'))
    expect(text).toMatch(en.like('order-countdown', { minutes: 15 }))
    expect(text).not.toMatch(en.like('order-countdown', { minutes: 14 }))
    expect(text).not.toMatch(en.like('order-until'))
    expect(text).not.toMatch(ru.like('order-countdown'))
  })

  it('take a space for a no-break one, and know the beginning and the order', () => {
    const text = `${ru('card-price', { price: '1\u00a0500\u00a0₽' })}\n${ru('card-ended')}`
    expect(text).toMatch(ru.begins('card-price', { price: '1 500 ₽' }))
    expect(text).not.toMatch(ru.begins('card-ended'))
    expect(text).toMatch(inOrder(ru.like('card-price'), ru.like('card-ended')))
    expect(text).not.toMatch(inOrder(ru.like('card-ended'), ru.like('card-price')))
  })

  it('are refused where there is no such text, or nothing in it to be found by', () => {
    expect(() => en('no-such-key')).toThrow('no key')
    expect(() => en.like('no-such-key')).toThrow('no key')
    expect(() => en.like('door-choice')).toThrow('no words of its own')
    expect(() => en('refusal-soldOut')).toThrow('cannot be said')
  })
})
