import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { variables } from '../../src/app/config.js'

const root = join(import.meta.dirname, '../..')

/** A document by its path in the repository. */
type Document = { readonly path: string; readonly text: string }

const elsewhere = new Set(['node_modules', 'dist', '.git', 'coverage', 'screens', 'reports'])

const pathsIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (elsewhere.has(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? pathsIn(path) : path.endsWith('.md') ? [path] : []
  })

const documents: readonly Document[] = pathsIn('.').map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}))
const documentAt = (path: string): string => documents.find((one) => one.path === path)?.text ?? ''

/** The scripts that may be run in the folder of a document: its own package's, and those of the whole. */
const scriptsFor = (path: string): ReadonlySet<string> => {
  const folder = dirname(path)
  const file = join(root, folder, 'package.json')
  const own = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { readonly scripts?: Readonly<Record<string, string>> }).scripts
    : undefined
  return new Set([...Object.keys(own ?? {}), ...(folder === '.' ? [] : scriptsFor(dirname(folder)))])
}

/** "npm run x", "npm test" and "npm start" that nobody could run. */
const missingScripts = ({ path, text }: Document): readonly string[] => {
  const runs = [...text.matchAll(/\bnpm (?:run (?:--?\S+ )*([\w:-]+)|(test|start)\b)/gu)]
  return runs.flatMap(([, script, short]) => {
    const name = script ?? short ?? ''
    return scriptsFor(path).has(name) ? [] : [`${path}: npm run ${name}`]
  })
}

const withoutCode = (text: string): string => text.replace(/^(?: {4}|\t).*$/gmu, '').replace(/`[^`\n]*`/gu, '')

/** The targets of a document's links, in brackets or by name below. */
const linksIn = (text: string): readonly string[] =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)$/gmu)].map(
    ([, inline, named]) => inline ?? named ?? '',
  )

/** The part of a link behind "#" that GitHub gives to a heading. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/gu, '-'),
  )

/** Links to files that are not there, and to headings that a document does not have. */
const brokenLinks = ({ path, text }: Document): readonly string[] =>
  linksIn(text)
    .filter((link) => !/^[a-z]+:/u.test(link))
    .filter((link) => {
      const [file = '', anchor] = link.split('#').map(decodeURIComponent)
      const target = file === '' ? path : normalize(join(dirname(path), file))
      if (!existsSync(join(root, target))) return true
      const inside = target === path ? text : documentAt(target)
      return anchor !== undefined && !anchorsOf(inside).includes(anchor)
    })
    .map((link) => `${path}: ${link}`)

/** Paths of the source that a document names in backquotes and that are not there. */
const missingPaths = ({ path, text }: Document): readonly string[] =>
  [...text.matchAll(/`((?:src|docs|test|demo|scripts|bench|packages)\/[\w./-]*)`/gu)]
    .map(([, named = '']) => named)
    .filter((named) => !existsSync(join(root, named)))
    .map((named) => `${path}: ${named}`)

const tooLong = ({ path, text }: Document): readonly string[] => {
  const lines = text.trimEnd().split('\n')
  const wide = lines.flatMap((line, i) => (line.length > 120 ? [`${path}:${i + 1} has ${line.length} columns`] : []))
  return [...(lines.length > 100 ? [`${path} has ${lines.length} lines`] : []), ...wide]
}

const untold = ({ path, text }: Document): readonly string[] =>
  variables.filter((name) => !text.includes(`\`${name}\``)).map((name) => `${path}: ${name}`)

/** Documents of English readers that Russian readers lack, and the other way round. */
const untranslated = (paths: readonly string[]): readonly string[] => {
  const [english, russian] = [new Set(paths), new Set(paths.filter((path) => path.startsWith('docs/ru/')))]
  const pairs = ['organizers', 'door', 'operations', 'configuration'].flatMap((name) => [
    `docs/${name}.md`,
    `docs/ru/${name}.md`,
  ])
  return [...pairs, ...russian].filter((path) => !english.has(path) || !english.has(path.replace('docs/ru/', 'docs/')))
}

describe('the documents', () => {
  it('name only scripts that are there', () => {
    expect(documents.flatMap(missingScripts)).toEqual([])
  })

  it('notice a script that is not there', () => {
    const text = 'Run `npm run screenshots`, `npm run --silent nothing` and `npm test`.'
    expect(missingScripts({ path: 'docs/x.md', text })).toHaveLength(2)
  })

  it('link only to files and headings that are there', () => {
    expect(documents.flatMap(brokenLinks)).toEqual([])
  })

  it('notice a broken link', () => {
    const text =
      '[a](nowhere.md) [b](../README.md#no-such-heading) ![c][p] [d](#here) [e](operations.md)\n\n[p]: gone.jpg\n'
    expect(brokenLinks({ path: 'docs/x.md', text })).toHaveLength(4)
  })

  it('name only paths that are there', () => {
    // What was changed or decided once names what was there then.
    const today = documents.filter(({ path }) => path !== 'CHANGELOG.md' && !path.startsWith('docs/decisions/'))
    expect(today.flatMap(missingPaths)).toEqual([])
  })

  it('notice a path that is not there', () => {
    expect(missingPaths({ path: 'README.md', text: 'See `src/levem.ts`, `src/main.ts` and `docs/`.' })).toHaveLength(1)
  })

  it('begin with a README for a person in a hurry: 100 lines of 120 columns', () => {
    expect(documents.filter(({ path }) => /^README(?:\.ru)?\.md$/u.test(path)).flatMap(tooLong)).toEqual([])
  })

  it('notice a README that is too long', () => {
    expect(tooLong({ path: 'README.md', text: `${'line\n'.repeat(100)}${'x'.repeat(121)}\n` })).toHaveLength(2)
  })

  it('tell of every variable, in both languages', () => {
    const told = documents.filter(({ path }) => path.endsWith('/configuration.md'))
    expect([told.length, told.flatMap(untold)]).toEqual([2, []])
  })

  it('notice a variable that is not told of', () => {
    const text = documentAt('docs/configuration.md').replaceAll('HOLD_MINUTES', 'HOLD_HOURS')
    expect(untold({ path: 'docs/configuration.md', text })).toHaveLength(1)
  })

  it('are there for Russian readers, too', () => {
    expect(untranslated(documents.map(({ path }) => path))).toEqual([])
  })

  it('notice what is not translated', () => {
    const paths = documents.map(({ path }) => path).filter((path) => path !== 'docs/ru/door.md')
    expect(untranslated([...paths, 'docs/ru/alone.md'])).toHaveLength(2)
  })
})
