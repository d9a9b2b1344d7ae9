import { setTimeout as pause } from 'node:timers/promises'
import type { Person } from 'telegram-sandbox'
import { expect } from 'vitest'
import { systemClock } from '../../../../src/runtime/clock.js'
import { randomCodes } from '../../../../src/services/codes.js'
import { createServices, type Services } from '../../../../src/services/services.js'
import { openStore, parseDatabaseUrl, type Store } from '../../../../src/store/store.js'
import { openFleet } from '../../../support/fleet/fleet.js'
import type { Stage } from '../../../support/stage.js'
import { en } from '../../../support/texts/words.js'
import { size } from '../../size.js'

/** How many are told, and how often what tells them dies meanwhile. */
export const people = Number(process.env['KILL_PEOPLE'] ?? size(60, 300))
const kills = Number(process.env['KILLS'] ?? size(2, 5))
// What the announcer says at once is in doubt when it dies, and stale when something changes under its hands.
const saidAtOnce = 15
const patienceMs = 120_000

const repeats = en.begins('news-repeat')

/** What somebody heard: when, and in which life of the program. */
export type Heard = {
  readonly personId: number
  readonly text: string
  readonly at: number
  readonly life: number
  readonly isRepeat: boolean
}

/** Many people who hear what the bot says unasked, and remember in which of its lives. */
export const openAudience = ({ sandbox }: Stage) => {
  const all = Array.from({ length: people }, (_, n) => sandbox.person({ firstName: `Guest ${n}`, languageCode: 'en' }))
  const heard: Heard[] = []
  let life = 0
  sandbox.subscribe((happening) => {
    if (happening.kind !== 'messageSent' || !happening.message.fromBot) return
    const { text } = happening.message
    heard.push({ personId: happening.chatId, text, at: Date.now(), life, isRepeat: repeats.test(text) })
  })
  // Nobody is written to who has not written first.
  for (const person of all) person.says('/start')
  const of = (news: RegExp): readonly Heard[] => heard.filter(({ text }) => news.test(text))
  return {
    people: all,
    of,
    /** How many of them have heard it. */
    count: (news: RegExp): number => new Set(of(news).map(({ personId }) => personId)).size,
    /** Something died: what is said from now on is said by another life. */
    died: (): void => void (life += 1),
    deaths: (): number => life,
  }
}

/** Many people who listen: see `openAudience`. */
export type Audience = ReturnType<typeof openAudience>

const openOffice = async (url: string) => {
  const store = await openStore({ url: parseDatabaseUrl(url) })
  const services = createServices({
    ...{ store, clock: systemClock, codes: randomCodes, organizerIds: [] },
    ...{ zone: 'Europe/Moscow', currency: 'RUB', hasProvider: false, holdMs: 900_000 },
  })
  return { store, services }
}

/** The services as an organizer uses them, on this database. */
export const organize = async <T>(url: string, work: (services: Services, store: Store) => Promise<T>): Promise<T> => {
  const { services, store } = await openOffice(url)
  return work(services, store).finally(store.close)
}

type Work = (services: Services, store: Store) => Promise<unknown>

/** How a bot lives, and dies by `kill -9`. */
export type Lives = {
  /** One of its processes dies and is started again. */
  readonly strike: (chance: () => number) => Promise<void>
  /** The organizer does something. */
  readonly change: (work: Work) => Promise<void>
  /**
   * The organizer lets something become due soon, at the moment that `begin` gives (UTC milliseconds), and changes
   * their mind a second before.
   */
  readonly changeBefore: (begin: (services: Services, store: Store) => Promise<number>, work: Work) => Promise<number>
  /** So many are in the middle of being told while the organizer does something. */
  readonly inFlight: number
  readonly close: () => Promise<void>
}

/** One process; what the organizer does, it does between two of its lives: nobody else may write to a SQLite file. */
export const oneLife = async (stage: Stage, audience: Audience): Promise<Lives> => {
  let program = await stage.open()
  const die = async (): Promise<void> => {
    await program.kill()
    audience.died()
  }
  return {
    strike: async (chance) => {
      await die()
      // Some die while they start.
      if (chance() < 0.3) {
        program = stage.start()
        await pause(100 + chance() * 900)
        await die()
      }
      program = await stage.open()
    },
    change: async (work) => {
      await die()
      await organize(stage.databaseUrl, work)
      program = await stage.open()
    },
    changeBefore: async (begin, work) => {
      await die()
      const dueAt = await organize(stage.databaseUrl, async (services, store) => {
        const at = await begin(services, store)
        await work(services, store)
        return at
      })
      program = await stage.open()
      return dueAt
    },
    inFlight: 0,
    close: () => Promise.resolve(),
  }
}

