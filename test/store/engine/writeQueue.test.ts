import { describe, expect, test } from 'vitest'
import { Refusal } from '../../../src/domain/refusal.js'
import type { Execute } from '../../../src/store/engine/statements.js'
import { createWriteQueue } from '../../../src/store/engine/writeQueue.js'
import { upTo } from '../../support/fixtures.js'

const scripted = (fail: Readonly<Record<string, string>> = {}) => {
  const said: string[] = []
  const execute: Execute = (sql) => {
    said.push(sql)
    const failure = fail[sql]
    return failure === undefined ? Promise.resolve({ rows: [], affected: 0 }) : Promise.reject(new Error(failure))
  }
  return { said, queue: createWriteQueue(execute) }
}

const writing = async (execute: Execute): Promise<string> => {
  await execute('INSERT')
  return 'done'
}

describe('the queue to SQLite', () => {
  test('work that comes in one breath shares one COMMIT, at most 64 a batch', async () => {
    const { said, queue } = scripted()
    await Promise.all(upTo(100).map(() => queue.push(writing)))
    expect(said.filter((sql) => sql === 'COMMIT')).toHaveLength(2)
    expect(said.indexOf('COMMIT')).toBe(64 * 2)
  })

  test('nothing is answered before the COMMIT', async () => {
    const { said, queue } = scripted()
    await queue.push(writing)
    expect(said).toEqual(['BEGIN IMMEDIATE', 'INSERT', 'COMMIT'])
    await queue.push(writing).then(() => expect(said.at(-1)).toBe('COMMIT'))
  })

  test('when the COMMIT fails, everyone in the batch hears so', async () => {
    const { said, queue } = scripted({ COMMIT: 'SQLITE_FULL: database or disk is full' })
    const results = await Promise.allSettled([
      queue.push(writing),
      queue.push(writing),
      queue.push(() => Promise.reject(new Error('own'))),
    ])
    expect(results.map((result) => result.status === 'rejected' && String(result.reason))).toEqual(
      Array(3).fill('Error: SQLITE_FULL: database or disk is full'),
    )
    expect(said.at(-1)).toBe('ROLLBACK')
  })

  test('when a piece of work cannot be undone, everyone in the batch is undone', async () => {
    const { said, queue } = scripted({ 'ROLLBACK TO job': 'SQLITE_ERROR: no such savepoint: job' })
    const failing = async (execute: Execute) => {
      await execute('INSERT')
      throw new Error('own')
    }
    const results = await Promise.allSettled([queue.push(writing), queue.push(failing)])
    expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected'])
    expect(said).not.toContain('COMMIT')
  })

  /** As SQLite does when the disk is full: one statement fails, and the transaction is over without a word. */
  const endedBy = (failing: string) => {
    const said: string[] = []
    let isOpen = false
    const execute: Execute = (sql) => {
      said.push(sql)
      if (sql.startsWith('BEGIN') && isOpen) return Promise.reject(new Error('SQLITE_ERROR: within a transaction'))
      if (sql === 'ROLLBACK TO job' && !isOpen) return Promise.reject(new Error('SQLITE_ERROR: no such savepoint: job'))
      isOpen = (isOpen || sql.startsWith('BEGIN')) && ![failing, 'COMMIT', 'ROLLBACK'].includes(sql)
      return sql === failing
        ? Promise.reject(new Error('SQLITE_FULL: database or disk is full'))
        : Promise.resolve({ rows: [], affected: 0 })
    }
    return { said, queue: createWriteQueue(execute) }
  }

  test.each(['SELECT big', 'INSERT big', 'SAVEPOINT job'])(
    'when the failure of a statement (%s) ended the transaction, everyone who was in it hears that very failure',
    async (failing) => {
      const { said, queue } = endedBy(failing)
      const results = await Promise.allSettled([
        queue.push(writing),
        queue.push((execute) => execute('SELECT 1')),
        queue.push(async (execute) => execute(failing)),
      ])
      const full = 'Error: SQLITE_FULL: database or disk is full'
      expect(results.map((result) => result.status === 'rejected' && String(result.reason))).toEqual([full, full, full])
      expect(said.slice(0, said.indexOf('ROLLBACK'))).not.toContain('COMMIT')
    },
  )

  test('a statement that fails and leaves the transaction open fails its own work only', async () => {
    const said: string[] = []
    const execute: Execute = (sql) => {
      said.push(sql)
      return sql === 'BEGIN' || sql === 'INSERT twice'
        ? Promise.reject(new Error(`SQLITE_CONSTRAINT: ${sql}`))
        : Promise.resolve({ rows: [], affected: 0 })
    }
    const queue = createWriteQueue(execute)
    const results = await Promise.allSettled([
      queue.push(writing),
      queue.push(async (execute) => execute('INSERT twice')),
      queue.push(writing),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(said.at(-1)).toBe('COMMIT')
  })

  test('another program that holds the file too long gives a refusal, and the queue goes on', async () => {
    const { queue } = scripted({ 'BEGIN IMMEDIATE': 'SQLITE_BUSY: database is locked' })
    await expect(queue.push(writing)).rejects.toEqual(new Refusal('busy'))
    await expect(queue.push(writing)).rejects.toEqual(new Refusal('busy'))
  })

  test('what only reads needs no transaction, and is answered before others write', async () => {
    const { said, queue } = scripted()
    await queue.push((execute) => execute('SELECT 1'))
    expect(said).toEqual(['SELECT 1'])
    const reading = queue.push((execute) => execute('SELECT 2')).then(() => said.length)
    await queue.push(writing)
    expect(await reading).toBeLessThan(said.length)
  })

  test('what reads after others have written is answered after their COMMIT', async () => {
    const { said, queue } = scripted()
    void queue.push(writing)
    await queue.push((execute) => execute('SELECT 1'))
    expect(said).toEqual(['BEGIN IMMEDIATE', 'INSERT', 'SELECT 1', 'COMMIT'])
  })

  test('a first one that fails is undone alone, and the next begins anew', async () => {
    const { said, queue } = scripted()
    const failing = queue.push(async (execute) => {
      await execute('INSERT')
      throw new Error('own')
    })
    const [first] = await Promise.allSettled([failing, queue.push(writing)])
    expect(first.status).toBe('rejected')
    expect(said).toEqual(['BEGIN IMMEDIATE', 'INSERT', 'ROLLBACK', 'BEGIN IMMEDIATE', 'INSERT', 'COMMIT'])
  })

  test('urgent work is done next and committed with what is done; the others go on in their order', async () => {
    const { said, queue } = scripted()
    const order: string[] = []
    const saying =
      (name: string) =>
      async (execute: Execute): Promise<void> => {
        order.push(name)
        await execute(name)
      }
    const crowd = upTo(5).map((n) =>
      queue.push(async (execute) => {
        await saying(`crowd ${n}`)(execute)
        if (n === 2) void queue.push(saying('urgent'), { urgent: true }).then(() => order.push('urgent is answered'))
        if (n === 2) void queue.push(saying('late')).then(() => undefined)
      }),
    )
    await Promise.all(crowd)
    await queue.idle()
    expect(order).toEqual([
      'crowd 1',
      'crowd 2',
      'urgent',
      'urgent is answered',
      'crowd 3',
      'crowd 4',
      'crowd 5',
      'late',
    ])
    expect(said.indexOf('COMMIT')).toBe(said.indexOf('urgent') + 1)
  })

  test('without the word it waits for all before it (negative control)', async () => {
    const { queue } = scripted()
    const order: string[] = []
    await Promise.all([
      ...upTo(3).map((n) => queue.push(() => Promise.resolve(order.push(`crowd ${n}`)))),
      queue.push(() => Promise.resolve(order.push('last'))),
    ])
    expect(order.at(-1)).toBe('last')
  })

  test('urgent work without end does not stop the others', async () => {
    const { queue } = scripted()
    const state = { isDone: false }
    const crowd = queue.push(writing).then(() => {
      state.isDone = true
    })
    for (let i = 0; i < 20 && !state.isDone; i += 1)
      await Promise.all(upTo(3).map(() => queue.push(writing, { urgent: true })))
    expect(state.isDone).toBe(true)
    await crowd
  })

  test('what had to make way is not lost when the batch fails', async () => {
    let commits = 0
    const execute: Execute = (sql) => {
      commits += sql === 'COMMIT' ? 1 : 0
      return sql === 'COMMIT' && commits === 1
        ? Promise.reject(new Error('SQLITE_FULL'))
        : Promise.resolve({ rows: [], affected: 0 })
    }
    const queue = createWriteQueue(execute)
    const results = await Promise.allSettled(
      upTo(3).map((n) =>
        queue.push(async (execute) => {
          if (n === 1) queue.push(writing, { urgent: true }).catch(() => undefined)
          return writing(execute)
        }),
      ),
    )
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  })
})
