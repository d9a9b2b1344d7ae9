import { defineConfig } from 'vitest/config'
import { plainReporter } from './test/support/plainReporter.js'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'demo/test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Real databases and real HTTP in every file: two cores bear two files at once.
    maxWorkers: 2,
    reporters: ['default', plainReporter],
  },
})
