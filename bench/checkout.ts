import { Api } from 'grammy'
import type { Levem } from '../src/app/app.js'
import { type Crowd, openCrowd } from './crowd.js'
import type { BenchDatabase } from './databases.js'
import { openLevem } from './levem.js'
import { publish } from './publish.js'

const people = 1000
const payers = 200
const seats = 100
const delayMs = 50
const overMs = 1500
const providerToken = '381764678:TEST:12345'

/** Holds a seat for everybody who is to pay, and sends them their invoices. */
const invoiceAll = async ({ services, ...levem }: Levem, { token, url, payerIds }: Crowd): Promise<void> => {
  const {
    types: [type],
  } = await publish({ services, ...levem }, { title: 'Paid event', minor: 150_000, capacity: payers })
  const api = new Api(token, { apiRoot: url })
  await Promise.all(
    payerIds.map(async (buyerId) => {
      const { order } = await services.ordering.hold({
        buyerId,
        ticketTypeId: type.id,
        quantity: 1,
        requestKey: `bench:${buyerId}`,
      })
      await api.sendInvoice(
        buyerId,
        'Ticket',
        'One',
        order.payload ?? '',
        'RUB',
        [{ label: 'Ticket', amount: 150_000 }],
        { provider_token: providerToken, start_parameter: 'e_x' },
      )
    }),
  )
}

/**
 * Pre-checkouts of 200 people while 1,000 others press at once for 100 seats of another event. Times in milliseconds,
 * from the press of Pay to the answer.
 */
const rush = async (database: BenchDatabase) => {
  const crowd = await openCrowd(people, delayMs, payers)
  const levem = await openLevem(crowd, database.url, {
    providerToken,
    // The bot itself organizes.
    organizerIds: [Number(crowd.token.split(':')[0])],
  })
  const { event } = await publish(levem, { title: 'Flash sale', minor: 0, capacity: seats })
  await crowd.payersSay('/start')
  await invoiceAll(levem, crowd)
  await crowd.say(`/start e_${event.slug}`)
  await crowd.press('🎟 Get tickets')
  await crowd.press('1')
  const result = await crowd.rush('✅ Confirm', overMs)
  await levem.worker.idle()
  const paid = await levem.store.transact(async (tx) => (await tx.payments.appliedOfEvent(event.id + 1)).length)
  await levem.stop()
  await crowd.close()
  return { ...result, paid }
}

const percentile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? NaN

/** How fast pre-checkout is answered during a flash sale. */
export const checkoutBench = async (
  openers: readonly (() => Promise<BenchDatabase>)[],
  print: (line: string) => void,
): Promise<void> => {
  print(
    `Checkout: ${payers} people pay over ${overMs} ms while 1,000 others press at once for ${seats} seats; every call to Telegram takes ${delayMs} ms, two of them are in each number (aim: p99 under 1,000 ms)`,
  )
  for (const open of openers) {
    const database = await open()
    const { checkouts, failed, ms, paid } = await rush(database)
    const [p50, p99, worst] = [0.5, 0.99, 1].map((part) => Math.round(percentile(checkouts, part)))
    print(
      `  Levem on ${database.name}: pre-checkout p50 ${String(p50)} ms, p99 ${String(p99)} ms, longest ${String(worst)} ms; failed ${failed}; paid ${paid}; the crowd was answered in ${Math.round(ms)} ms`,
    )
    await database.drop()
  }
}
