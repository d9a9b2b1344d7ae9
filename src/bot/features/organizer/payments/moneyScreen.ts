import { InlineKeyboard } from 'grammy'
import type { Money } from '../../../../domain/money.js'
import type { PrepaidMethod } from '../../../../domain/payment.js'
import type { MoneyByMethod, MoneyReport } from '../../../../services/payments/moneyReports.js'
import type { RunProgress } from '../../../../services/refunds/runProgress.js'
import { money } from '../../../../texts/format.js'
import { type Html, joinHtml } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import type { Screen } from '../../../ui/screen.js'
import { routes } from '../../../ui/routes.js'

type Amount = { readonly currency: string; readonly minor: number }

/** Amounts of one or several currencies: "1 500 ₽ + 20 ⭐". What has the same currency is added up. */
export const sumIn = (speech: Speech, amounts: readonly Amount[]): string => {
  const sums = new Map<string, number>()
  for (const { currency, minor } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + minor)
  return [...sums].map(([currency, minor]) => money({ currency, minor }, speech.language)).join(' + ')
}

/** What an event brought in, with how far its refunds are. */
export const moneyScreen = (speech: Speech, report: MoneyReport, progress?: RunProgress): Screen => {
  const head = speech.say('money-head', { title: report.event.title })
  const running = progress && runText(speech, progress)
  const ways = report.byMethod.map((row) => wayText(speech, row))
  const totals =
    report.byMethod.length > 1 ? report.totals.map((total) => speech.say('money-total', sumsIn(speech, total))) : []
  const body = ways.length > 0 ? [...ways, ...totals] : [speech.say('money-none')]
  return {
    html: joinHtml([head, ...(running ? [running] : []), ...body], '\n\n'),
    keyboard: moneyButtons(speech, report),
  }
}

const sumsIn = (speech: Speech, { currency, gross, refunded, net }: Omit<MoneyByMethod, 'method'>) => {
  const say = (minor: number): string => money({ currency, minor }, speech.language)
  return { gross: say(gross), refunded: say(refunded), net: say(net) }
}

const wayText = (speech: Speech, row: MoneyByMethod): Html => {
  const { gross, refunded, net } = sumsIn(speech, row)
  const due: Money = { currency: row.currency, minor: row.dueMinor }
  return joinHtml(
    [
      speech.say('money-way', { way: row.method, gross, payments: row.payments }),
      ...(row.refunded > 0
        ? [
            speech.say(row.dueMinor > 0 ? 'money-refunded-due' : 'money-refunded', {
              refunded,
              net,
              due: money(due, speech.language),
            }),
          ]
        : []),
    ],
    '\n',
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
    keyboard
      .text(speech.label('button-refund-orders'), routes.refundable.data({ eventId, after: 0, mask: 0, check: 0 }))
      .row()
  return keyboard.text(speech.label('button-back'), routes.manageEvent.data({ eventId }))
}

/** How far a run of refunds is; what it came to when it is done. */
export const runText = (speech: Speech, { run, standing, isDone }: RunProgress): Html => {
  const count = (what: (row: { method: PrepaidMethod; state: string }) => boolean): number =>
    standing.filter(what).reduce((sum, row) => sum + row.count, 0)
  const [stars, starsBack, failed] = [
    count(({ method }) => method === 'stars'),
    count(({ method, state }) => method === 'stars' && state === 'done'),
    count(({ state }) => state === 'failed'),
  ]
  const byHand = count(({ method, state }) => method !== 'stars' && state === 'due')
  const facts = { orders: count(() => true), sum: sumIn(speech, standing) || '0' }
  return joinHtml(
    [
      // What its organizer still has to give back is not refunded yet.
      isDone && (run.kind === 'organizer' || byHand === 0)
        ? speech.say('refund-run-done', facts)
        : run.kind === 'eventCancelled'
          ? speech.say('refund-run-cancelled', facts)
          : speech.say('refund-run-working', { done: run.next, of: run.orderIds.length }),
      ...(stars > 0 ? [speech.say('refund-run-stars', { done: starsBack, of: stars })] : []),
      ...(byHand > 0 ? [speech.say('refund-run-by-hand', { count: byHand })] : []),
      ...(failed > 0 ? [speech.say('refund-run-failed', { count: failed })] : []),
    ],
    '\n',
  )
}

/** What the organizer hears unasked when a run is done. */
export const runDoneScreen = (speech: Speech, progress: RunProgress): Screen => ({
  html: joinHtml([speech.say('money-head', { title: progress.event.title }), runText(speech, progress)], '\n\n'),
  keyboard: new InlineKeyboard().text(
    speech.label('button-money'),
    routes.moneyOf.data({ eventId: progress.event.id }),
  ),
})
