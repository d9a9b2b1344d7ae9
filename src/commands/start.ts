import type { Logger } from 'pino'
import { startLevem } from '../app/app.js'
import { type Config, describeConfig, secretsOf } from '../app/config.js'
import { type Timing, usualTiming } from '../app/timing.js'
import { WrongToken } from '../bot/telegram/errors.js'
import { systemClock } from '../runtime/clock.js'
import { createLog } from '../runtime/log.js'
import { letItGrow } from '../runtime/youngGeneration.js'
import { randomCodes } from '../services/codes.js'
import { DatabaseInUse, DatabaseTooNew } from '../store/store.js'
import { createGreeting, type Greeting } from './greeting.js'
import { exitConfig } from './withConfig.js'

const exitFailure = 1

// What the owner can mend: said in one line.
const known = [WrongToken, DatabaseInUse, DatabaseTooNew]
const isKnown = (error: unknown): error is Error => known.some((kind) => error instanceof kind)

/** Runs Levem until SIGTERM, SIGINT or a failure it cannot live with. Gives the exit code. */
export const start = async (config: Config, timing: Timing = usualTiming): Promise<number> => {
  const format = config.logFormat ?? (process.stdout.isTTY ? 'text' : 'json')
  const log = createLog({ level: config.logLevel, secrets: secretsOf(config), format })
  log.info(describeConfig(config), 'Levem starts')
  const signal = stopSignal()
  const greeting = format === 'text' ? createGreeting(config, say) : undefined
  if (greeting) signal.addEventListener('abort', greeting.stopping, { once: true })
  try {
    await run({ config, timing, log, signal, greeting })
    return 0
  } catch (error) {
    if (error === signal.reason) return 0
    if (isKnown(error)) log.fatal(error.message)
    else log.fatal({ err: error }, 'Levem cannot go on')
    return isKnown(error) ? exitConfig : exitFailure
  }
}

type Run = {
  readonly config: Config
  readonly timing: Timing
  readonly log: Logger
  readonly signal: AbortSignal
  readonly greeting: Greeting | undefined
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)

const run = async ({ config, timing, log, signal, greeting }: Run): Promise<void> => {
  const starting = startLevem({ config, timing, log, clock: systemClock, codes: randomCodes, signal })
  const levem = await Promise.race([starting, tiredOfWaiting(signal, timing)])
  letItGrow()
  greeting?.opened(levem.me.username)
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

// A start that hangs somewhere is not waited for any longer than its end would be.
const tiredOfWaiting = async (signal: AbortSignal, { shutdownMs }: Timing): Promise<never> => {
  await stopped(signal)
  await systemClock.sleep(shutdownMs)
  throw signal.reason
}
