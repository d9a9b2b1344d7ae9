import { InlineKeyboard } from 'grammy'
import { mostPicturesAtOnce } from '../../../../domain/guestList.js'
import { quantityLimit } from '../../../../domain/order.js'
import { cut } from '../../../../domain/text.js'
import type { GuestPreview, IssuedList } from '../../../../services/guestList/lists.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { lines, paragraphs, yesNo } from '../../../ui/format.js'
import { routes } from '../../../ui/routes.js'
import type { Screen } from '../../../ui/screen.js'
import { linkTo } from '../../../views/people/person.js'
import { toGuestList } from './screens.js'

// With names and reasons of the longest they stay within one message.
const shownGuests = 15
const shownOdd = 5
const lineLength = 60

/** How a list was understood, before anything is issued. */
export const previewScreen = (speech: Speech, preview: GuestPreview): Screen => {
  const { event, type, guests, tickets, needsReason } = preview
  const facts = { title: event.title, hasType: yesNo(type.name !== ''), type: type.name }
  return {
    html: paragraphs(
      guests.length > 0
        ? speech.say('guest-preview-head', { ...facts, guests: guests.length, tickets })
        : speech.say('guest-preview-none'),
      lines(
        ...guests.slice(0, shownGuests).map((guest) => guestLine(speech, guest)),
        moreOf(speech, guests, shownGuests),
      ),
      oddText(speech, preview),
      keysText(speech, guests),
      needsReason ? speech.say('guest-preview-reason') : undefined,
    ),
    keyboard: previewButtons(speech, preview),
  }
}

const guestLine = (
  speech: Speech,
  { personId, name, username, quantity, reason }: GuestPreview['guests'][number],
): Html =>
  speech.say('guest-preview-line', {
    isKnown: yesNo(personId !== undefined),
    guest: personId === undefined ? name : linkTo({ id: personId, name, username }),
    quantity,
    hasReason: yesNo(reason !== undefined),
    reason: reason ?? '',
  })

const keysText = (speech: Speech, guests: GuestPreview['guests']): Html => {
  const names = guests.filter(({ personId }) => personId === undefined).length
  const pictures = yesNo(names <= mostPicturesAtOnce)
  return lines(
    names < guests.length ? speech.say('guest-preview-key-known') : undefined,
    names > 0 ? speech.say('guest-preview-key-name', { pictures }) : undefined,
  )
}

const moreOf = (speech: Speech, all: readonly unknown[], shown: number): Html | undefined =>
  all.length > shown ? speech.say('guest-preview-more', { more: all.length - shown }) : undefined

const oddText = (speech: Speech, { odd, unknown, needsReason }: GuestPreview): Html | undefined => {
  const said = [
    ...odd.map(({ line, why }) =>
      speech.say('guest-preview-odd', { line: cut(line, lineLength), why, max: quantityLimit }),
    ),
    ...unknown.map((name) => speech.say('guest-preview-unknown', { name })),
  ]
  if (said.length === 0) return undefined
  return lines(
    ...said.slice(0, shownOdd),
    moreOf(speech, said, shownOdd),
    speech.say('guest-preview-left-out', { needsReason: yesNo(needsReason) }),
  )
}

const previewButtons = (speech: Speech, { draft, guests, needsReason, event }: GuestPreview): InlineKeyboard => {
  const of = { draftId: draft.id }
  const keyboard = new InlineKeyboard()
  if (guests.length > 0 && !needsReason)
    keyboard.text(speech.label('button-guest-issue'), routes.issueGuests.data(of)).success().row()
  if (guests.length > 0) keyboard.text(speech.label('button-guest-discard'), routes.discardGuests.data(of)).row()
  return keyboard.text(speech.label('button-guest-list-back'), toGuestList(event.id))
}

/** What was issued. */
export const issuedScreen = (speech: Speech, issued: IssuedList): Screen => {
  const { isNew, guests, tickets, names, pictures } = issued
  const withNames = pictures ? 'guest-issued-pictures' : 'guest-issued-by-name'
  return {
    html: paragraphs(
      speech.say('guest-issued', { isNew: yesNo(isNew), guests, tickets }),
      isNew && names > 0 ? speech.say(withNames) : undefined,
    ),
    keyboard: backToList(speech, issued.event.id),
  }
}

/** The way back to the list, and nothing else. */
export const backToList = (speech: Speech, eventId: number): InlineKeyboard =>
  new InlineKeyboard().text(speech.label('button-guest-list-back'), toGuestList(eventId))
