import type { Update } from 'grammy/types'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Handled } from '../../../src/bot/updates/handled.js'
import { createWorker } from '../../../src/bot/updates/worker.js'
import { createLog } from '../../../src/runtime/log.js'
import { createInbox } from '../../../src/services/messaging/inbox.js'
import { createProcesses } from '../../../src/services/messaging/processes.js'
import { createTestClock } from '../../support/clock.js'
import { databases, type FreshDatabase } from '../../support/database/databases.js'
import { now } from '../../support/fixtures.js'

const updateOf = (id: number): Update => ({
  update_id: id,
  message: {
    message_id: id,
    date: 1,
    text: `text ${id}`,
    chat: { id, type: 'private', first_name: 'Ann' },
    from: { id, is_bot: false, first_name: 'Ann' },
  },
})
const handled: Handled = { forms: new Map(), refused: undefined, defect: undefined }
const never = new Promise<never>(() => undefined)

const clock = createTestClock(now)
let fresh: FreshDatabase

/** A process with this handler; its log goes into `lines`. */
const live = (handle: (update: Update) => Promise<Handled>, lines: string[] = []) => {
  const processes = createProcesses({ store: fresh.store, clock })
  const inbox = createInbox({ store: fresh.store, clock, processes })
  return {
    processes,
    worker: createWorker({
      inbox,
      processes,
      handle,
      clock,
      log: createLog({ level: 'info', secrets: [], destination: { write: (line) => void lines.push(line) } }),
    }),
  }
}
const unhandled = (): Promise<number> => fresh.store.transact((tx) => tx.inbox.unhandled())

describe.each(databases)('the worker on $name', ({ open }) => {
  beforeEach(async () => {
    fresh = await open()
  })
  afterEach(() => fresh.drop())

  it('finds an update that kills the process, gives up that one alone, and loses no other', async () => {
    const poison = 1
    const done: number[] = []
    const lines: string[] = []
    const liveUntilDeath = async (
      start: (worker: ReturnType<typeof live>['worker']) => Promise<void>,
    ): Promise<void> => {
      let die: () => void = () => undefined
      const death = new Promise<void>((resolve) => {
        die = resolve
      })
      let isDead = false
      const { worker } = live(async ({ update_id: id }) => {
        if (id === poison) {
          isDead = true
          die()
        }
        if (isDead) return never
        done.push(id)
        return handled
      }, lines)
      await start(worker)
      await Promise.race([death, worker.idle()])
    }
    await liveUntilDeath((worker) => worker.accept([1, 2, 3, 4, 5].map(updateOf)))
    let deaths = 1
    for (; (await unhandled()) > 0 && deaths < 50; deaths += 1) await liveUntilDeath((worker) => worker.takeOverAll())
    expect(done).toEqual([2, 3, 4, 5])
    expect(lines.filter((line) => line.includes('given up'))).toEqual([expect.stringContaining(`"update":${poison}`)])
    expect(deaths).toBeLessThan(20)
  })

  it('handles an update once, even if one batch has it twice or two come at once', async () => {
    const done: number[] = []
    const { worker } = live(({ update_id: id }) => {
      done.push(id)
      return Promise.resolve(handled)
    })
    await Promise.all([
      worker.accept([updateOf(1), updateOf(1), updateOf(2)]),
      worker.accept([updateOf(2), updateOf(3)]),
    ])
    await worker.idle()
    await worker.accept([updateOf(3)])
    await worker.idle()
    expect(done.sort()).toEqual([1, 2, 3])
  })

  it('leaves what has not begun to the next start when it closes', async () => {
    const { worker } = live(() => Promise.resolve(handled))
    const closed = worker.close()
    await worker.accept([updateOf(1)])
    await closed
    await worker.idle()
    expect(await unhandled()).toBe(1)
    const next = live(() => Promise.resolve(handled)).worker
    await next.takeOverAll()
    await next.idle()
    expect(await unhandled()).toBe(0)
  })
})
