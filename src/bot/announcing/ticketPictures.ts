import { createHash } from 'node:crypto'
import { InputFile } from 'grammy'
import type { Logger } from 'pino'
import type { Urgency } from '../../domain/announcement.js'
import { priceOfOne } from '../../domain/order.js'
import { isOnlineTicket } from '../../domain/onlineAccess.js'
import { spellShortCode } from '../../domain/shortCode.js'
import type { TicketPictureFacts } from '../../print/ticketPicture.js'
import type { Clock } from '../../runtime/clock.js'
import type { Services } from '../../services/services.js'
import type { TicketView } from '../../services/tickets/ticketViews.js'
import type { Speech } from '../../texts/texts.js'
import { moneyIn, priceIn, venueIn, whenInYear } from '../ui/format.js'
import { createSemaphore } from '../../runtime/semaphore.js'
import type { Links } from '../telegram/links.js'
import { isPictureRefused, type Picture, type Screen, type SentMessage, type Target } from '../ui/screen.js'
import {
  type TicketMessage,
  ticketPicturesScreen,
  ticketsFirstScreen,
  ticketsScreen,
  ticketsTextScreen,
} from '../views/tickets.js'

/** What draws tickets: `createPrinter` of src/print. */
export type TicketPrinter = { readonly ticket: (facts: TicketPictureFacts) => Promise<Uint8Array> }

/** What stands on a ticket's picture. */
const pictureFacts = (
  speech: Speech,
  links: Pick<Links, 'ticket'>,
  { ticket, event, type, order, holderName, name = holderName, due, access }: TicketView,
): TicketPictureFacts => ({
  language: speech.language,
  title: event.title,
  when: whenInYear(speech, event),
  venue: venueIn(speech, event),
  type: type.name,
  holder: name,
  order: speech.label('ticket-order-number', { order: String(order.id) }),
  number: String(ticket.number),
  price: due ? speech.label('ticket-due', { total: moneyIn(speech, due) }) : priceIn(speech, priceOfOne(order)),
  link: links.ticket(ticket.code),
  shortCode: spellShortCode(ticket.shortCode),
  // Not named where it is not so: pictures that are known go on showing what they should.
  ...(isOnlineTicket(event, access) && { isOnline: true as const }),
})

// Rises when the card's design changes, so that nobody is sent the old one.
const design = 2

/** A mark of what stands on a picture: another price, place, name or language gives another one. */
const markOf = (facts: TicketPictureFacts): string =>
  createHash('sha256')
    .update(JSON.stringify([design, facts]))
    .digest('base64url')
    .slice(0, 16)

/**
 * Telegram's file_id of the ticket's picture, if it shows the ticket as it is now; undefined when it has to be drawn.
 */
const knownPicture = (speech: Speech, links: Pick<Links, 'ticket'>, shown: TicketView): string | undefined => {
  if (shown.ticket.picture === undefined) return undefined
  const [mark, fileId] = shown.ticket.picture.split(':')
  return mark === markOf(pictureFacts(speech, links, shown)) ? fileId : undefined
}

/** All these tickets' pictures, if Telegram has each of them as it is now. */
export const knownPictures = (
  speech: Speech,
  links: Pick<Links, 'ticket'>,
  all: readonly TicketView[],
): readonly string[] | undefined => {
  const known = all.map((shown) => knownPicture(speech, links, shown))
  return known.every((fileId) => fileId !== undefined) ? known : undefined
}

type Say = (target: Target, screen: Screen, urgency: Urgency) => Promise<readonly [SentMessage, ...SentMessage[]]>

type Needs = {
  /** Sends a screen as a new message. */
  readonly say: Say
  readonly tickets: Pick<Services['tickets'], 'rememberPicture'>
  /** Without it codes go out as text. */
  readonly printer: TicketPrinter | undefined
  readonly links: Links
  readonly clock: Clock
  readonly log: Logger
}

// A card takes some 50 ms of a thread of its own: two orders at once keep it busy, and those who wait hold no pictures
// in memory.
const ordersAtOnce = 2
// With more orders than this being drawn or sent the next one is told as text first.
const fewOrders = 6
// Together with the longest drawing (15 s), upload (30 s) and question before it (10 s) it fits into an announcement's
// lease of a minute.
const longestWaitMs = 5000

/** Drawing is behind: to be tried again later. */
export class DrawingIsBehind extends Error {}

