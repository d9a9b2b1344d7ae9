import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTelegramFiles } from '../../../src/bot/telegram/files.js'
import { tempFolder } from '../../support/database/files.js'

const token = '7012345678:canary'

describe('a file of a local Bot API server', () => {
  let folder: string
  beforeEach(async () => {
    folder = await tempFolder('files')
    await writeFile(join(folder, 'photo.jpg'), 'a picture')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const filesAt = (path: string, apiRoot = 'http://127.0.0.1:1') =>
    createTelegramFiles({
      access: { token, apiRoot },
      api: { getFile: () => Promise.resolve({ file_id: 'x', file_unique_id: 'x', file_path: path }) },
    })
  const read = (files: ReturnType<typeof filesAt>, most?: number): Promise<string> =>
    files
      .use(
        'x',
        (bytes) => Promise.resolve(Buffer.from(bytes).toString()),
        most === undefined ? {} : { mostBytes: most },
      )
      .catch((error: unknown) => String(error))

  it('is read where the server says that it is', async () => {
    expect(await read(filesAt(join(folder, 'photo.jpg')))).toBe('a picture')
  })

  it('is not read when it is too large, or not there; and nothing is told of where it is', async () => {
    expect(await read(filesAt(join(folder, 'photo.jpg')), 8)).toBe('Error: A file is larger than a bot may load.')
    const gone = await read(filesAt(join(folder, token, 'gone.jpg')))
    expect(gone).toMatch(/^Error: A file could not be loaded/u)
    expect(gone).not.toContain(token)
  })

  it("is never read because Telegram's own server says so", async () => {
    expect(await read(filesAt(join(folder, 'photo.jpg'), 'https://api.telegram.org'))).not.toBe('a picture')
  })
})

it('files are in hand three at a time, and no endless queue of them waits', async () => {
  let [inHand, most] = [0, 0]
  const opened: (() => void)[] = []
  const folder = await tempFolder('files')
  const path = join(folder, 'photo.jpg')
  await writeFile(path, 'x')
  const files = createTelegramFiles({
    access: { token, apiRoot: 'http://127.0.0.1:1' },
    api: { getFile: () => Promise.resolve({ file_id: 'x', file_unique_id: 'x', file_path: path }) },
  })
  const all = Array.from({ length: 60 }, () =>
    files
      .use('x', async () => {
        inHand += 1
        most = Math.max(most, inHand)
        await new Promise<void>((resolve) => void opened.push(resolve))
        inHand -= 1
        return 'used'
      })
      .catch(() => 'refused'),
  )
  const open = setInterval(() => opened.splice(0).forEach((resolve) => resolve()), 1)
  const answers = await Promise.all(all)
  clearInterval(open)
  await rm(folder, { recursive: true, force: true })
  expect([most, answers.filter((answer) => answer === 'refused').length]).toEqual([3, 10])
})
