import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserServer } from 'playwright-core'
import type { TestProject } from 'vitest/node'
import { startBrowserServer } from './browser.js'

declare module 'vitest' {
  // Only an interface can be added to.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  export interface ProvidedContext {
    /** Where to ask for the endpoint of the run's one Chromium. */
    readonly browserServer: string
  }
}

/**
 * One Chromium for a whole run of vitest (a `globalSetup`). It starts when a test file first asks for it: most runs
 * want none. It ends with the run, whatever way that ends.
 */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  let starting: Promise<BrowserServer> | undefined
  const server = createServer((_, response) => {
    starting ??= startBrowserServer()
    starting.then(
      (browser) => response.end(browser.wsEndpoint()),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  project.provide('browserServer', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  return async () => {
    server.close()
    server.closeAllConnections()
    const browser = await starting?.catch(() => undefined)
    await browser?.close()
  }
}
