import { writeFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { type Controls, databases, type FreshDatabase } from '../../support/database/databases.js'
import { openInspector } from '../../support/inspect.js'
import { runLane } from './lane.js'
import { size } from '../size.js'

const { PROPERTY_OPS = size('1200', '100000'), PROPERTY_SEED = '1', PROPERTY_LANE, PROPERTY_REPORT } = process.env
const laneCount = 16
const operations = Number(PROPERTY_OPS)
const seed = Number(PROPERTY_SEED)
const lanes =
  PROPERTY_LANE === undefined ? Array.from({ length: laneCount }, (_, lane) => lane) : [Number(PROPERTY_LANE)]
const forever = 12 * 3_600_000

describe.each(databases)('whatever happens to tickets and money on $name', ({ name, open }) => {
  let fresh: FreshDatabase
  let inspector: Awaited<ReturnType<typeof openInspector>>
  afterEach(async () => {
    await inspector.close()
    await fresh.drop()
  })

  const run = async (
    ofLanes: readonly number[],
    steps: number,
    controls: Controls = {},
  ): Promise<ReadonlyMap<string, number>> => {
    fresh = await open(controls)
    inspector = await openInspector(fresh.url)
    const { store } = fresh
    // All of them to their end, so that none runs on in a database that is gone.
    const told = await Promise.allSettled(ofLanes.map((lane) => runLane({ store, inspector, seed, lane, steps, name })))
    const all = new Map<string, number>()
    for (const one of told) {
      if (one.status === 'rejected') throw one.reason
      for (const [what, times] of one.value) all.set(what, (all.get(what) ?? 0) + times)
    }
    return all
  }

  it(
    `the services do what the model says, and rows, counters and money agree after each of ${operations} operations`,
    { timeout: forever },
    async () => {
      const startedAt = performance.now()
      const happened = await run(lanes, Math.ceil(operations / laneCount))
      const count = [...happened.values()].reduce((sum, times) => sum + times, 0)
      expect(count).toBeGreaterThanOrEqual(PROPERTY_LANE === undefined ? operations : 1)
      if (PROPERTY_REPORT === undefined) return
      const lines = [...happened].sort(([a], [b]) => a.localeCompare(b)).map(([what, times]) => `${times}\t${what}`)
      writeFileSync(
        `${PROPERTY_REPORT}.${name}.txt`,
        `${count} operations in ${Math.round((performance.now() - startedAt) / 1000)} s, seed ${seed}\n${lines.join('\n')}\n`,
      )
    },
  )

  it('negative control: without the guards it fails, and says how to replay it', async () => {
    await expect(run([0], 400, { guards: false })).rejects.toThrow(
      /seed \d+, lane 0, step \d+; replay with PROPERTY_SEED=/u,
    )
  })

  it('negative control: without the gate somebody takes what others wait for', async () => {
    await expect(run([0, 1, 2, 3], 400, { gate: false })).rejects.toThrow(
      /the model says (?:soldOut|lineFirst), the services done/u,
    )
  })
})
