import { Api, Bot, InlineKeyboard } from 'grammy'
import { type Crowd, openCrowd } from './crowd.js'
import type { BenchDatabase } from './databases.js'
import { median } from './median.js'
import { openLevem } from './levem.js'
import { pollBare } from './bare.js'

const people = 500
const rounds = 5
const label = "🎪 What's on"

/** Processor time of this process for each press, in microseconds: user and system together, one number a round. */
type Cost = readonly number[]

// The first round warms the compiler up and is thrown away.
const costOf = async (crowd: Crowd): Promise<Cost> => {
  const costs: number[] = []
  for (let round = 0; round <= rounds; round += 1) {
    await crowd.say('/start')
    const before = process.cpuUsage()
    await crowd.press(label)
    const { user, system } = process.cpuUsage(before)
    if (round > 0) costs.push((user + system) / people)
  }
  return costs
}

const levemCost = async (database: BenchDatabase): Promise<Cost> => {
  const crowd = await openCrowd(people, 0)
  const levem = await openLevem(crowd, database.url)
  const costs = await costOf(crowd)
  await levem.stop()
  await crowd.close()
  return costs
}

/** One handler, and the same calls: the message is edited and the press answered. */
const bareCost = async (): Promise<Cost> => {
  const crowd = await openCrowd(people, 0)
  const bot = new Bot(crowd.token, { client: { apiRoot: crowd.url } })
  const keyboard = new InlineKeyboard().text(label, 'events')
  bot.on('message', (ctx) => ctx.reply('Hello!', { reply_markup: keyboard }))
  bot.on('callback_query', async (ctx) => {
    await ctx.editMessageText('Nothing is on sale.', { parse_mode: 'HTML' })
    await ctx.answerCallbackQuery()
  })
  await bot.init()
  const stop = new AbortController()
  const polling = pollBare(bot, new Api(crowd.token, { apiRoot: crowd.url }), stop.signal)
  const costs = await costOf(crowd)
  stop.abort()
  await polling
  await crowd.close()
  return costs
}

/** Processor time per handled update, against a bare grammY bot with one handler in the same run. */
export const pressBench = async (
  openers: readonly (() => Promise<BenchDatabase>)[],
  print: (line: string) => void,
): Promise<void> => {
  print(`Cost of a press: ${people} people press one button, ${rounds} times; processor time of the bot's process`)
  const bare = median(await bareCost())
  print(`  bare grammY bot with one handler: ${Math.round(bare)} µs a press`)
  for (const open of openers) {
    const database = await open()
    const cost = median(await levemCost(database))
    await database.drop()
    print(`  Levem on ${database.name}: ${Math.round(cost)} µs a press = ${(cost / bare).toFixed(2)} × bare`)
  }
}
