import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, inject } from 'vitest'
import { chromiumPath, connectBrowser, startBrowser } from './browser.js'

const isCi = Boolean(process.env['CI'])
if (chromiumPath === undefined && !isCi)
  console.warn(
    'No Chromium found: the browser tests are skipped. Install it (apt-get install chromium) or set CHROMIUM_PATH.',
  )

/** The one Chromium of this run of vitest; one of its own where no `browserServer` stands in vitest's configuration. */
const openBrowser = async (): Promise<Browser> => {
  // Missing in a configuration without it, whatever its type says.
  const server = inject('browserServer') as string | undefined
  if (server === undefined) return startBrowser()
  const answer = await fetch(server)
  const words = await answer.text()
  if (!answer.ok) throw new Error(words)
  return connectBrowser(words)
}

/**
 * Tests in a real browser: skipped where none is installed, failing in CI. `browser()` is one Chromium for all of them.
 */
export const describeInBrowser = (name: string, tests: (browser: () => Browser) => void): void => {
  describe.skipIf(chromiumPath === undefined && !isCi)(name, () => {
    let browser: Browser | undefined
    beforeAll(async () => {
      browser = await openBrowser()
    })
    afterAll(() => browser?.close())
    tests(() => {
      if (!browser) throw new Error('The browser is not open')
      return browser
    })
  })
}
