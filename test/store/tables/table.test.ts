import { describe, expect, test } from 'vitest'
import {
  bigint,
  boolean,
  integer,
  json,
  listOf,
  named,
  optional,
  serial,
  text,
  varchar,
} from '../../../src/store/tables/columns.js'
import { keyset, newestFirst } from '../../../src/store/tables/paging.js'
import { mapped, only, select } from '../../../src/store/tables/reading.js'
import { field, table, without } from '../../../src/store/tables/table.js'
import { assignments, inChunks, insertion, replacement } from '../../../src/store/tables/writing.js'

const seats = table({
  name: 'seats',
  columns: {
    id: serial,
    holderId: bigint,
    isFree: boolean,
    label: named('row_and_place', varchar),
    notes: optional(json<{ readonly by: string }>(text)),
    neighbours: optional(listOf(varchar, Number), []),
    soldAt: optional(bigint),
  },
})
const { fields } = seats

describe('a table that is described once', () => {
  test('is read as both databases give it: numbers as texts, booleans as numbers, NULL as undefined or as it is told', () => {
    const { sql, read } = select({ ...without(fields, 'id'), count: field('COUNT(*)', integer) })
    expect(sql).toBe(
      'seats.holder_id, seats.is_free, seats.row_and_place AS "label", seats.notes, seats.neighbours, seats.sold_at, COUNT(*) AS "count"',
    )
    const postgres = {
      holder_id: '4503599627370495',
      is_free: true,
      notes: null,
      neighbours: null,
      sold_at: '5',
      count: '2',
    }
    const sqlite = {
      holder_id: 4503599627370495,
      is_free: 1,
      notes: '{"by":"Ann"}',
      neighbours: '7,8',
      sold_at: null,
      count: 2,
    }
    const common = { holderId: 4503599627370495, isFree: true, label: 'A1', count: 2 }
    expect(read({ ...postgres, label: 'A1' })).toEqual({ ...common, notes: undefined, neighbours: [], soldAt: 5 })
    expect(read({ ...sqlite, label: 'A1' })).toEqual({
      ...common,
      notes: { by: 'Ann' },
      neighbours: [7, 8],
      soldAt: undefined,
    })
  })

  test('is read further into what the domain calls it, or as one value', () => {
    const { read } = mapped(select({ id: fields.id }), ({ id }) => `seat ${id}`)
    expect(read({ id: '3' })).toBe('seat 3')
    expect(only(optional(bigint))({ max: null })).toBeUndefined()
  })

  test('is written by the same columns; what may be NULL may be left out', () => {
    const insert = insertion(seats, ['holderId', 'label', 'notes', 'neighbours'], 'RETURNING id')
    const [sql, values] = insert(
      { holderId: 1, label: 'A1', notes: { by: 'Ann' }, neighbours: [2, 3] },
      { holderId: 2, label: 'A2', neighbours: [] },
    )
    expect(sql).toBe(
      'INSERT INTO seats (holder_id, row_and_place, notes, neighbours) VALUES ($1, $2, $3, $4), ($5, $6, $7, $8) RETURNING id',
    )
    expect(values).toEqual([1, 'A1', '{"by":"Ann"}', '2,3', 2, 'A2', undefined, ''])
  })

  test('is written over where the key is the same, and changed', () => {
    const [sql] = replacement(seats, ['id', 'label', 'soldAt'], ['id'])({ id: 1, label: 'A1' })
    expect(sql).toBe(
      'INSERT INTO seats (id, row_and_place, sold_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET row_and_place = excluded.row_and_place, sold_at = excluded.sold_at',
    )
    const set = assignments(seats, ['label', 'soldAt'], 1)
    expect([set.sql, set.values({ label: 'A2', soldAt: 7 })]).toEqual(['row_and_place = $2, sold_at = $3', ['A2', 7]])
  })
})

test('a page begins after a place, in the order of its columns', () => {
  expect(keyset({ by: ['at', 'id'], order: 'ASC', after: [5, 7], limit: 3 }, 1)).toEqual({
    sql: ' AND (at, id) > ($2, $3) ORDER BY at ASC, id ASC LIMIT $4',
    values: [5, 7, 3],
  })
  expect(newestFirst('id', { limit: 3 }, 2)).toEqual({ sql: ' ORDER BY id DESC LIMIT $3', values: [3] })
})

test('very many rows are written in several statements', () => {
  expect(inChunks(Array.from({ length: 1200 }, () => 0)).map(({ length }) => length)).toEqual([500, 500, 200])
  expect(inChunks([])).toEqual([])
})
