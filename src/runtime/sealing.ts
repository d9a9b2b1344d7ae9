import { createCipheriv, createDecipheriv, randomBytes, scrypt, type ScryptOptions } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/**
 * A sealed file: "LEVEMBK1", a byte each for log2 N, r and p of scrypt and a zero byte, 16 bytes of salt, 12 bytes of
 * nonce; then what AES-256-GCM makes of the file, and its tag of 16 bytes. The key is scrypt's of the passphrase
 * (UTF-8, NFC); the whole head is authenticated with the rest.
 */
const magic = Buffer.from('LEVEMBK1', 'latin1')
const cost = { logN: 17, r: 8, p: 1 } as const
const saltAt = magic.length + 4
const nonceAt = saltAt + 16
const headBytes = nonceAt + 12
const tagBytes = 16
// Nobody else may read it.
const anew = { flags: 'wx', mode: 0o600 } as const
const cipherName = 'aes-256-gcm'

/** The passphrase is another one, or the file was changed since it was sealed. Nobody can know which. */
export class CannotUnseal extends Error {
  /** Says only that. */
  constructor() {
    super('the passphrase does not fit, or the file is damaged')
    this.name = 'CannotUnseal'
  }
}

/** Whether what begins with these bytes is a sealed file. */
export const isSealed = (beginning: Buffer): boolean => beginning.subarray(0, magic.length).equals(magic)

/** Writes a file anew so that only who has the passphrase can read it. The target must not be there yet. */
export const seal = async (source: string, target: string, passphrase: string): Promise<void> => {
  const head = Buffer.concat([magic, Buffer.from([cost.logN, cost.r, cost.p, 0]), randomBytes(16), randomBytes(12)])
  const cipher = createCipheriv(cipherName, await keyOf(passphrase, head), head.subarray(nonceAt)).setAAD(head)
  const whole = async function* (sealed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    yield head
    yield* sealed
    yield cipher.getAuthTag()
  }
  await pipeline(createReadStream(source), cipher, whole, createWriteStream(target, { ...anew, flush: true }))
}

/**
 * Writes what was sealed. Rejects with CannotUnseal: then the target, which must not be there yet, holds what nobody
 * vouches for and has to be removed.
 */
export const unseal = async (source: string, target: string, passphrase: string): Promise<void> => {
  const { head, tag, end } = await endsOf(source)
  const decipher = createDecipheriv(cipherName, await keyOf(passphrase, head), head.subarray(nonceAt))
  decipher.setAAD(head).setAuthTag(tag)
  const sealed = end > headBytes ? createReadStream(source, { start: headBytes, end: end - 1 }) : []
  try {
    await pipeline(sealed, decipher, createWriteStream(target, anew))
  } catch (error) {
    throw error instanceof Error && /unable to authenticate/u.test(error.message) ? new CannotUnseal() : error
  }
}

const endsOf = async (
  source: string,
): Promise<{ readonly head: Buffer; readonly tag: Buffer; readonly end: number }> => {
  const file = await open(source)
  try {
    const end = (await file.stat()).size - tagBytes
    const head = await read(file, 0, headBytes)
    if (end < headBytes || !isSealed(head)) throw new CannotUnseal()
    return { head, tag: await read(file, end, tagBytes), end }
  } finally {
    await file.close()
  }
}

const read = async (file: FileHandle, position: number, length: number): Promise<Buffer> =>
  (await file.read(Buffer.alloc(length), 0, length, position)).buffer

// A damaged head must not ask for all the memory there is.
const strongest = 20

const keyOf = (passphrase: string, head: Buffer): Promise<Buffer> => {
  const [logN = 0, r = 0, p = 0] = head.subarray(magic.length, saltAt)
  if (logN < 1 || logN > strongest || r < 1 || r > 32 || p < 1 || p > 16) throw new CannotUnseal()
  const options: ScryptOptions = { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r }
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), head.subarray(saltAt, nonceAt), 32, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}
