import { Api, InlineKeyboard } from 'grammy'
import type { Config } from '../../../src/app/config.js'
import { startLevem } from '../../../src/app/app.js'
import { createLog } from '../../../src/runtime/log.js'
import { openSandbox, type Person, type Sandbox } from 'telegram-sandbox'
import { randomCodes } from '../../../src/services/codes.js'
import type { Store } from '../../../src/store/store.js'
import { createTestClock } from '../../support/clock.js'
import type { Database } from '../../support/database/databases.js'
import { quickPrinter } from '../../support/announcing.js'
import { makeEvent, now } from '../../support/fixtures.js'
import { inspect, type Inspector } from '../../support/inspect.js'
import { openStrictStore } from '../../support/database/strictStore.js'
import { createUnguarding } from '../../support/database/unguarded.js'

/** Who wants how many tickets of how many. */
export type RushOptions = {
  readonly database: Database
  readonly seats: number
  /** The quantity each buyer is about to confirm. */
  readonly wishes: readonly number[]
  /** How many tickets a person may have. With such a limit everybody buys alone, else together with others. */
  readonly perPerson?: number
  /** False: a negative control, as unguarded.ts. */
  readonly guards?: boolean
}

/** People with their finger on a button, and a Levem that is up. */
export type Rush = {
  readonly buyers: readonly Person[]
  readonly organizer: Person
  readonly log: readonly string[]
  /**
   * All press at once: the buyers "Confirm" and, if wanted, the organizer "Cancel the event" after so many of them.
   * Resolves when all is handled and said.
   */
  readonly press: (cancelAfter?: number) => Promise<void>
  readonly inspect: Inspector
  readonly close: () => Promise<void>
}

const chunkSize = 100

const inChunks = async <T>(things: readonly T[], work: (thing: T) => Promise<unknown>): Promise<void> => {
  for (let at = 0; at < things.length; at += chunkSize) await Promise.all(things.slice(at, at + chunkSize).map(work))
}

// They open the bot before there is a Levem: what it would answer is not what a rush is about.
const meetBot = async (sandbox: Sandbox, api: Api, people: readonly Person[]): Promise<void> => {
  for (const person of people) person.says('/start')
  while (sandbox.pendingUpdates() > 0) {
    const updates = await api.getUpdates()
    await api.getUpdates({ offset: (updates.at(-1)?.update_id ?? 0) + 1, limit: 1 })
  }
}

type Offer = Pick<RushOptions, 'seats' | 'perPerson'>

const offer = (store: Store, organizer: Person, { seats, perPerson }: Offer) =>
  store.transact(async (tx) => {
    await tx.people.meet({ id: organizer.id, displayName: organizer.user.first_name, languageCode: 'en' }, now)
    const event = await makeEvent(tx, { organizerId: organizer.id, title: 'Jazz' })
    return {
      event,
      type: await tx.ticketTypes.insert({
        eventId: event.id,
        name: '',
        price: { minor: 0, currency: 'RUB' },
        capacity: seats,
        perPerson,
      }),
    }
  })

const configFor = (sandbox: Sandbox, databaseUrl: string, chatId: number): Config => ({
  token: sandbox.token,
  apiRoot: sandbox.url,
  databaseUrl,
  notificationChat: { chatId, topicId: undefined },
  defaultLanguage: 'ru',
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

/** Brings everybody to the screen with the last button. */
export const openRush = async ({ database, wishes, guards = true, ...offered }: RushOptions): Promise<Rush> => {
  const fresh = await database.open()
  const clock = createTestClock(now)
  const sandbox = await openSandbox({ now: () => clock.now() })
  const api = new Api(sandbox.token, { apiRoot: sandbox.url })
  const organizer = sandbox.person({ firstName: 'Olga', languageCode: 'en' })
  const buyers = wishes.map((_, index) =>
    sandbox.person({ firstName: `Buyer ${index}`, languageCode: index % 2 === 0 ? 'ru' : 'en' }),
  )
  const chat = sandbox.group('Sales', { supergroup: true })
  chat.addBot(organizer, { admin: true })
  await meetBot(sandbox, api, [organizer, ...buyers])
  const { event, type } = await offer(fresh.store, organizer, offered)
  await fresh.store.close()

  const confirm = (index: number): string =>
    `c:${event.id}:${type.id}:${wishes[index] ?? 1}:${index + 1}:${type.price.minor * (wishes[index] ?? 1)}`
  const cancel = `oC:${event.id}`
  await inChunks(
    buyers.map((buyer, index) => ({ buyer, index })),
    ({ buyer, index }) =>
      api.sendMessage(buyer.id, 'Yours?', { reply_markup: new InlineKeyboard().text('Confirm', confirm(index)) }),
  )
  await api.sendMessage(organizer.id, 'Sure?', { reply_markup: new InlineKeyboard().text('Cancel the event', cancel) })

  const log: string[] = []
  const unguarding = guards ? undefined : createUnguarding()
  const levem = await startLevem({
    config: configFor(sandbox, fresh.url, chat.id),
    log: createLog({ level: 'info', secrets: [sandbox.token], destination: { write: (line) => void log.push(line) } }),
    clock,
    codes: randomCodes,
    openStore: unguarding?.open ?? openStrictStore,
    printer: quickPrinter,
  })
  return {
    buyers,
    organizer,
    log,
    press: async (cancelAfter) => {
      buyers.forEach((buyer, index) => {
        if (index === cancelAfter) organizer.presses('Cancel the event')
        buyer.presses('Confirm')
      })
      await sandbox.until(() => sandbox.pendingUpdates() === 0, 60_000)
      await levem.worker.idle()
      await levem.announcer.idle()
    },
    inspect: inspect(fresh.url),
    close: async () => {
      await levem.stop()
      await sandbox.close()
      await fresh.drop()
      unguarding?.mustHaveFound()
    },
  }
}

/** What the bot wrote to a person after they pressed. */
export const answersTo = (person: Person): readonly string[] =>
  person
    .messages()
    .filter(({ fromBot }) => fromBot)
    .map(({ text }) => text)
