import { FluentBundle, FluentResource } from '@fluent/bundle'

/**
 * @typedef {'ru' | 'en'} Language
 *
 * The page's sentences in one language.
 * @typedef {object} Texts
 * @property {Language} language
 * @property {(key: string, args?: Readonly<Record<string, string | number>>) => string} t A sentence as plain text; the
 * key itself when there is none.
 */

/** @type {readonly Language[]} */
export const languages = ['ru', 'en']

// Letters that run from right to left, and marks that turn the direction of what follows.
const turning = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]/u

/**
 * A name as it goes into a sentence: whatever it does to the direction of writing ends with it. Others stay as they
 * are, for searching and copying.
 * @param {string | number} value
 */
const isolate = (value) => (typeof value === 'string' && turning.test(value) ? `\u2068${value}\u2069` : value)

/**
 * Sentences from one Fluent file.
 * @param {Language} language
 * @param {string} source
 * @returns {Texts}
 */
const createTexts = (language, source) => {
  const bundle = new FluentBundle(language, { useIsolating: false })
  bundle.addResource(new FluentResource(source))
  return {
    language,
    t: (key, args = {}) => {
      const pattern = bundle.getMessage(key)?.value
      return pattern === null || pattern === undefined
        ? key
        : bundle.formatPattern(
            pattern,
            Object.fromEntries(Object.entries(args).map(([name, value]) => [name, isolate(value)])),
            [],
          )
    },
  }
}

/** @param {Language} language */
const load = async (language) => {
  const response = await fetch(new URL(`../texts/${language}.ftl`, import.meta.url))
  return createTexts(language, await response.text())
}

/**
 * Both languages at once, so that switching waits for nothing.
 * @returns {Promise<Readonly<Record<Language, Texts>>>}
 */
export const loadTexts = async () => {
  const [ru, en] = await Promise.all([load('ru'), load('en')])
  return { ru, en }
}
