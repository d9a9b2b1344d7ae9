import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'dotenv'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StrangeEnvFile, withVariables, writeEnvFile } from '../../src/commands/setup/envFile.js'
import { tempFolder } from '../support/database/files.js'

describe('a variable in the text of .env', () => {
  it('is changed in its place, and all else stays as it was', () => {
    const text = '# mine\r\nexport PORT=1 # old\r\n\r\nOTHER="a\nb"\n# PORT=2\nTOKEN=x'
    expect(withVariables(text, { PORT: '8080', NEW: 'y' })).toBe(
      '# mine\r\nexport PORT=8080\r\n\r\nOTHER="a\nb"\n# PORT=2\nTOKEN=x\nNEW=y\n',
    )
  })

  it.each(['', 'a b', "it's", '#1', 'a"b\'c', '-100:5', 'https://u:p%40@h/?a=b', '$HOME'])('may be %j', (value) => {
    expect(parse(withVariables('A=1\n', { A: value }))).toEqual({ A: value })
  })

  it('is not changed where that would change another', () => {
    expect(() => withVariables('OTHER="\nPORT=1\n"\n', { PORT: '2' })).toThrow(StrangeEnvFile)
  })

  it('that stands there twice is the same everywhere', () => {
    expect(withVariables('A=1\nA=2\n', { A: '3' })).toBe('A=3\nA=3\n')
  })
})

describe('the file .env', () => {
  let folder: string
  beforeEach(async () => {
    folder = await tempFolder('env')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))
  const at = (name: string): string => join(folder, name)
  const write = (changes: Readonly<Record<string, string>>): void =>
    writeEnvFile(at('.env'), at('.env.example'), changes)

  it('is begun from the example, and only its owner can read it', async () => {
    await writeFile(at('.env.example'), '# Token\nTOKEN=your_token\n')
    write({ TOKEN: 'x' })
    expect(await readFile(at('.env'), 'utf8')).toBe('# Token\nTOKEN=x\n')
    expect((await stat(at('.env'))).mode & 0o777).toBe(0o600)
  })

  it('is closed to others even if it was open before', async () => {
    await writeFile(at('.env'), 'A=1\n')
    await chmod(at('.env'), 0o644)
    write({ A: '2' })
    expect((await stat(at('.env'))).mode & 0o777).toBe(0o600)
  })

  it('stays as it is when it cannot be written, and nothing lies beside it', async () => {
    await writeFile(at('.env'), 'OTHER="\nA=1\n"\n')
    expect(() => write({ A: '2' })).toThrow(StrangeEnvFile)
    expect([await readFile(at('.env'), 'utf8'), await readdir(folder)]).toEqual(['OTHER="\nA=1\n"\n', ['.env']])
  })

  it('may be elsewhere: the link stays a link', async () => {
    await mkdir(at('config'))
    await writeFile(at('config/levem.env'), 'A=1\n')
    await symlink('config/levem.env', at('.env'))
    write({ A: '2' })
    expect(await readFile(at('config/levem.env'), 'utf8')).toBe('A=2\n')
    expect(await readdir(at('config'))).toEqual(['levem.env'])
  })
})
