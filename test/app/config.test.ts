import { readFileSync } from 'node:fs'
import { parse } from 'dotenv'
import { describe, expect, test } from 'vitest'
import {
  describeConfig,
  describeVariables,
  readConfig,
  secretsOf,
  variables,
  type Config,
} from '../../src/app/config.js'

const token = '123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr'
const example = parse(readFileSync(new URL('../../.env.example', import.meta.url)))

const configOf = (env: Readonly<Record<string, string>>): Config => {
  const outcome = readConfig({ TELEGRAM_BOT_TOKEN: token, ...env })
  if (!outcome.ok) throw new Error(outcome.faults.join('\n'))
  return outcome.config
}

const faultsOf = (env: Readonly<Record<string, string>>): readonly string[] => {
  const outcome = readConfig({ TELEGRAM_BOT_TOKEN: token, ...env })
  return outcome.ok ? [] : outcome.faults
}

describe('the configuration', () => {
  test('needs nothing but a token', () => {
    expect(configOf({})).toEqual({
      token,
      notificationChat: undefined,
      databaseUrl: 'sqlite:///main_database.db',
      apiRoot: 'https://api.telegram.org',
      defaultLanguage: 'ru',
      defaultZone: 'Europe/Moscow',
      currency: 'RUB',
      organizerIds: [],
      logLevel: 'info',
      providerToken: undefined,
      receiptVatCode: undefined,
      holdMinutes: 15,
      bulkPerSecond: 30,
      announceUnlisted: false,
      proofAt: 540,
      receiving: { mode: 'polling' },
      backup: {},
    })
  })

  test('takes every variable', () => {
    expect(
      configOf({
        TELEGRAM_CHAT_ID: ' -1001234567890:42 ',
        DATABASE_URL: 'postgres://levem:pw@db:5432/levem',
        TELEGRAM_API_ROOT: 'https://localhost:8081/',
        HTTPS_PROXY: 'proxy.example:3128',
        NO_PROXY: 'example.org',
        DEFAULT_LANGUAGE: 'en',
        DEFAULT_TIME_ZONE: 'Asia/Yekaterinburg',
        CURRENCY: 'eur',
        ORGANIZER_IDS: '5, 4503599627370495,',
        LOG_LEVEL: 'silent',
        LOG_FORMAT: 'text',
        ANNOUNCE_UNLISTED: 'yes',
        PROOF_TIME: 'Never',
        WEBHOOK_URL: 'https://levem.example/hook',
        WEBHOOK_SECRET: 's_-3, s_-2',
        PORT: '8443',
        HEALTH_PORT: '9464',
        HEALTH_HOST: '0.0.0.0',
        BACKUP_DIR: '/var/backups/levem',
        BACKUP_PASSPHRASE: 'correct horse battery',
      }),
    ).toEqual({
      token,
      notificationChat: { chatId: -1001234567890, topicId: 42 },
      databaseUrl: 'postgres://levem:pw@db:5432/levem',
      apiRoot: 'https://localhost:8081',
      proxy: 'http://proxy.example:3128',
      defaultLanguage: 'en',
      defaultZone: 'Asia/Yekaterinburg',
      currency: 'EUR',
      organizerIds: [5, 4503599627370495],
      logLevel: 'silent',
      logFormat: 'text',
      providerToken: undefined,
      receiptVatCode: undefined,
      holdMinutes: 15,
      bulkPerSecond: 30,
      announceUnlisted: true,
      proofAt: undefined,
      receiving: { mode: 'webhook', url: 'https://levem.example/hook', secrets: ['s_-3', 's_-2'], port: 8443 },
      health: { host: '0.0.0.0', port: 9464 },
      backup: { folder: '/var/backups/levem', passphrase: 'correct horse battery' },
    })
  })

  test.each([
    ['-1001234567890', -1001234567890, undefined],
    ['5', 5, undefined],
    ['@levem_news', '@levem_news', undefined],
    ['@levem_forum:7', '@levem_forum', 7],
  ])('takes the chat %s', (text, chatId, topicId) => {
    expect(configOf({ TELEGRAM_CHAT_ID: text }).notificationChat).toEqual({ chatId, topicId })
  })

  test('takes the placeholders and empty values of .env.example as not set', () => {
    const outcome = readConfig(example)
    expect(outcome).toEqual({ ok: false, faults: [expect.stringContaining('TELEGRAM_BOT_TOKEN is not set')] })
    expect(configOf({ ...example, TELEGRAM_BOT_TOKEN: token })).toEqual(configOf({}))
  })

  test('ignores what it does not know', () => {
    expect(configOf({ PATH: '/bin', NODE_ENV: 'x' })).toEqual(configOf({}))
  })

  test('tells all faults at once, each with the name of its variable', () => {
    const faults = faultsOf({
      TELEGRAM_BOT_TOKEN: 'wrong',
      TELEGRAM_CHAT_ID: 'x',
      DATABASE_URL: 'mysql://x',
      TELEGRAM_API_ROOT: 'ftp://x',
      HTTPS_PROXY: 'ftp://x',
      DEFAULT_LANGUAGE: 'de',
      DEFAULT_TIME_ZONE: 'Moscow',
      CURRENCY: 'RUR1',
      ORGANIZER_IDS: 'ann',
      LOG_LEVEL: 'loud',
      LOG_FORMAT: 'xml',
      PAYMENT_PROVIDER_TOKEN: 'secret',
      PAYMENT_RECEIPT_VAT_CODE: '13',
      HOLD_MINUTES: '0',
      BULK_PER_SECOND: '0',
      ANNOUNCE_UNLISTED: 'maybe',
      PROOF_TIME: 'noon',
      WEBHOOK_URL: 'http://levem.example',
      WEBHOOK_SECRET: 'with space',
      PORT: '0',
      HEALTH_PORT: '0',
      HEALTH_HOST: 'a b',
      BACKUP_DIR: 's3://bucket/levem',
      BACKUP_PASSPHRASE: 'too short',
    })
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(variables.filter((name) => name !== 'NO_PROXY'))
  })

  test.each([
    ['TELEGRAM_CHAT_ID', ['0', '1.5', '--5', '@x', 'levem', '5:', '5:0', '5:x', '-', '1e5']],
    [
      'DATABASE_URL',
      [
        'sqlite://x.db',
        'sqlite:///',
        'main.db',
        'sqlite:///folder/',
        'sqlite:///:memory:',
        'postgres:/x',
        'postgres://[',
      ],
    ],
    ['TELEGRAM_API_ROOT', ['api.telegram.org', 'https://', 'https://x?y=1', 'https://u:p@x']],
    ['HTTPS_PROXY', ['http://', 'ftp://x', 'socks4://x', 'http://x/path', 'http://u:%@x', 'x y']],
    ['DEFAULT_TIME_ZONE', ['GMT+25', 'Nowhere/City']],
    ['PROOF_TIME', ['9', '24:00', '09:60', 'yes']],
    ['ORGANIZER_IDS', ['1;2', '-5', '1.5', '0', '99999999999999999999']],
    ['WEBHOOK_URL', ['levem.example', 'http://10.0.0.1', 'https://u:p@levem.example']],
    ['BULK_PER_SECOND', ['0', '1001', '-1', '2.5', 'x']],
    ['ANNOUNCE_UNLISTED', ['1', 'true', 'YES', 'x']],
    ['PORT', ['65536', '-1', 'x', '80.5', '0x50', '1e3']],
    ['HEALTH_PORT', ['0', '65536', 'x']],
    ['HEALTH_HOST', ['all of them', 'http://x']],
  ])('refuses a wrong %s', (name, values) => {
    const secret = { WEBHOOK_SECRET: 'abc' }
    expect(values.filter((value) => faultsOf({ ...secret, [name]: value }).length !== 1)).toEqual([])
  })

  test('a webhook needs its secret, and says so beside other faults', () => {
    expect(faultsOf({ WEBHOOK_URL: 'https://levem.example' })).toEqual([
      expect.stringContaining('WEBHOOK_SECRET is not set'),
    ])
    expect(faultsOf({ WEBHOOK_URL: 'https://levem.example', PORT: 'x' })).toHaveLength(2)
  })

  test('a webhook on this machine may be http', () => {
    expect(configOf({ WEBHOOK_URL: 'http://127.0.0.1:8080/', WEBHOOK_SECRET: 'abc' }).receiving.mode).toBe('webhook')
    expect(configOf({ WEBHOOK_URL: 'http://localhost:8080/', WEBHOOK_SECRET: 'abc' }).receiving.mode).toBe('webhook')
  })

  test('faults never echo what was given', () => {
    const canary = 'Canary123Canary'
    const given = Object.fromEntries(variables.map((name) => [name, `${canary}:%${canary} ${token}`]))
    const faults = faultsOf(given).join('\n')
    expect(faults).toContain('TELEGRAM_BOT_TOKEN')
    expect(faults).not.toContain(canary)
    expect(faults).not.toContain(token)
  })
})

