import { Api, Bot, InlineKeyboard } from 'grammy'
import type { Config } from '../src/app/config.js'
import { startLevem } from '../src/app/app.js'
import { createLog } from '../src/runtime/log.js'
import { systemClock } from '../src/runtime/clock.js'
import { randomCodes } from '../src/services/codes.js'
import { type Crowd, openCrowd } from './crowd.js'
import type { BenchDatabase } from './databases.js'

const people = 1000
const seats = 100
const delayMs = 50
const dayMs = 86_400_000

/** What one flash sale came to. */
export type FlashSale = { readonly sold: number; readonly refused: number; readonly ms: number }

const configFor = (crowd: Crowd, databaseUrl: string): Config => ({
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
  receiving: { mode: 'polling' },
})

/** A thousand people press "Confirm" at once for a hundred seats; the time from the first press to the last answer. */
export const levemSale = async (database: BenchDatabase): Promise<FlashSale> => {
  const crowd = await openCrowd(people, delayMs)
  const log = createLog({ level: 'info', secrets: [crowd.token], destination: { write: () => undefined } })
  const levem = await startLevem({
    config: configFor(crowd, database.url),
    log,
    clock: systemClock,
    codes: randomCodes,
  })
  const { eventId, slug } = await publish(levem)
  await crowd.say(`/start e_${slug}`)
  await crowd.press('🎟 Get tickets')
  await crowd.press('1')
  const { ms } = await crowd.press('✅ Confirm')
  const sold = await levem.store.transact(async (tx) => (await tx.ticketTypes.ofEvents([eventId]))[0]?.taken ?? 0)
  const refused = (await crowd.screens()).filter((text) => text.includes('sold out')).length
  await levem.stop()
  await crowd.close()
  return { sold, refused, ms }
}

const publish = async ({
  services,
  store,
  me,
}: Awaited<ReturnType<typeof startLevem>>): Promise<{ eventId: number; slug: string }> => {
  const now = Date.now()
  const answers = {
    title: 'Flash sale',
    description: null,
    startsAt: now + dayMs,
    endsAt: null,
    venue: 'Here',
    price: { minor: 150_000, currency: 'RUB' },
    capacity: seats,
    poster: null,
  }
  await services.people.meet({ id: me.id, displayName: 'Bench', languageCode: 'en' })
  await store.transact((tx) =>
    tx.drafts.write(
      {
        personId: me.id,
        key: 'bench',
        eventId: undefined,
        answers,
        asked: 'preview',
        day: undefined,
        zone: 'Europe/Moscow',
        currency: 'RUB',
      },
      now,
    ),
  )
  const { event } = await services.publishing.publish({ personId: me.id, key: 'bench' })
  return { eventId: event.id, slug: event.slug }
}

/**
 * The same calls by a bare grammY bot without a database: every press edits its message and is answered; the first
 * hundred get a ticket and are told to the chat.
 */
export const bareSale = async (): Promise<FlashSale> => {
  const crowd = await openCrowd(people, delayMs)
  const stop = new AbortController()
  const bot = createBareBot(crowd)
  await bot.init()
  const polling = pollBare(bot, new Api(crowd.token, { apiRoot: crowd.url }), stop.signal)
  await crowd.say('/start')
  const { ms } = await crowd.press('Confirm')
  stop.abort()
  await polling
  const refused = (await crowd.screens()).filter((text) => text.includes('sold out')).length
  await crowd.close()
  return { sold: people - refused, refused, ms }
}

const createBareBot = (crowd: Crowd): Bot => {
  const bot = new Bot(crowd.token, { client: { apiRoot: crowd.url } })
  let left = seats
  bot.command('start', (ctx) =>
    ctx.reply('Flash sale', { reply_markup: new InlineKeyboard().text('Confirm', 'confirm') }),
  )
  bot.callbackQuery('confirm', async (ctx) => {
    left -= 1
    const seat = left
    const won = seat >= 0
    const keyboard = new InlineKeyboard().text('My tickets', 'mine').text('More', 'more')
    await ctx.editMessageText(won ? '✅ Done! You have 1 ticket for “Flash sale”.' : '“Flash sale” is sold out.', {
      parse_mode: 'HTML',
      reply_markup: keyboard,
    })
    await ctx.answerCallbackQuery()
    if (won) await ctx.reply('🎟 Your ticket: <code>0123456789</code>', { parse_mode: 'HTML' })
    // The chat takes a message a second.
    if (won && seat % 25 === 0) await bot.api.sendMessage(crowd.chatId, '25 purchases')
  })
  return bot
}

const pollBare = async (bot: Bot, api: Api, signal: AbortSignal): Promise<void> => {
  let offset = 0
  const handling: Promise<void>[] = []
  while (!signal.aborted) {
    const updates = await api
      .getUpdates({ offset, limit: 100, timeout: 30 }, signal as Parameters<Api['getUpdates']>[1])
      .catch(() => [])
    for (const update of updates) handling.push(bot.handleUpdate(update))
    offset = (updates.at(-1)?.update_id ?? offset - 1) + 1
  }
  await Promise.all(handling)
}
