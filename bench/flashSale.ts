import { Api, Bot, InlineKeyboard } from 'grammy'
import { pollBare } from './bare.js'
import { type Crowd, openCrowd } from './crowd.js'
import type { BenchDatabase } from './databases.js'
import { openLevem } from './levem.js'
import { median } from './median.js'
import { publish } from './publish.js'

const people = 1000
const seats = 100
const delayMs = 50

/** What one flash sale came to. */
type FlashSale = { readonly sold: number; readonly refused: number; readonly ms: number }

/** A thousand people press "Confirm" at once for a hundred seats; the time from the first press to the last answer. */
const levemSale = async (database: BenchDatabase): Promise<FlashSale> => {
  const crowd = await openCrowd(people, delayMs)
  const levem = await openLevem(crowd, database.url)
  const { event } = await publish(levem, { title: 'Flash sale', minor: 150_000, capacity: seats })
  await crowd.say(`/start e_${event.slug}`)
  await crowd.press('🎟 Get tickets')
  await crowd.press('1')
  const { ms } = await crowd.press('✅ Confirm')
  const sold = await levem.store.transact(async (tx) => (await tx.ticketTypes.ofEvents([event.id]))[0]?.taken ?? 0)
  const refused = (await crowd.screens()).filter((text) => text.includes('sold out')).length
  await levem.stop()
  await crowd.close()
  return { sold, refused, ms }
}

/**
 * The same calls by a bare grammY bot without a database: every press edits its message and is answered; the first
 * hundred get a ticket and are told to the chat.
 */
const bareSale = async (): Promise<FlashSale> => {
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

const rounds = 3

/** The flash sale on each database, against the same calls by a bare bot in the same run. */
export const flashSaleBench = async (
  openers: readonly (() => Promise<BenchDatabase>)[],
  print: (line: string) => void,
): Promise<void> => {
  print('Flash sale: 1,000 people press at once for 100 seats; every call to Telegram takes 50 ms')
  const bare = median((await times(rounds, () => bareSale())).map(({ ms }) => ms))
  print(
    `  bare grammY bot, the same calls, no database: ${Math.round(bare)} ms to the last answer (median of ${rounds})`,
  )
  for (const open of openers) {
    const sales = await times(rounds, async () => {
      const database = await open()
      return { name: database.name, ...(await levemSale(database).finally(() => database.drop())) }
    })
    const ms = median(sales.map((sale) => sale.ms))
    const [sold, refused] = [sales.map((sale) => sale.sold), sales.map((sale) => sale.refused)]
    print(
      `  Levem on ${sales[0]?.name}: ${Math.round(ms)} ms = ${(ms / bare).toFixed(2)} × bare (aim: 1.5); sold ${sold.join(', ')}; refused ${refused.join(', ')}`,
    )
  }
}

const times = async <T>(count: number, work: () => Promise<T>): Promise<readonly T[]> => {
  const results: T[] = []
  for (let i = 0; i < count; i += 1) results.push(await work())
  return results
}
