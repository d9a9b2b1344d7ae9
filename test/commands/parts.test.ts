import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesOf, joinFiles, partsOf } from '../../src/commands/parts.js'
import { tempFolder } from '../support/database/files.js'

test('a file that is small enough stays one, and keeps its name', () => {
  expect(partsOf('a.sealed', 10, 10)).toEqual([{ name: 'a.sealed', start: 0, end: 9 }])
})

test('a larger one is cut without a gap, and is whole again when its parts are joined', async () => {
  const folder = await tempFolder('parts')
  const bytes = Buffer.from('0123456789abcdefghijklmnopq')
  const parts = partsOf('a.sealed', bytes.length, 10)
  expect(parts.map(({ name }) => name)).toEqual(['a.sealed.001', 'a.sealed.002', 'a.sealed.003'])
  for (const { name, start, end } of parts) await writeFile(join(folder, name), bytes.subarray(start, end + 1))
  const files = await filesOf(join(folder, 'a.sealed.001'))
  await joinFiles(files, join(folder, 'whole'))
  expect((await readFile(join(folder, 'whole'))).equals(bytes)).toBe(true)
  await rm(folder, { recursive: true })
})
