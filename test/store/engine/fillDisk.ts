// A process of its own for tests, whose files may not grow beyond a limit: says who was told that their writing is
// kept, what is there, and what the others were told.
import type { Execute } from '../../../src/store/engine/statements.js'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'

const [url = ''] = process.argv.slice(2)
// A question that needs more memory than it may have, and so a file.
const sort = `SELECT max(both) FROM (SELECT a.value || b.value AS both FROM forms a, forms b ORDER BY both DESC LIMIT 1000)`
const connection: { execute?: Execute } = {}
const store = await openStore({
  url: parseDatabaseUrl(url),
  wrap: (execute) => {
    connection.execute = execute
    return (sql, values) => (values?.[0] === 'sorted' ? execute(sort) : execute(sql, values))
  },
})
await connection.execute?.('PRAGMA cache_size = 100')

const write = (key: string, length = 10) =>
  store.transact((tx) => tx.forms.write(key, 'x'.repeat(length), 1)).then(() => key)
const read = (key: string) => store.transact((tx) => tx.forms.read(key)).then(() => undefined)

const told: string[] = []
const errors = new Set<string>()
const atOnce = async (...works: readonly Promise<string | undefined>[]): Promise<void> => {
  for (const result of await Promise.allSettled(works))
    if (result.status === 'rejected') errors.add(String(result.reason))
    else if (result.value !== undefined) told.push(result.value)
}
await atOnce(write('before'), read('old 1'))
await atOnce(write('before a sort'), read('sorted'), write('after a sort'))
await atOnce(write('before too much'), write('too much', 1_000_000), write('after too much'))
await atOnce(write('afterwards'), read('old 1'))

const there: string[] = []
for (const key of [
  'before',
  'before a sort',
  'after a sort',
  'before too much',
  'too much',
  'after too much',
  'afterwards',
])
  if ((await store.transact((tx) => tx.forms.read(key))) !== undefined) there.push(key)
console.log(JSON.stringify({ told, there, errors: [...errors] }))
