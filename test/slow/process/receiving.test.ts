import { join } from 'node:path'
import { Api } from 'grammy'
import sqlite3 from 'sqlite3'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Person } from 'telegram-sandbox'
import { openWorld, type World } from '../../support/world.js'
import { inFolder, type LogLine } from '../../support/program.js'
import { setStage, type Stage, unhandled } from '../../support/stage.js'
import { size } from '../size.js'

const messagesIn = ({ log }: World): readonly string[] => log.map((line) => (JSON.parse(line) as LogLine).msg)

describe('another program that polls with the same token', () => {
  let world: World
  afterEach(() => world.close())

  it('is not fought with: Levem says so, waits, and goes on when it may', async () => {
    world = await openWorld()
    const other = new Api(world.sandbox.token, { apiRoot: world.sandbox.url })
    const asked = world.sandbox.callsOf('getUpdates').length
    await other.getUpdates({ timeout: 0 })
    await vi.waitFor(() =>
      expect(messagesIn(world)).toContainEqual(expect.stringContaining("another program receives this bot's updates")),
    )
    expect(world.sandbox.callsOf('getUpdates').filter(({ status }) => status === 409)).toHaveLength(1)
    // It does not ask again by itself: at most the call that was cut off and the other program's.
    expect(world.sandbox.callsOf('getUpdates').length - asked).toBeLessThanOrEqual(2)
    const ann = world.sandbox.person({ firstName: 'Ann', languageCode: 'en' })
    ann.says('/start')
    await world.advance(5000)
    await world.sandbox.until(() => ann.sees().includes('Hello, Ann'))
  })
})

describe('a database that takes nothing for a while', () => {
  it('keeps updates from being confirmed to Telegram; they come again when it takes them', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'levem.db')
      const world = await openWorld({ databaseUrl: `sqlite:///${path}` })
      const ann = world.sandbox.person({ firstName: 'Ann', languageCode: 'en' })
      const lock = new sqlite3.Database(path)
      await new Promise((resolve) => lock.exec('BEGIN IMMEDIATE', resolve))
      ann.says('/start')
      await vi
        .waitFor(
          () => expect(messagesIn(world)).toContainEqual(expect.stringContaining('updates could not be stored')),
          20_000,
        )
        .finally(() => new Promise((resolve) => lock.close(resolve)))
      expect(world.sandbox.pendingUpdates()).toBe(1)
      await world.advance(1000)
      await world.sandbox.until(() => ann.sees().includes('Hello, Ann'), 20_000)
      await world.close()
    }))
})

const crowd = size(60, 300)
const turns = 10

describe(`${crowd * turns} updates that wait when the program starts`, () => {
  let stage: Stage
  afterEach(() => stage.close())

  it('are handled once each and in order for each person, though it is stopped and started in between', async () => {
    stage = await setStage()
    const people = Array.from({ length: crowd }, (_, index) =>
      stage.sandbox.person({ firstName: `Person ${index}`, languageCode: 'en' }),
    )
    const said = new Map(people.map((person) => [person.id, [] as number[]]))
    for (let turn = 0; turn < turns; turn += 1)
      for (const person of people) said.get(person.id)?.push(person.says(`${turn}`).update_id)
    const handled: LogLine[] = []
    for (const enough of [crowd * 2, crowd * 3]) {
      const program = await stage.open()
      await stage.sandbox.until(() => stage.sandbox.pendingUpdates() < crowd * turns - enough, 30_000)
      program.signal('SIGTERM')
      expect((await program.ended).code).toBe(0)
      handled.push(...handledBy(program.log()))
    }
    const last = await stage.open()
    await stage.sandbox.until(
      () => stage.sandbox.pendingUpdates() === 0 && people.every((person) => repliesTo(person) === turns),
      60_000,
    )
    last.signal('SIGTERM')
    await last.ended
    handled.push(...handledBy(last.log()))
    const inOrder = new Map(
      [...said.keys()].map((id) => [id, handled.filter(({ chat }) => chat === String(id)).map(({ update }) => update)]),
    )
    expect(inOrder).toEqual(said)
    expect(await stage.inspect.count('inbox', unhandled)).toBe(0)
  })
})

const handledBy = (log: readonly LogLine[]): readonly LogLine[] => log.filter(({ msg }) => msg === 'update handled')
const repliesTo = (person: Person): number => person.messages().filter(({ fromBot }) => fromBot).length
