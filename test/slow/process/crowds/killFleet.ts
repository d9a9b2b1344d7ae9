import { setTimeout as pause } from 'node:timers/promises'
import { openProxy } from '../../../support/faults/proxy.js'
import { openFleet } from '../../../support/fleet/fleet.js'
import type { Stage } from '../../../support/stage.js'
import type { Lives, Living } from './kill.js'

const processes = 3
const patienceMs = 20_000

/**
 * Three processes behind one webhook, with a proxy before their database: at each strike one of them dies and is
 * started again, now and then two at once, or all connections to the database are cut.
 */
export const threeThatDie = async (url: string): Promise<Living> => {
  const proxy = await openProxy(url)
  return {
    databaseUrl: proxy.through(url),
    close: proxy.close,
    begin: async (stage: Stage): Promise<Lives> => {
      const fleet = await openFleet(stage, processes)
      return {
        strike: async (chance, told, ended) => {
          const before = told()
          if (chance() < 0.5) await stage.sandbox.until(() => told() > before, patienceMs)
          await pause(chance() * 400)
          if (chance() < 0.25) {
            proxy.cut()
            ended()
            return
          }
          const first = Math.floor(chance() * processes)
          const victims = chance() < 0.2 ? [first, (first + 1) % processes] : [first]
          await Promise.all(victims.map(async (index) => fleet.programs[index]?.kill()))
          ended()
          await Promise.all(victims.map(fleet.restart))
        },
        end: async () => {
          await Promise.all(fleet.programs.map((program) => program.kill()))
          await fleet.close()
        },
      }
    },
  }
}
