import { expect, test } from 'vitest'
import { type Day, judge, megabyte } from '../../bench/soakJudge.js'

const days = (of: (day: number) => Partial<Day>): readonly Day[] =>
  Array.from({ length: 30 }, (_, day) => ({
    heap: 50 * megabyte + (day % 3) * megabyte,
    rss: 300 * megabyte,
    handles: 4 + (day % 2),
    file: megabyte + day * 60 * 2000,
    wal: 4 * megabyte,
    sold: (day + 1) * 60,
    ...of(day),
  }))

test('a soak passes when nothing grows after the warm-up, and the file by what was sold', () => {
  expect(judge(days((day) => (day < 7 ? { heap: day * 7 * megabyte } : {})))).toEqual([])
})

test.each<readonly [string, (day: number) => Partial<Day>]>([
  ['the heap grows', (day) => ({ heap: (50 + day) * megabyte })],
  ['handles are left open', (day) => ({ handles: 4 + day })],
  ['the file of changes grows', (day) => ({ wal: day * 2 * megabyte })],
  ['a ticket takes more room than before', (day) => ({ file: megabyte + day * day * 60 * 2000 })],
])('a soak fails when %s', (fault, of) => {
  expect(judge(days(of))).toEqual([fault])
})
