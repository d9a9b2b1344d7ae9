import type { InlineKeyboard } from 'grammy'
import type { EventDraft, Question } from '../../../../domain/draft.js'
import { monthGrid, monthOf, nextMonth, previousMonth } from '../../../../texts/calendar.js'
import type { Speech } from '../../../../texts/texts.js'
import { routes } from '../../../ui/routes.js'

const idle = routes.formIdle.data({})
// Telegram trims labels and refuses empty ones; this character (braille pattern blank) shows nothing and is no white
// space.
const blank = '\u2800'

/** Which question's calendar; `month` is "2026-12", without it the month of the start, or of today. */
type Wanted = { readonly question: Question; readonly month?: string | undefined; readonly now: number }

/** Adds a month to tap a day in. Days that are over cannot be tapped. */
export const addCalendar = (keyboard: InlineKeyboard, speech: Speech, draft: EventDraft, wanted: Wanted): void => {
  const { question, now } = wanted
  const first = question === 'endsAt' ? (draft.answers.startsAt ?? now) : now
  const month = monthShown(draft, wanted, first)
  const grid = monthGrid({ month, first, zone: draft.zone, language: speech.language })
  const isAhead = month > monthOf(first, draft.zone)
  keyboard
    .text(isAhead ? '‹' : blank, isAhead ? routes.formMonth.data({ question, month: previousMonth(month) }) : idle)
    .text(grid.title, idle)
    .text('›', routes.formMonth.data({ question, month: nextMonth(month) }))
    .row()
  for (const name of grid.weekdays) keyboard.text(name, idle)
  for (const week of grid.weeks) {
    keyboard.row()
    for (const { label, day } of week)
      keyboard.text(label.trim() || blank, day === undefined ? idle : routes.formDay.data({ question, day }))
  }
}

const monthShown = ({ answers, zone }: EventDraft, { question, month }: Wanted, first: number): string =>
  month ?? monthOf((question === 'startsAt' ? answers.startsAt : undefined) ?? first, zone)

const usualTimes = [
  '1000',
  '1100',
  '1200',
  '1400',
  '1600',
  '1700',
  '1800',
  '1830',
  '1900',
  '1930',
  '2000',
  '2100',
  '2200',
  '2300',
]

/** Adds the usual times of a day; any other can be typed. */
export const addTimes = (keyboard: InlineKeyboard, question: Question, day: string): void => {
  usualTimes.forEach((time, i) => {
    keyboard.text(`${time.slice(0, 2)}:${time.slice(2)}`, routes.formTime.data({ question, day, time }))
    if (i % 5 === 4) keyboard.row()
  })
}
