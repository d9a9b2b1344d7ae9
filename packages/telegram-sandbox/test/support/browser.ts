import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'

const places = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].filter((path) => path !== undefined)

/** Where a Chromium is installed; undefined when there is none. */
export const chromiumPath = places.find((path) => existsSync(path))

const isCi = Boolean(process.env['CI'])
if (chromiumPath === undefined && !isCi)
  console.warn(
    'No Chromium found: the browser tests are skipped. Install it (apt-get install chromium) or set CHROMIUM_PATH.',
  )

// What a closed network and a machine without a screen want.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Starts a Chromium without a window. */
export const startBrowser = (): Promise<Browser> => {
  if (chromiumPath === undefined)
    throw new Error('No Chromium found. Install it (apt-get install chromium) or set CHROMIUM_PATH.')
  return chromium.launch({ executablePath: chromiumPath, args: flags })
}

/** A page with its complaints: errors nobody caught, errors in the console, requests to any other host. */
export type Tab = { readonly page: Page; readonly complaints: readonly string[]; readonly context: BrowserContext }

/** Opens an address in a profile of its own. */
export const openTab = async (browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Tab> => {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Moscow',
    reducedMotion: 'reduce',
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url())
    if (!/^(?:data|blob):$/u.test(protocol) && host !== new URL(url).host)
      complaints.push(`request to ${request.url()}`)
  })
  await page.goto(url)
  return { page, complaints, context }
}

/**
 * Tests in a real browser: skipped where none is installed, failing in CI. `browser()` is one Chromium for all of them.
 */
export const describeInBrowser = (name: string, tests: (browser: () => Browser) => void): void => {
  describe.skipIf(chromiumPath === undefined && !isCi)(name, () => {
    let browser: Browser | undefined
    beforeAll(async () => {
      browser = await startBrowser()
    })
    afterAll(() => browser?.close())
    tests(() => {
      if (!browser) throw new Error('The browser is not open')
      return browser
    })
  })
}
