// A process of its own for tests: opens the store it is given, says so, and holds it until it is killed.
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'

try {
  await openStore({ url: parseDatabaseUrl(process.argv[2] ?? '') })
  console.log('open')
  setInterval(() => undefined, 60_000)
} catch (error) {
  console.log(String(error))
}
