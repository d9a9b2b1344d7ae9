import { mustBeAnswered } from '../../domain/buyerQuestion.js'
import { catchFinal, valueOf } from '../../domain/catchRefusal.js'
import type { TicketType } from '../../domain/event.js'
import { checkQuantity, isHeld, mustNotBeBeingPaid, type Order, type PaymentMethod } from '../../domain/order.js'
import type { PaymentSetup } from '../../domain/payment.js'
import { Refusal } from '../../domain/refusal.js'
import { mayTellChat } from '../../domain/sight.js'
import { createBatcher } from '../../runtime/batcher.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import type { NewsPolicy } from '../eventNews/news.js'
import { findEvent, findOrder, type OrderWithEvent } from '../finders.js'
import { mustNotBeGuessing } from '../people/guessing.js'
import { buyAtOnce, mustBeAvailable, type Outlook, outlooksFor, type Purchase } from './buying.js'
import { announceSale, issueTickets } from './confirming.js'
import { createCrowds } from './crowd.js'
import { holdSeats } from './holding.js'
import { findOwnOrder, lockOwnOrder, mustBeOpen, type OrderView, orderViewOf, type OwnOrder } from './orderView.js'
import { countWrongCode, findTypedCode, openHidden, redeemBrought, redeemCode, reprice } from './redeeming.js'
import { type EndedHolds, expireHolds, withRoom } from './room.js'
import { releaseSeats } from './seats.js'
import { takeBacked } from '../waiting/backedOrders.js'

type Needs = NewsPolicy & {
  readonly store: Store
  readonly clock: Clock
  readonly codes: Codes
  readonly setup: PaymentSetup
  /** How long seats are kept for who has not paid, in milliseconds. */
  readonly holdMs: number
}

const mostExpired = 200

/** Who may hold an order, of this event or of any. */
type Holder = { readonly personId: number; readonly eventId: number | undefined }

