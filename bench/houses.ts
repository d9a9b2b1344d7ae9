import { fileURLToPath } from 'node:url'
import type { Levem } from '../src/app/app.js'
import { openRoundRobin, freePorts } from '../test/support/fleet/balancer.js'
import { type Program, startProgram } from '../test/support/program.js'
import type { Crowd } from './crowd.js'
import type { BenchDatabase } from './databases.js'
import { openLevem } from './levem.js'
import { publish, type Sale } from './publish.js'

/** What answers a crowd: the program in this process, or several of their own. */
export type House = {
  readonly name: string
  /** Whether it can stand on such a database. */
  readonly fits: (database: BenchDatabase) => boolean
  /** Publishes the sale and begins to receive. */
  readonly open: (crowd: Crowd, database: BenchDatabase, sale: Sale) => Promise<OpenHouse>
}

/** A house that receives. */
type OpenHouse = {
  readonly slug: string
  /** Something dies, where something is left. */
  readonly lose: () => Promise<void>
  /** Stops, and gives how many seats were sold. */
  readonly close: () => Promise<number>
}

const publishIn = async (crowd: Crowd, database: BenchDatabase, sale: Sale) => {
  const levem = await openLevem(crowd, database.url)
  const { event, types } = await publish(levem, sale)
  return { levem, slug: event.slug, typeId: types[0].id }
}

/** Stops the program; gives how many seats it had sold. */
const closeAndCount = async ({ store, stop }: Levem, typeId: number): Promise<number> => {
  const sold = await store.transact(async (tx) => (await tx.ticketTypes.find(typeId))?.taken ?? 0)
  await stop()
  return sold
}

/** The program, in this process. */
export const oneProcess: House = {
  name: 'one process',
  fits: () => true,
  open: async (crowd, database, sale) => {
    const { levem, slug, typeId } = await publishIn(crowd, database, sale)
    return { slug, lose: () => Promise.resolve(), close: () => closeAndCount(levem, typeId) }
  },
}

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url))

const envOf = (crowd: Crowd, database: BenchDatabase): Readonly<Record<string, string>> => ({
  TELEGRAM_BOT_TOKEN: crowd.token,
  TELEGRAM_API_ROOT: crowd.url,
  TELEGRAM_CHAT_ID: String(crowd.chatId),
  DATABASE_URL: database.url,
  DEFAULT_LANGUAGE: 'en',
})

/** Three processes behind one webhook, of which one is killed. */
export const threeProcesses: House = {
  name: 'three processes, one killed',
  fits: ({ name }) => name === 'PostgreSQL',
  open: async (crowd, database, sale) => {
    const { levem, slug, typeId } = await publishIn(crowd, database, sale)
    await levem.stop()
    const ports = await freePorts(3)
    const balancer = await openRoundRobin(ports)
    const open = async (port: number): Promise<Program> => {
      const hook = { WEBHOOK_URL: `${balancer.url}/hook`, WEBHOOK_SECRET: 'webhook-secret_42', PORT: String(port) }
      const program = startProgram({ ...envOf(crowd, database), ...hook }, undefined, main)
      await program.says(/Levem is open/u)
      return program
    }
    const programs = await Promise.all(ports.map(open))
    return {
      slug,
      lose: async () => programs[1]?.kill(),
      close: async () => {
        await Promise.all(programs.map((program) => program.kill()))
        await balancer.close()
        return closeAndCount(await openLevem(crowd, database.url), typeId)
      },
    }
  },
}
