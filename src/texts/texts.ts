import { readFileSync } from 'node:fs'
import { FluentBundle, FluentResource } from '@fluent/bundle'
import { languages, type Language } from '../domain/person.js'
import { inLabel, inSentence } from './inert.js'
import { escapeHtml, isHtml, sendable, trustedHtml, type Html } from './html.js'

/**
 * What a sentence is told: text is escaped, Html goes in as it is, numbers choose plurals and are grouped ("1 000"):
 * give ids and years as text.
 */
export type SpeechArgs = Readonly<Record<string, string | number | Html>>

/** What a label is told. */
export type LabelArgs = Readonly<Record<string, string | number>>

/** One language, spoken. A missing key or argument throws: it is a defect. */
export type Speech = {
  readonly language: Language
  /** The moment it is spoken (UTC milliseconds), as dates near to it need no year; undefined where nobody knows. */
  now(): number | undefined
  /** A sentence with mark-up, to be sent as HTML. The one place where arguments are escaped. */
  say(key: string, args?: SpeechArgs): Html
  /** Plain text: buttons, toasts, command descriptions, file names. */
  label(key: string, args?: LabelArgs): string
  has(key: string): boolean
}

/** All languages. */
export type Texts = { in(language: Language): Speech }

/** The sentences of each language in Fluent's syntax. */
export type TextSources = Readonly<Record<Language, string>>

/** Reads ru.ftl and en.ftl from beside this file, once: the build copies them to dist/. */
export const readTextSources = (): TextSources =>
  (ownSources ??= {
    ru: readFileSync(new URL('ru.ftl', import.meta.url), 'utf8'),
    en: readFileSync(new URL('en.ftl', import.meta.url), 'utf8'),
  })

let ownSources: TextSources | undefined

/**
 * Loads the sentences; without a clock dates are told with their year. Throws an Error that names every entry Fluent
 * cannot read or that stands there twice.
 */
export const createTexts = (sources: TextSources = readTextSources(), clock?: { now(): number }): Texts => {
  const now = (): number | undefined => clock?.now()
  const speeches = new Map(languages.map((language) => [language, createSpeech(language, sources[language], now)]))
  return {
    in: (language) => {
      const speech = speeches.get(language)
      if (!speech) throw new Error(`No texts in the language "${language}".`)
      return speech
    },
  }
}

const createSpeech = (language: Language, source: string, now: Speech['now']): Speech => {
  const bundle = bundleOf(language, source)
  const render = (key: string, args: LabelArgs): string => {
    const pattern = bundle.getMessage(key)?.value
    if (pattern === undefined || pattern === null) throw new Error(`The texts have no key "${key}" in "${language}".`)
    return formatted(bundle, key, pattern, args)
  }
  return {
    language,
    now,
    say: (key, args = {}) => trustedHtml(render(key, escaped(args))),
    label: (key, args = {}) => sendable(render(key, isolatedArgs(args))),
    has: (key) => bundle.hasMessage(key),
  }
}

type Pattern = Parameters<FluentBundle['formatPattern']>[0]

const formatted = (bundle: FluentBundle, key: string, pattern: Pattern, args: LabelArgs): string => {
  try {
    // Without a list for its errors Fluent throws the first instead of showing "{$name}" to a reader.
    return bundle.formatPattern(pattern, args)
  } catch (error) {
    throw new Error(
      `The text "${key}" in "${bundle.locales.join()}" cannot be said: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    )
  }
}

const escaped = (args: SpeechArgs): LabelArgs =>
  Object.fromEntries(Object.entries(args).map(([name, value]) => [name, escapedArg(name, value)]))

const isolatedArgs = (args: LabelArgs): LabelArgs =>
  Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, typeof value === 'string' ? inLabel(name, value) : value]),
  )

const escapedArg = (name: string, value: string | number | Html): string | number => {
  if (typeof value === 'number') return value
  if (typeof value === 'string') return escapeHtml(inSentence(name, value)).html
  if (isHtml(value)) return value.html
  throw new Error(`The argument "${name}" looks like Html but was not made by the texts (did it go through JSON?).`)
}

// To understand them takes a tenth of a second: once a process, however many speak.
const bundles = new Map<Language, { readonly source: string; readonly bundle: FluentBundle }>()
const bundleOf = (language: Language, source: string): FluentBundle => {
  const known = bundles.get(language)
  if (known?.source === source) return known.bundle
  const bundle = createBundle(language, source)
  bundles.set(language, { source, bundle })
  return bundle
}

const createBundle = (language: Language, source: string): FluentBundle => {
  const bundle = new FluentBundle(language, { useIsolating: false })
  const resource = new FluentResource(source)
  const faults = [...unreadableEntries(source, resource), ...bundle.addResource(resource).map((error) => error.message)]
  if (faults.length > 0) throw new Error(`Faults in ${language}.ftl: ${faults.join('; ')}`)
  return bundle
}

// Fluent skips what it cannot read without a word.
const unreadableEntries = (source: string, resource: FluentResource): readonly string[] => {
  const read = new Set(resource.body.map((entry) => entry.id))
  return source.split(/\r?\n/u).flatMap((line, index) => {
    if (/^(?:[#\s}[*.]|$)/u.test(line)) return []
    const id = /^(-?[a-zA-Z][\w-]*) *=/u.exec(line)?.[1]
    return id !== undefined && read.has(id) ? [] : [`line ${index + 1} cannot be read`]
  })
}
