import { checkInBench } from './checkIn.js'
import { checkoutBench } from './checkout.js'
import { freshPostgres, freshSqlite, type BenchDatabase } from './databases.js'
import { drawingBench } from './drawing.js'
import { filesBench } from './files.js'
import { flashSaleBench } from './flashSale.js'
import { growthBench } from './growth.js'
import { idleBench } from './idle.js'
import { pressBench } from './press.js'
import { lineBench } from './line.js'
import { followersBench, guestsBench, openingsBench, remindersBench } from './manyTold.js'
import { rushBench } from './rush.js'

type Print = (line: string) => void
type Openers = readonly (() => Promise<BenchDatabase>)[]

/** Each part by the name that chooses it: `npm run bench -- flash press`. Without names all run. */
const parts: Readonly<Record<string, (openers: Openers, print: Print) => Promise<void>>> = {
  flash: flashSaleBench,
  rush: rushBench,
  reminders: remindersBench,
  openings: openingsBench,
  followers: followersBench,
  guests: guestsBench,
  press: pressBench,
  checkout: checkoutBench,
  checkin: checkInBench,
  growth: growthBench,
  files: filesBench,
  line: lineBench,
  idle: idleBench,
  drawing: (_, print) => drawingBench(print),
}

const print: Print = (line) => void process.stdout.write(`${line}\n`)
const server = process.env['TEST_POSTGRES_URL']
const openers: Openers = [freshSqlite, ...(server ? [() => freshPostgres(server)] : [])]

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0) {
  print(`No such part: ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`)
  process.exit(64)
}
print(`Node ${process.version}`)
if (!server) print('TEST_POSTGRES_URL is not set: PostgreSQL is left out.')
for (const [name, bench] of Object.entries(parts))
  if (wanted.length === 0 || wanted.includes(name)) await bench(openers, print)
