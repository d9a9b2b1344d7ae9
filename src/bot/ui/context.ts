import type { ConversationFlavor } from '@grammyjs/conversations'
import type { Context } from 'grammy'
import type { DatabaseUnavailable } from '../../domain/databaseUnavailable.js'
import type { Refusal } from '../../domain/refusal.js'
import type { Person } from '../../domain/person.js'
import type { Speech } from '../../texts/texts.js'

type Met = {
  /** Who acted; every update without a person has been stopped before a feature sees it. */
  person: Person
  /** How to speak with them. */
  speech: Speech
  /** The code of the refusal this update met, for the log. */
  refused?: string
  /** This command ended a question that was open. */
  hasEndedQuestion?: boolean
  /** The payment that this update tells of is written down; until then it is handled again, whatever goes wrong. */
  isSettled?: boolean
  /** Why it could not be done just now, where the error that is thrown does not tell. */
  notNow?: DatabaseUnavailable | Refusal
  /** What is said must be heard in this order, each of it: nothing newer takes its place while it waits. */
  mustBeHeard?: boolean
  /** The press was answered already. */
  hasAnswered?: boolean
  /** The answer has to wait for its turn, for about so many milliseconds. */
  whenWaiting?: (aboutMs: number) => void
}

/** What features get. */
export type Ctx = ConversationFlavor<Context & Met>