describe('the description of the configuration', () => {
  const config = configOf({
    DATABASE_URL: 'postgres://levem:p%40ss-word@db:5432/levem',
    TELEGRAM_CHAT_ID: '-100:5',
    WEBHOOK_URL: 'https://levem.example/path-known-to-telegram-only',
    WEBHOOK_SECRET: 'hook-secret,former-secret',
    HTTPS_PROXY: 'socks5://levem:pr%25xy@proxy.example:1080',
  })

  test('says what matters and holds no secret', () => {
    const text = JSON.stringify(describeConfig(config))
    expect(describeConfig(config)).toMatchObject({
      bot: '123456789',
      chat: '-100:5',
      database: 'postgres at db:5432/levem',
      proxy: 'socks5://proxy.example:1080',
      organizers: 'anyone',
      receiving: 'webhook at levem.example, port 8080',
    })
    expect([...secretsOf(config), 'path-known'].filter((secret) => text.includes(secret))).toEqual([])
  })

  test('the secrets are the token, the webhook secrets and the passwords of database and proxy in both forms', () => {
    expect(secretsOf(config)).toEqual([
      token,
      'hook-secret',
      'former-secret',
      'p%40ss-word',
      'p@ss-word',
      'pr%25xy',
      'pr%xy',
    ])
    expect(secretsOf(configOf({}))).toEqual([token])
    expect(secretsOf(configOf({ DATABASE_URL: 'postgres://levem:100%sure@db/levem' }))).toContain('100%sure')
  })

  test('a database file is named as given', () => {
    expect(describeConfig(configOf({}))).toMatchObject({
      database: 'sqlite:///main_database.db',
      chat: 'not set',
      receiving: 'polling',
    })
  })
})

describe('the description of the variables', () => {
  test('says of each what it is for', () => {
    for (const { name, about } of describeVariables())
      expect([name, about]).toEqual([name, expect.stringMatching(/^.+$/u)])
  })

  test('tells which is required and what holds when the others are not set, as in .env.example', () => {
    const all = describeVariables()
    expect(all.filter(({ isRequired }) => isRequired).map(({ name }) => name)).toEqual(['TELEGRAM_BOT_TOKEN'])
    const unset = { ...example, TELEGRAM_BOT_TOKEN: '', TELEGRAM_CHAT_ID: '' }
    expect(Object.fromEntries(all.map(({ name, fallback }) => [name, fallback ?? '']))).toEqual(unset)
  })
})

describe('.env.example', () => {
  test("names exactly the variables that are known, the seed document's first", () => {
    expect(Object.keys(example)).toEqual(variables)
  })

  test('has the values of the seed document', () => {
    expect(example).toMatchObject({
      TELEGRAM_BOT_TOKEN: 'your_bot_token_here',
      TELEGRAM_CHAT_ID: 'your_chat_id_here',
      DATABASE_URL: 'sqlite:///main_database.db',
    })
  })
})
