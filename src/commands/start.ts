import type { Logger } from 'pino'
import { type Config, describeConfig, secretsOf } from '../app/config.js'
import { exitConfig } from './withConfig.js'
import { startLevem, WrongToken } from '../app/app.js'
import { createLog } from '../runtime/log.js'
import { systemClock } from '../runtime/clock.js'
import { randomCodes } from '../services/codes.js'
import { DatabaseInUse } from '../store/store.js'

const exitFailure = 1
// A start that hangs somewhere is not waited for longer than this after SIGTERM.
const patienceMs = 10_000

/** Runs Levem until SIGTERM, SIGINT or a failure it cannot live with. Gives the exit code. */
export const start = async (config: Config): Promise<number> => {
  const log = createLog({ level: config.logLevel, secrets: secretsOf(config) })
  log.info(describeConfig(config), 'Levem starts')
  const signal = stopSignal()
  try {
    await run(config, log, signal)
    return 0
  } catch (error) {
    if (error === signal.reason) return 0
    const isKnown = error instanceof WrongToken || error instanceof DatabaseInUse
    if (isKnown) log.fatal(error.message)
    else log.fatal({ err: error }, 'Levem cannot go on')
    return isKnown ? exitConfig : exitFailure
  }
}

const run = async (config: Config, log: Logger, signal: AbortSignal): Promise<void> => {
  const starting = startLevem({ config, log, clock: systemClock, codes: randomCodes, signal })
  const levem = await Promise.race([starting, tiredOfWaiting(signal)])
  await Promise.race([levem.failed, stopped(signal)]).finally(levem.stop)
}

const stopSignal = (): AbortSignal => {
  const stopping = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stopping.abort())
  return stopping.signal
}

const stopped = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })

const tiredOfWaiting = async (signal: AbortSignal): Promise<never> => {
  await stopped(signal)
  await systemClock.sleep(patienceMs)
  throw signal.reason
}
