import { FluentResource } from '@fluent/bundle'
import type { Uses } from './textUses.js'

/** What one text wants and says; `plurals` are the names of the forms of each plural in it. */
export type Entry = {
  readonly args: ReadonlySet<string>
  readonly text: string
  readonly plurals: readonly (readonly string[])[]
}
type Pattern = FluentResource['body'][number]['value']
type Element = Exclude<Pattern, string | null>[number]
type Language = 'ru' | 'en'

const languages = ['ru', 'en'] as const

/** The texts of a file by their keys. */
export const entriesOf = (source: string): ReadonlyMap<string, Entry> =>
  new Map(
    new FluentResource(source).body.map(({ id, value }) => [
      id,
      { args: new Set(argsOf(value)), text: wordsOf(value), plurals: pluralsOf(value) },
    ]),
  )

const elementsOf = (pattern: Pattern): readonly Element[] =>
  pattern === null ? [] : typeof pattern === 'string' ? [pattern] : pattern

const selectsOf = (pattern: Pattern) =>
  elementsOf(pattern).flatMap((element) => (typeof element !== 'string' && element.type === 'select' ? [element] : []))

const variantsOf = (pattern: Pattern): readonly Pattern[] =>
  selectsOf(pattern).flatMap(({ variants }) => variants.map(({ value }) => value))

const argsOf = (pattern: Pattern): readonly string[] => [
  ...elementsOf(pattern).flatMap((element) =>
    typeof element !== 'string' && element.type === 'var' ? [element.name] : [],
  ),
  ...selectsOf(pattern).flatMap(({ selector }) => argsOf([selector])),
  ...variantsOf(pattern).flatMap(argsOf),
]

const wordsOf = (pattern: Pattern): string =>
  [...elementsOf(pattern).filter((element) => typeof element === 'string'), ...variantsOf(pattern).map(wordsOf)].join(
    '\n',
  )

const pluralNames = new Set<string>(['zero', 'one', 'two', 'few', 'many'])

const pluralsOf = (pattern: Pattern): readonly (readonly string[])[] => [
  ...selectsOf(pattern)
    .map(({ variants }) => variants.map(({ key }) => String(key.value)))
    .filter((names) => names.some((name) => pluralNames.has(name))),
  ...variantsOf(pattern).flatMap(pluralsOf),
]

/** Everything that is wrong between the two files and the scripts that say their texts, in sentences. */
export const faultsBetween = (sources: Readonly<Record<Language, string>>, uses: Uses): readonly string[] => {
  const files = languages.map((language) => ({ language, entries: entriesOf(sources[language]) }))
  return files.flatMap(({ language, entries }) =>
    [
      ...files.flatMap((other) => (other.language === language ? [] : parityFaults(entries, other.entries))),
      ...useFaults(entries, uses),
      ...unusedFaults(entries, uses),
      ...markupFaults(entries),
      ...pluralFaults(language, entries),
    ].map((fault) => `${language}.ftl: ${fault}`),
  )
}

type Entries = ReadonlyMap<string, Entry>

const parityFaults = (entries: Entries, other: Entries): readonly string[] =>
  [...other].flatMap(([key, { args }]) => {
    const own = entries.get(key)
    if (!own) return [`lacks "${key}"`]
    return [...args]
      .filter((arg) => !own.args.has(arg))
      .map((arg) => `"${key}" lacks the argument "${arg}" of the other language`)
  })

const useFaults = (entries: Entries, { calls, families }: Uses): readonly string[] => [
  ...calls.flatMap(({ key, args, where }) => {
    const entry = entries.get(key)
    if (!entry) return [`lacks "${key}", said in ${where}`]
    return [...entry.args]
      .filter((arg) => args?.has(arg) === false)
      .map((arg) => `"${key}" wants "${arg}", which ${where} does not give`)
  }),
  ...families
    .filter(({ shape, isCalled }) => isCalled && ![...entries.keys()].some((key) => shape.test(key)))
    .map(({ shape, where }) => `has no key like ${String(shape)}, said in ${where}`),
]

const unusedFaults = (entries: Entries, { literals, families }: Uses): readonly string[] =>
  [...entries.keys()]
    .filter((key) => !literals.has(key) && !families.some(({ shape }) => shape.test(key)))
    .map((key) => `"${key}" is never said`)

const markupFaults = (entries: Entries): readonly string[] =>
  [...entries].flatMap(([key, { text }]) =>
    /[<>]|&\w+;/u.test(text) ? [`"${key}" has mark-up, which would be shown as it is`] : [],
  )

// The forms that whole numbers want; the last of them may be the one for all others.
const pluralForms: Readonly<Record<Language, readonly string[]>> = { ru: ['one', 'few', 'many'], en: ['one', 'other'] }

const pluralFaults = (language: Language, entries: Entries): readonly string[] =>
  [...entries].flatMap(([key, { plurals }]) =>
    plurals.flatMap((names) =>
      pluralForms[language]
        .filter((form) => !names.includes(form) && !(form === pluralForms[language].at(-1) && names.includes('other')))
        .map((form) => `"${key}" lacks the plural's form "${form}"`),
    ),
  )
