import { InlineKeyboard } from 'grammy'
import { accessOpensAt, type OnlineAccess } from '../../../../domain/onlineAccess.js'
import { eventLimits } from '../../../../domain/event.js'
import { isOnline } from '../../../../domain/place.js'
import type { AccessSettings } from '../../../../services/access/onlineAccess.js'
import type { Html } from '../../../../texts/html.js'
import { styledHtml } from '../../../../texts/styled.js'
import type { Speech } from '../../../../texts/texts.js'
import { lines, paragraphs, ticked, timeIn } from '../../../ui/format.js'
import { backTo, yesOrBack } from '../../../ui/keyboards.js'
import { labelWith } from '../../../ui/labels.js'
import { accessChoices, routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'

/** What each choice of when an access is shown means, in minutes before the start. */
export const minutesOf = { ticket: undefined, m60: 60, m30: 30, m15: 15 } as const

// The whole event first, without a name.
const choicesIn = (speech: Speech, { types }: AccessSettings) => [
  { id: 0, name: '' },
  ...types.map(({ id, name }) => ({ id, name: name || speech.label('type-unnamed') })),
]

const accessIn = ({ accesses }: AccessSettings, ticketTypeId: number): OnlineAccess | undefined =>
  accesses.find((access) => (access.ticketTypeId ?? 0) === ticketTypeId)

/** The accesses of an event; of one whose tickets are all alike the only one. */
export const accessesScreen = (speech: Speech, settings: AccessSettings): Screen => {
  const { event, types } = settings
  if (types.length === 1) return oneScreen(speech, settings, 0)
  const keyboard = new InlineKeyboard()
  const all = choicesIn(speech, settings)
  for (const { id, name } of all)
    keyboard
      .text(
        name === '' ? speech.label('button-access-all') : labelWith(speech, 'button-access-type', { name }),
        routes.openAccess.data({ eventId: event.id, ticketTypeId: id }),
      )
      .row()
  return {
    html: paragraphs(
      speech.say('access-settings', { title: event.title }),
      lines(...all.map(({ id, name }) => lineOf(speech, settings, id, name))),
      placeText(speech, settings),
    ),
    keyboard: keyboard.text(speech.label('button-back'), routes.settingsOf.data({ eventId: event.id })),
  }
}

const lineOf = (speech: Speech, settings: AccessSettings, id: number, name: string): Html => {
  const access = accessIn(settings, id)
  const facts = { hasName: name === '' ? 'no' : 'yes', name, at: access ? timeOf(speech, settings, access) : 'none' }
  return speech.say('access-line', facts)
}

const timeOf = (speech: Speech, { event }: AccessSettings, access: OnlineAccess): string => {
  const opensAt = accessOpensAt(event, access)
  return opensAt === undefined ? 'ticket' : timeIn(speech, opensAt, event)
}

// Whoever has an access and a place may have forgotten to say that nobody comes there.
const placeText = (speech: Speech, { event }: AccessSettings): Html | undefined =>
  isOnline(event) ? undefined : speech.say('access-has-place')

/** One access: what it says, when it is shown, and what can be done. */
export const oneScreen = (speech: Speech, settings: AccessSettings, ticketTypeId: number, notice?: Html): Screen => {
  const access = accessIn(settings, ticketTypeId)
  const { event } = settings
  const name = choicesIn(speech, settings).find(({ id }) => id === ticketTypeId)?.name ?? ''
  const head = speech.say('access-of', { title: event.title, hasName: name === '' ? 'no' : 'yes', name })
  return {
    html: access
      ? paragraphs(
          notice,
          head,
          styledHtml(access.text),
          speech.say('access-when', { at: timeOf(speech, settings, access) }),
        )
      : paragraphs(notice, head, speech.say('access-none'), placeText(speech, settings)),
    keyboard: oneButtons(speech, settings, ticketTypeId, access),
  }
}

const oneButtons = (
  speech: Speech,
  { event, types }: AccessSettings,
  ticketTypeId: number,
  access: OnlineAccess | undefined,
): InlineKeyboard => {
  const which = { eventId: event.id, ticketTypeId }
  const keyboard = new InlineKeyboard()
  for (const before of accessChoices) {
    const isChosen = access !== undefined && access.minutesBefore === minutesOf[before]
    const route = access ? routes.setAccessTime : routes.askAccess
    keyboard.text(ticked(isChosen, speech.label(`access-${before}`)), route.data({ ...which, before })).row()
  }
  if (access) addChanging(keyboard, speech, which, access)
  const back = types.length === 1 ? routes.settingsOf : routes.accessesOf
  return keyboard.row().text(speech.label('button-back'), back.data({ eventId: event.id }))
}

const addChanging = (
  keyboard: InlineKeyboard,
  speech: Speech,
  which: { readonly eventId: number; readonly ticketTypeId: number },
  { minutesBefore }: OnlineAccess,
): void => {
  const before = accessChoices.find((choice) => minutesOf[choice] === minutesBefore) ?? 'ticket'
  keyboard
    .text(speech.label('button-access-text'), routes.askAccess.data({ ...which, before }))
    .text(speech.label('button-access-remove'), routes.askRemoveAccess.data(which))
    .danger()
}

/** Asks for the text of an access. */
export const askAccessScreen = (speech: Speech, { event }: AccessSettings, ticketTypeId: number): Screen => ({
  html: speech.say('access-ask', { title: event.title, max: eventLimits.description }),
  keyboard: backTo(speech, routes.openAccess.data({ eventId: event.id, ticketTypeId })),
})

/** Asks before an access is taken away. */
export const askRemoveScreen = (speech: Speech, { event }: AccessSettings, ticketTypeId: number): Screen => {
  const which = { eventId: event.id, ticketTypeId }
  return {
    html: speech.say('access-remove-ask', { title: event.title }),
    keyboard: yesOrBack(speech, routes.removeAccess.data(which), routes.openAccess.data(which)),
  }
}
