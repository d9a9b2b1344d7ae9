import { type EventWithTypes, mustBeOnSale, publicSeatsOf, type TicketType, withType } from '../../domain/event.js'
import { isSameMoney, times } from '../../domain/money.js'
import type { Order } from '../../domain/order.js'
import { isPrepaid, type PaymentSetup, paymentMethodsFor } from '../../domain/payment.js'
import { mustBeInSale } from '../../domain/sale.js'
import { mayTellChat } from '../../domain/sight.js'
import type { Tx } from '../../store/store.js'
import { findEventOfType, type OrderWithEvent, typeIn } from '../finders.js'
import { type BuyingNeeds, confirmedOrderOf, type Purchase } from './buying.js'
import { announceAll, issueAll } from './confirming.js'

/**
 * What became of a purchase in a crowd: bought; to be made alone; or alone after another look, as too few seats may be
 * left by now.
 */
export type InCrowd = OrderWithEvent | 'alone' | 'lookAgain'

type Became = ReadonlyMap<Purchase, InCrowd | undefined>

/** Something changed since it was read: all that was begun is undone, and everybody buys alone. */
export class NotTogether extends Error {}

/**
 * What a crowd buys of one ticket type at the same moment, in as many statements as one of them would take alone. It
 * is for what is simple: whoever needs another look, and whatever is not the same for all, is told to go alone. Leaves
 * what they would have left one after another. Throws what undoes all of it, among others refusals that all would get.
 */
export const buyTogether = async (tx: Tx, purchases: readonly Purchase[], needs: BuyingNeeds): Promise<Became> => {
  const [first] = purchases
  if (!first) return new Map()
  const found = await findEventOfType(tx, first.ticketTypeId)
  const type = typeIn(found, first.ticketTypeId)
  if (!isSimple(found, type, needs.setup)) return new Map()
  mustBeOnSale(found.event, needs.clock.now())
  mustBeInSale(found.event, type, needs.clock.now())
  const { chosen, tooFew } = await chosenOf(tx, { ...found, type }, purchases)
  const [one, ...others] = chosen
  const again = tooFew.map((purchase) => [purchase, 'lookAgain'] as const)
  return new Map([...(one ? await sell(tx, { ...found, type }, [one, ...others], needs) : []), ...again])
}

/** Of one type that everybody sees, without limits but its own, and paid at the door if at all. */
const isSimple = (found: EventWithTypes, type: TicketType, setup: PaymentSetup): boolean => {
  const { event, types } = found
  const isForAll = types.length === 1 && !event.isUnlisted && event.capacity === undefined && !event.hasQuestions
  return isForAll && isOpenToAll(type) && !isPrepaid(type.price, paymentMethodsFor(found, setup))
}

const isOpenToAll = ({ isHidden, perPerson }: TicketType): boolean => !isHidden && perPerson === undefined

type OfType = EventWithTypes & { readonly type: TicketType }

/** Those for whom nothing more has to be asked, as long as there are seats for them. */
const chosenOf = async (tx: Tx, { event, type }: OfType, purchases: readonly Purchase[]) => {
  const repeats = await tx.orders.ofRequestKeys(purchases.map(({ requestKey }) => requestKey))
  const known = new Set(repeats.map(({ requestKey }) => requestKey))
  const blocked = await tx.guestMarks.blockedAmong(event.id, [...new Set(purchases.map(({ buyerId }) => buyerId))])
  const [chosen, tooFew]: [Purchase[], Purchase[]] = [[], []]
  let left = publicSeatsOf(type)
  for (const purchase of purchases) {
    const { requestKey, buyerId, quantity, test = false } = purchase
    const total = times(type.price, quantity).minor
    if (known.has(requestKey) || blocked.has(buyerId) || test || (purchase.shownMinor ?? total) !== total) continue
    known.add(requestKey)
    if (quantity > left) tooFew.push(purchase)
    else {
      left -= quantity
      chosen.push(purchase)
    }
  }
  return { chosen, tooFew }
}

/** Takes the seats, confirms the orders, issues and announces their tickets, all or nothing. */
const sell = async (
  tx: Tx,
  { event, types, type: before }: OfType,
  purchases: readonly [Purchase, ...Purchase[]],
  needs: BuyingNeeds,
): Promise<Became> => {
  const { clock } = needs
  const quantity = purchases.reduce((sum, purchase) => sum + purchase.quantity, 0)
  const type = await tx.ticketTypes.take(before.id, quantity)
  if (!type || !isOpenToAll(type) || !isSameMoney(type.price, before.price)) throw new NotTogether()
  // One moment for all: the proof of the day counts orders by it, and what was told of them.
  const now = clock.now()
  const isTold = mayTellChat(event, needs)
  const orders = await tx.orders.insertAll(
    purchases.map((purchase) => confirmedOrderOf(purchase, type, { now, isTold })),
  )
  const sales = inTurn({ event, types, type }, orders, quantity)
  const issued = await issueAll(tx, sales, { ...needs, evenOffSale: false })
  if (!issued || issued.capacity !== undefined) throw new NotTogether()
  mustBeInSale(issued, type, now)
  await announceAll(tx, sales, needs)
  return new Map(purchases.map((purchase, i) => [purchase, sales[i]]))
}

/** Each with what was left after it, as if they had come one after another. */
const inTurn = (
  { event, types, type }: OfType,
  orders: readonly Order[],
  quantity: number,
): readonly [OrderWithEvent, ...OrderWithEvent[]] => {
  let taken = type.taken - quantity
  const [first, ...others] = orders.map((order): OrderWithEvent => {
    taken += order.quantity
    const then = { ...type, taken }
    return { ...withType({ event, types }, then), order, type: then }
  })
  if (!first) throw new NotTogether()
  return [first, ...others]
}
