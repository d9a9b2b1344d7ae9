import { type Config, describeConfig } from '../app/config.js'
import { type MovedCounts, moveDatabase } from '../store/copies/copies.js'
import { parseDatabaseUrl } from '../store/store.js'
import type { StoreUrl } from '../store/engine/databaseUrl.js'
import { atTerminal, NotPossible, type SayLine } from './terminal.js'

/** Moves all that the database holds into an empty one, and compares both. Gives the exit code. */
export const move = (config: Config, args: readonly string[]): Promise<number> =>
  atTerminal({
    config,
    args,
    usage: 'move-usage',
    options: {},
    positionals: 1,
    run: async ({ positionals: [address = ''] }, say) => {
      const target = targetOf(address)
      const from = describeConfig(config)['database'] ?? ''
      const to = describeConfig({ ...config, databaseUrl: address })['database'] ?? ''
      if (from === to) throw new NotPossible('move-same')
      sayMoved(await moveDatabase(parseDatabaseUrl(config.databaseUrl), target), say)
      say('move-done', { source: from, target: to })
    },
  })

const targetOf = (address: string): StoreUrl => {
  try {
    return parseDatabaseUrl(address)
  } catch {
    throw new NotPossible('move-usage')
  }
}

const sayMoved = (counts: MovedCounts, say: SayLine): void => {
  for (const [table, rows] of counts) if (rows > 0) say('move-table', { table, rows })
}
