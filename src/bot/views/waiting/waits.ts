import type { InlineKeyboard } from 'grammy'
import type { Wait } from '../../../services/waiting/wait.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { lines, startDayIn, startIn, yesNo } from '../../ui/format.js'
import { labelWith } from '../../ui/labels.js'
import { routes } from '../../ui/routes.js'
import { placeFacts } from './place.js'

// The soonest: the others come when these are over.
const mostShown = 10

/** What a person waits for, one below the other; undefined: nothing. */
export const waitsText = (speech: Speech, waits: readonly Wait[]): Html | undefined =>
  waits.length === 0
    ? undefined
    : lines(speech.say('waits-head'), ...waits.slice(0, mostShown).map((wait) => waitText(speech, wait)))

const waitText = (speech: Speech, wait: Wait): Html =>
  speech.say('waits-line', {
    ...placeFacts(speech, wait),
    title: wait.event.title,
    when: startIn(speech, wait.event),
    isOffered: yesNo(wait.offer !== undefined),
  })

/** Adds a button for each of them: to the place in line, or to what is offered. */
export const addWaits = (keyboard: InlineKeyboard, speech: Speech, waits: readonly Wait[]): void => {
  for (const { event } of waits.slice(0, mostShown))
    keyboard
      .row()
      .text(
        labelWith(speech, 'button-waiting', { title: event.title }, { when: startDayIn(speech, event) }),
        routes.waitInLine.data({ eventId: event.id }),
      )
      .row()
}
