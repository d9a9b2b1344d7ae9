import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'dotenv'
import { describe, expect, it } from 'vitest'
import { configurationFiles } from '../../scripts/configurationDocs.js'
import { describeVariables, readConfig, variables } from '../../src/app/config.js'

const root = join(import.meta.dirname, '../..')

const stale = (files: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(files)
    .filter(([path, text]) => readFileSync(join(root, path), 'utf8') !== text)
    .map(([path]) => path)

describe('the documents of the configuration', () => {
  it('are as the schema makes them; if not, run "npm run docs:configuration"', () => {
    expect(stale(configurationFiles())).toEqual([])
  })

  it('are noticed when they are stale', () => {
    const changed = describeVariables().map((one) => (one.name === 'PORT' ? { ...one, fallback: '8081' } : one))
    expect(stale(configurationFiles(changed))).toEqual([
      'docs/configuration.md',
      'docs/ru/configuration.md',
      '.env.example',
    ])
  })

  it('say of every variable what it is for', () => {
    const silent = describeVariables().filter(({ about }) => about.length < 20)
    expect(silent).toEqual([])
  })

  it('leave nothing out of .env.example', () => {
    expect(Object.keys(parse(readFileSync(join(root, '.env.example'))))).toEqual(variables)
  })

  it('give the defaults that hold', () => {
    const token = '123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr'
    const defaults = Object.fromEntries(describeVariables().map(({ name, fallback = '' }) => [name, fallback]))
    expect(readConfig({ ...defaults, TELEGRAM_BOT_TOKEN: token })).toEqual(readConfig({ TELEGRAM_BOT_TOKEN: token }))
  })
})
