import { cut } from '../../../domain/text.js'
import type { OrderView } from '../../../services/ordering/orderView.js'
import type { Html } from '../../../texts/html.js'
import type { Speech } from '../../../texts/texts.js'
import { lines } from '../../ui/format.js'
import type { Refused } from '../../ui/refusals.js'

/** Of the names of the ticket types that a code is for: the line stands above a card, which has not room for twelve. */
const longestNames = 100

/** Names of types in a line; undefined where none has one. */
export const namesText = (types: readonly { readonly name: string }[]): string =>
  cut(
    types
      .map(({ name }) => name)
      .filter((name) => name !== '')
      .join(', '),
    longestNames,
  )

/** What a promo code has opened that does not fit an order which is held; undefined of all other refusals. */
export const openedText = (speech: Speech, { code, facts = {} }: Refused): Html | undefined =>
  code === 'promoCodeForOthers' && 'opened' in facts
    ? speech.say('promo-opened', { code: facts['code'] ?? '', types: cut(String(facts['opened']), longestNames) })
    : undefined

/** That a promo code is redeemed for an order, and what else it has opened. */
export const takenText = (speech: Speech, { order, opened = [] }: OrderView): Html =>
  lines(
    speech.say('promo-taken', { code: order.promoCode ?? '' }),
    opened.length > 0 ? speech.say('promo-opened-too', { types: namesText(opened) }) : undefined,
  )
