import {
  type Event,
  type EventWithTypes,
  mustBeInSale,
  mustBeOnSale,
  type TicketType,
  withType,
} from '../../domain/event.js'
import { type Money, times } from '../../domain/money.js'
import { checkQuantity, isHeld, type Order, paymentMethodOf, type PaymentMethod } from '../../domain/order.js'
import { isPrepaid, type PaymentSetup, paymentMethodsFor } from '../../domain/payment.js'
import { discounted, foldCode, mustBeGood, type PromoCode } from '../../domain/promoCode.js'
import { Refusal, type RefusalCode } from '../../domain/refusal.js'
import type { Store } from '../../store/store.js'
import type { Tx } from '../../store/tables/tx.js'
import { catchRefusal } from '../../domain/catchRefusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Codes } from '../codes.js'
import { createBatcher } from '../../runtime/batcher.js'
import { countMiss, mustNotBeGuessing } from '../door/guessing.js'
import { findEvent, findOrder, type OrderWithEvent, typeIn } from '../finders.js'
import { HoldsOver, type Seats } from './seats.js'

type Needs = {
  readonly store: Store
  readonly clock: Clock
  readonly codes: Codes
  readonly seats: Seats
  readonly setup: PaymentSetup
  /** How long seats are kept for who has not paid, in milliseconds. */
  readonly holdMs: number
}

/** A wish to buy. `requestKey` names the confirmation screen: a repeat with the same key returns the first order. */
export type Purchase = {
  readonly buyerId: number
  readonly ticketTypeId: number
  readonly quantity: number
  readonly requestKey: string
  /** The total that the buyer was shown, in minor units: if it is another by now, they are asked again. */
  readonly shownMinor?: number
  readonly test?: boolean
}

/** An order that waits to be paid, or did. `ways`: how it can be paid; empty when there is nothing to pay. */
export type OrderView = OrderWithEvent & {
  readonly paymentMethods: readonly PaymentMethod[]
  /** Whether its event has any promo code that is switched on; asked only while it is held. */
  readonly hasCodes: boolean
  /** False: the person had it before, and was given it instead of another. */
  readonly isNew: boolean
  /** Why the promo code that was brought along does not work. */
  readonly codeRefused: RefusalCode | undefined
}

type Mine = { readonly personId: number; readonly orderId: number }

