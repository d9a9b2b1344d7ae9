import { describe, expect, it } from 'vitest'
import { importsOf, neighboursOf, type Source, sourcesIn } from './sources.js'

/** Which rooms of src a room may look into, besides itself. */
const mayLookInto: Readonly<Record<string, readonly string[]>> = {
  runtime: [],
  domain: [],
  store: ['domain', 'runtime'],
  services: ['domain', 'store', 'runtime'],
  texts: ['domain'],
  print: ['domain', 'texts', 'runtime'],
  bot: ['domain', 'services', 'texts', 'print', 'runtime'],
  app: ['runtime', 'domain', 'store', 'services', 'texts', 'print', 'bot'],
  commands: ['app', 'runtime', 'domain', 'store', 'services', 'texts', 'print', 'bot'],
  'main.ts': ['commands', 'runtime'],
}

/** Which folders of bot a folder of bot may look into, besides itself. */
const botMayLookInto: Readonly<Record<string, readonly string[]>> = {
  telegram: [],
  updates: ['telegram'],
  ui: ['telegram', 'updates'],
  views: ['telegram', 'ui'],
  announcing: ['telegram', 'ui', 'views'],
  payments: ['telegram', 'ui', 'views'],
  live: ['telegram', 'ui', 'views'],
  features: ['telegram', 'updates', 'ui', 'views', 'announcing', 'payments', 'live'],
  phases: ['telegram', 'updates', 'ui', 'views', 'announcing', 'payments', 'live', 'features'],
  'bot.ts': ['telegram', 'updates', 'ui', 'views', 'announcing', 'payments', 'live', 'features', 'phases'],
}

const partOf = (file: string, depth: number): string => file.split('/')[depth] ?? ''

const wrongBetween = (
  sources: readonly Source[],
  depth: number,
  allowed: Readonly<Record<string, readonly string[]>>,
): readonly string[] =>
  sources.flatMap((source) =>
    neighboursOf(source).flatMap((target) => {
      const [from, to] = [partOf(source.file, depth), partOf(target, depth)]
      return from === to || allowed[from]?.includes(to) ? [] : [`${source.file} → ${target}`]
    }),
  )

const isInBot = (file: string): boolean => file.startsWith('src/bot/')

/** Imports that look right instead of left, from room to room and inside the bot. */
const wrongImports = (sources: readonly Source[]): readonly string[] => [
  ...wrongBetween(sources, 1, mayLookInto),
  ...wrongBetween(
    sources.filter(({ file }) => isInBot(file)).map(({ file, text }) => ({ file, text: onlyWithin(file, text) })),
    2,
    botMayLookInto,
  ),
]

// What leads out of the bot is the other table's affair.
const onlyWithin = (file: string, text: string): string =>
  importsOf(text)
    .filter((name) => name.startsWith('.'))
    .filter((name) => neighboursOf({ file, text: `from '${name}'` }).every(isInBot))
    .map((name) => `from '${name}'`)
    .join('\n')

/** The feature a file belongs to: its folder below buyer, organizer, door or shared. */
const featureOf = (file: string): string | undefined =>
  file.startsWith('src/bot/features/') ? file.split('/').slice(3, -1).join('/') : undefined

const featuresThatKnowOthers = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap((source) =>
    neighboursOf(source).flatMap((target) => {
      const [from, to] = [featureOf(source.file), featureOf(target)]
      return from === undefined || to === undefined || from === to ? [] : [`${source.file} → ${target}`]
    }),
  )

/** Relative imports that leave a package, or the product. */
const strayImports = (sources: readonly Source[], home: string): readonly string[] =>
  sources.flatMap((source) =>
    neighboursOf(source)
      .filter((target) => !target.startsWith(home))
      .map((target) => `${source.file} → ${target}`),
  )

