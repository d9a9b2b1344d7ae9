import { InlineKeyboard } from 'grammy'
import { invoiceLimits, mayBeInvoiced } from '../../domain/cardAmounts.js'
import { type Money, times } from '../../domain/money.js'
import { type PaymentMethod, quantityLimit } from '../../domain/order.js'
import type { MoneyByMethod, MoneyReport } from '../../services/payments/moneyReports.js'
import type { RunProgress } from '../../services/refunds/runProgress.js'
import type { Html } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'
import { lines, moneyIn, paragraphs, sumIn } from '../ui/format.js'
import { routes } from '../ui/routes.js'
import type { Screen } from '../ui/screen.js'

/** How guests can pay, or that they cannot. */
export const openWaysText = (speech: Speech, open: readonly PaymentMethod[], key = 'manage-ways'): Html => {
  if (open.length === 0) return speech.say('ways-none-open')
  return speech.say(key, { ways: open.map((way) => speech.label('way-in-words', { way })).join(', ') })
}

/**
 * Warns of prices that Telegram takes no invoice of: one ticket is too little for it, or a whole order too much.
 * undefined where nothing is wrong, or nobody pays by invoice.
 */
export const outOfReachText = (
  speech: Speech,
  prices: readonly Money[],
  open: readonly PaymentMethod[],
): Html | undefined => {
  const amounts = prices.filter(({ minor }) => minor > 0).flatMap((price) => [price, times(price, quantityLimit)])
  const limits = invoiceLimits(amounts.find((amount) => !mayBeInvoiced(amount, 1))?.currency ?? '')
  if (!limits || !(open.includes('provider') || open.includes('stars'))) return undefined
  const { lowest, highest } = limits
  return speech.say('amounts-out-of-reach', { lowest: moneyIn(speech, lowest), highest: moneyIn(speech, highest) })
}

/** What an event brought in, with how far its refunds are. */
export const moneyScreen = (speech: Speech, report: MoneyReport, progress?: RunProgress): Screen => {
  const head = speech.say('money-head', { title: report.event.title })
  const running = progress && runText(speech, progress)
  const methods = report.byMethod.map((row) => methodText(speech, row))
  const totals =
    report.byMethod.length > 1 ? report.totals.map((total) => speech.say('money-total', sumsIn(speech, total))) : []
  const body = methods.length > 0 ? [...methods, ...totals] : [speech.say('money-none')]
  const guests = report.guests > 0 ? speech.say('money-guest-list', { count: report.guests }) : undefined
  return { html: paragraphs(head, running, ...body, guests), keyboard: moneyButtons(speech, report) }
}

const sumsIn = (speech: Speech, { currency, gross, refunded, net }: Omit<MoneyByMethod, 'method'>) => {
  const say = (minor: number): string => moneyIn(speech, { currency, minor })
  return { gross: say(gross), refunded: say(refunded), net: say(net) }
}

const methodText = (speech: Speech, row: MoneyByMethod): Html => {
  const { gross, refunded, net } = sumsIn(speech, row)
  const due = moneyIn(speech, { currency: row.currency, minor: row.dueMinor })
  return lines(
    speech.say('money-way', { way: row.method, gross, payments: row.payments }),
    row.refunded > 0
      ? speech.say(row.dueMinor > 0 ? 'money-refunded-due' : 'money-refunded', { refunded, net, due })
      : undefined,
  )
}

const moneyButtons = (
  speech: Speech,
  { event: { id: eventId }, tasks, refundable: count, underReview }: MoneyReport,
): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  if (tasks > 0)
    keyboard
      .text(speech.label('button-refunds-to-make', { count: tasks }), routes.refundTasks.data({ eventId, after: 0 }))
      .row()
  if (underReview > 0)
    keyboard
      .text(
        speech.label('button-waiting-transfers', { count: underReview }),
        routes.waitingTransfers.data({ eventId, after: 0 }),
      )
      .row()
  if (count > 0)
    keyboard.text(speech.label('button-refund-orders'), routes.refundable.data({ eventId, after: 0 })).row()
  return keyboard.text(speech.label('button-back'), routes.manageEvent.data({ eventId }))
}

/** How far a run of refunds is; what it came to when it is done. */
const runText = (speech: Speech, progress: RunProgress): Html => {
  const { standing } = progress
  const count = (what: (row: RunProgress['standing'][number]) => boolean): number =>
    standing.filter(what).reduce((sum, row) => sum + row.count, 0)
  const stars = count(({ method }) => method === 'stars')
  const starsBack = count(({ method, state }) => method === 'stars' && state === 'done')
  const byHand = count(({ method, state }) => method !== 'stars' && state === 'due')
  const failed = count(({ state }) => state === 'failed')
  return lines(
    runHead(speech, progress, { orders: count(() => true), byHand }),
    stars > 0 ? speech.say('refund-run-stars', { done: starsBack, of: stars }) : undefined,
    byHand > 0 ? speech.say('refund-run-by-hand', { count: byHand }) : undefined,
    failed > 0 ? speech.say('refund-run-failed', { count: failed }) : undefined,
  )
}

type Counts = { readonly orders: number; readonly byHand: number }

const runHead = (speech: Speech, { run, standing, isDone }: RunProgress, { orders, byHand }: Counts): Html => {
  const facts = { orders, sum: sumIn(speech, standing) || '0' }
  // What its organizer still has to give back is not refunded yet.
  if (isDone && (run.kind === 'organizer' || byHand === 0)) return speech.say('refund-run-done', facts)
  if (run.kind === 'eventCancelled') return speech.say('refund-run-cancelled', facts)
  return speech.say('refund-run-working', { done: run.next, of: run.orderIds.length })
}

/** What the organizer hears unasked when a run is done. */
export const runDoneScreen = (speech: Speech, progress: RunProgress): Screen => ({
  html: paragraphs(speech.say('money-head', { title: progress.event.title }), runText(speech, progress)),
  keyboard: new InlineKeyboard().text(
    speech.label('button-money'),
    routes.moneyOf.data({ eventId: progress.event.id }),
  ),
})
