import { statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { defineConfig } from 'vitest/config'
import { plainReporter } from './test/support/plainReporter.js'

// Databases in memory where there is room for them: what a disk takes to flush is not what these tests are about.
const roomy = (folder: string): boolean => {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize > 2 ** 30
  } catch {
    return false
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'demo/test/**/*.test.ts'],
    globalSetup: ['packages/telegram-sandbox/test/support/browserServer.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { TMPDIR: roomy('/dev/shm') ? '/dev/shm' : tmpdir() },
    // Each worker imports the program once, not once a file: a third of the time of a run. No file may leave anything
    // behind in the modules' memory.
    isolate: false,
    maxWorkers: 2,
    reporters: ['default', plainReporter],
  },
})
