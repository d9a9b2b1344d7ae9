import { questions, typeQuestions } from '../../../../domain/draft.js'
import { typeFields } from '../../../../domain/draftTypes.js'
import { button, matching, oneOf, rowId, whole, word } from '../../../ui/buttons.js'

const question = oneOf(...questions)
const month = matching(/^\d{4}-(?:0[1-9]|1[0-2])$/u)
const day = matching(/^\d{4}-\d{2}-\d{2}$/u)
const time = matching(/^\d{4}$/u)

/**
 * The buttons of the form. Each names its question, so that an old one is recognized. Days are "2026-12-25", times
 * "1930".
 */
export const formButtons = {
  skip: button('fs', { question }),
  back: button('fb', { question: oneOf(...questions, ...typeQuestions) }),
  month: button('fm', { question, month }),
  day: button('fd', { question, day }),
  time: button('ft', { question, day, time }),
  idle: button('fi', {}),
  editMenu: button('fM', { key: word }),
  edit: button('fe', { question }),
  preview: button('fv', { key: word }),
  publish: button('fp', { key: word }),
  addType: button('fa', { key: word }),
  typeMenu: button('fT', { key: word, at: whole }),
  editType: button('fE', { key: word, at: whole, field: oneOf(...typeFields) }),
  /** `of` types, so that a second press does not remove the next one. */
  removeType: button('fr', { key: word, at: whole, of: whole }),
  discard: button('fx', { key: word }),
} as const

/** Begins a new event. */
export const createEvent = button('n', {})
/** Throws this draft away and begins anew; an old one leaves a later draft alone. */
export const startOver = button('nn', { key: word })
/** Opens the form on an event that exists. */
export const editEvent = button('oe', { eventId: rowId })
/** The same, where it throws the draft of another event away. */
export const editInstead = button('oE', { eventId: rowId, key: word })