/** Buying: at once what is free or paid at the door; everything else is held until it is paid. */
export const createOrdering = (needs: Needs) => {
  const { store, clock, setup } = needs
  // Many who press at once are a few questions to the database.
  const outlookFor = createBatcher((purchases: readonly Purchase[]): Promise<readonly Outlook[]> =>
    store.transact((tx) => outlooksFor(tx, purchases, clock)),
  )
  const buyInCrowd = createCrowds(needs)
  // Of one who presses twice, through two processes, the second may find the seats gone to the first.
  const unlessOwn = async ({ requestKey }: Purchase, buy: () => Promise<OrderWithEvent>): Promise<OrderWithEvent> => {
    const bought = await catchFinal(buy)
    if (bought.ok) return bought.value
    return store.transact(async (tx) => {
      const own = await tx.orders.findByRequestKey(requestKey)
      return own ? findOrder(tx, own) : valueOf(bought)
    })
  }
  const heldFor = createBatcher((wanted: readonly Holder[]): Promise<readonly (OrderView | undefined)[]> =>
    store.transact(async (tx) => {
      const all = await tx.holds.ofBuyers([...new Set(wanted.map(({ personId }) => personId))])
      const held = all.filter((order) => isHeld(order, clock.now()))
      const views: (OrderView | undefined)[] = []
      for (const { personId, eventId } of wanted) {
        const own = held.find(
          (order) => order.buyerId === personId && (eventId === undefined || order.eventId === eventId),
        )
        views.push(own && (await orderViewOf(tx, own, setup)))
      }
      return views
    }),
  )

  return {
    /**
     * Takes the seats, confirms the order and issues its tickets, all or nothing: for what is free or paid at the door.
     * A repeat gives the order of its `requestKey`, in whatever state it is: `hold` may have made it. Refuses with
     * quantityOutOfRange, eventNotFound, eventCancelled, eventNotOnSale, eventEnded, guestBlocked, soldOut, tooFewLeft,
     * perPersonLimit, priceChanged, typeNotYetOnSale, typeNoLongerOnSale, wayClosed or noWayToPay for what has to be
     * paid beforehand, and asksFirst for what is asked about.
     */
    buy: async (purchase: Purchase): Promise<OrderWithEvent> => {
      checkQuantity(purchase.quantity)
      const outlook = await outlookFor(purchase)
      mustBeAvailable(outlook, purchase, clock.now())
      const inCrowd = outlook.isRepeat ? 'alone' : await buyInCrowd(purchase)
      if (typeof inCrowd === 'object') return inCrowd
      if (inCrowd === 'lookAgain') mustBeAvailable(await outlookFor(purchase), purchase, clock.now())
      return unlessOwn(purchase, () =>
        withRoom(needs, async (tx) => {
          const first = await tx.orders.findByRequestKey(purchase.requestKey)
          return first ? findOrder(tx, first) : buyAtOnce(tx, purchase, outlook.event?.id, needs)
        }),
      )
    },

    /**
     * Keeps seats for somebody until they have paid. Whoever holds an order of the event already is given that one
     * (`isNew` is false). A promo code that was brought along is redeemed. Refuses as `buy` does, but for priceChanged,
     * wayClosed and asksFirst.
     */
    hold: (purchase: Purchase): Promise<OrderView> => {
      checkQuantity(purchase.quantity)
      return withRoom(needs, async (tx) => {
        const first = await tx.orders.findByRequestKey(purchase.requestKey)
        return first ? orderViewOf(tx, first, setup) : holdSeats(tx, purchase, needs)
      })
    },

    /** The order that the person holds now, of this event or of any (the newest); undefined when there is none. */
    findHeld: (personId: number, eventId?: number): Promise<OrderView | undefined> => heldFor({ personId, eventId }),

    /** A person's own order, whatever its state. Refuses with orderNotFound. */
    view: (own: OwnOrder): Promise<OrderView> =>
      store.transact(async (tx) => orderViewOf(tx, await findOwnOrder(tx, own), setup)),

    /**
     * A person's own order that may still be changed and paid. Refuses with orderNotFound, orderPaid, orderNotOpen,
     * holdOver, proofLookedAt, beingPaid.
     */
    mustBeOpen: (own: OwnOrder): Promise<OrderView> =>
      store.transact(async (tx) => orderViewOf(tx, await lockChangeable(tx, own, clock), setup)),

    /**
     * Chooses how an order is to be paid. Refuses with orderNotFound, orderPaid, orderNotOpen, holdOver, proofLookedAt,
     * wayClosed, answersMissing.
     */
    choosePaymentMethod: ({ method, ...own }: OwnOrder & { readonly method: PaymentMethod }): Promise<OrderView> =>
      store.transact((tx) => choosePaymentMethod(tx, own, method, needs)),

    /**
     * Confirms a held order for which nothing is paid beforehand: it is free, or paid at the door. A repeat gives the
     * confirmed order. Refuses with orderNotFound, orderNotOpen, holdOver, proofLookedAt, beingPaid, wayClosed,
     * answersMissing, eventCancelled, and soldOut when an offer stood on a ticket that came to the door meanwhile.
     */
    confirm: (own: OwnOrder): Promise<OrderWithEvent> => store.transact((tx) => confirmUnpaid(tx, own, needs)),

    /**
     * Redeems a promo code that was typed, and opens the hidden types that it is for; an earlier one is given back.
     * promoCodeForOthers says what was opened (`opened`: names, `count`: how many, `code`), if anything. Refuses with
     * orderNotFound, orderPaid, orderNotOpen, holdOver, proofLookedAt, beingPaid, tooManyGuesses and as promoCode.ts
     * does.
     */
    redeem: async ({ text, ...own }: OwnOrder & { readonly text: string }): Promise<OrderView> => {
      const result = await store.transact((tx) => redeemTyped(tx, own, text, needs))
      if (result instanceof Refusal) throw result
      return result
    },

    /** What somebody is offered gets the promo code that they brought, if it works. Refuses with orderNotFound. */
    redeemBrought: (own: OwnOrder): Promise<void> =>
      store.transact(async (tx) => redeemBrought(tx, await lockOwnOrder(tx, own), needs)),

    /**
     * Takes the promo code off an order. Refuses with orderNotFound, orderPaid, orderNotOpen, holdOver, proofLookedAt,
     * beingPaid.
     */
    dropCode: (own: OwnOrder): Promise<OrderView> =>
      store.transact(async (tx) => {
        const order = await lockChangeable(tx, own, clock)
        await reprice(tx, order, undefined, setup)
        await tx.pendingPromoCodes.empty(order.buyerId, order.eventId)
        return orderViewOf(tx, await tx.orders.find(order.id), setup)
      }),

    /**
     * The buyer does not want it any more: its seats are free at once. A repeat changes nothing. Refuses with
     * orderNotFound, orderPaid, beingPaid.
     */
    cancel: (own: OwnOrder): Promise<OrderView> =>
      store.transact(async (tx) => orderViewOf(tx, await cancel(tx, own, clock), setup)),

    /**
     * Ends the holds whose time is over, each in a transaction of its own, but for those that the caller passes over:
     * they could not be ended a moment ago.
     */
    expireOverdue: async (but: ReadonlySet<number> = new Set()): Promise<EndedHolds> => {
      const limit = mostExpired + but.size
      const overdue = await store.transact((tx) => tx.holds.overdue({ now: clock.now(), limit }))
      return expireHolds(
        needs,
        overdue.filter((id) => !but.has(id)),
      )
    },

    /** When the next hold is over (UTC milliseconds), but for these; undefined when nothing is held. */
    nextExpiry: (but: ReadonlySet<number> = new Set()): Promise<number | undefined> =>
      store.transact((tx) => tx.holds.nextExpiry([...but])),
  }
}

