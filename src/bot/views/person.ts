import type { Order } from '../../domain/order.js'
import { visibleNameOf } from '../../domain/person.js'
import type { Html } from '../../texts/html.js'
import type { Speech } from '../../texts/texts.js'

/** Somebody whom organizers and staff may write to: `username` without "@", empty or undefined where there is none. */
export type Contact = { readonly id: number; readonly name: string; readonly username?: string | undefined }

/**
 * A person for who organizes or helps: the name as a link that opens a chat with them, and their "@…". Telegram draws
 * it for people who have spoken to the bot, as have all who buy; for others it leaves the name as it is
 * (https://core.telegram.org/bots/api#formatting-options). Never for the notification chat.
 */
export const personIn = (speech: Speech, { id, name, username = '' }: Contact): Html =>
  speech.say(username === '' ? 'person' : 'person-at', { id: String(id), name: visibleNameOf({ id, name }), username })

/** Who bought an order. */
export const buyerIn = (
  speech: Speech,
  { buyerId: id, buyerName: name, buyerUsername: username }: Pick<Order, 'buyerId' | 'buyerName' | 'buyerUsername'>,
): Html => personIn(speech, { id, name, username })

type Holder = { readonly holderId?: number; readonly holderName: string; readonly holderUsername?: string | undefined }

/** Who holds a ticket, for who works at the door. */
export const holderIn = (speech: Speech, { holderId: id, holderName: name, holderUsername }: Holder): Html | string =>
  id === undefined ? name : personIn(speech, { id, name, username: holderUsername })
