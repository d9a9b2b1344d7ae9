import type { Logger } from 'pino'
import type { Language } from '../../domain/person.js'
import type { Printer } from '../../print/printer.js'
import type { Clock } from '../../runtime/clock.js'
import type { Services } from '../../services/services.js'
import type { Texts } from '../../texts/texts.js'
import type { Links } from '../telegram/links.js'
import type { ChatAddress } from '../../domain/chatAddress.js'

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
