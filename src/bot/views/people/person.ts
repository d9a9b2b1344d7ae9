import type { Order } from '../../../domain/order.js'
import { visibleNameOf } from '../../../domain/person.js'
import type { Html } from '../../../texts/html.js'
import { personLink } from '../../../texts/personLink.js'

// `username` is without "@", empty or undefined where there is none.
type Named = { readonly id: number; readonly name: string; readonly username?: string | undefined }

/**
 * A person for who organizes or helps: the name as a link that opens a chat with them, and their "@…". Telegram draws
 * it for people who have spoken to the bot, as have all who buy; for others it leaves the name as it is
 * (https://core.telegram.org/bots/api#formatting-options). Never for the notification chat.
 */
export const linkTo = ({ id, name, username = '' }: Named): Html =>
  personLink(id, visibleNameOf({ id, name }), username)

/** Who bought an order. */
export const buyerOf = ({
  buyerId: id,
  buyerName: name,
  buyerUsername: username,
}: Pick<Order, 'buyerId' | 'buyerName' | 'buyerUsername'>): Html => linkTo({ id, name, username })

type Held = { readonly holderId?: number; readonly holderName: string; readonly holderUsername?: string | undefined }

/** Who holds a ticket, for who works at its door. */
export const holderOf = ({ holderId: id, holderName: name, holderUsername: username }: Held): Html | string =>
  id === undefined ? name : linkTo({ id, name, username })
