import type { Logger } from 'pino'
import type { ChatAddress } from '../../domain/chatAddress.js'
import type { Language } from '../../domain/person.js'
import type { Printer } from '../../print/printer.js'
import type { Clock } from '../../runtime/clock.js'
import type { Services } from '../../services/services.js'
import type { Texts } from '../../texts/texts.js'
import type { Links } from '../telegram/links.js'
import type { Ctx } from './context.js'
import type { PressHandler } from './press.js'
import type { Answerer } from './prompts.js'

/** Takes a command; `text` is what was typed behind it. */
export type CommandHandler = (ctx: Ctx, text: string) => Promise<void>

/**
 * One thing that people can do here: the commands that begin it, the buttons that go on with it, the questions whose
 * answers it takes (by their kind), and the messages that it takes when nothing else does.
 */
export type Feature = {
  readonly name: string
  readonly commands?: Readonly<Record<string, CommandHandler>>
  readonly presses?: readonly PressHandler[]
  readonly answers?: Readonly<Record<string, Answerer>>
  /** False when the message means something else. */
  readonly messages?: (ctx: Ctx) => Promise<boolean>
}

/** What every feature may use. */
export type FeatureNeeds = {
  readonly services: Services
  readonly texts: Texts
  readonly clock: Clock
  readonly log: Logger
  readonly links: Links
  /** The language of chats, and of people whose language is unknown. */
  readonly language: Language
  /** Where announcements go; undefined while it is not set. */
  readonly notificationChat: ChatAddress | undefined
  /** Draws tickets and reads codes, off the event loop. */
  readonly printer: Printer
  /**
   * What invoices need: the provider's token and the VAT code of receipts, where there are any; how long seats are
   * kept, in minutes.
   */
  readonly payments: {
    readonly providerToken: string | undefined
    readonly receiptVatCode: number | undefined
    readonly holdMinutes: number
  }
}
