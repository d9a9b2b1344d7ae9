import { FluentResource } from '@fluent/bundle'
import type { Language } from '../../../src/domain/person.js'
import { plainOf, trustedHtml } from '../../../src/texts/html.js'
import { createTexts, readTextSources } from '../../../src/texts/texts.js'

type Pattern = FluentResource['body'][number]['value']
type Element = Exclude<Pattern, string | null>[number]
type Select = Extract<Element, { type: 'select' }>

/** What a text is told, as its reader sees it: amounts and times in words. */
type Facts = Readonly<Record<string, string | number>>

/** What a text is told, as far as it matters. */
export type SomeFacts = Readonly<Record<string, string | number | RegExp>>

/**
 * The product's own texts in one language, by key, as plain text on a reader's screen. Changing a sentence changes no
 * test that names it so.
 */
export type Words = {
  /** The whole text; every fact has to be given. */
  (key: string, facts?: Facts): string
  /** Finds the text in another. Facts that are not given may be anything; a space may be a no-break one. */
  like(key: string, facts?: SomeFacts): RegExp
  /** The same at the beginning. */
  begins(key: string, facts?: SomeFacts): RegExp
  /** Its first line, at the beginning. */
  opens(key: string, facts?: SomeFacts): RegExp
  /** Finds it at the end. */
  ends(key: string, facts?: SomeFacts): RegExp
  /** It, and nothing before or behind. */
  whole(key: string, facts?: SomeFacts): RegExp
}

const texts = createTexts()
const sources = readTextSources()

const wordsIn = (language: Language): Words => {
  const speech = texts.in(language)
  const { body } = new FluentResource(sources[language])
  const patterns = new Map(body.map(({ id, value }) => [id, value]))
  const source = (key: string, facts: SomeFacts): string => {
    if (!speech.has(key)) throw new Error(`The texts have no key "${key}" in "${language}".`)
    const found = sourceOf({ language, patterns, facts }, patterns.get(key) ?? null)
    if (!/\p{L}|\p{Emoji_Presentation}/u.test(found.replaceAll(anything, '').replaceAll(space, '')))
      throw new Error(`"${key}" has no words of its own to be found by.`)
    return found
  }
  return Object.assign((key: string, facts: Facts = {}) => plainOf(speech.say(key, facts)).trim(), {
    like: (key: string, facts: SomeFacts = {}) => new RegExp(source(key, facts), 'u'),
    begins: (key: string, facts: SomeFacts = {}) => new RegExp(`^${source(key, facts)}`, 'u'),
    opens: (key: string, facts: SomeFacts = {}) => new RegExp(`^${source(key, facts).split('\n')[0] ?? ''}`, 'u'),
    ends: (key: string, facts: SomeFacts = {}) => new RegExp(`${source(key, facts)}$`, 'u'),
    whole: (key: string, facts: SomeFacts = {}) => new RegExp(`^${source(key, facts)}$`, 'u'),
  })
}

type Telling = {
  readonly language: Language
  readonly patterns: ReadonlyMap<string, Pattern>
  readonly facts: SomeFacts
}

const anything = '[^]*?'
const space = '[ \\u00a0\\u202f]'

const sourceOf = (telling: Telling, pattern: Pattern): string => {
  if (pattern === null) return ''
  if (typeof pattern === 'string') return sourceOfText(plainOf(trustedHtml(pattern)))
  return pattern.map((element) => sourceOfElement(telling, element)).join('')
}

const sourceOfElement = (telling: Telling, element: Element): string => {
  if (typeof element === 'string') return sourceOf(telling, element)
  switch (element.type) {
    case 'var':
      return sourceOfFact(telling.facts[element.name], telling.language)
    case 'mesg':
      return sourceOf(telling, telling.patterns.get(element.name) ?? null)
    case 'select':
      return sourceOfSelect(telling, element)
    case 'str':
      return sourceOfText(element.value)
    default:
      throw new Error(`A text has a "${element.type}", which no test looks for yet.`)
  }
}

const sourceOfFact = (fact: SomeFacts[string] | undefined, language: Language): string => {
  if (fact === undefined) return anything
  if (fact instanceof RegExp) return fact.source
  return sourceOfText(typeof fact === 'number' ? new Intl.NumberFormat(language).format(fact) : fact)
}

const sourceOfSelect = (telling: Telling, { selector, variants, star }: Select): string => {
  const fact = selector.type === 'var' ? telling.facts[selector.name] : undefined
  const valueAt = (index: number): Pattern => variants[index]?.value ?? null
  if (fact === undefined || fact instanceof RegExp)
    return `(?:${[...new Set(variants.map(({ value }) => sourceOf(telling, value)))].join('|')})`
  const fits = (wanted: string): number => variants.findIndex(({ key }) => String(key.value) === wanted)
  const exact = fits(String(fact))
  if (exact >= 0 || typeof fact === 'string') return sourceOf(telling, valueAt(exact >= 0 ? exact : star))
  const plural = fits(new Intl.PluralRules(telling.language).select(fact))
  return sourceOf(telling, valueAt(plural >= 0 ? plural : star))
}

const sourceOfText = (text: string): string =>
  text.replace(/[\\^$.*+?()[\]{}|/]/gu, '\\$&').replace(/[ \u00a0\u202f]/gu, space)

/** English. */
export const en = wordsIn('en')
/** Russian. */
export const ru = wordsIn('ru')
/** The words of a language. */
export const wordsOf: Readonly<Record<Language, Words>> = { en, ru }

/** Any of these. */
export const either = (...parts: readonly RegExp[]): RegExp =>
  new RegExp(parts.map(({ source }) => `(?:${source})`).join('|'), 'u')

/** One after another, with anything between them. Strings are taken as they are. */
export const inOrder = (...parts: readonly (string | RegExp)[]): RegExp =>
  new RegExp(parts.map((part) => (typeof part === 'string' ? sourceOfText(part) : part.source)).join('[^]*'), 'u')
