import type { OverallLimit } from 'telegram-sandbox'
import { type Crowd, openCrowd } from './crowd.js'
import type { BenchDatabase } from './databases.js'
import { type House, oneProcess, threeProcesses } from './houses.js'

const people = Number(process.env['BENCH_PEOPLE'] ?? 2000)
const seats = 300
const delayMs = 50
const loseAfterMs = 10_000

/** What Telegram bears over all: from each of these times on (in milliseconds), so much. */
type Regime = {
  readonly name: string
  readonly limits: readonly (readonly [fromMs: number, limit: OverallLimit])[]
}

const regimes: readonly Regime[] = [
  { name: 'no limit over all', limits: [] },
  { name: '30 messages a second over all', limits: [[0, { perSecond: 30 }]] },
  {
    name: '100, 10, then 60 messages a second, told to wait for 1, 60 and 5 s',
    limits: [
      [0, { perSecond: 100, retryAfter: 1 }],
      [15_000, { perSecond: 10, retryAfter: 60 }],
      [135_000, { perSecond: 60, retryAfter: 5 }],
    ],
  },
]

/** How long so many messages take at least, in milliseconds; 0 without a limit. */
const allowedMs = ({ limits }: Regime, messages: number): number => {
  let left = messages
  for (const [index, [fromMs, { perSecond }]] of limits.entries()) {
    const untilMs = limits[index + 1]?.[0] ?? Infinity
    const needMs = (left / perSecond) * 1000
    if (fromMs + needMs <= untilMs) return fromMs + needMs
    left -= ((untilMs - fromMs) / 1000) * perSecond
  }
  return 0
}

/** Begins a regime; gives what ends it. */
const begin = async (crowd: Crowd, { limits }: Regime): Promise<() => void> => {
  const timers = limits
    .filter(([fromMs]) => fromMs > 0)
    .map(([fromMs, limit]) => setTimeout(() => void crowd.limit(limit), fromMs))
  if (limits[0]) await crowd.limit(limits[0][1])
  return () => timers.forEach(clearTimeout)
}

/** Everybody comes at once by a link, and goes on as soon as the bot answers, until they have a ticket or a no. */
const rush = async (database: BenchDatabase, house: House, regime: Regime) => {
  const crowd = await openCrowd(people, delayMs)
  const open = await house.open(crowd, database, { title: 'Rush', minor: 150_000, capacity: seats })
  const end = await begin(crowd, regime)
  const losing = setTimeout(() => void open.lose(), loseAfterMs)
  const walked = await crowd.walk([`/start e_${open.slug}`, '🎟 Get tickets', '1', '✅ Confirm'])
  clearTimeout(losing)
  end()
  await crowd.limit(undefined)
  const sold = await open.close()
  await crowd.close()
  return { ...walked, sold }
}

/** The rush under a limit over all of which Telegram says nothing: all are answered, close to as fast as it allows. */
export const rushBench = async (
  openers: readonly (() => Promise<BenchDatabase>)[],
  print: (line: string) => void,
): Promise<void> => {
  print(`Rush: ${people} people come at once for ${seats} seats; every call to Telegram takes ${delayMs} ms`)
  for (const regime of regimes)
    for (const open of openers)
      for (const house of [oneProcess, threeProcesses]) {
        const database = await open()
        const walked = house.fits(database) ? await rush(database, house, regime) : undefined
        await database.drop()
        if (walked) print(`  ${database.name}, ${house.name}, ${regime.name}: ${inWords(walked, regime)}`)
      }
}

const inWords = (
  { ms, said, refused, answered, broken, sold }: Awaited<ReturnType<typeof rush>>,
  regime: Regime,
): string => {
  const least = allowedMs(regime, said)
  const ratio = least === 0 ? '' : ` = ${(ms / least).toFixed(2)} × what it allows (aim: 1.15)`
  return (
    `last message after ${(ms / 1000).toFixed(1)} s${ratio}; answered ${answered} of ${people}, ` +
    `told that something broke ${broken}, sold ${sold} of ${seats}; ` +
    `${refused} calls refused of ${said} messages (${((refused / said) * 100).toFixed(1)} %, aim: 5 %)`
  )
}
