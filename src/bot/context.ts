import type { ConversationFlavor } from '@grammyjs/conversations'
import type { Context } from 'grammy'
import type { Person } from '../domain/person.js'
import type { Speech } from '../texts/texts.js'

type Met = {
  /** Who acted; every update without a person has been stopped before a feature sees it. */
  person: Person
  /** How to speak with them. */
  speech: Speech
  /** The code of the refusal this update met, for the log. */
  refused?: string
}

/** What features get. */
export type Ctx = ConversationFlavor<Context & Met>
