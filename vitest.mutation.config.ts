import { defineConfig } from 'vitest/config'

/** What is run against each bug that `npm run mutation` puts in. */
export default defineConfig({ test: { include: ['test/domain/**/*.test.ts'] } })
