import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Person, SandboxMessage } from 'telegram-sandbox'
import { type ClosedDatabase, postgres, postgresUrl } from '../../support/database/databases.js'
import { upTo } from '../../support/fixtures.js'
import { type Fleet, openFleet } from '../../support/fleet/fleet.js'
import { hasHaproxy, openHaproxy } from '../../support/fleet/balancer.js'
import { hasCaddy, openCaddy } from '../../support/fleet/caddy.js'
import { setStage, type Stage, unhandled } from '../../support/stage.js'
import { size } from '../size.js'

const balancers = [
  { name: 'haproxy', isHere: hasHaproxy, open: openHaproxy },
  { name: 'caddy', isHere: hasCaddy, open: openCaddy },
]
const patience = 60_000
const people = size(10, 100)
// Up to seven programs are started.
const slow = { timeout: 240_000 }

describe.skipIf(!postgresUrl).each([postgres])('three processes on one $name', (kind) => {
  let database: ClosedDatabase
  let stage: Stage
  let fleet: Fleet | undefined
  beforeEach(async () => {
    database = await kind.closed()
    stage = await setStage({ databaseUrl: database.url, strictRates: false, webhookRetryMs: 50 })
    fleet = undefined
  })
  afterEach(async () => {
    await stage.close()
    await fleet?.close()
    await database.drop()
  })

  const meet = (count: number): readonly Person[] =>
    upTo(count).map((index) => stage.sandbox.person({ firstName: `Ann ${index}`, languageCode: 'en' }))
  const said = (person: Person, pattern: RegExp): readonly SandboxMessage[] =>
    person.messages().filter(({ fromBot, text }) => fromBot && pattern.test(text))
  /** Everybody says hello and waits for the answer to it, the last of so many. */
  const greet = async (guests: readonly Person[], rounds: number): Promise<void> => {
    for (const ann of guests) ann.says('/start')
    await stage.sandbox.until(() => guests.every((ann) => said(ann, /Hello, Ann/u).length >= rounds), patience)
  }
  const allHandled = async (): Promise<void> => {
    while (stage.sandbox.pendingUpdates() > 0 || (await stage.inspect.count('inbox', unhandled)) > 0) await pause(50)
  }

  it('answer for one that is killed under load', slow, async () => {
    fleet = await openFleet(stage, 3)
    const guests = meet(people)
    const slowly = stage.sandbox.faults.add({ method: 'sendMessage', kind: { delay: 300 } })
    for (const ann of guests) for (const text of ['/start', '/orders', '/start', '/orders']) ann.says(text)
    await stage.sandbox.until(() => slowly.hits() > people / 2, patience)
    await fleet.programs[1]?.kill()
    const killedAt = performance.now()
    slowly.remove()
    await allHandled()
    console.info(`the rest was answered ${Math.round(performance.now() - killedAt)} ms after the kill`)
    expect(await stage.inspect.count('inbox', { lane: guests.map(({ id }) => String(id)) })).toBe(4 * people)
    // The dead one had something in its hands.
    expect(await stage.inspect.count('inbox', { attempts: 1 })).toBeGreaterThan(0)
    // Nobody waits for the answer to what they did last, though a newer answer takes the place of one that waits; and
    // only what the dead one had begun may be answered twice.
    expect(guests.filter((ann) => !/No orders yet/u.test(said(ann, /./u).at(-1)?.text ?? ''))).toEqual([])
    const answers = guests.map((ann) => said(ann, /./u).length)
    expect(answers.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(4 * people + people)
    expect(await stage.inspect.count('processes')).toBe(2)
  })

  it.for(balancers)(
    'are started anew one after another behind $name (apt-get install $name), and nobody is answered twice or not at all',
    slow,
    async ({ isHere, open }, { skip }) => {
      skip(!isHere)
      fleet = await openFleet(stage, 3, open)
      const guests = meet(people)
      let isOver = false
      const talk = async (): Promise<number> => {
        for (let rounds = 1; ; rounds += 1) {
          await greet(guests, rounds)
          if (isOver) return rounds
        }
      }
      const talking = talk()
      for (const index of [0, 1, 2]) {
        fleet.programs[index]?.signal('SIGTERM')
        expect((await fleet.programs[index]?.ended)?.code).toBe(0)
        await fleet.restart(index)
      }
      isOver = true
      const rounds = await talking
      await allHandled()
      expect(guests.map((ann) => said(ann, /Hello, Ann/u).length)).toEqual(guests.map(() => rounds))
    },
  )

  it(
    'poll one after another: the new one takes the line when the old one ends, and nothing is said twice',
    slow,
    async () => {
      const first = await stage.open()
      const guests = meet(people)
      await greet(guests, 1)
      const slowly = stage.sandbox.faults.add({ method: 'sendMessage', kind: { delay: 300 } })
      for (const ann of guests) ann.says('/start')
      await stage.sandbox.until(() => slowly.hits() > 0, patience)
      // The old one is answering; the new one must not take that over.
      const second = stage.start()
      await second.says(/Levem is open/u)
      slowly.remove()
      first.signal('SIGTERM')
      expect((await first.ended).code).toBe(0)
      await greet(guests, 3)
      await allHandled()
      expect(guests.map((ann) => said(ann, /Hello, Ann/u).length)).toEqual(guests.map(() => 3))
      expect(await stage.inspect.count('processes')).toBe(1)
    },
  )
})
