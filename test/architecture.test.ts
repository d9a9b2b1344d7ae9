import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

type Source = { readonly file: string; readonly text: string }

const root = join(import.meta.dirname, '../src')

const sources = (): readonly Source[] =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))

const importsOf = (text: string): readonly string[] =>
  [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/gu)].map(([, name]) => name ?? '')

/** Which rooms a room may look into; files that lie in src itself are the doors and may look into all. */
const mayLookInto: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  store: ['domain'],
  services: ['domain', 'store'],
  texts: ['domain'],
  print: ['domain', 'texts'],
  bot: ['domain', 'services', 'texts', 'print'],
  sandbox: [],
}
// Only these doors open the sandbox: the demo, and the process its page starts and stops.
const sandboxDoors = new Set(['demo.ts', 'demoBot.ts'])

const roomOf = (file: string): string | undefined => (file.includes('/') ? file.split('/')[0] : undefined)

const wrongImports = (all: readonly Source[]): readonly string[] =>
  all.flatMap(({ file, text }) =>
    importsOf(text)
      .filter((name) => name.startsWith('.'))
      .flatMap((name) => {
        const target = normalize(join(dirname(file), name)).replace(/\.js$/u, '.ts')
        const [from, to] = [roomOf(file), roomOf(target)]
        const isFine =
          from === undefined
            ? to !== 'sandbox' || sandboxDoors.has(file)
            : to === from || (to !== undefined && (mayLookInto[from]?.includes(to) ?? false))
        return isFine ? [] : [`${file} → ${target}`]
      }),
  )

const impurities = (all: readonly Source[]): readonly string[] =>
  all
    .filter(({ file }) => roomOf(file) === 'domain')
    .flatMap(({ file, text }) => {
      const packages = importsOf(text).filter((name) => !name.startsWith('.'))
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, '')
      const effects =
        code.match(/\b(?:Date\.now|new Date\(\)|Math\.random|crypto|process\.|setTimeout|console\.)/gu) ?? []
      const waits = code.match(/\b(?:async|await|Promise)\b/gu) ?? []
      return [...packages, ...effects, ...waits].map((what) => `${file}: ${what}`)
    })

const knowing = (all: readonly Source[], packages: RegExp, room: string): readonly string[] =>
  all
    .filter(({ file, text }) => roomOf(file) !== room && importsOf(text).some((name) => packages.test(name)))
    .map(({ file }) => file)

describe('the house', () => {
  it('has rooms that look left only', () => {
    expect(wrongImports(sources())).toEqual([])
  })

  it('notices a room that looks right', () => {
    const bad = [
      { file: 'domain/x.ts', text: "import { a } from '../store/store.js'" },
      { file: 'services/x.ts', text: "import { a } from '../bot/bot.js'" },
      { file: 'bot/features/x.ts', text: "const a = await import('../../sandbox/sandbox.js')" },
      { file: 'levem.ts', text: "import { a } from './sandbox/sandbox.js'" },
      { file: 'demoSeed.ts', text: "import { a } from './sandbox/sandbox.js'" },
      { file: 'bot/x.ts', text: "export { a } from '../config.js'" },
    ]
    expect(wrongImports(bad)).toHaveLength(bad.length)
  })

  it('keeps the domain pure: no packages, no waiting, no clock, no chance', () => {
    expect(impurities(sources())).toEqual([])
  })

  it('notices an impure domain', () => {
    const bad = [
      { file: 'domain/a.ts', text: "import { DateTime } from 'luxon'" },
      { file: 'domain/b.ts', text: 'export const now = () => Date.now()' },
      { file: 'domain/c.ts', text: 'export const f = async () => 1' },
      { file: 'domain/d.ts', text: 'export const dice = () => Math.random()' },
    ]
    expect(impurities(bad)).toHaveLength(bad.length)
  })

  it('lets only the store know the database', () => {
    expect(knowing(sources(), /^(?:typeorm|sqlite3|pg)$/u, 'store')).toEqual([])
  })

  it('lets only the bot, the sandbox and the doors know Telegram', () => {
    const strangers = knowing(sources(), /^(?:grammy|@grammyjs)/u, 'bot').filter(
      (file) => roomOf(file) !== undefined && roomOf(file) !== 'sandbox',
    )
    expect(strangers).toEqual([])
  })
})
