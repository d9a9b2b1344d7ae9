import { InlineKeyboard } from 'grammy'
import type { EventDraft, Question } from '../../../../domain/draft.js'
import { localTime } from '../../../../texts/format.js'
import { momentText, type When } from '../../../../texts/times/when.js'
import type { Speech } from '../../../../texts/texts.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'

/** Asks which of two times or days was meant, with a button for each; another can be typed. */
export const whichScreen = (
  speech: Speech,
  draft: EventDraft,
  { question, options }: { readonly question: Question; readonly options: readonly When[] },
): Screen => {
  const reader = { zone: draft.zone, language: speech.language, now: speech.now() }
  const keyboard = new InlineKeyboard()
  for (const option of options) keyboard.text(momentText(option, reader), dataOf(option, question, draft.zone)).row()
  const [first = '', second = ''] = options.map((option) => momentText(option, reader))
  return { html: speech.say('refusal-whenAmbiguous', { first, second }), keyboard }
}

const dataOf = (option: When, question: Question, zone: string): string => {
  if (option.kind === 'day') return routes.formDay.data({ question, day: option.day })
  const local = localTime(option.at, zone)
  return routes.formTime.data({ question, day: local.toISODate(), time: local.toFormat('HHmm') })
}
