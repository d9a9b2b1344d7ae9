import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join, relative } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { inFolder } from '../../support/program.js'

const root = join(import.meta.dirname, '../../..')

/** The files of a folder that tsc does not bring to dist. */
const others = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()

/** What the build compiles, from the project's folder; packages left out. */
const compiled = (): readonly string[] =>
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--listFilesOnly'],
    { cwd: root, encoding: 'utf8' },
  )
    .split('\n')
    .map((file) => relative(root, file.trim()))
    .filter((file) => file !== '' && !file.startsWith('node_modules'))

/** The packages that a file needs when it runs: types need none. */
const packagesOf = (text: string): readonly string[] =>
  [...text.matchAll(/^(?:import|export) (?!type\b)[^'\n]*(?:\n[^'\n]+)*?from '([^']+)'|import\('([^']+)'\)/gmu)]
    .map(([, from, late]) => from ?? late ?? '')
    .filter((name) => !name.startsWith('.') && !name.startsWith('node:') && !builtinModules.includes(name))
    .map((name) => /^(?:@[^/]+\/)?[^/]+/u.exec(name)?.[0] ?? name)

describe('dist', () => {
  let sources: readonly string[]
  beforeAll(() => {
    sources = compiled()
  })

  it('gets every file that is no TypeScript', async () => {
    await inFolder((folder) => {
      symlinkSync(join(root, 'src'), join(folder, 'src'))
      execFileSync(process.execPath, [join(root, 'scripts/copy-files.mjs')], { cwd: folder })
      expect(others(join(folder, 'dist'))).toEqual(others(join(root, 'src')))
      return Promise.resolve()
    })
  })

  it('holds the product only: neither the sandbox nor the demo is compiled', () => {
    expect(sources).toContain('src/main.ts')
    expect(sources.filter((file) => !file.startsWith('src/'))).toEqual([])
  })

  it('needs only what a production install has', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>
    }
    const needed = new Set(sources.flatMap((file) => packagesOf(readFileSync(join(root, file), 'utf8'))))
    expect(needed.size).toBeGreaterThan(8)
    expect([...needed].filter((name) => !(name in dependencies))).toEqual([])
  })
})
