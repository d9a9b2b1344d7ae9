import { plainPicture } from 'telegram-sandbox'
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
// What the program leaves between the reminders of two people.
const gapMs = 30
const steps = (slug: string) => [`/start e_${slug}`, '🎟 Get tickets', '1', '✅ Confirm']

/** Draws nothing: the pictures of the tickets are with Telegram before anybody is reminded. */
const blank = plainPicture(64, 64)
const quick = (): Printer => ({ ...openPrinter(), ticket: () => Promise.resolve(blank) })

/** Three in the afternoon of Moscow, in a week: nobody is reminded at night. */
const startsAt = (Math.floor(Date.now() / dayMs) + 7) * dayMs + 12 * hourMs

/** The clock of the program by which the last holder hears of the event two hours before. */
const turned = (): Clock => {
  const offset = startsAt - 2 * hourMs - people * gapMs - 2000 - Date.now()
  return { ...systemClock, now: () => Date.now() + offset }
}

/** Puts an event on sale, sells a ticket to each payer, and lets the tickets arrive; gives the event's slug. */
const sell = async (crowd: Crowd, { url }: BenchDatabase): Promise<string> => {
  const levem = await openLevem(crowd, url, { bulkPerSecond: Infinity }, { printer: quick() })
  const sale = { title: 'Reminded', minor: 150_000, capacity: people + buyers + 1 }
  const { event, types } = await publish(levem, { ...sale, inMs: startsAt - Date.now() })
  const meet = async (buyerId: number): Promise<void> => {
    await levem.services.people.meet({ id: buyerId, displayName: `Holder ${buyerId}`, languageCode: 'en' })
    const wish = { buyerId, ticketTypeId: types[0].id, quantity: 1, requestKey: `bench ${buyerId}` }
    await levem.services.ordering.buy(wish)
  }
  // Nobody is written to who has not written first.
  await crowd.payersSay('/start')
  const hundreds = Array.from({ length: Math.ceil(crowd.payerIds.length / 100) }, (_, n) => n * 100)
  for (const from of hundreds) await Promise.all(crowd.payerIds.slice(from, from + 100).map(meet))
  const isBehind = async (): Promise<boolean> => {
    const { personal, pictures } = await levem.store.transact((tx) => tx.announcementClaims.nextDue())
    return personal !== undefined || pictures !== undefined
  }
  while (await isBehind()) await new Promise((resolve) => setTimeout(resolve, 200))
  await levem.stop()
  return event.slug
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

const remind = async (database: BenchDatabase) => {
  const crowd = await openCrowd(buyers, delayMs, people)
  const slug = await sell(crowd, database)
  await forgetNews(database)
  await crowd.limit({ perSecond })
  const listening = crowd.listen('Today: Reminded')
  const levem = await openLevem(crowd, database.url, {}, { printer: quick(), clock: turned() })
  await new Promise((resolve) => setTimeout(resolve, 5000))
  const walked = await crowd.walk(steps(slug))
  const heard = await listening
  await levem.stop()
  await crowd.close()
  return { walked, heard }
}

const report = (alone: number, { walked, heard }: Awaited<ReturnType<typeof remind>>): string => {
  const pace = (heard.said / heard.ms) * 1000
  return (
    `${heard.heard} reminders to ${heard.people} of ${people} people in ${(heard.ms / 1000).toFixed(1)} s; ` +
    `${pace.toFixed(2)} messages a second = ${(pace / perSecond).toFixed(3)} × the ceiling (aim: 0.97); ` +
    `${buyers} buy meanwhile in ${(walked.toThemMs / 1000).toFixed(1)} s = ${(walked.toThemMs / alone).toFixed(2)} × alone, ` +
    `${walked.answered} answered, ${walked.refused} calls refused`
  )
}

/** Ten thousand holders are reminded under a limit of 30 messages a second, while others buy tickets. */
export const remindersBench = async (
  openers: readonly (() => Promise<BenchDatabase>)[],
  print: (line: string) => void,
): Promise<void> => {
  print(`Reminders: ${people} people, ${perSecond} messages a second over all; every call takes ${delayMs} ms`)
  for (const open of openers) {
    const [first, second] = [await open(), await open()]
    const alone = await buyAlone(first)
    await first.drop()
    print(`  ${second.name}: ${report(alone, await remind(second))}`)
    await second.drop()
  }
}
