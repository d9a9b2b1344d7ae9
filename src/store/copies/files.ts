import { constants } from 'node:fs'
import { access, copyFile, link, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Whether a file is there. */
export const isThere = (path: string): Promise<boolean> =>
  access(path, constants.F_OK).then(
    () => true,
    () => false,
  )

/** Waits until a file, or what a folder lists, is on the disk. */
const flush = async (path: string): Promise<void> => {
  const file = await open(path)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Puts a finished file in its place: whoever dies in the middle leaves the old one or the new. */
export const putInPlace = async (finished: string, place: string): Promise<void> => {
  await flush(finished)
  await rename(finished, place)
  await flush(dirname(place))
}

/** Gives a file a second name, or, where the disk has no such thing, a copy. The new name must not be taken. */
export const keepAs = async (path: string, other: string): Promise<void> => {
  await link(path, other).catch(async (error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw error
    await copyFile(path, other, constants.COPYFILE_EXCL)
    await flush(other)
  })
  await flush(dirname(other))
}

/** What SQLite keeps beside a file while it is in use. */
export const besides = (path: string): readonly string[] => [`${path}-wal`, `${path}-shm`, `${path}-journal`]

/** Removes a SQLite file that was not finished, with what lies beside it. */
export const removeSqlite = async (path: string): Promise<void> => {
  for (const one of [path, ...besides(path)]) await rm(one, { force: true })
}
