import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const document = read('docs/dependencies.md')

const names = z.record(z.string(), z.string()).optional()
const manifest = z.object({ license: z.string().optional(), dependencies: names, devDependencies: names })
const manifestAt = (path: string): z.infer<typeof manifest> => manifest.parse(JSON.parse(read(path)))

const workspaces = ['.', 'packages/telegram-sandbox', 'demo'] as const
/** Every package that a package.json names, with its licence as it says itself. */
const named = (): readonly (readonly [string, string])[] => {
  const all = workspaces.flatMap((folder) => {
    const { dependencies = {}, devDependencies = {} } = manifestAt(join(folder, 'package.json'))
    return [...Object.keys(dependencies), ...Object.keys(devDependencies)].map((name) => [name, folder] as const)
  })
  return [...new Map(all)].map(([name, folder]) => {
    const nearest = join(folder, 'node_modules', name, 'package.json')
    const path = existsSync(join(root, nearest)) ? nearest : join('node_modules', name, 'package.json')
    return [name, manifestAt(path).license ?? 'none']
  })
}

const rowsIn = (text: string): readonly (readonly [string, string])[] =>
  [...text.matchAll(/^\| `([^`]+)` \| [^|]{3,} \| ([^|]+) \|$/gmu)].map(([, name = '', licence = '']) => [
    name,
    licence,
  ])

const sorted = (rows: readonly (readonly [string, string])[]): readonly string[] =>
  rows.map((row) => row.join(' ')).sort()

const allowed = new Set([
  '0BSD',
  'Zlib',
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'OFL-1.1',
])

/** Of "(MIT OR X)" one has to be allowed, of "(MIT AND X)" all. */
const isAllowed = (licence: string): boolean =>
  licence
    .replace(/[()]/gu, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((one) => allowed.has(one)))

/** What is installed for production and may not be, by the lock file. */
const forbidden = (lock: string): readonly string[] => {
  const { packages } = z
    .object({
      packages: z.record(
        z.string(),
        z.object({ license: z.string().optional(), dev: z.boolean().optional(), link: z.boolean().optional() }),
      ),
    })
    .parse(JSON.parse(lock))
  return Object.entries(packages)
    .filter(([path, { dev, link }]) => path.startsWith('node_modules/') && !dev && !link)
    .filter(([, { license }]) => !isAllowed(license ?? 'none'))
    .map(([path, { license }]) => `${path}: ${license ?? 'none'}`)
}

describe('docs/dependencies.md', () => {
  it('tells of each package why it is there, and its licence', () => {
    expect(sorted(rowsIn(document))).toEqual(sorted(named()))
  })

  it('would be noticed if it left one out, or said nothing', () => {
    expect(sorted(rowsIn(document.replace('| `zod` |', '| zod |')))).not.toEqual(sorted(named()))
    expect(sorted(rowsIn(document.replace('| the log |', '| |')))).not.toEqual(sorted(named()))
  })
})

describe('what runs in production', () => {
  it('has only licences that ask for nothing but a notice', () => {
    expect(forbidden(read('package-lock.json'))).toEqual([])
  })

  it('would be noticed if it had another', () => {
    const lock = read('package-lock.json').replaceAll('"license": "(MIT OR Apache-2.0)"', '"license": "GPL-3.0"')
    expect(forbidden(lock)).toEqual(['node_modules/qr: GPL-3.0'])
  })
})
