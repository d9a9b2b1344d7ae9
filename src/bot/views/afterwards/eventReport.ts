import { InlineKeyboard, InputFile } from 'grammy'
import { isOnline } from '../../../domain/place.js'
import type { Logger } from 'pino'
import type { ReportPictureFacts } from '../../../print/reportPicture.js'
import type { EventReport } from '../../../services/afterwards/eventReports.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { lines, moneyIn, paragraphs, startIn, timeInYear, yesNo } from '../../ui/format.js'
import { routes } from '../../ui/routes.js'
import type { Screen } from '../../ui/screen.js'

/** What draws reports: `createPrinter` of src/print. */
export type ReportPrinter = { readonly report: (facts: ReportPictureFacts) => Promise<Uint8Array> }

type Needs = {
  /** Without it reports are text. */
  readonly printer?: ReportPrinter | undefined
  readonly log: Logger
}

/** What an event came to, with its picture; without one where it cannot be drawn. */
export const createReportScreen =
  ({ printer, log }: Needs) =>
  async (speech: Speech, report: EventReport): Promise<Screen> => {
    try {
      return reportScreen(speech, report, await printer?.report(reportPictureFacts(speech, report)))
    } catch (error) {
      log.error({ err: error, event: report.event.id }, 'a report could not be drawn; it goes out as text')
      return reportScreen(speech, report, undefined)
    }
  }

const reportScreen = (speech: Speech, report: EventReport, picture: Uint8Array | undefined): Screen => ({
  html: paragraphs(
    speech.say('report-head', { title: report.event.title, when: startIn(speech, report.event) }),
    lines(
      speech.say('report-sold', { sold: report.sold }),
      report.guests > 0 ? speech.say('guest-list-count', { count: report.guests }) : undefined,
      cameText(speech, report),
    ),
    moneyText(speech, report),
    ratingText(speech, report),
    report.followers > 0 ? speech.say('followers', { count: report.followers }) : undefined,
  ),
  keyboard: reportButtons(speech, report),
  ...(picture && { pictures: [new InputFile(picture, `report-${report.event.id}.png`)] }),
})

// Nobody comes to an event online.
const cameText = (speech: Speech, { event, came, noShows }: EventReport): Html | undefined => {
  if (noShows !== undefined) return speech.say('report-came', { came, noShows })
  return isOnline(event) ? undefined : speech.say('report-nobody-in')
}

const moneyText = (speech: Speech, { byMethod, totals }: EventReport): Html | undefined => {
  if (byMethod.length === 0) return undefined
  return lines(
    speech.say('report-money'),
    ...byMethod.map(({ method, currency, gross }) =>
      speech.say('report-money-line', { way: method, amount: moneyIn(speech, { currency, minor: gross }) }),
    ),
    ...totals
      .filter(({ refunded }) => refunded > 0)
      .map(({ currency, refunded, net }) =>
        speech.say('report-refunded', {
          refunded: moneyIn(speech, { currency, minor: refunded }),
          net: moneyIn(speech, { currency, minor: net }),
        }),
      ),
  )
}

const ratingText = (
  speech: Speech,
  { event, noShows, isAsked, rating: { answers, shown } }: EventReport,
): Html | undefined => {
  // Where nobody was let in at a door nobody is asked.
  if (answers === 0)
    return noShows === undefined && !isOnline(event)
      ? undefined
      : speech.say('report-unrated', { isAsked: yesNo(isAsked) })
  if (!shown) return speech.say('report-few-ratings', { answers })
  return lines(
    speech.say('report-rating', { average: averageIn(speech, shown.average), answers }),
    ...shown.counts
      .toReversed()
      .filter(({ count }) => count > 0)
      .map(({ stars, count }) => speech.say('report-stars', { stars: '⭐'.repeat(stars), count })),
  )
}

const averageIn = ({ language }: Speech, average: number): string =>
  new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(average)

const reportButtons = (speech: Speech, { event, hasWords }: EventReport): InlineKeyboard => {
  const eventId = event.id
  const keyboard = new InlineKeyboard()
  if (hasWords) keyboard.text(speech.label('button-rating-words'), routes.ratingWords.data({ eventId, after: 0 })).row()
  return keyboard
    .text(speech.label('button-charts'), routes.chartsOf.data({ eventId }))
    .row()
    .text(speech.label('button-money'), routes.moneyOf.data({ eventId }))
    .text(speech.label('button-manage'), routes.manageEvent.data({ eventId }))
}

const reportPictureFacts = (speech: Speech, report: EventReport): ReportPictureFacts => {
  const { event, sold, came, noShows, byMethod, totals, rating } = report
  const counts = (key: string, count: number) => ({ label: speech.label(`report-picture-${key}`), count })
  return {
    language: speech.language,
    title: event.title,
    when: timeInYear(speech, event.startsAt, event),
    bars: [counts('sold', sold), ...(noShows === undefined ? [] : [counts('came', came), counts('noShows', noShows)])],
    sums: [
      ...byMethod.map(({ method, currency, gross }) => ({
        label: speech.label('report-picture-way', { way: method }),
        amount: moneyIn(speech, { currency, minor: gross }),
      })),
      ...totals
        .filter(({ refunded }) => refunded > 0)
        .map(({ currency, refunded }) => ({
          label: speech.label('report-picture-refunded'),
          amount: `−${moneyIn(speech, { currency, minor: refunded })}`,
        })),
    ],
    totals: totals.map(({ currency, net }) => moneyIn(speech, { currency, minor: net })),
    rating: rating.shown && averageIn(speech, rating.shown.average),
  }
}
