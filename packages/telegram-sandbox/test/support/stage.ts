import { Api } from 'grammy'
import type { Update } from 'grammy/types'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { openPage, type PageOptions } from '../../src/page/page.js'
import { openSandbox, type Sandbox } from '../../src/sandbox.js'
import { openTab, type Tab } from './browser.js'
import { type Client, clientOf } from './client.js'

type Options = Omit<PageOptions, 'sandbox'>

/**
 * A sandbox with a served page and no bot behind it: the test itself calls the Bot API. All of it closes with the test,
 * and then no tab may have complained.
 */
export type Stage = {
  readonly box: Sandbox
  readonly api: Api
  readonly url: string
  /** Opens the page in a profile of its own. `provoked` are complaints that the test itself brings about. */
  readonly visit: (
    options?: BrowserContextOptions,
    provoked?: readonly RegExp[],
  ) => Promise<Tab & { readonly client: (name: string) => Client }>
  /** Ends the page's server as if the demo had been closed. The sandbox stays. */
  readonly goes: () => Promise<void>
  /** Serves the page again at the same address. */
  readonly comes: () => Promise<void>
}

/** How long something may take on a busy machine, ms. */
const patienceMs = 20_000

/** Asks until the answer is as expected: `await eventually(() => …).toBe(…)`. */
export const eventually = <T>(question: () => T) => expect.poll(question, { timeout: patienceMs })

/** What a browser says when the server is gone. */
export const goneComplaint = /^console: Failed to load resource: net::ERR_/u

/** Opens a stage; `cast` calls in people and chats and tells how to serve the page. */
export const openStage = async (
  browser: Browser,
  cast: (box: Sandbox) => Options | undefined = () => undefined,
): Promise<Stage> => {
  const opened = await openSandbox({ strictRates: false })
  const box: Sandbox = { ...opened, until: (question) => opened.until(question, patienceMs) }
  onTestFinished(() => box.close())
  const options = cast(box) ?? {}
  let served = await openPage({ sandbox: box, ...options })
  onTestFinished(() => served.close())
  const { url } = served
  return {
    box,
    url,
    api: new Api(box.token, { apiRoot: box.url }),
    visit: async (given = {}, provoked = []) => {
      const tab = await openTab(browser, url, given)
      onTestFinished(async () => {
        await tab.context.close()
        expect(tab.complaints.filter((complaint) => !provoked.some((one) => one.test(complaint)))).toEqual([])
      })
      await tab.page.getByRole('region').first().waitFor()
      return { ...tab, client: (name) => clientOf(tab.page, name) }
    },
    goes: () => served.close(),
    comes: async () => {
      served = await openPage({ sandbox: box, ...options, port: Number(new URL(url).port) })
      expect(served.url).toBe(url)
    },
  }
}

/** Calls in people who speak English and have opened the bot. */
export const callIn =
  (...names: readonly string[]) =>
  (box: Sandbox): undefined => {
    for (const firstName of names) box.person({ firstName, languageCode: 'en' }).says('/start')
  }

/** Is the bot until the stage closes: asks for updates one batch after the other. Gives all that came, which grows. */
export const beBot = (api: Api, answer: (update: Update) => unknown = () => undefined): readonly Update[] => {
  const heard: Update[] = []
  const poll = async (offset: number): Promise<void> => {
    const updates = await api.getUpdates({ offset, timeout: 30 })
    for (const update of updates) {
      heard.push(update)
      await answer(update)
    }
    await poll((updates.at(-1)?.update_id ?? offset - 1) + 1)
  }
  poll(0).catch(() => undefined)
  return heard
}
