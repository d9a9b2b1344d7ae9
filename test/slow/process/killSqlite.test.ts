import { expect, it } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { killsTimeoutMs, killUnderLoad } from './crowds/kill.js'

it(
  'kill -9 under load, again and again, loses nothing that was confirmed and doubles nothing, on SQLite',
  { timeout: killsTimeoutMs },
  async () => {
    const database = databases.find(({ name }) => name === 'sqlite')
    expect(database).toBeDefined()
    if (database) await killUnderLoad(database)
  },
)
