import { existsSync, statfsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'
// Docker gives 64 MB unless told otherwise: too little for many databases at once.
const enough = 512 * 1024 * 1024

const hasMemory = (): boolean => {
  if (!existsSync(memory)) return false
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize >= enough
}

const root = hasMemory() ? memory : tmpdir()

/**
 * A new folder for a test's databases, such as "levem-world-x7Gq2A": in memory where the system has a folder for that,
 * on the disk otherwise. Whoever asked for it removes it.
 */
export const tempFolder = (name: string): Promise<string> => mkdtemp(join(root, `levem-${name}-`))
