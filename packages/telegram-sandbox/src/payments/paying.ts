import { randomBytes, randomInt } from 'node:crypto'
import type { Invoice, OrderInfo, SuccessfulPayment } from 'grammy/types'
import { changeContact } from '../state/membership.js'
import { stars } from './currencies.js'
import type { Checkout, InvoiceTerms } from './payments.js'
import { receive } from '../people/posting.js'
import { rowsOf } from '../formatting/rendering.js'
import { queueMessage } from '../people/talking.js'
import { unixTime } from '../state/world.js'
import type { ChatState, PersonState, World } from '../state/world.js'

/**
 * Where the invoice stands (the private chat with the bot when `in` is missing), with which card, and how many
 * milliseconds the payer waits for the bot.
 */
export type PayOptions = {
  readonly in?: { readonly id: number }
  readonly card?: 'works' | 'declined'
  readonly withinMs?: number
}

/** What a payer agrees to: the fields that pre-checkout and payment share. */
type Agreed = Pick<SuccessfulPayment, 'currency' | 'total_amount' | 'invoice_payload' | 'order_info'>

// Telegram waits so long for the answer to a pre-checkout query.
const patienceMs = 10_000

const findInvoice = (person: PersonState, chat: ChatState, messageId: number): Invoice => {
  if (person.contact === 'deactivated') throw new Error(`${person.user.first_name} has deleted their account`)
  if (chat.person !== undefined && chat.person !== person)
    throw new Error('A person pays in their own private chat with the bot, or in a group or channel')
  const kept = chat.log.get(messageId)
  if (kept?.message.invoice === undefined)
    throw new Error(`There is no invoice in message ${messageId} of chat ${chat.chat.id}`)
  const first = rowsOf(kept.markup)[0]?.[0]
  if (typeof first !== 'object' || !('pay' in first))
    throw new Error(`Message ${messageId} has no pay button; its first button is ${JSON.stringify(first)}`)
  return kept.message.invoice
}

const addressOf = {
  country_code: 'RU',
  state: '',
  city: 'Moscow',
  street_line1: 'Tverskaya 1',
  street_line2: '',
  post_code: '125009',
} as const

const orderInfo = ({ user }: PersonState, { name, phone, email, address }: InvoiceTerms['needs']): OrderInfo => ({
  ...(name ? { name: [user.first_name, user.last_name].filter((part) => part !== undefined).join(' ') } : {}),
  ...(phone ? { phone_number: '79000000000' } : {}),
  ...(email ? { email: `person${user.id}@example.com` } : {}),
  ...(address ? { shipping_address: addressOf } : {}),
})

const agree = (world: World, person: PersonState, invoice: Invoice): Agreed => {
  const terms = world.payments.terms.get(invoice)
  if (terms === undefined) throw new Error('This invoice was never sent by sendInvoice')
  const isAskedFor = Object.values(terms.needs).some(Boolean)
  return {
    currency: invoice.currency,
    total_amount: invoice.total_amount,
    invoice_payload: terms.payload,
    ...(isAskedFor ? { order_info: orderInfo(person, terms.needs) } : {}),
  }
}

// Stars' ids are longer than 128 characters, as real ones are: who keeps them in a narrow column is found out.
const charge = (
  world: World,
  { user }: PersonState,
  currency: string,
): Pick<SuccessfulPayment, 'telegram_payment_charge_id' | 'provider_payment_charge_id'> =>
  currency === stars
    ? {
        telegram_payment_charge_id: `stx${randomBytes(110).toString('base64url')}`,
        provider_payment_charge_id: `${user.id}_${randomInt(2 ** 47)}`,
      }
    : {
        telegram_payment_charge_id: `${world.bot.id}_${user.id}_${randomInt(2 ** 47)}_${randomBytes(8).toString('hex')}`,
        provider_payment_charge_id: `pi_${randomBytes(12).toString('hex')}`,
      }

/** Takes the money and tells the bot in the payer's private chat, wherever the invoice stood. */
const complete = (world: World, person: PersonState, own: ChatState, agreed: Agreed): void => {
  const payment: SuccessfulPayment = { ...agreed, ...charge(world, person, agreed.currency) }
  if (payment.currency === stars) world.payments.stars.receive(person.user, payment, unixTime(world))
  // A payment is a message of the payer: from now on the bot may write to them.
  if (person.contact === 'never') changeContact(world, person, 'open')
  queueMessage(world, receive(world, own, { from: person.user, successful_payment: payment }))
}

/**
 * Pays an invoice as this person would: pre-checkout, the bot's answer, the card, the payment. Rejects when there is
 * nothing to pay.
 */
export const createPaying =
  (world: World, person: PersonState, own: ChatState, findPlace: (place: PayOptions) => ChatState) =>
  async (messageId: number, options: PayOptions = {}): Promise<Checkout> => {
    const agreed = agree(world, person, findInvoice(person, findPlace(options), messageId))
    const { id, verdict } = world.payments.preChecks.open(options.withinMs ?? patienceMs)
    world.updates.push({ pre_checkout_query: { id, from: person.user, ...agreed } })
    const answer = await verdict
    if (answer.kind === 'refused') return { ok: false, reason: 'refused', words: answer.words }
    if (answer.kind === 'silence') return { ok: false, reason: 'unanswered' }
    // The card is asked after the bot, and the bot never hears that it said no.
    if (options.card === 'declined') return { ok: false, reason: 'declined' }
    complete(world, person, own, agreed)
    return { ok: true }
  }
