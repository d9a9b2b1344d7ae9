import { parseArgs, type ParseArgsConfig } from 'node:util'
import { type Config, secretsOf } from '../app/config.js'
import { createScrubber, describeError } from '../runtime/log.js'
import { CopyFault } from '../store/copies/copies.js'
import { DatabaseInUse, DatabaseTooNew } from '../store/store.js'
import { createTexts, type LabelArgs } from '../texts/texts.js'

/** sysexits.h: the command was written wrong. */
const exitUsage = 64
const exitFailure = 1

/** Says a sentence to whoever sits at the terminal, in the bot's language and without secrets. */
export type SayLine = (key: string, args?: LabelArgs) => void

type ParseArgsOptionsConfig = NonNullable<ParseArgsConfig['options']>

/** What the arguments of a command were read as. */
type Read<T extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true; strict: true }>
>

/** A command: what options it knows, how many arguments it needs, and what it does. It throws what it cannot do. */
type TerminalCommand<T extends ParseArgsOptionsConfig> = {
  readonly config: Config
  readonly args: readonly string[]
  /** The key of the sentence that tells how it is written. */
  readonly usage: string
  readonly options: T
  readonly positionals: number
  readonly run: (read: Read<T>, say: SayLine) => Promise<void>
}

/** Something that the owner has to set or write otherwise: the key of a sentence, and what it tells. */
export class NotPossible extends Error {
  /** Its sentence is said in place of a reason. */
  constructor(
    readonly key: string,
    readonly args: LabelArgs = {},
  ) {
    super(key)
    this.name = 'NotPossible'
  }
}

/** Runs a command for somebody at a terminal: says what was wrong with it in one sentence. Gives the exit code. */
export const atTerminal = async <T extends ParseArgsOptionsConfig>(command: TerminalCommand<T>): Promise<number> => {
  const say = createSaying(command.config)
  const read = readArgs(command)
  if (!read) {
    say(command.usage)
    return exitUsage
  }
  try {
    await command.run(read, say)
    return 0
  } catch (error) {
    sayFault(error, say)
    return exitFailure
  }
}

const createSaying = (config: Config): SayLine => {
  const speech = createTexts().in(config.defaultLanguage)
  const scrub = createScrubber(secretsOf(config))
  return (key, args) => void process.stdout.write(`${scrub(speech.label(key, args))}\n`)
}

const readArgs = <T extends ParseArgsOptionsConfig>(command: TerminalCommand<T>): Read<T> | undefined => {
  const { args, options, positionals } = command
  try {
    const read = parseArgs({ args: [...args], options, allowPositionals: true as const, strict: true as const })
    return read.positionals.length === positionals ? read : undefined
  } catch {
    return undefined
  }
}

const sayFault = (error: unknown, say: SayLine): void => {
  if (error instanceof NotPossible) say(error.key, error.args)
  else if (error instanceof CopyFault) say(`copy-fault-${error.code}`, error.facts)
  else if (error instanceof DatabaseInUse) say('copy-fault-living')
  else if (error instanceof DatabaseTooNew) say('copy-fault-tooNew', { migration: error.migration })
  else say('copy-failed', { reason: String(describeError(error)['message']) })
}
