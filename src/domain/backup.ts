import { dayMs } from './duration.js'

/** What a backup holds: a SQLite file, or an archive of pg_dump. */
export type BackupKind = 'sqlite' | 'postgres'

/** A backup by its name: when it was made (UTC milliseconds, whole seconds), and of what. */
export type BackupName = { readonly name: string; readonly at: number; readonly kind: BackupKind }

/** Which backups stay: the newest so many, or the newest of each of so many days and weeks. */
export type Keeping = { readonly newest: number } | { readonly days: number; readonly weeks: number }

/** A week of days, and five of weeks. */
export const usualKeeping: Keeping = { days: 7, weeks: 5 }

const endings = { sqlite: 'sqlite', postgres: 'dump' } as const

/** What a backup of this time is called: "levem-2026-11-28T16-33-20Z.sqlite". */
export const backupNameOf = (at: number, kind: BackupKind): string =>
  `levem-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z.${endings[kind]}`

/** Reads a name that `backupNameOf` made; undefined for any other. */
export const parseBackupName = (name: string): BackupName | undefined => {
  const parts = /^levem-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})Z\.(sqlite|dump)$/u.exec(name)
  if (!parts) return undefined
  const [, day = '', hour = '', minute = '', second = '', ending = ''] = parts
  const at = Date.parse(`${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at) ? undefined : { name, at, kind: ending === endings.sqlite ? 'sqlite' : 'postgres' }
}

/** Which of them are not to be kept any more. The newest always stays. */
export const superfluousBackups = (all: readonly BackupName[], keeping: Keeping): readonly BackupName[] => {
  const newestFirst = [...all].sort((a, b) => b.at - a.at)
  const kept = new Set(
    'newest' in keeping
      ? newestFirst.slice(0, Math.max(keeping.newest, 1))
      : [...newestOfEach(newestFirst, dayOf, keeping.days), ...newestOfEach(newestFirst, weekOf, keeping.weeks)],
  )
  return newestFirst.filter((one) => !kept.has(one))
}

const dayOf = ({ at }: BackupName): number => Math.floor(at / dayMs)
// 1 January 1970 was a Thursday; weeks begin on Mondays.
const weekOf = (one: BackupName): number => Math.floor((dayOf(one) + 3) / 7)

const newestOfEach = (
  newestFirst: readonly BackupName[],
  period: (one: BackupName) => number,
  count: number,
): readonly BackupName[] => {
  const newest = new Map<number, BackupName>()
  for (const one of newestFirst) if (!newest.has(period(one))) newest.set(period(one), one)
  return [...newest.values()].slice(0, count)
}
