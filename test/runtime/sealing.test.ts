import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { CannotUnseal, isSealed, seal, unseal } from '../../src/runtime/sealing.js'
import { tempFolder } from '../support/database/files.js'

const passphrase = 'correct horse battery'
const secret = Buffer.from('ticket code '.repeat(20_000))

describe('a sealed file', () => {
  let folder: string
  const at = (name: string): string => join(folder, name)
  // To seal takes long, as it should.
  let sealedOnce: Buffer
  beforeAll(async () => {
    folder = await tempFolder('sealing')
    await writeFile(at('plain'), secret)
    await seal(at('plain'), at('sealed'), passphrase)
    sealedOnce = await readFile(at('sealed'))
  })
  beforeEach(() => writeFile(at('sealed'), sealedOnce))
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const unsealed = async (words = passphrase): Promise<Buffer> => {
    await rm(at('again'), { force: true })
    await unseal(at('sealed'), at('again'), words)
    return readFile(at('again'))
  }

  test('is opened by its passphrase, however that was typed, and says nothing of what is in it', async () => {
    expect((await unsealed()).equals(secret)).toBe(true)
    const bytes = await readFile(at('sealed'))
    expect(isSealed(bytes)).toBe(true)
    expect(bytes.includes('ticket')).toBe(false)
    await rm(at('sealed'))
    await seal(at('plain'), at('sealed'), 'пароль подлиннее й')
    expect((await unsealed('пароль подлиннее и\u0306')).equals(secret)).toBe(true)
  })

  test('is opened by no other, and differs each time', async () => {
    await expect(unsealed('correct horse batterz')).rejects.toThrow(CannotUnseal)
    await seal(at('plain'), at('other'), passphrase)
    const [one, other] = await Promise.all([readFile(at('sealed')), readFile(at('other'))])
    expect(one.subarray(12, 100).equals(other.subarray(12, 100))).toBe(false)
  })

  test.each([
    ['its cost', 8],
    ['its salt', 20],
    ['its nonce', 30],
    ['its middle', 5000],
    ['its end', -1],
  ])('that was changed at %s is refused', async (_where, place) => {
    const bytes = await readFile(at('sealed'))
    const index = place < 0 ? bytes.length + place : place
    bytes[index] = (bytes[index] ?? 0) ^ 1
    await writeFile(at('sealed'), bytes)
    await expect(unsealed()).rejects.toThrow(CannotUnseal)
  })

  test('that was cut short, or is none at all, is refused', async () => {
    const bytes = await readFile(at('sealed'))
    for (const rest of [bytes.subarray(0, 3000), bytes.subarray(0, 20), Buffer.alloc(0), secret]) {
      await writeFile(at('sealed'), rest)
      await expect(unsealed()).rejects.toThrow(CannotUnseal)
    }
  })

  test('may be of an empty file', async () => {
    await writeFile(at('plain'), '')
    await rm(at('sealed'))
    await seal(at('plain'), at('sealed'), passphrase)
    expect(await unsealed()).toHaveLength(0)
  })
})