/** Buying: at once what is free or paid at the door; everything else is held until it is paid. */
export const createOrdering = ({ store, clock, codes, seats, setup, holdMs }: Needs) => {
  const place = async (tx: Tx, purchase: Purchase, eventId: number | undefined): Promise<OrderWithEvent> => {
    const { quantity, buyerId, ticketTypeId } = purchase
    const found = await (eventId === undefined ? loadByType(tx, ticketTypeId) : findEvent(tx, eventId))
    const before = typeIn(found, ticketTypeId)
    mustBeOnSale(found.event, clock.now())
    mustBeInSale(before, clock.now())
    const possible = paymentMethodsFor(found, setup)
    if (isPrepaid(before.price, possible)) throw new Refusal(possible.length === 0 ? 'noWayToPay' : 'wayClosed')
    const type = await seats.take(tx, { event: found.event, type: before, buyerId, quantity })
    if (isPrepaid(type.price, possible)) throw new Refusal('priceChanged')
    const total = times(type.price, quantity)
    if (purchase.shownMinor !== undefined && purchase.shownMinor !== total.minor) throw new Refusal('priceChanged')
    const order = await tx.orders.insert({
      eventId: found.event.id,
      ticketTypeId,
      buyerId,
      quantity,
      total,
      paymentMethod: paymentMethodOf(total),
      state: 'confirmed',
      createdAt: clock.now(),
      requestKey: purchase.requestKey,
      confirmedAt: clock.now(),
    })
    const issued = await seats.issue(tx, found.event, order, { evenOffSale: false })
    if (!issued) throw await offSale(tx, found.event)
    await seats.mustFit(tx, { event: found.event, type }, quantity, issued.capacity)
    const bought = { ...found, order, type }
    await seats.announce(tx, { ...bought, test: purchase.test ?? false })
    return bought
  }

  /** What there is to know before any seat is taken. Many who press at once are a few questions to the database. */
  const look = createBatcher((purchases: readonly Purchase[]): Promise<readonly Look[]> =>
    store.transact(async (tx) => {
      const orders = await tx.orders.ofRequestKeys(purchases.map(({ requestKey }) => requestKey))
      const types = await tx.ticketTypes.ofIds([...new Set(purchases.map(({ ticketTypeId }) => ticketTypeId))])
      const events = await tx.events.ofIds([...new Set(types.map(({ eventId }) => eventId))])
      // What holds that are over still keep counts as free.
      const isFull = purchases.some(({ ticketTypeId, quantity }) =>
        types.some(({ id, capacity, taken }) => id === ticketTypeId && capacity - taken < quantity),
      )
      const over = isFull ? await tx.orders.overdueTypes(clock.now()) : new Set<number>()
      return purchases.map(({ requestKey, ticketTypeId }) => {
        const type = types.find(({ id }) => id === ticketTypeId)
        return {
          mayHaveRoom: over.has(ticketTypeId),
          isRepeat: orders.some((order) => order.requestKey === requestKey),
          type,
          event: events.find(({ id }) => id === type?.eventId),
        }
      })
    }),
  )

  const opened = async (
    tx: Tx,
    order: Order | undefined,
    { isNew = false, codeRefused }: { isNew?: boolean; codeRefused?: RefusalCode | undefined } = {},
  ): Promise<OrderView> => ({ ...(await orderViewOf(tx, order, setup)), isNew, codeRefused })

  /** The person's own order. Refuses with orderNotFound. */
  const mine = async (tx: Tx, { personId, orderId }: Mine): Promise<Order> => {
    const order = await tx.orders.find(orderId)
    if (order?.buyerId !== personId) throw new Refusal('orderNotFound')
    return order
  }

  /** The person's own order, which nobody else changes until the end. Refuses with orderNotFound. */
  const mineLocked = async (tx: Tx, act: Mine): Promise<Order> =>
    (await tx.orders.lock((await mine(tx, act)).id)) ?? mine(tx, act)

  /**
   * The person's own order while its seats are kept, locked; not while somebody looks for its money: what it was
   * transferred for stays as it is.
   * Refuses with orderNotFound, orderPaid, orderNotOpen, holdOver, proofLookedAt.
   */
  const mineOpen = async (tx: Tx, act: Mine): Promise<Order> => {
    const order = await mineLocked(tx, act)
    mustBeOpen(order, clock.now())
    return order
  }

  const hold = async (tx: Tx, { buyerId, ticketTypeId, quantity, requestKey }: Purchase): Promise<OrderView> => {
    const found = await loadByType(tx, ticketTypeId)
    const { event } = found
    const before = typeIn(found, ticketTypeId)
    mustBeOnSale(event, clock.now())
    const open = await tx.orders.findHeld(buyerId, event.id)
    if (open && isHeld(open, clock.now())) return opened(tx, open)
    if (open) throw new HoldsOver([open.id])
    mustBeInSale(before, clock.now())
    if (before.price.minor > 0 && paymentMethodsFor(found, setup).length === 0) throw new Refusal('noWayToPay')
    const type = await seats.take(tx, { event, type: before, buyerId, quantity })
    const [total, ways] = [times(type.price, quantity), paymentMethodsFor(withType(found, type), setup)]
    if (ways.length === 0 && total.minor > 0) throw new Refusal('noWayToPay')
    const locked = await tx.events.lock(event.id)
    if (locked?.state !== 'published') throw await offSale(tx, event)
    await seats.mustFit(tx, { event, type }, quantity, locked.capacity)
    const now = clock.now()
    const order = await tx.orders.insert({
      eventId: event.id,
      ticketTypeId,
      buyerId,
      quantity,
      total,
      paymentMethod: total.minor === 0 ? 'free' : (ways[0] ?? 'atDoor'),
      state: 'held',
      createdAt: now,
      requestKey,
      heldUntil: now + holdMs,
      payload: codes.ticket(),
    })
    await tx.audit.add({
      at: now,
      actorId: buyerId,
      action: 'order.held',
      subject: `order:${order.id}`,
      details: { event: event.id, quantity, minor: total.minor },
    })
    return withPocket(tx, order, type)
  }

  /** Redeems the code that the person brought along by a link; one that does not work is said and thrown away. */
  const withPocket = async (tx: Tx, order: Order, type: TicketType): Promise<OrderView> => {
    const text = await tx.pendingPromoCodes.of(order.buyerId, order.eventId)
    if (text === undefined) return opened(tx, order, { isNew: true })
    const code = await tx.promoCodes.findByCode(order.eventId, text)
    const outcome = await catchRefusal(() => redeem(tx, order, type, code))
    if (!outcome.ok) await tx.pendingPromoCodes.empty(order.buyerId, order.eventId)
    return opened(tx, await tx.orders.find(order.id), {
      isNew: true,
      codeRefused: outcome.ok ? undefined : outcome.refusal.code,
    })
  }

  // Whoever redeems a code has its row until the end, so that nobody gets past the limits at the same moment. What is
  // refused has changed nothing.
  const redeem = async (tx: Tx, order: Order, type: TicketType, code: PromoCode | undefined): Promise<void> => {
    mustBeGood(code, type, clock.now())
    if (order.promoCodeId === code.id) return
    if (!(await tx.promoCodes.redeem(code.id))) throw new Refusal('promoCodeUsedUp')
    if (code.perPerson !== undefined && (await tx.orders.redeemedBy(order.buyerId, code.id)) >= code.perPerson) {
      await tx.promoCodes.release(code.id)
      throw new Refusal('promoCodeUsedByYou')
    }
    await reprice(tx, order, code)
  }

  const reprice = async (tx: Tx, order: Order, code: PromoCode | undefined): Promise<void> => {
    const one: Money = { ...order.full, minor: Math.round(order.full.minor / order.quantity) }
    const total = times(code ? discounted(one, code.discount) : one, order.quantity)
    const ways = paymentMethodsFor(await findEvent(tx, order.eventId), setup)
    const paymentWay =
      total.minor === 0 ? 'free' : order.paymentMethod === 'free' ? (ways[0] ?? 'atDoor') : order.paymentMethod
    if (
      !(await tx.orders.change(order.id, { total, full: order.full, paymentMethod: paymentWay, promoCodeId: code?.id }))
    )
      throw new Refusal('orderNotOpen')
    if (order.promoCodeId !== undefined) await tx.promoCodes.release(order.promoCodeId)
  }

  return {
    /**
     * Takes the seats, confirms the order and issues its tickets, all or nothing: for what is free or paid at the door.
     * Refuses with quantityOutOfRange, eventNotFound, eventCancelled, eventNotOnSale, eventEnded, soldOut, tooFewLeft,
     * perPersonLimit, priceChanged,
     * typeNotYetOnSale, typeNoLongerOnSale, and wayClosed or noWayToPay for what has to be paid beforehand.
     */
    buy: async (purchase: Purchase): Promise<OrderWithEvent> => {
      checkQuantity(purchase.quantity)
      const { isRepeat, mayHaveRoom, event, type } = await look(purchase)
      // When all is gone, most need no lock and no transaction to hear so. Whoever may have a chance gets one: the
      // guard in `take` decides.
      if (!isRepeat && !mayHaveRoom) mustBeAvailable(event, type, purchase.quantity, clock.now())
      return seats.withRoom(async (tx) => {
        const first = await tx.orders.findByRequestKey(purchase.requestKey)
        return first ? findOrder(tx, first) : place(tx, purchase, event?.id)
      })
    },

    /**
     * Keeps seats for somebody until they have paid. Whoever holds an order of the event already is given that one
     * (`isNew` is false). A promo code that
     * was brought along is redeemed. Refuses as `buy` does, but for priceChanged and wayClosed.
     */
    hold: (purchase: Purchase): Promise<OrderView> => {
      checkQuantity(purchase.quantity)
      return seats.withRoom(async (tx) => {
        const first = await tx.orders.findByRequestKey(purchase.requestKey)
        return first ? opened(tx, first) : hold(tx, purchase)
      })
    },

    /** The order that the person holds now, of this event or of any (the newest); undefined when there is none. */
    findHeld: (personId: number, eventId?: number): Promise<OrderView | undefined> =>
      store.transact(async (tx) => {
        const held = (await tx.orders.heldBy(personId)).find(
          (order) => isHeld(order, clock.now()) && (eventId === undefined || order.eventId === eventId),
        )
        return held && opened(tx, held)
      }),

    /** A person's own order, whatever its state. Refuses with orderNotFound. */
    view: (act: Mine): Promise<OrderView> => store.transact(async (tx) => opened(tx, await mine(tx, act))),

    /**
     * A person's own order that may still be changed and paid. Refuses with orderNotFound, orderPaid, orderNotOpen,
     * holdOver, proofLookedAt.
     */
    mustBeOpen: (act: Mine): Promise<OrderView> => store.transact(async (tx) => opened(tx, await mineOpen(tx, act))),

    /**
     * Chooses how an order is to be paid. Refuses with orderNotFound, orderPaid, orderNotOpen, holdOver, proofLookedAt,
     * wayClosed.
     */
    choosePaymentMethod: ({ method, ...act }: Mine & { readonly method: PaymentMethod }): Promise<OrderView> =>
      store.transact(async (tx) => {
        const open = await opened(tx, await mineOpen(tx, act))
        const order = { ...open.order, paymentWay: method }
        if (!open.paymentMethods.includes(method)) throw new Refusal('wayClosed')
        if (!(await tx.orders.change(order.id, order))) throw new Refusal('orderNotOpen')
        return { ...open, order }
      }),

    /**
     * Confirms a held order for which nothing is paid beforehand: it is free, or paid at the door. A repeat gives the
     * confirmed order.
     * Refuses with orderNotFound, orderNotOpen, holdOver, proofLookedAt, wayClosed, eventCancelled.
     */
    confirm: (act: Mine): Promise<OrderWithEvent> =>
      store.transact(async (tx) => {
        const order = await mineLocked(tx, act)
        if (order.state === 'confirmed') return findOrder(tx, order)
        mustBeOpen(order, clock.now())
        const { paymentMethods, ...found } = await opened(tx, order)
        const way = order.total.minor === 0 ? 'free' : 'atDoor'
        if (way === 'atDoor' && !paymentMethods.includes(way)) throw new Refusal('wayClosed')
        if (!(await tx.orders.confirm(order.id, ['held'], { method: way, now: clock.now() })))
          throw new Refusal('orderNotOpen')
        const confirmed: Order = { ...order, state: 'confirmed', paymentMethod: way, confirmedAt: clock.now() }
        if (!(await seats.issue(tx, found.event, confirmed, { evenOffSale: true })))
          throw new Refusal('eventCancelled', { title: found.event.title })
        await seats.announce(tx, { ...found, order: confirmed })
        return { ...found, order: confirmed }
      }),

    /**
     * Redeems a promo code that was typed; an earlier one is given back.
     * Refuses with orderNotFound, orderPaid, orderNotOpen, holdOver, proofLookedAt, tooManyGuesses and as promoCode.ts
     * does.
     */
    redeem: async ({ text, ...act }: Mine & { readonly text: string }): Promise<OrderView> => {
      const outcome = await store.transact(async (tx) => {
        await mustNotBeGuessing(tx, act.personId, clock.now())
        const { order, type } = await findOrder(tx, await mineOpen(tx, act))
        const code = await tx.promoCodes.findByCode(order.eventId, foldCode(text))
        // Not thrown: that would undo the count.
        if (!code?.isOn) return (await countMiss(tx, act.personId, clock.now())) ?? new Refusal('promoCodeUnknown')
        await redeem(tx, order, type, code)
        return opened(tx, await tx.orders.find(order.id))
      })
      if (outcome instanceof Refusal) throw outcome
      return outcome
    },

    /**
     * Takes the promo code off an order. Refuses with orderNotFound, orderPaid, orderNotOpen, holdOver, proofLookedAt.
     */
    dropCode: (act: Mine): Promise<OrderView> =>
      store.transact(async (tx) => {
        const order = await mineOpen(tx, act)
        await reprice(tx, order, undefined)
        await tx.pendingPromoCodes.empty(order.buyerId, order.eventId)
        return opened(tx, await tx.orders.find(order.id))
      }),

    /**
     * The buyer does not want it any more: its seats are free at once. A repeat changes nothing. Refuses with
     * orderNotFound, orderPaid.
     */
    cancel: (act: Mine): Promise<OrderView> =>
      store.transact(async (tx) => {
        const order = await mineLocked(tx, act)
        if (order.state === 'confirmed') throw new Refusal('orderPaid')
        if (await tx.orders.move(order.id, ['held'], 'cancelled')) {
          await seats.release(tx, order)
          await tx.audit.add({
            at: clock.now(),
            actorId: act.personId,
            action: 'order.cancelled',
            subject: `order:${order.id}`,
            details: { event: order.eventId },
          })
        }
        return opened(tx, await tx.orders.find(order.id))
      }),

    /** Ends the holds whose time is over; how many they were. Each is a transaction of its own. */
    expireOverdue: async (): Promise<number> =>
      seats.expireEach(await store.transact((tx) => tx.orders.overdue({ now: clock.now(), limit: 200 }))),

    /** When the next hold is over (UTC milliseconds); undefined when nothing is held. */
    nextExpiry: (): Promise<number | undefined> => store.transact((tx) => tx.orders.nextExpiry()),
  }
}