const impurities = (sources: readonly Source[]): readonly string[] =>
  sources
    .filter(({ file }) => file.startsWith('src/domain/'))
    .flatMap(({ file, text }) => {
      const packages = importsOf(text).filter((name) => !name.startsWith('.'))
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, '')
      const effects =
        code.match(/\b(?:Date\.now|new Date\(\)|Math\.random|crypto|process\.|setTimeout|console\.)/gu) ?? []
      // To hand a promise on is all that the domain may know of waiting.
      const waits = file.endsWith('/catchRefusal.ts') ? [] : (code.match(/\b(?:async|await|Promise)\b/gu) ?? [])
      return [...packages, ...effects, ...waits].map((what) => `${file}: ${what}`)
    })

const knowing = (sources: readonly Source[], packages: RegExp, rooms: readonly string[]): readonly string[] =>
  sources
    .filter(({ file, text }) => !rooms.includes(partOf(file, 1)) && importsOf(text).some((name) => packages.test(name)))
    .map(({ file }) => file)

const product = sourcesIn('src')

describe('the rooms', () => {
  it('look left only', () => {
    expect(wrongImports(product)).toEqual([])
  })

  it('are noticed when they look right', () => {
    const bad = [
      { file: 'src/domain/x.ts', text: "import { a } from '../store/store.js'" },
      { file: 'src/services/events/x.ts', text: "import { a } from '../../bot/bot.js'" },
      { file: 'src/bot/x.ts', text: "export { a } from '../app/config.js'" },
      { file: 'src/runtime/x.ts', text: "import type { A } from '../domain/event.js'" },
      { file: 'src/bot/views/x.ts', text: "import type { A } from '../features/buyer/events/browse.js'" },
      { file: 'src/bot/telegram/x.ts', text: "import { a } from '../ui/screen.js'" },
      { file: 'src/bot/live/x.ts', text: "import { a } from '../announcing/sender.js'" },
    ]
    for (const source of bad) expect(wrongImports([source]), source.file).not.toEqual([])
  })

  it('have features that do not know each other', () => {
    expect(featuresThatKnowOthers(product)).toEqual([])
  })

  it('are noticed when a feature knows another', () => {
    const bad = {
      file: 'src/bot/features/buyer/tickets/x.ts',
      text: "import { a } from '../../organizer/events/manage.js'",
    }
    expect(featuresThatKnowOthers([bad])).toHaveLength(1)
  })

  it('keep the product apart from the sandbox, and the sandbox from everything', () => {
    expect(strayImports(product, 'src/')).toEqual([])
    expect(knowing(product, /^telegram-sandbox/u, [])).toEqual([])
    const home = 'packages/telegram-sandbox/'
    expect(strayImports(sourcesIn(home), home)).toEqual([])
    expect(sourcesIn(home).filter(({ text }) => /levem/iu.test(text))).toEqual([])
  })

  it('are noticed when one leaves its home', () => {
    const bad = { file: 'src/app/x.ts', text: "import { a } from '../../demo/src/demo.js'" }
    expect(strayImports([bad], 'src/')).toHaveLength(1)
  })

  it('keep the domain pure: no packages, no waiting, no clock, no chance', () => {
    expect(impurities(product)).toEqual([])
  })

  it('are noticed when the domain is impure', () => {
    const bad = [
      { file: 'src/domain/a.ts', text: "import { DateTime } from 'luxon'" },
      { file: 'src/domain/b.ts', text: 'export const now = () => Date.now()' },
      { file: 'src/domain/c.ts', text: 'export const f = async () => 1' },
      { file: 'src/domain/d.ts', text: 'export const dice = () => Math.random()' },
    ]
    expect(impurities(bad)).toHaveLength(bad.length)
  })

  it('let only the store know the database', () => {
    expect(knowing(product, /^(?:typeorm|sqlite3|pg)$/u, ['store'])).toEqual([])
  })

  it('let only the bot, the app and the commands know Telegram', () => {
    expect(knowing(product, /^(?:grammy|@grammyjs)/u, ['bot', 'app', 'commands'])).toEqual([])
  })
})
