import { describe, expect, test } from 'vitest'
import { readConfig } from '../../src/app/config.js'
import { proxyFor } from '../../src/app/proxyChoice.js'

const proxy = 'http://proxy.example:3128'
const telegram = 'https://api.telegram.org'
const chosen = (address: string, except: string): string | undefined => proxyFor(address, { proxy, except })

describe('the proxy', () => {
  test.each([
    ['nothing', ''],
    ['other hosts', 'example.org, telegram.org.example, legram.org'],
    ['another port', 'api.telegram.org:8443'],
    ['networks', '10.0.0.0/8 ::1'],
    ['what is no list', ',, , .'],
  ])('is used for Telegram if NO_PROXY says %s', (_, except) => {
    expect(chosen(telegram, except)).toBe(proxy)
  })

  test.each(['*', 'api.telegram.org', 'x, API.Telegram.org:443', '.telegram.org', '*.telegram.org', 'a telegram.org'])(
    'is not used for Telegram if NO_PROXY says %s',
    (except) => {
      expect(chosen(telegram, except)).toBeUndefined()
    },
  )

  test.each([
    ['https://10.1.2.3', '10.0.0.0/8', undefined],
    ['https://10.1.2.3:8443', '10.1.2.3:8443', undefined],
    ['https://10.1.2.3', '10.1.2.4, 11.0.0.0/8, 10.0.0.0/99', proxy],
    ['https://[fd00::1]', 'fd00::/8', undefined],
    ['https://[fd00::1]:8443', '[fd00::1]:8443', undefined],
    ['https://[fd00::1]', 'fd00::2', proxy],
  ])('knows addresses: %s with NO_PROXY=%s', (address, except, expected) => {
    expect(chosen(address, except)).toBe(expected)
  })

  test('is for https only', () => {
    expect(chosen('http://127.0.0.1:8081', '')).toBeUndefined()
  })

  test('is known by its name in lower case, too, as other programs have it', () => {
    const token = '123456789:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr'
    const proxyIn = (env: NodeJS.ProcessEnv): string | undefined => {
      const result = readConfig({ TELEGRAM_BOT_TOKEN: token, ...env })
      return result.ok ? result.config.proxy : result.faults.join()
    }
    expect(proxyIn({ https_proxy: 'proxy.example:3128' })).toBe(proxy)
    expect(proxyIn({ https_proxy: 'proxy.example:3128', no_proxy: 'telegram.org' })).toBeUndefined()
    expect(proxyIn({ https_proxy: 'http://other', HTTPS_PROXY: proxy })).toBe(proxy)
  })
})
