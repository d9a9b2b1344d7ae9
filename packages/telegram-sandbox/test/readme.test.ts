import { execFile } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const home = join(import.meta.dirname, '..')

/** The first example of the README. */
const example = (): string => /```ts\n([\s\S]*?)```/u.exec(readFileSync(join(home, 'README.md'), 'utf8'))?.[1] ?? ''

it('shows in ten lines how to test a bot, and that works', async () => {
  const code = example()
  expect(code.split('\n').filter((line) => line !== '' && !line.startsWith('import'))).toHaveLength(9)
  // Where the packages are found that it imports.
  const file = join(home, `test/example-${process.pid}.mts`)
  writeFileSync(file, `${code}console.log('done')\n`)
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file], { cwd: home })
    expect(stdout).toBe('done\n')
  } finally {
    rmSync(file)
  }
})
