import { FluentResource } from '@fluent/bundle'
import { languages } from '../../../src/domain/person.js'
import type { TextSources } from '../../../src/texts/texts.js'
import type { Uses } from './textUses.js'

type Entry = {
  readonly args: ReadonlySet<string>
  readonly text: string
  readonly faults: readonly string[]
}
type Pattern = FluentResource['body'][number]['value']
type Element = Exclude<Pattern, string | null>[number]

const telegramTags = new Set([
  'b',
  'strong',
  'i',
  'em',
  'u',
  'ins',
  's',
  'strike',
  'del',
  'a',
  'code',
  'pre',
  'blockquote',
  'tg-spoiler',
  'tg-emoji',
  'tg-time',
  'span',
])

/** The messages (not terms) of a file: the arguments each wants, its own words, and faults of its mark-up. */
export const entriesOf = (source: string): ReadonlyMap<string, Entry> => {
  const { body } = new FluentResource(source)
  const patterns = new Map(body.map((entry) => [entry.id, entry.value]))
  const messages = body.filter((entry) => !entry.id.startsWith('-'))
  return new Map(
    messages.map(({ id, value }) => [
      id,
      {
        args: new Set(argsOf(value, patterns)),
        text: wordsOf(value),
        faults: markupFaults(value),
      },
    ]),
  )
}

const elementsOf = (pattern: Pattern): readonly Element[] =>
  pattern === null ? [] : typeof pattern === 'string' ? [pattern] : pattern

const argsOf = (pattern: Pattern, patterns: ReadonlyMap<string, Pattern>): readonly string[] =>
  elementsOf(pattern).flatMap((element) => elementArgs(element, patterns))

const elementArgs = (element: Element, patterns: ReadonlyMap<string, Pattern>): readonly string[] => {
  if (typeof element === 'string') return []
  if (element.type === 'var') return [element.name]
  if (element.type === 'mesg') return argsOf(patterns.get(element.name) ?? null, patterns)
  if (element.type === 'func')
    return element.args.flatMap((arg) => (arg.type === 'narg' ? [] : elementArgs(arg, patterns)))
  return element.type === 'select'
    ? [...elementArgs(element.selector, patterns), ...element.variants.flatMap(({ value }) => argsOf(value, patterns))]
    : []
}

const variantsOf = (pattern: Pattern): readonly Pattern[] =>
  elementsOf(pattern).flatMap((element) =>
    typeof element !== 'string' && element.type === 'select' ? element.variants.map(({ value }) => value) : [],
  )

const flat = (pattern: Pattern): string =>
  elementsOf(pattern)
    .map((element) => (typeof element === 'string' ? element : element.type === 'str' ? element.value : 'x'))
    .join('')

const wordsOf = (pattern: Pattern): string => [flat(pattern), ...variantsOf(pattern).map(wordsOf)].join('\n')

const markupFaults = (pattern: Pattern): readonly string[] => [
  ...ownMarkupFaults(flat(pattern)),
  ...variantsOf(pattern).flatMap(markupFaults),
]

const ownMarkupFaults = (text: string): readonly string[] => {
  const open: string[] = []
  const faults = /&(?!(?:amp|lt|gt|quot|#\d+);)/u.test(text) ? ['has a bare "&"'] : []
  const rest = text.replace(/<(\/?)([a-z-]+)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)>/gu, (_, slash: string, tag: string) => {
    if (!telegramTags.has(tag)) faults.push(`has a tag that Telegram does not know: ${tag}`)
    if (!slash) open.push(tag)
    else if (open.pop() !== tag) faults.push(`closes ${tag} without opening it`)
    return ''
  })
  return [
    ...faults,
    ...(/[<>]/u.test(rest) ? ['has a bare "<" or ">"'] : []),
    ...open.map((tag) => `does not close ${tag}`),
  ]
}

/** Everything that is wrong between the two files and the program, in sentences. */
export const faultsBetween = (sources: TextSources, uses: Uses): readonly string[] => {
  const files = languages.map((language) => ({ language, entries: entriesOf(sources[language]) }))
  return files.flatMap(({ language, entries }) => {
    const others = files.filter((file) => file.language !== language).map((file) => file.entries)
    return [
      ...parityFaults(entries, others),
      ...useFaults(entries, uses),
      ...unusedFaults(entries, uses),
      ...markupOf(entries, uses),
    ].map((fault) => `${language}.ftl: ${fault}`)
  })
}

const parityFaults = (
  entries: ReadonlyMap<string, Entry>,
  others: readonly ReadonlyMap<string, Entry>[],
): readonly string[] =>
  others.flatMap((other) =>
    [...other].flatMap(([key, { args }]) => {
      const own = entries.get(key)
      if (!own) return [`lacks "${key}"`]
      return [...args]
        .filter((arg) => !own.args.has(arg))
        .map((arg) => `"${key}" lacks the argument "${arg}" of the other language`)
    }),
  )

const useFaults = (entries: ReadonlyMap<string, Entry>, uses: Uses): readonly string[] => [
  ...uses.calls.flatMap(({ key, args, where }) => {
    const entry = entries.get(key)
    if (!entry) return [`lacks "${key}", said in ${where}`]
    return args
      ? [...entry.args]
          .filter((arg) => !args.has(arg))
          .map((arg) => `"${key}" wants "${arg}", which ${where} does not give`)
      : []
  }),
  ...uses.emptyShapes
    .filter(({ shape }) => ![...entries.keys()].some((key) => shape.test(key)))
    .map(({ shape, where }) => `has no key like ${String(shape)}, said in ${where}`),
]

const unusedFaults = (entries: ReadonlyMap<string, Entry>, { literals, shapes }: Uses): readonly string[] =>
  [...entries.keys()]
    .filter((key) => !literals.has(key) && !shapes.some((shape) => shape.test(key)))
    .map((key) => `"${key}" is never said`)

const markupOf = (entries: ReadonlyMap<string, Entry>, { calls }: Uses): readonly string[] =>
  [...entries].flatMap(([key, { text, faults }]) => {
    const hows = new Set(calls.filter((call) => call.key === key).map(({ how }) => how))
    if (!hows.has('label')) return faults.map((fault) => `"${key}" ${fault}`)
    const bad = hows.has('say') ? /[<>&]/u : /<[a-z/]|&(?:amp|lt|gt|quot);/u
    return bad.test(text) ? [`"${key}" is a label and has mark-up, which would be shown as it is`] : []
  })
