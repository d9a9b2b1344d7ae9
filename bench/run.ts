import { checkInBench } from './checkIn.js'
import { checkoutBench } from './checkout.js'
import { freshPostgres, freshSqlite, type BenchDatabase } from './databases.js'
import { drawingBench } from './drawing.js'
import { bareSale, levemSale } from './flashSale.js'
import { idleBench } from './idle.js'

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const server = process.env['TEST_POSTGRES_URL']
const openers: readonly (() => Promise<BenchDatabase>)[] = [
  freshSqlite,
  ...(server ? [() => freshPostgres(server)] : []),
]
if (!server) print('TEST_POSTGRES_URL is not set: PostgreSQL is left out.')

const rounds = 3
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

print('Flash sale: 1,000 people press at once for 100 seats; every call to Telegram takes 50 ms')
const bare: number[] = []
for (let round = 0; round < rounds; round += 1) bare.push((await bareSale()).ms)
print(
  `  bare grammY bot, the same calls, no database: ${Math.round(median(bare))} ms to the last answer (median of ${rounds})`,
)
for (const open of openers) {
  const sales = []
  let name = ''
  for (let round = 0; round < rounds; round += 1) {
    const database = await open()
    name = database.name
    sales.push(await levemSale(database))
    await database.drop()
  }
  const ms = median(sales.map((sale) => sale.ms))
  print(
    `  Levem on ${name}: ${Math.round(ms)} ms = ${(ms / median(bare)).toFixed(2)} × bare (aim: 1.5); sold ${sales.map(({ sold }) => sold).join(', ')}; refused ${sales.map(({ refused }) => refused).join(', ')}`,
  )
}
await checkoutBench(openers, print)
await checkInBench(openers, print)
await idleBench(openers, print)
await drawingBench(print)
