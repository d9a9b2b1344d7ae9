// Lives through many days of a club in little time, and judges whether anything grows that should not: `npm run soak`,
// SOAK_DAYS=30. The bot is a process of its own with a clock that leaps; Telegram is pretended in another one.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openCrowd } from './crowd.js'
import { freshSqlite } from './databases.js'
import { type Day, judge, megabyte } from './soakJudge.js'
import type { SoakOrder, SoakReport } from './soakProcess.js'

const days = Number(process.env['SOAK_DAYS'] ?? 30)
const guests = 60

const openBot = () => {
  const child = fork(fileURLToPath(new URL('soakProcess.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx', '--expose-gc'],
  })
  return async <K extends SoakReport['kind']>(order: SoakOrder, kind: K): Promise<Extract<SoakReport, { kind: K }>> => {
    child.send(order)
    const [report] = (await once(child, 'message')) as [SoakReport]
    if (report.kind !== kind) throw new Error(`expected ${kind}, got ${report.kind}`)
    return report as Extract<SoakReport, { kind: K }>
  }
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  )

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const inMegabytes = (bytes: number): string => (bytes / megabyte).toFixed(1)

const database = await freshSqlite()
const path = database.url.replace('sqlite:///', '')
const crowd = await openCrowd(guests, 5)
const ask = openBot()
const lived: Day[] = []
let sold = 0
await ask({ kind: 'open', ...crowd, databaseUrl: database.url }, 'opened')
for (let day = 1; day <= days; day += 1) {
  const { slug, eventId } = await ask({ kind: 'publish', title: `Night ${day}`, capacity: guests }, 'published')
  await crowd.walk([`/start e_${slug}`, '🎟 Get tickets', '1', '✅ Confirm'])
  await ask({ kind: 'pass', hours: 11 }, 'passed')
  const { count } = await ask({ kind: 'door', eventId }, 'letIn')
  await ask({ kind: 'pass', hours: 13 }, 'passed')
  sold += count
  const measured = await ask({ kind: 'measure' }, 'measured')
  lived.push({ ...measured, file: await sizeOf(path), wal: await sizeOf(`${path}-wal`), sold })
  print(
    `day ${day}: ${count} let in · heap ${inMegabytes(measured.heap)} MB · rss ${inMegabytes(measured.rss)} MB · ${measured.handles} handles · database ${inMegabytes(lived.at(-1)?.file ?? 0)} MB, changes ${inMegabytes(lived.at(-1)?.wal ?? 0)} MB`,
  )
}
await ask({ kind: 'close' }, 'closed')
await crowd.close()
await database.drop()
const faults = [...judge(lived), ...(sold === days * guests ? [] : [`${days * guests - sold} guests were not let in`])]
print(faults.length === 0 ? `${days} days: nothing grows` : `${days} days: ${faults.join('; ')}`)
process.exit(faults.length === 0 ? 0 : 1)