/** Two processes on one database, of which one dies each time; the organizer acts while both are alive. */
export const twoLives = async (stage: Stage, audience: Audience): Promise<Lives> => {
  const fleet = await openFleet(stage, 2)
  const { services, store } = await openOffice(stage.databaseUrl)
  // The other one goes on meanwhile.
  let starting: Promise<unknown> = Promise.resolve()
  return {
    strike: async (chance) => {
      await starting
      const victim = chance() < 0.5 ? 0 : 1
      await fleet.programs[victim]?.kill()
      audience.died()
      starting = fleet.restart(victim)
    },
    change: (work) => work(services, store).then(() => undefined),
    changeBefore: async (begin, work) => {
      const dueAt = await begin(services, store)
      await until(dueAt - 1000)
      await work(services, store)
      if (Date.now() >= dueAt) throw new Error('it took so long to change something that it is no proof')
      return dueAt
    },
    inFlight: 2 * saidAtOnce,
    close: async () => {
      await starting
      await store.close()
      await fleet.close()
    },
  }
}

/** Waits for a moment (UTC milliseconds). */
const until = (at: number): Promise<void> => pause(Math.max(0, at - Date.now()))

/** Kills again and again, each time a moment after some more have heard the news; ends when all have. */
export const killWhileTold = async (
  { stage, audience, lives }: { readonly stage: Stage; readonly audience: Audience; readonly lives: Lives },
  news: RegExp,
  chance: () => number,
): Promise<void> => {
  for (let kill = 1; kill <= kills && audience.count(news) < people; kill += 1) {
    const enough = Math.min(people, audience.count(news) + 1 + chance() * 20)
    await stage.sandbox.until(() => audience.count(news) >= enough, patienceMs)
    await pause(chance() * 400)
    await lives.strike(chance)
  }
}

/** Waits until all of them have heard the news, and nothing is left to be said to many. */
export const settle = async (
  { sandbox, inspect }: Stage,
  audience: Audience,
  ...news: readonly RegExp[]
): Promise<void> => {
  await sandbox.until(() => news.every((one) => audience.count(one) >= people), patienceMs)
  while ((await inspect.count('announcements', { state: 'waiting', urgency: 'bulk' })) > 0) await pause(100)
}

/**
 * All of them heard the news once. Where the answer was lost with a process that died it may have come once more,
 * marked as a repeat: never twice in one life, and to no more than were just being told.
 */
export const mustBeHeardOnce = (
  audience: Audience,
  news: RegExp,
  of: readonly Pick<Person, 'id'>[] = audience.people,
): void => {
  const heard = audience.of(news)
  const times = new Map(of.map(({ id }) => [id, { plain: 0, repeats: 0, lives: new Set<number>(), all: 0 }]))
  for (const { personId, isRepeat, life } of heard) {
    const one = times.get(personId)
    if (!one) continue
    one[isRepeat ? 'repeats' : 'plain'] += 1
    one.all += 1
    one.lives.add(life)
  }
  const wrong = [...times].filter(([, { plain, all, lives }]) => plain > 1 || all === 0 || lives.size < all)
  expect(wrong.map(([id, { plain, all }]) => `${id} heard it ${plain} times, and ${all - plain} times again`)).toEqual(
    [],
  )
  const repeated = heard.filter(({ isRepeat }) => isRepeat).length
  expect(repeated).toBeLessThanOrEqual(audience.deaths() * saidAtOnce)
  console.info(`${of.length} people, ${audience.deaths()} deaths, ${repeated} were told again, marked as a repeat`)
}

/** Somebody who was told is told again as if they had not been, and it is noticed; so is somebody who was not told. */
export const mustNoticeWrongs = async (
  { inspect, sandbox }: Stage,
  audience: Audience,
  { news, key }: { readonly news: RegExp; readonly key: string },
): Promise<void> => {
  expect(() => mustBeHeardOnce(audience, news, [...audience.people, { id: -1 }])).toThrow()
  const before = audience.of(news).length
  await inspect.write('announcements', 'state', 'waiting', { key })
  await sandbox.until(() => audience.of(news).length > before, patienceMs)
  expect(() => mustBeHeardOnce(audience, news)).toThrow()
}
