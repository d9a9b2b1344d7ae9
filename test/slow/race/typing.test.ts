import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Levem, startLevem } from '../../../src/app/app.js'
import type { Config } from '../../../src/app/config.js'
import { systemClock } from '../../../src/runtime/clock.js'
import { createLog } from '../../../src/runtime/log.js'
import { randomCodes } from '../../../src/services/codes.js'
import type { Execute } from '../../../src/store/engine/statements.js'
import { openStore } from '../../../src/store/store.js'
import { openSandbox, type Sandbox } from 'telegram-sandbox'
import { type ClosedDatabase, postgres, postgresUrl } from '../../support/database/databases.js'
import { upTo } from '../../support/fixtures.js'
import { type Balancer, freePorts, openRoundRobin } from '../../support/fleet/balancer.js'
import { inspect } from '../../support/inspect.js'
import { openPrinter } from '../../support/printer.js'
import { unhandled } from '../../support/stage.js'
import { size } from '../size.js'
import { mayMissTheRace } from '../../support/database/racing.js'

const people = size(30, 200)

describe.skipIf(!postgresUrl).each([postgres])('a fast typist and three processes on $name', (kind) => {
  let database: ClosedDatabase
  let sandbox: Sandbox
  let balancer: Balancer
  let levems: readonly Levem[]
  beforeEach(async () => {
    database = await kind.closed()
    sandbox = await openSandbox({ strictRates: false, webhookRetryMs: 50 })
    levems = []
  })
  afterEach(async () => {
    await Promise.all(levems.map(({ stop }) => stop()))
    await balancer.close()
    await sandbox.close()
    await database.drop()
  })

  const open = async (wrap: (execute: Execute) => Execute = (execute) => execute): Promise<void> => {
    const ports = await freePorts(3)
    balancer = await openRoundRobin(ports)
    const config = (port: number): Config => ({
      token: sandbox.token,
      apiRoot: sandbox.url,
      databaseUrl: database.url,
      notificationChat: undefined,
      defaultLanguage: 'en',
      defaultZone: 'Europe/Moscow',
      currency: 'RUB',
      organizerIds: [],
      logLevel: 'silent',
      providerToken: undefined,
      receiptVatCode: undefined,
      holdMinutes: 15,
      bulkPerSecond: 30,
      receiving: { mode: 'webhook', url: `${balancer.url}/hook`, secrets: ['webhook-secret_42'], port },
    })
    levems = await Promise.all(
      ports.map((port) =>
        startLevem({
          config: config(port),
          log: createLog({ level: 'silent', secrets: [] }),
          clock: systemClock,
          codes: randomCodes,
          printer: openPrinter(),
          openStore: (needs) => openStore({ ...needs, wrap }),
        }),
      ),
    )
  }

  /** Everybody types seven messages at once; whose answers are not all where they belong. */
  const type = async (): Promise<readonly number[]> => {
    const typists = upTo(people).map((index) => sandbox.person({ firstName: `Ann ${index}`, languageCode: 'en' }))
    const { count, rows } = inspect(database.url)
    for (const ann of typists) for (const text of ['/newevent', ...answersOf(ann.id)]) ann.says(text)
    while (sandbox.pendingUpdates() > 0 || (await count('inbox', unhandled)) > 0) await pause(50)
    const drafts = new Map((await rows('drafts')).map((row) => [Number(row['person_id']), row]))
    return typists.flatMap(({ id }) => {
      const stored = drafts.get(id)?.['answers']
      const { title, description, startsAt, endsAt, venue, price } = JSON.parse(
        typeof stored === 'string' ? stored : '{}',
      ) as Record<string, unknown>
      const given = [title, description, startsAt, endsAt, venue, (price as { minor?: number } | undefined)?.minor]
      return JSON.stringify(given) === JSON.stringify(meantBy(id)) ? [] : [id]
    })
  }

  it('find each answer where it belongs, whichever process gets it', async () => {
    await open()
    expect(await type()).toEqual([])
    expect(await inspect(database.url).countDistinct('inbox', 'owner')).toBe(3)
  })

  it('negative control: where each process keeps what it gets, answers land elsewhere', mayMissTheRace, async () => {
    await open(
      (execute) => (sql, values) =>
        sql.includes('CROSS JOIN LATERAL')
          ? execute('UPDATE inbox SET owner = owner WHERE id = 0')
          : execute(sql, values),
    )
    expect(await type()).not.toEqual([])
  })
})

const answersOf = (id: number): readonly string[] => [
  `Jazz ${id}`,
  `About ${id}`,
  '25.12.2029 19:00',
  '22:00',
  `Club ${id}`,
  '1500',
]
const meantBy = (id: number): readonly unknown[] => [
  `Jazz ${id}`,
  `About ${id}`,
  Date.UTC(2029, 11, 25, 16),
  Date.UTC(2029, 11, 25, 19),
  `Club ${id}`,
  150_000,
]
