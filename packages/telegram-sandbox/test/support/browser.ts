import { existsSync } from 'node:fs'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type BrowserServer,
  chromium,
  type LaunchOptions,
  type Page,
} from 'playwright-core'

const places = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].filter((path) => path !== undefined)

/** Where a Chromium is installed; undefined when there is none. */
export const chromiumPath = places.find((path) => existsSync(path))

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

const launchOptions = (): LaunchOptions => {
  if (chromiumPath === undefined)
    throw new Error('No Chromium found. Install it (apt-get install chromium) or set CHROMIUM_PATH.')
  return { executablePath: chromiumPath, args: flags }
}

/** Starts a Chromium without a window. */
export const startBrowser = (): Promise<Browser> => chromium.launch(launchOptions())

/** Starts a Chromium that several processes may use; each by its endpoint, and with profiles of its own. */
export const startBrowserServer = (): Promise<BrowserServer> => chromium.launchServer(launchOptions())

/** Uses a Chromium that another process started; closing it ends this use of it only. */
export const connectBrowser = (endpoint: string): Promise<Browser> => chromium.connect(endpoint)

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
