import { InlineKeyboard } from 'grammy'
import type { EventDraft } from '../../../../domain/draft.js'
import { clockTime, dateTimeWithZone, zoneOffset } from '../../../../texts/format.js'
import type { Speech } from '../../../../texts/texts.js'
import { otherInstant } from '../../../../texts/times/clockChanges.js'
import { zoneName } from '../../../../texts/zoneNames.js'
import { timeIn } from '../../../ui/format.js'
import { labelWith } from '../../../ui/labels.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import type { AtChange, Converted } from './step.js'

/** Says what a time typed by the clocks of another zone is by the event's, and offers to go by those instead. */
export const convertedScreen = (speech: Speech, draft: EventDraft, { at, from }: Converted): Screen => ({
  html: speech.say('understood-elsewhere', {
    said: dateTimeWithZone(at, from, speech.language, speech.now()),
    here: timeIn(speech, at, draft),
  }),
  keyboard: zoneButton(speech, draft, from, at),
})

/** Says what a change of the clocks made of the time that was typed, and how the other one can be written. */
export const clockScreen = (speech: Speech, { zone }: EventDraft, { at, change }: AtChange): Screen => {
  const other = otherInstant(at, zone)
  const facts = { time: clockTime(at, zone), offset: zoneOffset(at, zone), other: zoneOffset(other, zone) }
  return { html: speech.say(`understood-${change}`, facts) }
}

type Chosen = { readonly draft: EventDraft; readonly zone: string; readonly now: number }

/** Says that the event goes by the clocks of `zone` from now on, and offers those of the draft as it was. */
export const zoneScreen = (speech: Speech, { draft, zone, now }: Chosen): Screen => {
  const at = draft.answers.startsAt ?? now
  return {
    html: speech.say('understood-zone', { zone: zoneName(zone, at, speech.language) }),
    ...(zone !== draft.zone && { keyboard: zoneButton(speech, draft, draft.zone, at) }),
  }
}

const zoneButton = (speech: Speech, { key }: EventDraft, zone: string, at: number): InlineKeyboard =>
  new InlineKeyboard().text(
    labelWith(speech, 'button-use-zone', { zone: zoneName(zone, at, speech.language) }),
    routes.formZone.data({ key, zone }),
  )
