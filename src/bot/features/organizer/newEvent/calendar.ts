import type { InlineKeyboard } from 'grammy'
import type { EventDraft, Question } from '../../../../domain/draft.js'
import { monthGrid, monthOf, nextMonth, previousMonth } from '../../../../texts/calendar.js'
import type { Speech } from '../../../../texts/texts.js'
import { routes } from '../../../ui/routes.js'

const idle = routes.formIdle.data({})
// Telegram trims labels and refuses empty ones; this character (braille pattern blank) shows nothing and is no white
// space.
const blank = '\u2800'

/**
 * A month to tap a day in. `month` is "2026-12"; without it the month of the start, or of today. Days that are over
 * cannot be tapped.
 */
export const calendarOf = (
  speech: Speech,
  draft: EventDraft,
  question: Question,
  month: string | undefined,
  now: number,
  keyboard: InlineKeyboard,
): InlineKeyboard => {
  const first = question === 'endsAt' ? (draft.answers.startsAt ?? now) : now
  const firstMonth = monthOf(first, draft.zone)
  const shown = month ?? monthOf((question === 'startsAt' ? draft.answers.startsAt : undefined) ?? first, draft.zone)
  const grid = monthGrid({ month: shown, first, zone: draft.zone, language: speech.language })
  keyboard
    .text(
      shown > firstMonth ? '‹' : blank,
      shown > firstMonth ? routes.formMonth.data({ question, month: previousMonth(shown) }) : idle,
    )
    .text(grid.title, idle)
    .text('›', routes.formMonth.data({ question, month: nextMonth(shown) }))
    .row()
  for (const name of grid.weekdays) keyboard.text(name, idle)
  for (const week of grid.weeks) {
    keyboard.row()
    for (const cell of week)
      keyboard.text(
        cell.label.trim() || blank,
        cell.day === undefined ? idle : routes.formDay.data({ question, day: cell.day }),
      )
  }
  return keyboard
}

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

/** The usual times of a day; any other can be typed. */
export const timesOf = (question: Question, day: string, keyboard: InlineKeyboard): InlineKeyboard => {
  usualTimes.forEach((time, i) => {
    keyboard.text(`${time.slice(0, 2)}:${time.slice(2)}`, routes.formTime.data({ question, day, time }))
    if (i % 5 === 4) keyboard.row()
  })
  return keyboard
}
