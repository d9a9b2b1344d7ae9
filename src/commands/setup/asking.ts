import { createInterface } from 'node:readline'
import type { Speech } from '../../texts/texts.js'

/** Nobody answers any more: Ctrl-C, or the end of what is typed. */
export class InputEnded extends Error {}

/** A question: `key` names its texts ("setup-…", and "setup-…-wrong" for an answer that does not do). */
export type Inquiry = {
  readonly key: string
  /** What an empty answer means. */
  readonly current?: string | undefined
  /** Shown in its place, where it is a secret. */
  readonly shown?: string | undefined
  /** Whether nothing is an answer, too; then "-" takes away what is there. */
  readonly isOptional?: boolean
  /** What helps to answer, below the question. */
  readonly hint?: string | undefined
  /** What the answer means; undefined: nothing. */
  readonly read: (answer: string) => string | undefined
}

const yes = /^(?:y|yes|д|да|\+)$/iu
const no = /^(?:n|no|н|нет|-)$/iu

/** Lines as they are typed, also before anybody asked: what comes through a pipe comes at once. */
const createLines = () => {
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY
  const input = createInterface({ input: process.stdin, output: process.stdout, terminal: isTerminal })
  const typed: string[] = []
  let hasEnded = false
  let look = (): void => undefined
  input.setPrompt('> ')
  input.on('line', (line) => {
    typed.push(line.trim())
    look()
  })
  input.on('close', () => {
    hasEnded = true
    look()
  })
  return {
    /** The next line; undefined once the signal fires. Rejects with InputEnded. */
    next: (signal?: AbortSignal, draft = ''): Promise<string | undefined> =>
      new Promise((resolve, reject) => {
        look = () => {
          const line = typed.shift()
          if (line !== undefined) resolve(line)
          else if (hasEnded) reject(new InputEnded())
          else return
          look = () => undefined
        }
        signal?.addEventListener('abort', () => {
          look = () => undefined
          resolve(undefined)
        })
        if (typed.length === 0 && !hasEnded) input.prompt()
        // What did not do may be corrected instead of being typed again.
        if (isTerminal && draft !== '') input.write(draft)
        look()
      }),
    close: (): void => input.close(),
  }
}

const meaningOf = (line: string, { current = '', isOptional = false, read }: Inquiry): string | undefined => {
  if (line === '' && (isOptional || current !== '')) return current
  return line === '-' && isOptional ? '' : read(line)
}

/** Asks a person at a terminal, or whoever writes into the pipe. Each rejects with InputEnded. */
export const createAsking = (speech: Speech) => {
  const lines = createLines()
  const print = (text: string): void => void process.stdout.write(`${text}\n`)

  const say = (key: string, args: Readonly<Record<string, string>> = {}): void => print(speech.label(key, args))

  const ask = async (question: Inquiry): Promise<string> => {
    const { key, current = '', shown = current, hint } = question
    print(`\n${speech.label(`setup-${key}`)}${shown === '' ? '' : ` [${shown}]`}`)
    if (hint !== undefined) print(hint)
    let draft = ''
    for (;;) {
      const line = (await lines.next(undefined, draft)) ?? ''
      const answer = meaningOf(line, question)
      if (answer !== undefined) return answer
      print(`✘ ${speech.label(`setup-${key}-wrong`)}`)
      draft = line
    }
  }

  return {
    language: speech.language,
    label: (key: string, args: Readonly<Record<string, string>>): string => speech.label(key, args),
    print,
    say,
    ask,
    /** Whether they agree; an empty answer does. */
    agrees: async (key: string, args: Readonly<Record<string, string>>): Promise<boolean> => {
      print(`\n${speech.label(key, args)}`)
      for (;;) {
        const line = (await lines.next()) ?? ''
        if (line === '' || yes.test(line)) return true
        if (no.test(line)) return false
        say('setup-yes-or-no')
      }
    },
    next: lines.next,
    close: lines.close,
  }
}

/** Asks a person: see `createAsking`. */
export type Asking = ReturnType<typeof createAsking>
