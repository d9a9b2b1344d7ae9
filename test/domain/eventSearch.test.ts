import { describe, expect, it } from 'vitest'
import {
  asksForAnything,
  beginningsOf,
  type EventQuery,
  fits,
  nearlyHas,
  queryOf,
} from '../../src/domain/eventSearch.js'
import { otherLayout } from '../../src/domain/keyboardLayout.js'
import { searchKey, stemOf, wordsAndPartsIn, wordsIn } from '../../src/domain/searchKeys.js'

const event = (title: string, venue = 'Main hall', from = 0) => ({ title, venue, from, until: from })
const finds = (text: string, title: string, venue?: string): boolean =>
  fits(event(title, venue), queryOf({ others: text }))

describe('the key of a word', () => {
  it.each([
    ['концерт', 'concert'],
    ['Концерт', 'kontsert'],
    ['джаз', 'jazz'],
    ['рок', 'Rock'],
    ['Müller', 'Mueller'],
    ['ёлка', 'елка'],
    ['Щукин', 'Shchukin'],
    ['Чехов', 'Chekhov'],
    ['Юлия', 'Yuliya'],
    ['театр', 'teatr'],
    ['Крым', 'Krym'],
    ['ÉTÉ', 'ete'],
    ['київ', 'kiiv'],
  ])('of "%s" is that of "%s"', (one, other) => {
    expect(searchKey(one)).toBe(searchKey(other))
  })

  it.each([
    ['кот', 'код'],
    ['рок', 'рог'],
    ['2000', '200'],
  ])('of "%s" is not that of "%s"', (one, other) => {
    expect(searchKey(one)).not.toBe(searchKey(other))
  })

  it('is at most twelve letters', () => {
    expect(searchKey('филармонический')).toHaveLength(12)
  })
})

describe('words', () => {
  it('are parted by signs and emoji, and joined by an apostrophe', () => {
    expect(wordsIn("🎸 Rock-n'Roll: «Nights»!")).toEqual(['Rock', 'nRoll', 'Nights'])
    expect(wordsAndPartsIn("L'Opéra")).toEqual(['LOpéra', 'L', 'Opéra'])
    expect(wordsIn('🎸 …')).toEqual([])
  })

  it.each([
    ['Москве', 'москв'],
    ['концерты', 'концерт'],
    ['концертами', 'концерт'],
    ['кафе', 'кафе'],
    ['театра', 'театр'],
    ['concerts', 'concert'],
    ['boss', 'boss'],
  ])('"%s" is asked for as "%s"', (word, stem) => {
    expect(stemOf(word)).toBe(stem)
  })
})

describe('an event is found by', () => {
  it.each([
    ['кр', 'Крис в театре'],
    ['крис театр', 'Крис в театре'],
    ['театр крис', 'Крис в театре'],
    ['KRIS', 'Крис в театре'],
    ['концерт', 'Concert of the year'],
    ['concert', 'Большой концерт'],
    ['conc', 'Большой концерт'],
    ['конц', 'Big concert'],
    ['ежик', 'Ёжик в тумане'],
    ['джаз', 'Jazz night'],
    ['opera', "L'Opéra"],
    ["l'op", "L'Opéra"],
    ['билеты на джаз', 'Jazz night'],
    ['выставки', 'Выставка роз'],
    ['"jazz"', 'Jazz night'],
  ])('"%s": "%s"', (text, title) => {
    expect(finds(text, title)).toBe(true)
  })

  it('its place, and online', () => {
    expect(finds('в москве', 'Night', 'Клуб «Дом», Москва')).toBe(true)
    expect(finds('ночь дом', 'Ночь', 'Клуб «Дом», Москва')).toBe(true)
    expect([finds('online', 'Night', ''), finds('онлайн', 'Night', '')]).toEqual([true, true])
  })

  it.each([
    ['крис опера', 'Крис в театре'],
    ['ис', 'Крис в театре'],
    ['main square', 'Jazz night'],
  ])('but not by "%s": "%s"', (text, title) => {
    expect(finds(text, title)).toBe(false)
  })

  it('what was typed on the other keyboard', () => {
    expect(finds(otherLayout('rjywthn'), 'Большой концерт')).toBe(true)
    expect(finds(otherLayout('офяя'), 'Jazz night')).toBe(true)
  })

  it.each([
    ['концрт', 'Большой концерт'],
    ['конецрт', 'Большой концерт'],
    ['контцерт', 'Большой концерт'],
    ['canc', 'Concert'],
    ['consert big', 'Big concert'],
  ])('nearly, with a slip: "%s": "%s"', (text, title) => {
    const { words } = queryOf({ others: text })
    expect(nearlyHas(event(title), words)).toBe(true)
  })

  it.each([
    ['кат', 'Кот'],
    ['концрет', 'Опера'],
    ['канцртн', 'Концерт'],
  ])('not nearly: "%s": "%s"', (text, title) => {
    expect(nearlyHas(event(title), queryOf({ others: text }).words)).toBe(false)
  })
})

describe('what is asked for', () => {
  const hour = 3_600_000
  const span = { from: 24 * hour, until: 48 * hour }

  it('is words and days, or words that name days', () => {
    const query = queryOf({ others: 'джаз', named: 'в пятницу', span })
    expect(query).toEqual({ words: ['iaz'], span, spanWords: ['piatnic'] })
    expect(fits(event('Джаз', 'Дом', 30 * hour), query)).toBe(true)
    expect(fits(event('Джаз', 'Дом', 50 * hour), query)).toBe(false)
    expect(fits(event('Чёрная пятница: джаз', 'Дом', 50 * hour), query)).toBe(true)
    expect(fits(event('Опера', 'Дом', 30 * hour), query)).toBe(false)
  })

  it('is on in a span when it begins in it, or goes on in it', () => {
    const query: EventQuery = { words: [], span, spanWords: [] }
    const on = (from: number, until = from): boolean =>
      fits({ ...event('Any', '', from * hour), until: until * hour }, query)
    expect([on(24), on(47), on(23, 25), on(0, 100)]).toEqual([true, true, true, true])
    expect([on(48), on(23), on(20, 24)]).toEqual([false, false, false])
  })

  it('is nothing where nothing is said', () => {
    expect([' ', '…', '🎸'].map((others) => asksForAnything(queryOf({ others })))).toEqual([false, false, false])
    expect(asksForAnything(queryOf({ others: 'в' }))).toBe(true)
    expect(queryOf({ others: 'билеты', named: 'завтра', span }).words).toEqual([])
  })

  it('fits into a button, and still finds what it found', () => {
    const others = 'международный фестиваль документального кинематографического искусства'
    const { words } = queryOf({ others })
    expect(words.join('.').length).toBeLessThanOrEqual(32)
    const begins = beginningsOf(event(others))
    expect(words.every((word) => begins.has(word))).toBe(true)
  })
})
