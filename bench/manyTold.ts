import { Api } from 'grammy'
import { plainPicture } from 'telegram-sandbox'
import type { Levem } from '../src/app/app.js'
import { reminderTakesMs } from '../src/domain/reminder.js'
import type { Printer } from '../src/print/printer.js'
import { type Clock, systemClock } from '../src/runtime/clock.js'
import { connect } from '../test/support/database/dataSource.js'
import { type Crowd, openCrowd } from './crowd.js'
import type { BenchDatabase } from './databases.js'
import { openLevem } from './levem.js'
import { openPrinter } from './printer.js'
import { publish } from './publish.js'

const people = Number(process.env['BENCH_PEOPLE'] ?? 10_000)
const buyers = 30
const perSecond = 30
const delayMs = 50
const hourMs = 3_600_000
const dayMs = 24 * hourMs
const steps = (slug: string) => [`/start e_${slug}`, '🎟 Get tickets', '1', '✅ Confirm']

/** Draws nothing: the pictures of the tickets are with Telegram before anybody is told. */
const blank = plainPicture(64, 64)
const quick = (): Printer => ({ ...openPrinter(), ticket: () => Promise.resolve(blank) })

/** Three in the afternoon of Moscow, in a week: nobody is told at night. */
const startsAt = (Math.floor(Date.now() / dayMs) + 7) * dayMs + 12 * hourMs

/**
 * The clock of the program by which the last holder hears of the event two hours before; long before that, where
 * something else is told.
 */
const turned = (round: Round): Clock => {
  const beforeMs = round === reminders ? 2 * hourMs + people * reminderTakesMs + 2000 : 5 * hourMs
  const offset = startsAt - beforeMs - Date.now()
  return { ...systemClock, now: () => Date.now() + offset }
}

/** Something that many are told. */
type Round = {
  readonly name: string
  /** What they read. */
  readonly words: string
  /** Each of them, before it begins. */
  readonly prepare: (levem: Levem, offer: Offer, personId: number) => Promise<unknown>
  /** Begins it, where time alone does not. */
  readonly begin: (levem: Levem, offer: Offer, now: number, crowd: Crowd) => Promise<unknown>
  /** The first payer organizes it: somebody in whose chat there is something to be copied. */
  readonly isByPayer?: true
}

/** What is told of, and the event that others buy tickets of meanwhile. */
type Offer = { readonly eventId: number; readonly ticketTypeId: number; readonly slug: string }

const reminders: Round = {
  name: 'Reminders',
  words: 'Today: Told',
  prepare: ({ services }, { ticketTypeId }, buyerId) =>
    services.ordering.buy({ buyerId, ticketTypeId, quantity: 1, requestKey: `bench ${buyerId}` }),
  begin: () => Promise.resolve(),
}

const openings: Round = {
  name: 'Openings',
  words: '“Told” are on sale',
  prepare: async ({ services, me }, { eventId }, personId) => {
    await services.selling.setSaleFrom({ personId: me.id, eventId, saleFrom: startsAt })
    await services.openingReminders.set({ personId, eventId, isOn: true })
  },
  begin: ({ services, me }, { eventId }, now) =>
    services.selling.setSaleFrom({ personId: me.id, eventId, saleFrom: now }),
}

const followers: Round = {
  name: 'Followers',
  words: 'New from Bench',
  prepare: ({ services }, { eventId }, personId) => services.following.follow({ personId, eventId }),
  begin: (levem, _, now) =>
    publish(levem, { title: 'Next', minor: 150_000, capacity: 100, now, inMs: startsAt + dayMs - now }),
}

const guests: Round = {
  ...reminders,
  name: 'Messages to guests',
  words: 'Bring warm things',
  isByPayer: true,
  begin: async ({ store }, { eventId }, now, { token, url, payerIds: [organizer = 0] }) => {
    const { message_id: copy } = await new Api(token, { apiRoot: url }).sendMessage(organizer, guests.words)
    await store.transact(async (tx) => {
      const message = await tx.guestMessages.add({
        ...{ eventId, audience: 'all', audienceOf: 0, album: undefined, sources: [copy], createdAt: now, key: 'bench' },
      })
      await tx.guestMessages.showCopies(message.id, [copy])
      await tx.guestMessages.schedule({ ...message, copies: [copy] }, now)
    })
  },
}

const untilDone = async (isDone: () => Promise<boolean>): Promise<void> => {
  while (!(await isDone())) await new Promise((resolve) => setTimeout(resolve, 200))
}

const nextDue = ({ store }: Levem) => store.transact((tx) => tx.announcementClaims.nextDue())

