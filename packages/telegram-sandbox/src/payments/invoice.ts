import type { Invoice } from 'grammy/types'
import { asObject, requireField, stringOf } from '../server/fields.js'
import { inlineMarkup } from '../formatting/keyboards.js'
import type { InlineMarkup } from '../formatting/keyboards.js'
import type { KeptMessage } from '../state/messages.js'
import type { Params } from '../server/params.js'
import { checkCurrency, checkTotal, stars } from './currencies.js'
import type { InvoiceTerms } from './payments.js'
import { badRequest } from '../server/refusals.js'
import { rowsOf } from '../formatting/rendering.js'
import type { World } from '../state/world.js'

// What fits into an amount at all, whatever the currency.
const maxAmount = 999_999_999_999

const readAmount = (value: unknown): number => {
  const amount = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
  if (typeof amount !== 'number' && typeof value !== 'string')
    throw badRequest('field "amount" must be of type Number or String')
  if (typeof amount !== 'number' || !Number.isInteger(amount)) throw badRequest('can\'t parse "amount" as Number')
  if (Math.abs(amount) > maxAmount) throw badRequest('too big amount of the currency specified')
  return amount
}

const readPrice = (value: unknown): number => {
  const price = asObject(value)
  if (price === undefined) throw badRequest('labeledPrice must be an Object')
  requireField(price, 'label', 'string')
  if (stringOf(price, 'label').trim() === '') throw badRequest('labeledPrice label must be non-empty')
  if (price['amount'] === undefined || price['amount'] === null) throw badRequest('can\'t find field "amount"')
  return readAmount(price['amount'])
}

const readPrices = (params: Params): readonly number[] => {
  const prices = params.json('prices')
  if (!Array.isArray(prices)) throw badRequest('expected an Array of labeled prices')
  if (prices.length === 0) throw badRequest('there must be at least one price')
  return prices.map(readPrice)
}

const sumUp = (prices: readonly number[]): number => {
  const total = prices.reduce((sum, price) => sum + price, 0)
  if (total <= 0) throw badRequest('total price must be positive')
  if (total > maxAmount) throw badRequest('total price is too big')
  return total
}

// Nobody tips in the sandbox, but wrong tips are refused.
const checkTips = (params: Params): void => {
  const highest = params.integer('max_tip_amount', 0)
  const suggested: unknown = params.json('suggested_tip_amounts') ?? []
  if (highest < 0 || highest > maxAmount) throw badRequest('invalid max_tip_amount of the currency specified')
  if (!Array.isArray(suggested)) throw badRequest('expected an Array of suggested tip amounts')
  const tips = suggested.map(readAmount)
  if (tips.some((tip) => tip <= 0)) throw badRequest('suggested tip amount must be positive')
  if (tips.some((tip) => tip > highest)) throw badRequest("suggested tip amount can't be bigger than max_tip_amount")
  if (tips.length > 4) throw badRequest('there can be at most 4 suggested tip amounts')
  if (tips.some((tip, index) => tip <= (tips[index - 1] ?? 0)))
    throw badRequest('suggested tip amounts must be strictly increasing')
}

// Telegram's own words for a long title or description are written down nowhere; these are the sandbox's.
const readText = (params: Params, name: 'title' | 'description', max: number): string => {
  const text = params.text(name).trim()
  if (text === '') throw badRequest(`parameter "${name}" is required`)
  if (text.length > max) throw badRequest(`invoice ${name} is too long`)
  return text
}

const readPayload = (params: Params): string => {
  const payload = params.text('payload')
  if (Buffer.byteLength(payload) > 128) throw badRequest('INVOICE_PAYLOAD_INVALID')
  return payload
}

const readStartParameter = (params: Params): string => {
  const parameter = params.text('start_parameter')
  if (!/^[A-Za-z0-9_-]{0,64}$/.test(parameter)) throw badRequest('START_PARAM_INVALID')
  return parameter
}

const checkProviderData = (params: Params): void => {
  try {
    if (params.has('provider_data')) JSON.parse(params.text('provider_data'))
  } catch {
    throw badRequest('DATA_JSON_INVALID')
  }
}

const checkStars = (params: Params, prices: readonly number[]): void => {
  const hasTips = params.integer('max_tip_amount', 0) > 0
  if (prices.length !== 1 || params.has('provider_token') || hasTips) throw badRequest('STARS_INVOICE_INVALID')
}

// The token comes before the currency: "TXR" without a token is answered with PAYMENT_PROVIDER_INVALID.
const checkProvider = (params: Params): void => {
  if (!/^\d+:(TEST|LIVE):\S+$/.test(params.text('provider_token'))) throw badRequest('PAYMENT_PROVIDER_INVALID')
  checkCurrency(params.text('currency'))
  checkProviderData(params)
  // With it the price would depend on an answer to a shipping query, which the sandbox does not ask.
  if (params.flag('is_flexible')) throw badRequest('the sandbox knows no shipping options: is_flexible is unsupported')
}

const nothing: InvoiceTerms['needs'] = { name: false, phone: false, email: false, address: false }

const readNeeds = (params: Params): InvoiceTerms['needs'] => ({
  name: params.flag('need_name'),
  phone: params.flag('need_phone_number') || params.flag('send_phone_number_to_provider'),
  email: params.flag('need_email') || params.flag('send_email_to_provider'),
  address: params.flag('need_shipping_address'),
})

/**
 * Reads and checks the invoice of a call: what stands in the message, and what Telegram keeps to itself. 400 in
 * Telegram's words.
 * `photo_url` is left out: the sandbox has no other network than its own.
 */
export const readInvoice = (params: Params): { readonly invoice: Invoice; readonly terms: InvoiceTerms } => {
  const prices = readPrices(params)
  const total = sumUp(prices)
  checkTips(params)
  const isStars = params.text('currency') === stars
  const invoice: Invoice = {
    title: readText(params, 'title', 32),
    description: readText(params, 'description', 255),
    start_parameter: readStartParameter(params),
    currency: params.text('currency'),
    total_amount: total,
  }
  const terms = { payload: readPayload(params), needs: isStars ? nothing : readNeeds(params) }
  if (isStars) checkStars(params, prices)
  else checkProvider(params)
  checkTotal(total, invoice.currency)
  return { invoice, terms }
}

/**
 * The keyboard of an invoice's forwarded copy: a pay button, or with a start parameter a link to the bot in its place.
 */
export const forwardedMarkup = (world: World, invoice: Invoice, { markup }: KeptMessage): InlineMarkup | undefined => {
  const first = rowsOf(markup)[0]?.[0]
  if (typeof first !== 'object' || !('pay' in first)) return undefined
  if (invoice.start_parameter === '') return inlineMarkup([[first]])
  return inlineMarkup([
    [{ text: first.text, url: `https://t.me/${world.bot.username ?? ''}?start=${invoice.start_parameter}` }],
  ])
}
