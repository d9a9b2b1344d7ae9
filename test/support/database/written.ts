import type { Execute } from '../../../src/store/engine/statements.js'

// What a talk leaves behind: no loop looks there.
const isTalk = (sql: string): boolean => /^(?:INSERT INTO|UPDATE|DELETE FROM) (?:inbox|forms|drafts|asks)\b/u.test(sql)

/**
 * Stands between a store and its connections, and counts what is written for the loops to find: once as it is done,
 * once as it is kept.
 */
export const countWrites = (wrap: (execute: Execute) => Execute = (execute) => execute) => {
  let written = 0
  let isKept = true
  return {
    written: (): number => written,
    wrap: (execute: Execute): Execute => {
      const inner = wrap(execute)
      return async (sql, values) => {
        const result = await inner(sql, values)
        const isWrite = result.affected > 0 && /^(?:INSERT|UPDATE|DELETE|WITH)/u.test(sql) && !isTalk(sql)
        if (isWrite || (sql === 'COMMIT' && !isKept)) {
          written += 1
          isKept = !isWrite
        }
        return result
      }
    },
  }
}
