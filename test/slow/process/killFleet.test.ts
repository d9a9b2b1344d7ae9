import { it } from 'vitest'
import { databases } from '../../support/database/databases.js'
import { killsTimeoutMs, killUnderLoad } from './crowds/kill.js'
import { threeThatDie } from './crowds/killFleet.js'

const database = databases.find(({ name }) => name === 'postgres')

it.skipIf(!database)(
  'kill -9 of one of three, and connections cut, under load, again and again, lose nothing that was confirmed and double nothing (needs TEST_POSTGRES_URL)',
  { timeout: killsTimeoutMs },
  async () => {
    if (database) await killUnderLoad(database, threeThatDie)
  },
)
