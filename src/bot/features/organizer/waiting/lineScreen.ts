import { InlineKeyboard } from 'grammy'
import { hasEnded } from '../../../../domain/event.js'
import type { InLine, Line } from '../../../../services/waiting/wait.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { lines, paragraphs, shortTimeIn, yesNo } from '../../../ui/format.js'
import { labelWith } from '../../../ui/labels.js'
import { addPaging } from '../../../ui/paging.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { linkTo } from '../../../views/people/person.js'
import { isForAny, lastsIn, typesIn } from '../../../views/waiting/place.js'

/** Which page of a line: behind this entry, before which so many stand. */
export type LinePage = { readonly after: number; readonly before: number }

type Shown = LinePage & { readonly now: number; readonly notice?: Html | undefined }

/** Who waits for an event, for its organizer, with all that they can do. */
export const lineScreen = (speech: Speech, found: Line, { notice, ...shown }: Shown): Screen => {
  // Whoever is in a closed line is being told that it is over.
  const line = found.state === 'closed' ? { ...found, people: 0, rows: [], hasMore: false } : found
  const rows = line.rows.map((row, i) => rowText(speech, line, row, shown.before + i + 1))
  return {
    html: paragraphs(
      notice,
      speech.say('line-head', { title: line.event.title }),
      lines(...factLines(speech, line)),
      lines(...rows),
      rows.length === 0 ? undefined : speech.say('line-offer-hint'),
    ),
    keyboard: lineButtons(speech, line, shown),
  }
}

const factLines = (speech: Speech, { event, state, people, seats, offers }: Line): readonly (Html | undefined)[] => [
  state === 'closed' ? undefined : people > 0 ? speech.say('line-sum', { people, seats }) : speech.say('line-none'),
  offers > 0 ? speech.say('line-offers', { offers }) : undefined,
  state === 'open' ? undefined : speech.say('line-state', { state }),
  state === 'closed' ? undefined : speech.say('line-lasts', { lasts: lastsIn(speech, event) }),
]

const rowText = (speech: Speech, line: Line, row: InLine, place: number): Html => {
  const types = isForAny(row) ? speech.label('line-any-type') : typesIn(speech, row.types)
  return speech.say('line-entry', {
    place: String(place),
    person: linkTo(row.person),
    hasTypes: yesNo(types !== ''),
    types,
    quantity: row.quantity,
    since: shortTimeIn(speech, row.since, line.event),
  })
}

const lineButtons = (speech: Speech, line: Line, { after, before, now }: LinePage & { now: number }) => {
  const { event, rows, state, people } = line
  const { id: eventId } = event
  const keyboard = new InlineKeyboard()
  rows.forEach((row, i) => {
    const facts = { place: String(before + i + 1), quantity: row.quantity }
    const label = labelWith(speech, 'button-offer-now', { person: row.person.name }, facts)
    keyboard.text(label, routes.offerNow.data({ eventId, after, before, entryId: row.entryId })).row()
  })
  const dataAfter = (last?: InLine): string =>
    routes.lineOf.data({ eventId, after: last?.entryId ?? 0, before: last ? before + rows.length : 0 })
  addPaging(keyboard, speech, { ...line, isLater: after !== 0, dataAfter }).row()
  if (!hasEnded(event, now)) addActs(keyboard, speech, eventId, { state, people })
  return keyboard.row().text(speech.label('button-back'), routes.manageEvent.data({ eventId }))
}

const addActs = (
  keyboard: InlineKeyboard,
  speech: Speech,
  eventId: number,
  { state, people }: Pick<Line, 'state' | 'people'>,
): void => {
  if (people > 0)
    keyboard.text(speech.label('button-let-some-in'), routes.askLetIn.data({ eventId, ticketTypeId: 0 })).row()
  if (state === 'open') keyboard.text(speech.label('button-line-pause'), routes.setLine.data({ eventId, to: 'paused' }))
  else
    keyboard
      .text(
        speech.label(state === 'paused' ? 'button-line-go-on' : 'button-line-open'),
        routes.setLine.data({ eventId, to: 'open' }),
      )
      .success()
  if (state !== 'closed')
    keyboard.text(speech.label('button-line-close'), routes.askCloseLine.data({ eventId })).danger()
  keyboard.row().text(speech.label('button-offer-time'), routes.offerTime.data({ eventId }))
}
