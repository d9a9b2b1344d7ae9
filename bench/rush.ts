import { openCrowd } from './crowd.js'
import type { BenchDatabase } from './databases.js'
import { openLevem } from './levem.js'
import { publish } from './publish.js'

const people = Number(process.env['BENCH_PEOPLE'] ?? 2000)
const seats = 300
const delayMs = 50
const perSecond = 30

/** Everybody comes at once by a link, and goes on as soon as the bot answers, until they have a ticket or a no. */
const rush = async (database: BenchDatabase, limit: number | undefined) => {
  const crowd = await openCrowd(people, delayMs)
  const levem = await openLevem(crowd, database.url)
  const { event, types } = await publish(levem, { title: 'Rush', minor: 150_000, capacity: seats })
  await crowd.limit(limit)
  const walked = await crowd.walk([`/start e_${event.slug}`, '🎟 Get tickets', '1', '✅ Confirm'])
  const [type] = types
  const sold = await levem.store.transact(async (tx) => (await tx.ticketTypes.find(type.id))?.taken ?? 0)
  await levem.stop()
  await crowd.close()
  return { ...walked, sold }
}

/** The rush under a limit over all of which Telegram says nothing: all are answered, close to as fast as it allows. */
export const rushBench = async (
  openers: readonly (() => Promise<BenchDatabase>)[],
  print: (line: string) => void,
): Promise<void> => {
  print(`Rush: ${people} people come at once for ${seats} seats; every call to Telegram takes ${delayMs} ms`)
  for (const open of openers)
    for (const limit of [undefined, perSecond]) {
      const database = await open()
      const { ms, said, refused, answered, broken, sold } = await rush(database, limit).finally(() => database.drop())
      const allowed =
        limit === undefined ? '' : ` = ${(ms / ((said / limit) * 1000)).toFixed(2)} × what it allows (aim: 1.15)`
      print(
        `  ${database.name}, ${limit === undefined ? 'no limit over all' : `${limit} messages a second over all`}: last message after ${(ms / 1000).toFixed(1)} s${allowed}; ` +
          `answered ${answered} of ${people}, told that something broke ${broken}, sold ${sold} of ${seats}; ` +
          `${refused} calls refused of ${said} messages (${((refused / said) * 100).toFixed(1)} %, aim: 5 %)`,
      )
    }
}