/** The person's own order while it may be changed and paid, locked. Refuses with orderNotFound and as mustBeOpen. */
const lockOpen = async (tx: Tx, own: OwnOrder, clock: Clock): Promise<Order> =>
  mustBeOpen(await lockOwnOrder(tx, own), clock.now())

/** The same while no checkout of it may become a payment. Refuses as lockOpen, and with beingPaid. */
const lockChangeable = async (tx: Tx, own: OwnOrder, clock: Clock): Promise<Order> => {
  const order = await lockOpen(tx, own, clock)
  mustNotBeBeingPaid(order, clock.now())
  return order
}

const choosePaymentMethod = async (
  tx: Tx,
  own: OwnOrder,
  paymentMethod: PaymentMethod,
  { clock, setup }: Needs,
): Promise<OrderView> => {
  const view = await orderViewOf(tx, await lockOpen(tx, own, clock), setup)
  const order = { ...view.order, paymentMethod }
  if (!view.paymentMethods.includes(paymentMethod)) throw new Refusal('wayClosed')
  mustBeAnswered(view.asked ?? [])
  if (!(await tx.orders.change(order.id, order))) throw new Refusal('orderNotOpen')
  return { ...view, order }
}

const confirmUnpaid = async (tx: Tx, own: OwnOrder, needs: Needs): Promise<OrderWithEvent> => {
  const { clock, setup } = needs
  const order = await lockOwnOrder(tx, own)
  if (order.state === 'confirmed') return findOrder(tx, order)
  mustBeOpen(order, clock.now())
  mustNotBeBeingPaid(order, clock.now())
  const { paymentMethods, asked = [], ...found } = await orderViewOf(tx, order, setup)
  const method = order.total.minor === 0 ? 'free' : 'atDoor'
  if (method === 'atDoor' && !paymentMethods.includes(method)) throw new Refusal('wayClosed')
  mustBeAnswered(asked)
  if (!(await takeBacked(tx, { order, event: found.event }, clock)))
    throw new Refusal('soldOut', { title: found.event.title })
  const now = clock.now()
  const isTold = mayTellChat(found.event, needs)
  if (!(await tx.orders.confirm(order.id, 'held', { method, isTold, now }))) throw new Refusal('orderNotOpen')
  const sale = {
    ...found,
    order: { ...order, state: 'confirmed' as const, paymentMethod: method, confirmedAt: now } satisfies Order,
  }
  if (!(await issueTickets(tx, { ...sale, evenOffSale: true }, needs)))
    throw new Refusal('eventCancelled', { title: found.event.title })
  await announceSale(tx, sale, needs)
  return sale
}

/** Gives the refusal of a code that is not there, instead of throwing it: that would undo the count of guesses. */
const redeemTyped = async (tx: Tx, own: OwnOrder, text: string, needs: Needs): Promise<OrderView | Refusal> => {
  const { clock, setup } = needs
  await mustNotBeGuessing(tx, own.personId, clock.now())
  const { order, type } = await findOrder(tx, await lockChangeable(tx, own, clock))
  const code = await findTypedCode(tx, order.eventId, text)
  if (!code)
    return (await countWrongCode(tx, { personId: own.personId, text }, clock)) ?? new Refusal('promoCodeUnknown')
  const { types } = await findEvent(tx, order.eventId)
  const opened = await openHidden(tx, { personId: own.personId, types, code }, clock.now())
  const others = opened.filter(({ id }) => id !== type.id)
  // It is for what it opens, which stays open: a refusal that is thrown would undo that.
  if (others.length > 0 && !code.ticketTypeIds.includes(type.id)) {
    await tx.pendingPromoCodes.put(own.personId, order.eventId, code.code, clock.now())
    return new Refusal('promoCodeForOthers', { code: code.code, opened: namesOf(others), count: others.length })
  }
  await redeemCode(tx, { order, type, code }, needs)
  return { ...(await orderViewOf(tx, await tx.orders.find(order.id), setup)), opened: others }
}

const namesOf = (types: readonly TicketType[]): string => types.map(({ name }) => name).join(', ')

const cancel = async (tx: Tx, own: OwnOrder, clock: Clock): Promise<Order | undefined> => {
  const order = await lockOwnOrder(tx, own)
  if (order.state === 'confirmed') throw new Refusal('orderPaid')
  if (order.state === 'held') mustNotBeBeingPaid(order, clock.now())
  if (await tx.orders.move(order.id, 'held', 'cancelled', clock.now())) {
    await releaseSeats(tx, order)
    await tx.audit.add({
      at: clock.now(),
      actorId: own.personId,
      action: 'order.cancelled',
      subject: `order:${order.id}`,
      details: { event: order.eventId },
    })
  }
  return tx.orders.find(order.id)
}

export type Ordering = ReturnType<typeof createOrdering>
