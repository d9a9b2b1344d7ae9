import type { Execute } from '../../../src/store/engine/statements.js'
import { openStore, type Store, type StoreNeeds } from '../../../src/store/store.js'

const take = 'UPDATE ticket_types SET taken = taken + $2 WHERE id = $1 AND '
const gate = ' AND waiting = 0 AND for_line IS NOT TRUE'

/**
 * Takes the gate of the line out of the statement that takes seats, for negative controls: whoever comes takes what is
 * free, whoever waits.
 */
export const createUngating = () => {
  let found = 0
  const wrap =
    (execute: Execute): Execute =>
    (text, values) => {
      const sql = text.replace(/\s+/gu, ' ')
      if (!sql.startsWith(take) || !sql.includes(gate)) return execute(text, values)
      found += 1
      return execute(sql.replace(gate, ''), values)
    }
  return {
    open: ({ url }: Pick<StoreNeeds, 'url'>): Promise<Store> => openStore({ url, wrap }),
    /** Throws if there was nothing to take out: then the control shows nothing. */
    mustHaveFound: (): void => {
      if (found === 0) throw new Error('no statement had a gate that could be taken out')
    },
  }
}
