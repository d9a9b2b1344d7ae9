import { describe, expect, test } from 'vitest'
import { backupNameOf, parseBackupName, superfluousBackups, usualKeeping } from '../../src/domain/backup.js'
import { dayMs, hourMs } from '../../src/domain/duration.js'

const monday = Date.UTC(2026, 10, 23, 3)

const backupsAt = (...times: readonly number[]) =>
  times.map((at) => ({ name: backupNameOf(at, 'sqlite'), at, kind: 'sqlite' as const }))

describe('the name of a backup', () => {
  test('says when it was made and of what, and is read again', () => {
    const at = Date.UTC(2026, 10, 28, 16, 33, 20)
    expect(backupNameOf(at, 'sqlite')).toBe('levem-2026-11-28T16-33-20Z.sqlite')
    expect(parseBackupName(backupNameOf(at, 'postgres'))).toEqual({
      name: 'levem-2026-11-28T16-33-20Z.dump',
      at,
      kind: 'postgres',
    })
  })

  test.each([
    'levem.db',
    'levem-2026-11-28T16-33-20Z.sqlite.part',
    'x-levem-2026-11-28T16-33-20Z.dump',
    'levem-2026-13-41T16-33-20Z.dump',
  ])('is not %s', (name) => {
    expect(parseBackupName(name)).toBeUndefined()
  })
})

describe('old backups', () => {
  test('go, but for the newest of each of seven days and five weeks', () => {
    const hourly = Array.from({ length: 24 * 60 }, (_, hour) => monday - hour * hourMs)
    const all = backupsAt(...hourly)
    const old = new Set(superfluousBackups(all, usualKeeping))
    const kept = all.filter((one) => !old.has(one)).map(({ at }) => at)
    const lastOf = (day: number): number => Date.UTC(2026, 10, day, 23)
    // Monday is the seventh day, and the first of the five weeks whose Sundays stay.
    expect(kept).toEqual([monday, ...[22, 21, 20, 19, 18, 17].map(lastOf), ...[15, 8, 1].map(lastOf)])
  })

  test('go by number where that is asked for; the newest never goes', () => {
    const all = backupsAt(monday, monday - dayMs, monday + dayMs)
    expect(superfluousBackups(all, { newest: 2 }).map(({ at }) => at)).toEqual([monday - dayMs])
    expect(superfluousBackups(all, { newest: 0 })).toHaveLength(2)
  })
})
