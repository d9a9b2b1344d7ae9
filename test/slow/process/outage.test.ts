import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { type ClosedDatabase, databases } from '../../support/database/databases.js'
import { openProxy, type Proxy } from '../../support/faults/proxy.js'
import { setStage, type Stage } from '../../support/stage.js'
import { isLong, size } from '../size.js'
import { buyThroughOutages } from './crowds/outage.js'

const postgres = databases.find(({ name }) => name === 'postgres')

describe.skipIf(!postgres)('PostgreSQL goes away while people buy, and comes back (needs TEST_POSTGRES_URL)', () => {
  let closed: ClosedDatabase
  let proxy: Proxy
  let stage: Stage
  beforeEach(async () => {
    if (!postgres) throw new Error('no PostgreSQL')
    closed = await postgres.closed()
    proxy = await openProxy(closed.url)
    stage = await setStage({ strictRates: false, databaseUrl: proxy.through(closed.url) })
  })
  afterEach(async () => {
    proxy.pass()
    await stage.close()
    await proxy.close()
    await closed.drop()
  })

  const strikes: Readonly<Record<string, () => Promise<void>>> = {
    'its connections are cut': () => {
      proxy.cut()
      return Promise.resolve()
    },
    'it is silent for a while': async () => {
      proxy.stall()
      await pause(1500)
      proxy.pass()
    },
    'nobody listens for a while': async () => {
      await proxy.shut()
      await pause(1500)
      await proxy.open()
    },
    'the way to it is gone for a while': async () => {
      proxy.swallow()
      await pause(1500)
      proxy.pass()
    },
  }
  // Until a way that is gone is given up takes as long as a statement may.
  const names = Object.keys(strikes).filter((_, index) => isLong || index === 0 || index === 2)

  it.each(names)(
    '%s: everybody is answered, nobody is told that something broke, and the seats are exact',
    { timeout: 240_000 },
    async (name) => {
      await buyThroughOutages({
        stage,
        url: closed.url,
        size: size(40, 200),
        strike: strikes[name] ?? (() => Promise.resolve()),
        strikes: 2,
      })
    },
  )
})
