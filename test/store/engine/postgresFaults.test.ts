import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DatabaseUnavailable } from '../../../src/domain/databaseUnavailable.js'
import type { Execute } from '../../../src/store/engine/statements.js'
import { openStore, parseDatabaseUrl, type Store } from '../../../src/store/store.js'
import { type ClosedDatabase, databases, postgresUrl } from '../../support/database/databases.js'
import { openProxy, type Proxy } from '../../support/faults/proxy.js'
import { countKept, makeOffer, now, upTo } from '../../support/fixtures.js'
import { isLong } from '../../slow/size.js'

const postgres = databases.find(({ name }) => name === 'postgres')

describe.skipIf(postgresUrl === undefined)('faults between us and PostgreSQL (TEST_POSTGRES_URL)', () => {
  let closed: ClosedDatabase
  let proxy: Proxy
  let other: Client
  const stores: Store[] = []
  beforeEach(async () => {
    if (!postgres) throw new Error('no PostgreSQL')
    closed = await postgres.closed()
    proxy = await openProxy(closed.url)
    other = new Client(closed.url)
    await other.connect()
  })
  afterEach(async () => {
    proxy.pass()
    await Promise.all(stores.splice(0).map((store) => store.close()))
    await other.end()
    await proxy.close()
    await closed.drop()
  })

  /** A store through the proxy, whose statements are given up after so many milliseconds. */
  const open = async (timeoutMs: number, wrap?: (execute: Execute) => Execute): Promise<Store> => {
    const url = parseDatabaseUrl(`${proxy.through(closed.url)}?query_timeout=${timeoutMs}`)
    const store = await openStore({ url, ...(wrap && { wrap }) })
    stores.push(store)
    return store
  }
  const keys = async (): Promise<readonly string[]> =>
    (await other.query<{ key: string }>('SELECT key FROM forms ORDER BY key')).rows.map(({ key }) => key)
  const write = (store: Store, key: string) => store.transact((tx) => tx.forms.write(key, 'written', now))

  test('what was given up in a transaction is not kept by the next one of its connection', async () => {
    const store = await open(300)
    const half = store.transact(async (tx) => {
      await tx.forms.write('first half', 'written', now)
      proxy.stall()
      await tx.forms.write('second half', 'written', now)
    })
    await expect(half).rejects.toThrow(DatabaseUnavailable)
    proxy.pass()
    await write(store, 'of a stranger')
    expect(await keys()).toEqual(['of a stranger'])
  })

  test('a COMMIT without an answer says that nobody knows: it may have been done, or not', async () => {
    const state: { atCommit?: () => void } = {}
    const store = await open(300, (execute) => (sql, values) => {
      if (sql === 'COMMIT') state.atCommit?.()
      return execute(sql, values)
    })
    state.atCommit = proxy.stall
    await expect(write(store, 'done')).rejects.toThrow(DatabaseUnavailable)
    proxy.pass()
    await expect.poll(keys).toEqual(['done'])
    state.atCommit = proxy.swallow
    await expect(write(store, 'not done')).rejects.toThrow(DatabaseUnavailable)
    delete state.atCommit
    proxy.pass()
    await write(store, 'later')
    expect(await keys()).toEqual(['done', 'later'])
  })

  test('the error of a work is told as it is, and its connection goes on', async () => {
    const store = await open(20_000)
    await write(store, 'a')
    const { ever } = proxy.connections()
    for (const error of upTo(5).map((n) => new Error(`own ${n}`)))
      await expect(
        store.transact(async (tx) => {
          await tx.forms.write('b', 'written', now)
          throw error
        }),
      ).rejects.toBe(error)
    expect([await keys(), proxy.connections().ever]).toEqual([['a'], ever])
  })

  test('while nobody listens works are refused as such, and the store goes on afterwards', async () => {
    const store = await open(20_000)
    await write(store, 'a')
    await proxy.shut()
    const refused = await Promise.allSettled(upTo(20).map(() => write(store, 'b')))
    expect(refused.map((one) => one.status === 'rejected' && one.reason instanceof DatabaseUnavailable)).toEqual(
      Array(20).fill(true),
    )
    await proxy.open()
    expect(await countKept(upTo(20).map((n) => write(store, `c${n}`)))).toBe(20)
  })

  test('a server that does not write any more is no defect of ours', async () => {
    const store = await open(20_000)
    await write(store, 'a')
    const name = new URL(closed.url).pathname.slice(1)
    await other.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    proxy.cut()
    await expect(write(store, 'b')).rejects.toThrow(DatabaseUnavailable)
    await other.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`)
    await write(store, 'c')
    expect(await keys()).toEqual(['a', 'c'])
  })

  test('each connection asks its server to end it when nobody is left to go on', async () => {
    const sessions: Execute[] = []
    const store = await open(20_000, (execute) => {
      sessions.push(execute)
      return execute
    })
    await write(store, 'a')
    const names = ['idle_in_transaction_session_timeout', 'tcp_keepalives_idle', 'tcp_user_timeout', 'lock_timeout']
    const answer = await sessions[0]?.(
      `SELECT ${names.map((name) => `current_setting('${name}') AS ${name}`).join(', ')}`,
    )
    expect(answer?.rows[0]).toEqual({
      idle_in_transaction_session_timeout: '30s',
      tcp_keepalives_idle: '10',
      tcp_user_timeout: '30000',
      lock_timeout: '3s',
    })
  })

  test.skipIf(!isLong)('the locks of a host that died in a transaction are free again within a minute', async () => {
    const store = await open(20_000)
    const { type } = await makeOffer(store, 5)
    const dead = store.transact(async (tx) => {
      await tx.ticketTypes.take(type.id, 1)
      proxy.swallow()
      await tx.ticketTypes.take(type.id, 1)
    })
    const lock = other.query('UPDATE ticket_types SET taken = taken + 2 WHERE id = $1 RETURNING taken', [type.id])
    await expect(dead).rejects.toThrow(DatabaseUnavailable)
    expect((await lock).rows).toEqual([{ taken: 2 }])
  })

  /** Waits until somebody has waited for a lock for longer than a statement may take. */
  const untilSomebodyWaitsLong = (): Promise<void> =>
    expect
      .poll(
        async () => {
          // What a transaction was told of others once, it is told again.
          await other.query('SELECT pg_stat_clear_snapshot()')
          const { rows } = await other.query<{ count: string }>(
            `SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
             AND clock_timestamp() - query_start > interval '1 s'`,
          )
          return Number(rows[0]?.count)
        },
        { timeout: 10_000 },
      )
      .toBe(1)

  test.each([
    ['another process that migrates', 'SELECT pg_advisory_xact_lock(5383601)'],
    ['a migration', 'LOCK TABLE migrations'],
  ])('%s is waited for longer than for a statement', async (_, lock) => {
    await other.query('BEGIN')
    await other.query(lock)
    const opening = open(300)
    opening.catch(() => undefined)
    await untilSomebodyWaitsLong()
    await other.query('COMMIT')
    await write(await opening, 'a')
    expect(await keys()).toEqual(['a'])
  })
})
