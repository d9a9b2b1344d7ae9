import { InlineKeyboard } from 'grammy'
import { type EventDraft, isComplete, questions, typesIn } from '../../../../domain/draft.js'
import { hasSeveral, typeFields } from '../../../../domain/draftTypes.js'
import { cut } from '../../../../domain/text.js'
import type { Html } from '../../../../texts/html.js'
import type { Speech } from '../../../../texts/texts.js'
import { routes } from '../../../ui/routes.js'

/** One button for each answer that can be changed, and for each of several ticket types. */
export const editButtons = (speech: Speech, draft: EventDraft): InlineKeyboard => {
  const { key, answers } = draft
  const keyboard = new InlineKeyboard()
  const several = hasSeveral(answers)
  questions
    .filter((question) => !several || (question !== 'price' && question !== 'capacity'))
    .forEach((question, i) => {
      keyboard.text(speech.label(`field-${question}`), routes.formEdit.data({ question }))
      if (i % 2 === 1) keyboard.row()
    })
  if (several) addTypes(speech, draft, keyboard)
  return keyboard.row().text(speech.label('button-back'), routes.formPreview.data({ key }))
}

// The types of an event that exists are changed on their own screen.
const addTypes = (speech: Speech, { key, answers, eventId }: EventDraft, keyboard: InlineKeyboard): void => {
  keyboard.row()
  if (eventId !== undefined) keyboard.text(speech.label('button-types'), routes.ticketTypesOf.data({ eventId }))
  else if (isComplete(answers)) {
    typesIn(answers).forEach(({ name }, at) => {
      keyboard.text(`🎟 ${cut(name, 30)}`, routes.formTypeMenu.data({ key, at }))
      if (at % 2 === 1) keyboard.row()
    })
  }
}

/** Says which ticket type is being changed. */
export const typeNotice = (speech: Speech, { answers }: EventDraft, at: number): Html | undefined =>
  isComplete(answers) ? speech.say('form-type', { name: typesIn(answers)[at]?.name ?? '' }) : undefined

/** What can be changed of one of several ticket types. */
export const typeButtons = (speech: Speech, { key, answers }: EventDraft, at: number): InlineKeyboard => {
  const keyboard = new InlineKeyboard()
  for (const field of typeFields) {
    keyboard.text(speech.label(`field-${field}`), routes.formEditType.data({ key, at, field }))
    if (field === 'typeName') keyboard.row()
  }
  return keyboard
    .row()
    .text(
      speech.label('button-remove-type'),
      routes.formRemoveType.data({ key, at, of: 1 + (answers.more?.length ?? 0) }),
    )
    .danger()
    .row()
    .text(speech.label('button-back'), routes.formEditMenu.data({ key }))
}
