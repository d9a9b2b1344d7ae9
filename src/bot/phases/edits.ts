import type { Message } from 'grammy/types'
import type { Phase } from './phase.js'

/**
 * Changed messages that are no answers, whatever is asked: nothing is done about them. The others go on to the open
 * question.
 */
export const editsPhase: Phase = {
  name: 'edits',
  features: [],
  take: ({ editedMessage }) => editedMessage !== undefined && !mayAnswer(editedMessage),
}

// A live place changes by itself, and a command is obeyed once.
const mayAnswer = ({ text, photo, document }: Message): boolean =>
  (text !== undefined && !text.startsWith('/')) || photo !== undefined || document !== undefined
