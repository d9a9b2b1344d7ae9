import { fork } from 'node:child_process'
import { on } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { OverallLimit } from 'telegram-sandbox'
import type { Order, Report } from './crowdProcess.js'

/** A pretend Telegram with a crowd, in a process of its own, so that it does not take the bot's time. */
export const openCrowd = async (people: number, delayMs: number, payers = 0) => {
  const child = fork(fileURLToPath(new URL('crowdProcess.ts', import.meta.url)), { execArgv: ['--import', 'tsx'] })
  const ask = async <K extends Report['kind']>(order: Order, kind: K): Promise<Extract<Report, { kind: K }>> => {
    const reports = on(child, 'message', { close: ['exit'] })
    child.send(order)
    // Something may be asked while something else is under way.
    for await (const [report] of reports as AsyncIterable<[Report]>)
      if (report.kind === kind) return report as Extract<Report, { kind: K }>
    throw new Error(`the crowd has ended without ${kind}`)
  }
  const { url, token, chatId, payerIds } = await ask({ kind: 'open', people, payers, delayMs }, 'opened')
  return {
    url,
    token,
    chatId,
    payerIds,
    payersSay: (text: string) => ask({ kind: 'payersSay', text }, 'done'),
    rush: (label: string, overMs: number) => ask({ kind: 'rush', label, overMs }, 'rushed'),
    say: (text: string) => ask({ kind: 'say', text }, 'done'),
    /** Telegram bears so much over all from now on; undefined: anything. */
    limit: (limit: OverallLimit | undefined) => ask({ kind: 'limit', limit }, 'limited'),
    /** Everybody does these one after another, each as soon as the bot lets them. */
    walk: (steps: readonly string[]) => ask({ kind: 'walk', steps }, 'walked'),
    /**
     * What the payers, but for who says it, hear that says this, and all that anybody hears meanwhile: until nothing
     * more comes.
     */
    listen: (words: string, saidBy?: number) => ask({ kind: 'listen', words, saidBy }, 'heard'),
    press: (label: string) => ask({ kind: 'press', label }, 'done'),
    screens: async (): Promise<readonly string[]> => (await ask({ kind: 'screens' }, 'screens')).texts,
    close: () => ask({ kind: 'close' }, 'closed'),
  }
}

/** What `openCrowd` gives. */
export type Crowd = Awaited<ReturnType<typeof openCrowd>>
