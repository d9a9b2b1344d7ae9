import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { isFile } from './isFile.js'

/** A stretch of a file that is sent as a file of its own: `end` is the last byte's place. */
export type Part = { readonly name: string; readonly start: number; readonly end: number }

/** Cuts a file of so many bytes into parts: its own name where one is enough, else "….001", "….002" and so on. */
export const partsOf = (name: string, size: number, mostBytes: number): readonly Part[] => {
  const count = Math.max(1, Math.ceil(size / mostBytes))
  return Array.from({ length: count }, (_, index) => ({
    name: count === 1 ? name : `${name}.${String(index + 1).padStart(3, '0')}`,
    start: index * mostBytes,
    end: Math.min(size, (index + 1) * mostBytes) - 1,
  }))
}

/** The files that belong together: the parts from "….001" on that lie beside it, or the one file. */
export const filesOf = async (path: string): Promise<readonly string[]> => {
  if (!path.endsWith('.001')) return [path]
  const found: string[] = []
  for (let number = 1; ; number += 1) {
    const part = join(dirname(path), `${basename(path, '.001')}.${String(number).padStart(3, '0')}`)
    if (!(await isFile(part))) return found
    found.push(part)
  }
}

/** Writes files one behind another into one that is not there yet. Gives its bytes. */
export const joinFiles = async (files: readonly string[], target: string): Promise<number> => {
  for (const file of files)
    await pipeline(createReadStream(file), createWriteStream(target, { flags: 'a', mode: 0o600 }))
  return (await stat(target)).size
}
