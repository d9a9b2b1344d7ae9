import type { Rules } from './rules.js'
import {
  type EntryModel,
  get,
  type LineState,
  minute,
  no,
  type OrderModel,
  type Things,
  type TypeModel,
} from './things.js'

/** Who lines up for what is taken, and who runs the line. */
export const createWaiting = (things: Things, now: () => number, rules: Rules) => {
  const { event, types, promos, orders, line } = things
  const { isHeld, letGo, mustBeOnSale, left, has, mustBeInSale, mustSee, notCancelled } = rules
  const entryOf = (person: number): EntryModel | undefined => line.entries.find((entry) => entry.person === person)
  const remove = (entry: EntryModel): void => void line.entries.splice(line.entries.indexOf(entry), 1)
  const offerOf = ({ order }: EntryModel): OrderModel | undefined =>
    order === undefined ? undefined : get(orders, order)

  /** Whether they asked for all that they could. */
  const isForAny = (person: number, asked: readonly number[]): boolean =>
    types.every((type, index) => {
      const isShown = !type.isHidden || type.opened.has(person)
      return asked.includes(index) || !isShown || !isInSale(type) || has(person, index) >= (type.perPerson ?? Infinity)
    })
  const isInSale = ({ saleFrom = 0, saleUntil = Infinity }: TypeModel): boolean =>
    now() >= Math.max(saleFrom, event.saleFrom ?? 0) && now() < saleUntil

  return {
    join: (person: number, quantity: number, asked: readonly number[]): string => {
      mustBeOnSale()
      if (line.state === 'closed') no('lineClosed')
      if (asked.length === 0) no('typeGone')
      for (const index of asked) mustSee(get(types, index), person)
      for (const index of asked) mustBeInSale(get(types, index))
      // What there is not at all nobody can wait for.
      const wanted = asked.filter(
        (index) => quantity <= Math.min(get(types, index).capacity, event.capacity ?? Infinity),
      )
      if (wanted.length === 0) no('quantityOutOfRange')
      const before = entryOf(person)
      const offer = before && offerOf(before)
      if (offer && isHeld(offer)) return 'offered'
      if (wanted.some((index) => left(index) >= quantity)) no('ticketsLeft')
      const fitting = wanted.filter(
        (index) => has(person, index) + quantity <= (get(types, index).perPerson ?? Infinity),
      )
      if (fitting.length === 0) no('perPersonLimit')
      const wish = { quantity, types: [...fitting].sort((a, b) => a - b), isAny: isForAny(person, asked) }
      if (before && !offer && quantity <= before.quantity) Object.assign(before, wish)
      else {
        if (before) remove(before)
        line.entries.push({
          ...{ number: line.next, person, ...wish, passed: 0, gatherUntil: undefined, order: undefined },
        })
        line.next += 1
      }
      return 'in line'
    },
    leave: (person: number): string => {
      const entry = entryOf(person)
      if (!entry) return 'done'
      const offer = offerOf(entry)
      if (offer?.state === 'held') {
        if (offer.checkoutAt !== undefined && now() < offer.checkoutAt + 10 * minute) no('beingPaid')
        offer.state = 'cancelled'
        letGo(offer)
      }
      remove(entry)
      return 'done'
    },
    setLine: (to: LineState): string => {
      notCancelled()
      line.state = to
      if (to === 'closed') {
        const offered = line.entries.filter(({ order }) => order !== undefined)
        line.entries.splice(0, Infinity, ...offered)
      }
      return 'done'
    },
    setOfferMinutes: (minutes: number): string => {
      notCancelled()
      line.minutes = minutes
      return 'done'
    },
    sellToLine: (index: number, forLine: boolean): string => {
      notCancelled()
      get(types, index).forLine = forLine
      return 'done'
    },
    redeemInLine: (promo: number, forLine: boolean): string => {
      notCancelled()
      get(promos, promo).forLine = forLine
      return 'done'
    },
  }
}
