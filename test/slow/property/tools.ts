import type { TestClock } from '../../support/clock.js'
import type { Inspector } from '../../support/inspect.js'
import type { Store } from '../../../src/store/store.js'
import type { Services } from '../../../src/services/services.js'
import type { Chance } from './chance.js'
import { minute } from './model/things.js'

/** Who acts in one lane, on what, and by which chance. */
export type Lane = {
  readonly number: number
  readonly store: Store
  readonly services: Services
  readonly inspector: Inspector
  readonly clock: TestClock
  readonly chance: Chance
  readonly organizer: number
  readonly people: readonly number[]
  /** The loop of the line goes round once, for this event alone. */
  readonly beat: (eventId: number) => ReturnType<Services['waiting']['work']>
}

/** Ways to ask chance. */
export const createDice = ({ chance, clock }: Pick<Lane, 'chance' | 'clock'>) => {
  /** A whole number from `low` to `high`. */
  const some = (low: number, high: number): number => low + chance.below(high - low + 1)
  return {
    some,
    maybe: <T>(share: number, value: () => T): T | undefined => (chance.percent(share) ? value() : undefined),
    /** Some moment of the next hours, or of the last. */
    soon: (): number => clock.now() + some(-120, 240) * minute,
    /** The place of one of the things, often one of the newest; undefined when there are none. */
    place: (things: readonly unknown[]): number | undefined =>
      things.length === 0
        ? undefined
        : chance.percent(60)
          ? Math.max(0, things.length - 1 - chance.below(5))
          : chance.below(things.length),
  }
}

/** The thing at a place that there is. */
export const at = <T>(things: readonly T[], index: number): T => {
  const thing = things[index]
  if (thing === undefined) throw new Error(`there is no number ${index}`)
  return thing
}

/** What the promo code of this number is called. */
export const codeOf = (promo: number): string => `CODE${promo}`

/** A price in minor units, from small numbers: a card pays no less than a dollar, Stars are 100,000 at most. */
export const priceIn = (currency: string, price: number): number => (currency === 'XTR' ? price : price * 1000)

/** How long seats are held, in milliseconds. */
export const holdMs = 15 * minute