/** Puts two events on sale, prepares each payer, and lets tickets arrive. */
const prepare = async (crowd: Crowd, { url }: BenchDatabase, round: Round): Promise<Offer> => {
  const levem = await openLevem(crowd, url, { bulkPerSecond: Infinity }, { printer: quick() })
  const sale = { minor: 150_000, inMs: startsAt - Date.now() }
  const me = round.isByPayer ? { id: crowd.payerIds[0] ?? 0 } : levem.me
  const { event, types } = await publish({ ...levem, me }, { ...sale, title: 'Told', capacity: people + 1 })
  const meanwhile = await publish(levem, { ...sale, title: 'Meanwhile', capacity: buyers + 1 })
  const offer = { eventId: event.id, ticketTypeId: types[0].id, slug: meanwhile.event.slug }
  const meet = async (id: number): Promise<void> => {
    await levem.services.people.meet({ id, displayName: `Payer ${id}`, languageCode: 'en' })
    await round.prepare(levem, offer, id)
  }
  // Nobody is written to who has not written first.
  await crowd.payersSay('/start')
  const hundreds = Array.from({ length: Math.ceil(crowd.payerIds.length / 100) }, (_, n) => n * 100)
  for (const from of hundreds) await Promise.all(crowd.payerIds.slice(from, from + 100).map(meet))
  await untilDone(async () => {
    const { personal, pictures } = await nextDue(levem)
    return personal === undefined && pictures === undefined
  })
  await levem.stop()
  return offer
}

/** What the chat has not heard yet of the sale is none of the limit's business. */
const forgetNews = async ({ url }: BenchDatabase): Promise<void> => {
  const source = await connect(url, { migrations: [] })
  await source.query(`UPDATE announcements SET state = 'obsolete' WHERE state = 'waiting'`)
  await source.destroy()
}

/** The same people buy while nobody is reminded: from the first step to the last message, in milliseconds. */
const buyAlone = async (database: BenchDatabase): Promise<number> => {
  const crowd = await openCrowd(buyers, delayMs)
  const levem = await openLevem(crowd, database.url, {}, { printer: quick() })
  const { event } = await publish(levem, { title: 'Alone', minor: 150_000, capacity: buyers + 1 })
  await crowd.limit({ perSecond })
  const { toThemMs: ms } = await crowd.walk(steps(event.slug))
  await levem.stop()
  await crowd.close()
  return ms
}

const tell = async (database: BenchDatabase, round: Round) => {
  const crowd = await openCrowd(buyers, delayMs, people)
  const offer = await prepare(crowd, database, round)
  await forgetNews(database)
  await crowd.limit({ perSecond })
  const listening = crowd.listen(round.words, round.isByPayer && crowd.payerIds[0])
  const clock = turned(round)
  const levem = await openLevem(crowd, database.url, {}, { printer: quick(), clock })
  await round.begin(levem, offer, clock.now(), crowd)
  await untilDone(async () => (await nextDue(levem)).bulk !== undefined)
  await new Promise((resolve) => setTimeout(resolve, 3000))
  const walked = await crowd.walk(steps(offer.slug))
  const heard = await listening
  await levem.stop()
  await crowd.close()
  return { walked, heard }
}

const report = (alone: number, { walked, heard }: Awaited<ReturnType<typeof tell>>): string => {
  const pace = (heard.said / heard.ms) * 1000
  return (
    `${heard.heard} messages to ${heard.people} of ${people} people in ${(heard.ms / 1000).toFixed(1)} s ` +
    `(reckoned with for reminders: ${((people * reminderTakesMs) / 1000).toFixed(1)} s); ` +
    `${pace.toFixed(2)} messages a second = ${(pace / perSecond).toFixed(3)} × the ceiling (aim: 0.97), ` +
    `${heard.refused} refused, by tens of seconds ${heard.byTens.join(' ')}; ` +
    `${buyers} buy meanwhile in ${(walked.toThemMs / 1000).toFixed(1)} s = ${(walked.toThemMs / alone).toFixed(2)} × alone, ` +
    `${walked.answered} answered, ${walked.refused} calls refused`
  )
}

const bench =
  (round: Round) =>
  async (openers: readonly (() => Promise<BenchDatabase>)[], print: (line: string) => void): Promise<void> => {
    print(`${round.name}: ${people} people, ${perSecond} messages a second over all; every call takes ${delayMs} ms`)
    for (const open of openers) {
      const [first, second] = [await open(), await open()]
      const alone = await buyAlone(first)
      await first.drop()
      print(`  ${second.name}: ${report(alone, await tell(second, round))}`)
      await second.drop()
    }
  }

/** Ten thousand holders are reminded under a limit of 30 messages a second, while others buy tickets. */
export const remindersBench = bench(reminders)

/** Ten thousand who asked for it hear that tickets are on sale, under the same limit. */
export const openingsBench = bench(openings)

/** Ten thousand followers hear of a new event, under the same limit. */
export const followersBench = bench(followers)

/** Ten thousand guests get what their organizer wrote, under the same limit. */
export const guestsBench = bench(guests)
