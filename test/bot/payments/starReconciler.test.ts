import { afterEach, beforeEach, expect, it } from 'vitest'
import { expectNoDefect, meet, type Talker } from '../../support/talker.js'
import { meetTwo, openShop, order, payUnheard, publishForStars, standing, starLedger } from '../../support/payments.js'
import type { World } from '../../support/world.js'

const hour = 3_600_000

let world: World
let olga: Talker
let ann: Talker
let boris: Talker
beforeEach(async () => {
  world = await openShop()
  ;[olga, ann] = await meetTwo(world)
  boris = await meet(world, 'Boris')
})
afterEach(async () => {
  expectNoDefect(world)
  await world.close()
})

/** Calls Telegram past the bot. */
const call = async (method: string, params: object): Promise<unknown> => {
  const answer = await fetch(`${world.sandbox.url}/bot${world.sandbox.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  })
  return ((await answer.json()) as { readonly result: unknown }).result
}

type Transactions = {
  readonly transactions: readonly {
    readonly id: string
    readonly source?: { readonly user?: { readonly id: number } }
  }[]
}

/** Gives somebody's payment in Stars back, as its owner may with any other program. */
const giveBack = async (payer: Talker): Promise<void> => {
  const { transactions } = (await call('getStarTransactions', {})) as Transactions
  const payment = transactions.find(({ source }) => source?.user?.id === payer.id)
  expect(await call('refundStarPayment', { user_id: payer.id, telegram_payment_charge_id: payment?.id })).toBe(true)
}

it('Stars that went back before the bot heard of them confirm nothing and do not go back once more; others confirm', async () => {
  const sale = await publishForStars(world, olga.id, { hours: 30 * 24 })
  const [anns, boriss] = [await order(world, ann, sale), await order(world, boris, sale)]
  const before = await starLedger(world)
  await world.levem().stop()
  await payUnheard(world, [ann, anns.messageId], [boris, boriss.messageId])
  await giveBack(ann)
  // Telegram keeps no update for so long: only its list of Stars tells of them.
  world.clock.set(world.clock.now() + 25 * hour)
  await world.restart()
  await expect.poll(() => world.levem().services.downtime.starsSeen()).toBe(before.length + 3)
  await world.settle()
  expect([await standing(world, anns.open), await standing(world, boriss.open)]).toEqual([
    { state: 'expired', tickets: 0, refunds: [] },
    { state: 'confirmed', tickets: 1, refunds: [] },
  ])
  expect((await starLedger(world)).slice(before.length)).toEqual(['+150', '+150', '-150'])
})
