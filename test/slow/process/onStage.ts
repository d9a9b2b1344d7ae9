import { test } from 'vitest'
import { setStage, type Stage } from '../../support/stage.js'

/** A test with a stage of its own: such tests may run beside each other, as most of their time they wait. */
export const it = test.extend<{ readonly stage: Stage }>({
  // eslint-disable-next-line no-empty-pattern
  stage: async ({}, use) => {
    const stage = await setStage()
    await use(stage)
    await stage.close()
  },
})
