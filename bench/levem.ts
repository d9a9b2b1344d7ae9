import type { Config } from '../src/app/config.js'
import { startLevem, type Levem } from '../src/app/app.js'
import { createLog } from '../src/runtime/log.js'
import { type Clock, systemClock } from '../src/runtime/clock.js'
import { randomCodes } from '../src/services/codes.js'
import type { Crowd } from './crowd.js'
import type { Printer } from '../src/print/printer.js'
import { openPrinter } from './printer.js'

/** Where the pretended Telegram is, and the notification chat there. */
type Telegram = Pick<Crowd, 'url' | 'token' | 'chatId'>

const configFor = (crowd: Telegram, databaseUrl: string): Config => ({
  token: crowd.token,
  apiRoot: crowd.url,
  databaseUrl,
  notificationChat: { chatId: crowd.chatId, topicId: undefined },
  defaultLanguage: 'en',
  defaultZone: 'Europe/Moscow',
  currency: 'RUB',
  organizerIds: [],
  logLevel: 'info',
  providerToken: undefined,
  receiptVatCode: undefined,
  holdMinutes: 15,
  bulkPerSecond: 30,
  receiving: { mode: 'polling' },
})

/** The clock that it goes by, and what draws tickets. */
type Effects = { readonly clock?: Clock; readonly printer?: Printer }

/** Levem in this process, for a crowd; its log goes nowhere, but is written. */
export const openLevem = (
  crowd: Telegram,
  databaseUrl: string,
  config: Partial<Config> = {},
  { clock = systemClock, printer = openPrinter() }: Effects = {},
): Promise<Levem> =>
  startLevem({
    config: { ...configFor(crowd, databaseUrl), ...config },
    log: createLog({ level: 'info', secrets: [crowd.token], destination: { write: () => undefined } }),
    clock,
    codes: randomCodes,
    printer,
  })
