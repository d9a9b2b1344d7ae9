import { describe, expect, it } from 'vitest'
import { ordersOf, searchWords, turnsOf, wantedWords } from '../../src/domain/nameSearch.js'

describe('the words of a name', () => {
  it.each([
    ['Ёлкин  Фёдор', ['елкин', 'федор']],
    ['ANNA-Maria Müller', ['anna', 'maria', 'muller']],
    ["O'Hara", ['o', 'hara']],
    ['Jean, jr.', ['jean', 'jr']],
    ['🦊 Fox', ['🦊', 'fox']],
    ['...', ['...']],
    ['  ', []],
    ['', []],
  ])('of "%s" are %j', (name, words) => {
    expect(searchWords(name)).toEqual(words)
  })
})

describe('the turns of a name', () => {
  it('begin with each word once, the name as it is first', () => {
    expect(turnsOf('Anna Maria Roth')).toEqual(['anna maria roth', 'maria roth anna', 'roth anna maria'])
    expect(turnsOf('Anna Anna')).toEqual(['anna anna'])
    expect(turnsOf('...')).toEqual(['...'])
  })

  it('are at most six, and never none', () => {
    expect(turnsOf('a b c d e f g h')).toHaveLength(6)
    expect(turnsOf('a b c d e f g h')[5]).toBe('f g h a b c d e')
    expect(turnsOf('')).toEqual([''])
  })
})

describe('the orders of some words', () => {
  it('are all of up to three, as typed first', () => {
    expect([ordersOf([]), ordersOf(['a']), ordersOf(['a', 'b'])]).toEqual([[], ['a'], ['a b', 'b a']])
    expect(ordersOf(['a', 'b', 'c'])).toEqual(['a b c', 'a c b', 'b a c', 'b c a', 'c a b', 'c b a'])
  })

  it('are only as typed of more', () => {
    expect(ordersOf(['a', 'b', 'c', 'd'])).toEqual(['a b c d'])
  })
})

describe('the words that are wanted', () => {
  it('are each there once, and at most six', () => {
    expect(wantedWords('Anna anna ROTH')).toEqual(['anna', 'roth'])
    expect(wantedWords('a b c d e f g h')).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  })
})
