import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { secretVariables } from '../../src/app/config.js'
import { readConfig } from '../../src/app/config.js'
import { tempFolder } from '../support/database/files.js'

const token = '123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr'
const secrets = {
  TELEGRAM_BOT_TOKEN: token,
  DATABASE_URL: 'postgres://levem:hunter2@db/levem',
  HTTPS_PROXY: 'http://levem:hunter3@proxy:3128',
  PAYMENT_PROVIDER_TOKEN: '381764678:TEST:12345',
  WEBHOOK_SECRET: 'hook_1,hook_2',
  BACKUP_PASSPHRASE: 'correct horse battery',
} as const satisfies Readonly<Record<(typeof secretVariables)[number], string>>
const rest = { WEBHOOK_URL: 'https://levem.example/hook' }

let folder: string
beforeEach(async () => {
  folder = await tempFolder('secrets')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const inFile = async (name: string, text: string): Promise<Readonly<Record<string, string>>> => {
  const path = join(folder, name)
  await writeFile(path, text)
  return { [`${name}_FILE`]: path }
}
const faultsOf = (env: NodeJS.ProcessEnv): readonly string[] => {
  const result = readConfig(env)
  return result.ok ? [] : result.faults
}

describe('a secret in a file', () => {
  it('is read as if it stood in the environment, whatever its last line ends with', async () => {
    const files = await Promise.all(Object.entries(secrets).map(([name, secret]) => inFile(name, `${secret}\r\n`)))
    const given = readConfig({ ...rest, ...secrets })
    expect(given.ok).toBe(true)
    expect(readConfig(Object.assign({}, rest, ...files) as NodeJS.ProcessEnv)).toEqual(given)
  })

  it('may not be given twice, unless what stands in the environment only keeps its place', async () => {
    const file = await inFile('TELEGRAM_BOT_TOKEN', token)
    expect(faultsOf({ ...file, TELEGRAM_BOT_TOKEN: token })).toEqual([
      'TELEGRAM_BOT_TOKEN and TELEGRAM_BOT_TOKEN_FILE are both set. Keep one.',
    ])
    expect(faultsOf({ ...file, TELEGRAM_BOT_TOKEN: 'your_bot_token_here' })).toEqual([])
  })

  it('that cannot be read is one clear fault, beside the others', () => {
    expect(
      faultsOf({ ...rest, TELEGRAM_BOT_TOKEN_FILE: join(folder, 'gone'), WEBHOOK_SECRET_FILE: folder, PORT: 'x' }),
    ).toEqual([
      'TELEGRAM_BOT_TOKEN_FILE names a file that cannot be read (ENOENT). Check the path and who may read it.',
      'WEBHOOK_SECRET_FILE names a file that cannot be read (EISDIR). Check the path and who may read it.',
      'PORT is not a number from 1 to 65535.',
    ])
  })

  it('is missing when the file is empty', async () => {
    expect(faultsOf(await inFile('TELEGRAM_BOT_TOKEN', '\n'))).toEqual([
      'TELEGRAM_BOT_TOKEN_FILE names a file that is empty.',
    ])
  })

  it('is not told if it stands where its file belongs', () => {
    expect(faultsOf({ TELEGRAM_BOT_TOKEN_FILE: token }).join()).not.toContain(token)
  })

  it('is looked for only where there are secrets', () => {
    expect(faultsOf({ TELEGRAM_BOT_TOKEN: token, PORT_FILE: '/nowhere' })).toEqual([])
  })
})
