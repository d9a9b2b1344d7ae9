import { execFileSync } from 'node:child_process'
import { readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { inFolder } from '../../support/program.js'

const root = join(import.meta.dirname, '../../..')

/** The files of a folder that tsc does not bring to dist. */
const others = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.ts$|^tsconfig\.json$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()

it('brings every file that is no TypeScript to dist', async () => {
  await inFolder((folder) => {
    symlinkSync(join(root, 'src'), join(folder, 'src'))
    execFileSync(process.execPath, [join(root, 'scripts/copy-files.mjs')], { cwd: folder })
    expect(others(join(folder, 'dist'))).toEqual(others(join(root, 'src')))
    return Promise.resolve()
  })
})
