import { defineConfig } from 'vitest/config'
import { plainReporter } from './test/plainReporter.js'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Real databases and real HTTP in every file: two cores bear two files at once.
    maxWorkers: 2,
    // What a worker has imported once serves all its files: typeorm, grammy and luxon alone take a second.
    isolate: false,
    reporters: ['default', plainReporter],
  },
})
