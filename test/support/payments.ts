import { Api, Context } from 'grammy'
import { expect } from 'vitest'
import type { Ctx } from '../../src/bot/ui/context.js'
import { createInvoices } from '../../src/bot/payments/invoices.js'
import { createTexts } from '../../src/texts/texts.js'
import { en, ru } from './texts/words.js'
import { createLog } from '../../src/runtime/log.js'
import type { OrderView } from '../../src/services/ordering/orderView.js'
import type { World, WorldOptions } from './world.js'
import { type EventWithType, meet, openCalmWorld, publish, type Talker, screenOf } from './talker.js'
import type { Order } from '../../src/domain/order.js'
import type { PrepaidMethod } from '../../src/domain/payment.js'
import { type Checkout, plainPicture } from 'telegram-sandbox'

/** A test provider's token, as BotFather gives them. */
export const providerToken = '381764678:TEST:12345'

/** A world in which events are paid through a provider. */
export const openShop = (options: WorldOptions = {}): Promise<World> =>
  openCalmWorld({ ...options, config: { providerToken, ...options.config } })

/** An event paid in Telegram Stars. */
export const publishForStars = (
  world: World,
  organizerId: number,
  options: Parameters<typeof publish>[2] = {},
): Promise<EventWithType> =>
  publish(world, organizerId, { title: 'Online talk', price: { minor: 150, currency: 'XTR' }, ...options })

/** Holds seats without the talking. */
export const hold = (world: World, buyer: Talker, { type }: EventWithType, quantity = 1): Promise<OrderView> =>
  world.levem().services.ordering.hold({
    buyerId: buyer.id,
    ticketTypeId: type.id,
    quantity,
    requestKey: `${buyer.id}:${Math.random()}`,
  })

const quiet = createLog({ level: 'silent', secrets: [] })
const texts = createTexts()

/** Sends the invoice of an order as the bot does; gives its message's id. */
export const invoice = async (
  world: World,
  to: Talker,
  open: OrderView,
  payments: { readonly providerToken?: string | undefined; readonly receiptVatCode?: number } = { providerToken },
): Promise<number> => {
  const message = {
    message_id: 1,
    date: 1,
    text: 'pay',
    chat: { id: to.id, type: 'private' as const, first_name: 'Ann' },
    from: to.person.user,
  }
  const ctx = new Context(
    { update_id: 1, message },
    new Api(world.sandbox.token, { apiRoot: world.sandbox.url }),
    world.levem().me,
  ) as Ctx
  ctx.speech = texts.in('en')
  const way = open.order.total.currency === 'XTR' ? 'stars' : 'provider'
  await createInvoices({
    payments: { providerToken: undefined, receiptVatCode: undefined, holdMinutes: 15, ...payments },
    log: quiet,
    // Those before stay, as they do where Telegram does not let them be deleted.
    services: {
      holdScreens: { putInvoice: () => Promise.resolve(undefined), takeInvoice: () => Promise.resolve(undefined) },
    },
  }).send(ctx, open, way)
  return invoiceOf(to)
}

/** The id of the newest invoice that somebody has. */
export const invoiceOf = (talker: Talker): number =>
  talker.person
    .messages()
    .filter(({ message }) => message.invoice !== undefined)
    .at(-1)?.message_id ?? 0

/** Holds seats and gets the invoice; nothing is paid yet. */
export const order = async (
  world: World,
  buyer: Talker,
  sale: EventWithType,
  quantity = 1,
): Promise<{ readonly open: OrderView; readonly messageId: number }> => {
  const open = await hold(world, buyer, sale, quantity)
  return { open, messageId: await invoice(world, buyer, open) }
}

/** Pays an invoice and lets the bot finish what it does about it. */
export const pay = async (world: World, payer: Talker, messageId: number): Promise<Checkout> => {
  const outcome = await payer.person.pays(messageId)
  await world.settle()
  return outcome
}

/**
 * Sends an invoice for an order's payload past the bot, as an old or another version of it might have: without a start
 * parameter, for any amount.
 */
export const forgeInvoice = async (
  world: World,
  to: Talker,
  open: OrderView,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<number> => {
  const isStars = open.order.total.currency === 'XTR'
  const fields = {
    title: 'Tickets',
    description: 'Two of them',
    payload: open.order.payload,
    currency: open.order.total.currency,
    provider_token: isStars ? '' : providerToken,
    prices: [{ label: 'Tickets', amount: open.order.total.minor }],
    ...changes,
  }
  const answer = await fetch(`${world.sandbox.url}/bot${world.sandbox.token}/sendInvoice`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ chat_id: to.id, ...fields }),
  })
  expect(answer.status).toBe(200)
  return invoiceOf(to)
}

/** How an order stands: its state, its tickets that are valid, its payments and its refunds. */
export const standing = (world: World, { order: { id } }: OrderView) =>
  world.levem().store.transact(async (tx) => {
    const found = await tx.orders.find(id)
    const tickets = await tx.tickets.ofOrder(id)
    const refunds = await tx.refunds.ofOrder(id)
    return {
      state: found?.state,
      tickets: tickets.filter(({ state }) => state === 'valid').length,
      refunds: refunds.map(({ reason, state, method }) => `${reason} ${state} ${method}`),
    }
  })

/** Somebody who organizes, and somebody who buys. */
export const meetTwo = async (world: World): Promise<readonly [Talker, Talker]> => [
  await meet(world, 'Olga', { languageCode: 'ru' }),
  await meet(world, 'Ann'),
]

type Raw = {
  readonly result: readonly { readonly update_id: number; readonly pre_checkout_query?: { readonly id: string } }[]
}