/** Sends tickets whole, in one message. */
const createWholeTickets = ({ say, tickets, printer, links, clock, log }: Needs) => {
  const semaphore = createSemaphore(ordersAtOnce)

  const draw = async (speech: Speech, shown: TicketView, by: TicketPrinter): Promise<Picture> =>
    new InputFile(await by.ticket(pictureFacts(speech, links, shown)), `ticket-${shown.ticket.number}.png`)

  // Each order has its turn with all of its pictures, so that whoever is in it gets done.
  const inTurn = (work: () => Promise<readonly Picture[]>): Promise<readonly Picture[]> => {
    const since = clock.now()
    return semaphore(() => {
      if (clock.now() - since > longestWaitMs) throw new DrawingIsBehind()
      return work()
    })
  }

  const drawAll = (message: TicketMessage, by: TicketPrinter, reuse: boolean): Promise<readonly Picture[]> =>
    inTurn(async () => {
      const pictures: Picture[] = []
      for (const shown of message.tickets)
        pictures.push(
          (reuse ? knownPicture(message.speech, links, shown) : undefined) ?? (await draw(message.speech, shown, by)),
        )
      return pictures
    })

  // undefined: they cannot be drawn.
  const picturesOf = async (message: TicketMessage, reuse: boolean): Promise<readonly Picture[] | undefined> => {
    const known = reuse ? knownPictures(message.speech, links, message.tickets) : undefined
    if (known || !printer) return known
    try {
      return await drawAll(message, printer, reuse)
    } catch (error) {
      if (error instanceof DrawingIsBehind) throw error
      log.error(
        { err: error, tickets: idsOf(message) },
        'ticket pictures could not be drawn; their codes go out as text',
      )
      return undefined
    }
  }

  const remember = async ({ speech, tickets: all }: TicketMessage, messages: readonly SentMessage[]): Promise<void> => {
    for (const [i, shown] of all.entries()) {
      const fileId = messages[i]?.photo?.at(-1)?.file_id
      if (fileId === undefined || knownPicture(speech, links, shown) === fileId) continue
      await tickets.rememberPicture(
        shown.ticket.id,
        shown.ticket.code,
        `${markOf(pictureFacts(speech, links, shown))}:${fileId}`,
      )
    }
  }

  // The message is out: whatever happens now must not send it again.
  const rememberIfPossible = (message: TicketMessage, messages: readonly SentMessage[]): Promise<void> =>
    remember(message, messages).catch((error: unknown) => {
      log.warn(
        { err: error, tickets: idsOf(message) },
        'where Telegram keeps ticket pictures could not be noted; they are drawn again when they are wanted',
      )
    })

  // undefined: there are no pictures, or Telegram does not take them.
  const sendPictures = async (
    target: Target,
    message: TicketMessage,
    reuse: boolean,
  ): Promise<SentMessage | undefined> => {
    const pictures = await picturesOf(message, reuse)
    if (!pictures) return undefined
    try {
      const screen = message.part === 'pictures' ? ticketPicturesScreen(message) : ticketsScreen(message)
      const messages = await say(target, { ...screen, pictures }, urgencyOf(message, 'pictures'))
      await rememberIfPossible(message, messages)
      return messages[0]
    } catch (error) {
      if (!isPictureRefused(error)) throw error
      log[reuse ? 'info' : 'error']({ err: error, tickets: idsOf(message) }, 'ticket pictures were refused')
      return undefined
    }
  }

  return async (target: Target, message: TicketMessage): Promise<SentMessage> =>
    (isKnown(links, message) ? await sendPictures(target, message, true) : undefined) ??
    (await sendPictures(target, message, false)) ??
    (await say(target, ticketsTextScreen(links, message), urgencyOf(message, 'personal')))[0]
}

// Codes as text go before pictures, and before both what nobody waits for goes last.
const urgencyOf = ({ isBulk }: TicketMessage, usual: Urgency): Urgency => (isBulk ? 'bulk' : usual)

const isKnown = (links: Pick<Links, 'ticket'>, { speech, tickets }: TicketMessage): boolean =>
  tickets.some((shown) => knownPicture(speech, links, shown) !== undefined)

/**
 * Sends tickets with their pictures: by file_id where Telegram has them, else drawn; as text when they cannot be drawn,
 * and as text first when pictures are behind, so that whoever waits for one has at least the code.
 */
export const createTicketPictures = (needs: Needs) => {
  const { say, printer, links } = needs
  const sendWhole = createWholeTickets(needs)
  let inHand = 0

  const sendTextFirst = async (target: Target, message: TicketMessage): Promise<SentTickets> => ({
    message: (await say(target, ticketsFirstScreen(message), urgencyOf(message, 'personal')))[0],
    picturesFollow: true,
  })

  const sendEither = async (target: Target, message: TicketMessage): Promise<SentTickets> => {
    if (message.part === 'text' && printer !== undefined) return sendTextFirst(target, message)
    const mayBeTextFirst = message.part === 'any' && printer !== undefined && !isKnown(links, message)
    if (mayBeTextFirst && inHand > fewOrders) return sendTextFirst(target, message)
    try {
      return { message: await sendWhole(target, message) }
    } catch (error) {
      if (!mayBeTextFirst || !(error instanceof DrawingIsBehind)) throw error
      return sendTextFirst(target, message)
    }
  }

  return {
    /**
     * Sends these tickets in one message. Throws what Telegram has against it, and DrawingIsBehind where the pictures
     * are all that is wanted.
     */
    send: async (target: Target, message: TicketMessage): Promise<SentTickets> => {
      inHand += 1
      try {
        return await sendEither(target, message)
      } finally {
        inHand -= 1
      }
    },
  }
}

type SentTickets = { readonly message: SentMessage; readonly picturesFollow?: true }

const idsOf = ({ tickets }: TicketMessage): readonly number[] => tickets.map(({ ticket }) => ticket.id)