/** An order with the ways in which it can be paid. Refuses with orderNotFound. */
export const orderViewOf = async (tx: Tx, order: Order | undefined, setup: PaymentSetup): Promise<OrderView> => {
  const found = await findOrder(tx, order)
  const hasCodes = found.order.state === 'held' && (await tx.promoCodes.withAnyOn([found.event.id])).size > 0
  return {
    ...found,
    paymentMethods: found.order.total.minor === 0 ? [] : paymentMethodsFor(found, setup),
    hasCodes,
    isNew: false,
    codeRefused: undefined,
  }
}

type Look = {
  readonly isRepeat: boolean
  readonly mayHaveRoom: boolean
  readonly event: Event | undefined
  readonly type: TicketType | undefined
}

const mustBeOpen = (order: Order, now: number): void => {
  if (order.state === 'confirmed') throw new Refusal('orderPaid')
  if (order.state === 'expired' || (order.state === 'held' && !isHeld(order, now))) throw new Refusal('holdOver')
  if (order.state !== 'held') throw new Refusal('orderNotOpen')
  if (order.proofAt !== undefined) throw new Refusal('proofLookedAt')
}

const loadByType = async (tx: Tx, ticketTypeId: number): Promise<EventWithTypes> => {
  const type = await tx.ticketTypes.find(ticketTypeId)
  if (!type) throw new Refusal('eventNotFound')
  return findEvent(tx, type.eventId)
}

const mustBeAvailable = (
  event: Event | undefined,
  type: TicketType | undefined,
  quantity: number,
  now: number,
): void => {
  if (!event || !type) throw new Refusal('eventNotFound')
  mustBeOnSale(event, now)
  const left = type.capacity - type.taken
  if (left < quantity)
    throw left > 0 ? new Refusal('tooFewLeft', { left }) : new Refusal('soldOut', { title: event.title })
}

// It was on sale when this purchase began, and somebody cancelled it or took it off since.
const offSale = async (tx: Tx, { id, title }: Event): Promise<Refusal> => {
  const event = await tx.events.find(id)
  if (!event) return new Refusal('eventNotFound')
  return new Refusal(event.state === 'cancelled' ? 'eventCancelled' : 'eventNotOnSale', { title })
}

/** What `createOrdering` gives. */
export type Ordering = ReturnType<typeof createOrdering>