const call = async (world: World, method: string, params: object): Promise<Raw> =>
  (
    await fetch(`${world.sandbox.url}/bot${world.sandbox.token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(params),
    })
  ).json() as Promise<Raw>

/** A payer and the message with the invoice. */
export type Paying = readonly [payer: Talker, messageId: number]

/**
 * Pays while the bot, which must be stopped, hears nothing: pre-checkout is approved as it would have done a moment
 * ago, and what tells of the payments waits at Telegram.
 */
export const payUnheard = async (world: World, ...payings: readonly Paying[]): Promise<void> => {
  const paid = Promise.all(payings.map(([payer, messageId]) => payer.person.pays(messageId)))
  const queries = (await call(world, 'getUpdates', { timeout: 1 })).result.filter(
    ({ pre_checkout_query: query }) => query,
  )
  expect(queries).toHaveLength(payings.length)
  for (const { pre_checkout_query: query } of queries)
    await call(world, 'answerPreCheckoutQuery', { pre_checkout_query_id: query?.id, ok: true })
  expect(await paid).toEqual(payings.map(() => ({ ok: true })))
  await call(world, 'getUpdates', { offset: (queries.at(-1)?.update_id ?? 0) + 1, limit: 1 })
}

/**
 * Starts the bot and lets it hear nothing, nor look into the list of Stars; gives how to let it hear again, and waits
 * until it has done what it heard of.
 */
export const deafen = async (world: World): Promise<() => Promise<void>> => {
  const fault = world.sandbox.faults.add({ method: ['getUpdates', 'getStarTransactions'], kind: 'hang' })
  await world.restart()
  await world.sandbox.until(() => fault.hits() > 1)
  return async () => {
    fault.remove()
    // The call that was cut is made again after a moment.
    await expect
      .poll(async () => (await world.advance(1000), world.sandbox.pendingUpdates()), { timeout: 5000 })
      .toBe(0)
    await world.settle()
  }
}

/** What the bot's account of Stars says: "+150" and "-150", oldest first. */
export const starLedger = async (world: World): Promise<readonly string[]> => {
  const { result } = (await call(world, 'getStarTransactions', {})) as unknown as {
    result: { transactions: readonly { amount: number; source?: object }[] }
  }
  return result.transactions.map(({ amount, source }) => `${source ? '+' : '-'}${amount}`)
}

let charges = 0

/**
 * Buys without the talking; the money came in by a provider, or by a transfer that the organizer found. Gives the
 * confirmed order.
 */
export const paid = async (
  world: World,
  buyer: Talker,
  sale: EventWithType,
  quantity = 1,
  way: PrepaidMethod = 'provider',
): Promise<Order> => {
  const { order: held } = await hold(world, buyer, sale, quantity)
  charges += 1
  await world.levem().services.payments.receive({
    payload: held.payload ?? '',
    chargeId: `tg-charge-${charges}`,
    providerChargeId: `prov-charge-${charges}`,
    payerId: buyer.id,
    amount: held.total,
    method: way,
  })
  return orderNow(world, held.id)
}

/** Pays in Stars, through Telegram, so that they can go back there. */
export const paidInStars = async (world: World, buyer: Talker, sale: EventWithType, quantity = 1): Promise<Order> => {
  const { open, messageId } = await order(world, buyer, sale, quantity)
  await pay(world, buyer, messageId)
  return orderNow(world, open.order.id)
}

/** The order as it is now. */
export const orderNow = (world: World, orderId: number): Promise<Order> =>
  world.levem().store.transact(async (tx) => {
    const found = await tx.orders.find(orderId)
    if (!found) throw new Error(`no order ${orderId}`)
    return found
  })

/** A picture that the buyer sent to the bot, as Telegram's file_id. */
export const pictureOf = async (buyer: Talker): Promise<string> => {
  await buyer.does((person) => person.sendsPhoto({ bytes: plainPicture(64, 64) }))
  return (
    buyer.person
      .messages()
      .filter(({ fromBot, message }) => !fromBot && message.photo)
      .at(-1)
      ?.message.photo?.at(-1)?.file_id ?? ''
  )
}

const eventsOn = (organizer: Talker): readonly number[] =>
  (organizer.heard().at(-1)?.keyboard.flat() ?? []).flatMap((button) =>
    typeof button === 'object' && 'callback_data' in button && /^o:\d+$/u.test(button.callback_data)
      ? [Number(button.callback_data.slice(2))]
      : [],
  )

const isMore = (label: string): boolean => [en, ru].some((words) => words('button-next-page') === label)

/** Opens the Money screen of the newest event from /myevents; gives the screen's text. */
export const openMoney = async (organizer: Talker): Promise<string> => {
  await organizer.says('/myevents')
  const pages = [eventsOn(organizer)]
  for (let more = screenOf(organizer).buttons.find(isMore); more; more = screenOf(organizer).buttons.find(isMore)) {
    await organizer.presses(more)
    pages.push(eventsOn(organizer))
  }
  const newest = Math.max(...pages.flat())
  await organizer.says('/myevents')
  for (const page of pages) {
    if (page.includes(newest)) break
    await organizer.presses(screenOf(organizer).buttons.find(isMore) ?? '')
  }
  await organizer.presses({ data: `o:${newest}` })
  const { buttons } = screenOf(organizer)
  await organizer.presses([en, ru].map((words) => words('button-money')).find((label) => buttons.includes(label)) ?? '')
  return organizer.sees()
}

/** What the bot edited so far. */
export const edits = (world: World): number => world.sandbox.callsOf('editMessageText').length

/** Amounts have no-break spaces; here they are plain. */
export const plain = (text: string): string => text.replace(/[\u00a0\u202f]/gu, ' ')
