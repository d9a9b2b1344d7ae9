import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Refusal } from '../../../src/domain/refusal.js'
import { openStore, parseDatabaseUrl, type Store, type Tx } from '../../../src/store/store.js'
import { holdInAnotherProcess } from './holder.js'
import { type Database, databases, postgresUrl, type FreshDatabase } from '../../support/database/databases.js'
import { countKept, makeOffer, now, upTo } from '../../support/fixtures.js'

if (postgresUrl === undefined) {
  console.info(
    'Tests on PostgreSQL are left out: set TEST_POSTGRES_URL to a server where databases may be created, such as postgres://postgres@127.0.0.1:5432/postgres.',
  )
}

const postgres = (): Database => {
  const found = databases.find(({ name }) => name === 'postgres')
  if (!found) throw new Error('no PostgreSQL')
  return found
}

describe.skipIf(postgresUrl === undefined)('only on PostgreSQL (TEST_POSTGRES_URL)', () => {
  let fresh: FreshDatabase
  let store: Store
  let other: Client
  beforeEach(async () => {
    fresh = await postgres().open()
    store = fresh.store
    other = new Client(fresh.url)
    await other.connect()
  })
  afterEach(async () => {
    await other.end()
    await fresh.drop()
  })

  test('whoever waits too long for a lock is refused with busy, and the store goes on', async () => {
    const { type } = await makeOffer(store, 5)
    await other.query('BEGIN')
    await other.query('UPDATE ticket_types SET taken = taken WHERE id = $1', [type.id])
    const take = () => store.transact((tx) => tx.ticketTypes.take(type.id, 1))
    await expect(take()).rejects.toEqual(new Refusal('busy'))
    await other.query('ROLLBACK')
    expect(await take()).toMatchObject({ taken: 1 })
  })

  test('two who take the same two things in opposite order both get them', async () => {
    const [a, b] = [await makeOffer(store, 5), await makeOffer(store, 5)]
    const both = (first: number, second: number) =>
      store.transact(async (tx) => {
        await tx.ticketTypes.take(first, 1)
        await tx.people.find(1)
        await tx.ticketTypes.take(second, 1)
      })
    expect(await countKept([both(a.type.id, b.type.id), both(b.type.id, a.type.id)])).toBe(2)
  })

  test('a conflict that does not go away is reported after five tries, with nothing left behind', async () => {
    let tries = 0
    const conflict = async (tx: Tx) => {
      tries += 1
      await tx.forms.write('a', 'written', now)
      await tx.people.meet({ id: 1, displayName: 'Ann', languageCode: undefined }, now)
      for (const slug of ['same', 'same']) {
        await tx.events.insert({
          slug,
          organizerId: 1,
          title: 't',
          description: '',
          startsAt: now,
          endsAt: undefined,
          zone: 'UTC',
          venue: 'v',
          poster: undefined,
          state: 'draft',
          createdAt: now,
          requestKey: slug,
        })
      }
    }
    await expect(store.transact(conflict)).rejects.toThrow(/duplicate key/u)
    expect(tries).toBe(5)
    expect(await store.transact((tx) => tx.forms.read('a'))).toBeUndefined()
  })

  test('a table that another process changes under a running one does not stop it', async () => {
    const find = () =>
      store.transact((tx) => tx.people.meet({ id: 1, displayName: 'Ann', languageCode: undefined }, now))
    await Promise.all(upTo(20).map(find))
    await other.query('ALTER TABLE people ALTER COLUMN display_name TYPE text')
    expect(await countKept(upTo(20).map(find))).toBe(20)
  })

  test('a connection that the server cuts fails its work only', async () => {
    const cut = store.transact(async (tx) => {
      await tx.forms.write('a', 'written', now)
      await other.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      )
      await tx.forms.read('a')
    })
    await expect(cut).rejects.toThrow()
    expect(await store.transact((tx) => tx.forms.read('a'))).toBeUndefined()
  })

  test('several processes that start at once on an empty database all open it', async () => {
    const empty = await postgres().empty()
    const [store, ...holders] = await Promise.all([
      openStore({ url: parseDatabaseUrl(empty.url) }),
      ...upTo(2).map(() => holdInAnotherProcess(empty.url)),
    ])
    await Promise.all(holders.map((holder) => holder.kill()))
    expect(holders.map(({ said }) => said)).toEqual(['open', 'open'])
    await store.close()
    await empty.drop()
  })
})
