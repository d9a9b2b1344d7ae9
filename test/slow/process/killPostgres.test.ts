import { it } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { killsTimeoutMs, killUnderLoad } from './crowds/kill.js'

const database = databases.find(({ name }) => name === 'postgres')

it.skipIf(!database)(
  'kill -9 under load, again and again, loses nothing that was confirmed and doubles nothing, on PostgreSQL (needs TEST_POSTGRES_URL)',
  { timeout: killsTimeoutMs },
  async () => {
    if (database) await killUnderLoad(database)
  },
)
