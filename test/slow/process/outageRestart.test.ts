import { afterEach, describe, it } from 'vitest'
import { type Cluster, openCluster, serverPrograms } from '../../support/faults/cluster.js'
import { setStage, type Stage } from '../../support/stage.js'
import { isLong } from '../size.js'
import { buyThroughOutages } from './crowds/outage.js'

let cluster: Cluster | undefined
let stage: Stage | undefined
afterEach(async () => {
  await stage?.close()
  await cluster?.close()
})

describe.skipIf(!isLong || serverPrograms === undefined)(
  'PostgreSQL restarted at once, twice, while people buy',
  () => {
    it(
      'all 200 are answered, nobody is told that something broke, and the seats are exact',
      { timeout: 400_000 },
      async () => {
        cluster = await openCluster()
        stage = await setStage({ strictRates: false, databaseUrl: cluster.url })
        await buyThroughOutages({ stage, url: cluster.url, size: 200, strike: cluster.restartAtOnce, strikes: 2 })
      },
    )
  },
)
