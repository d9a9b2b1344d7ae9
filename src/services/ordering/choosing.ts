import { catchRefusal, type Result, valueOf } from '../../domain/catchRefusal.js'
import { type EventWithTypes, leftOf, mustBeOnSale, type TicketType } from '../../domain/event.js'
import { checkQuantity, isHeld, quantityLimit, type PaymentMethod } from '../../domain/order.js'
import { isPrepaid, type PaymentSetup, paymentMethodsFor } from '../../domain/payment.js'
import { Refusal } from '../../domain/refusal.js'
import { mustBeInSale, saleOf } from '../../domain/sale.js'
import { leftOfShown, type SeenEvent } from '../../domain/sight.js'

import { createBatcher } from '../../runtime/batcher.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { asksOf } from '../buyerQuestions/asked.js'
import { mustExist, typeIn, withTypes } from '../finders.js'
import { seenBy } from '../sight.js'

type Needs = { readonly store: Store; readonly clock: Clock; readonly setup: PaymentSetup }
type Wish = { readonly personId: number; readonly eventId: number }

/** A ticket type for one buyer. `most`: how many of it they may take now. */
export type Choice = {
  readonly type: TicketType
  readonly left: number
  readonly sale: 'before' | 'open' | 'after'
  readonly most: number
}

/**
 * What somebody may choose of an event: a choice for each type that they see. `hasCodes`: some promo code is switched
 * on; `brought`: the one they came with; `isOpen`: they hold an order of it already.
 */
export type Choices = SeenEvent & {
  readonly choices: readonly Choice[]
  readonly paymentMethods: readonly PaymentMethod[]
  readonly hasCodes: boolean
  readonly brought: string | undefined
  readonly isOpen: boolean
  /** Whether who buys this type is asked anything. */
  readonly asks: (ticketTypeId: number) => boolean
}

/**
 * A choice that was made. `needsHold`: its seats have to be held until all is answered and paid; otherwise it is bought
 * at once.
 */
export type Picked = Choices & { readonly type: TicketType; readonly needsHold: boolean }

/**
 * What there is to choose from, before anything is held or bought. Nothing here decides: seats are taken by ordering,
 * whose guards do.
 */
export const createChoosing = (needs: Needs) => {
  const { store, clock } = needs
  // Many who look at once are a few questions to the database; an event that is not there is one's own affair.
  const choicesNow = createBatcher((wishes: readonly Wish[]): Promise<readonly Result<Choices>[]> =>
    store.transact((tx) => choicesFor(tx, wishes, needs)),
  )

  const onSale = async (wish: Wish): Promise<Choices> => {
    const choices = valueOf(await choicesNow(wish))
    mustBeOnSale(choices.event, clock.now())
    return choices
  }

  return {
    /**
     * What a person may choose. An order of theirs that is open comes before all else: `isOpen`, and nothing more is
     * asked. Refuses with eventNotFound, eventCancelled, eventNotOnSale, eventEnded, typesHidden, soldOut, and
     * typeNotYetOnSale or typeNoLongerOnSale when no type is in sale.
     */
    choicesFor: async (wish: Wish): Promise<Choices> => {
      const choices = await onSale(wish)
      if (!choices.isOpen) mustHaveAnOpenType(choices)
      return choices
    },

    /**
     * One of these types that may be chosen now. Refuses with typeGone, typeNotYetOnSale, typeNoLongerOnSale,
     * noWayToPay, soldOut, perPersonLimit.
     */
    mustBeIn: (choices: Choices, ticketTypeId: number): Choice => {
      const type = typeIn({ types: choices.shown }, ticketTypeId)
      mustBeInSale(choices.event, type, clock.now())
      if (type.price.minor > 0 && choices.paymentMethods.length === 0)
        throw new Refusal('noWayToPay', { eventId: choices.event.id })
      return mustBeEnough(choices, type, 1)
    },

    /** So many of one type. Refuses as `choicesFor` does, and with quantityOutOfRange, tooFewLeft, perPersonLimit. */
    pick: async ({
      ticketTypeId,
      quantity,
      ...wish
    }: Wish & { readonly ticketTypeId: number; readonly quantity: number }): Promise<Picked> => {
      checkQuantity(quantity)
      const choices = await onSale(wish)
      const type = typeIn({ types: choices.shown }, ticketTypeId)
      mustBeInSale(choices.event, type, clock.now())
      if (!choices.isOpen) mustBeEnough(choices, type, quantity)
      return { ...choices, type, needsHold: needsHold(choices, type) }
    },
  }
}

const choicesFor = async (tx: Tx, wishes: readonly Wish[], needs: Needs): Promise<readonly Result<Choices>[]> => {
  const found = await withTypes(tx, await tx.events.ofIds([...new Set(wishes.map(({ eventId }) => eventId))]))
  const withCodes = await tx.promoCodes.withAnyOn(found.filter(isPriced).map(({ event }) => event.id))
  const all: Result<Choices>[] = []
  for (const { personId, eventId } of wishes) {
    const wanted = found.find(({ event }) => event.id === eventId)
    const asker = { personId, hasCodes: withCodes.has(eventId) }
    all.push(await catchRefusal(async () => choicesIn(tx, await seenBy(tx, personId, mustExist(wanted)), asker, needs)))
  }
  return all
}

// What is bought at once, by however many, costs no more than a look at the event: nothing of it is held.
const choicesIn = async (
  tx: Tx,
  found: SeenEvent,
  { personId, hasCodes }: { readonly personId: number; readonly hasCodes: boolean },
  { clock, setup }: Needs,
): Promise<Choices> => {
  const { event, types } = found
  const paymentMethods = paymentMethodsFor(found, setup)
  const mayHold = hasCodes || event.hasQuestions || types.some(({ price }) => isPrepaid(price, paymentMethods))
  const held = mayHold ? await tx.holds.find(personId, event.id) : undefined
  const choices: Choice[] = []
  for (const type of found.shown) choices.push(await choiceOf(tx, found, { type, personId }, clock.now()))
  return {
    ...found,
    choices,
    paymentMethods,
    hasCodes,
    brought: hasCodes ? await tx.pendingPromoCodes.of(personId, event.id) : undefined,
    isOpen: held !== undefined && isHeld(held, clock.now()),
    asks: await asksOf(tx, event),
  }
}

const choiceOf = async (
  tx: Tx,
  found: EventWithTypes,
  { type, personId }: { readonly type: TicketType; readonly personId: number },
  now: number,
): Promise<Choice> => {
  const left = leftOf(found, type)
  const had = type.perPerson === undefined ? 0 : await tx.orders.quantityOf(personId, type.id, now)
  const most = Math.max(0, Math.min(quantityLimit, left, (type.perPerson ?? Infinity) - had))
  return { type, left, sale: saleOf(found.event, type, now), most }
}

/** Refuses with typesHidden, soldOut, typeNotYetOnSale or typeNoLongerOnSale unless some type is in sale and left. */
const mustHaveAnOpenType = (found: Choices): void => {
  const { choices, event } = found
  if (choices.length === 0) throw new Refusal('typesHidden')
  if (leftOfShown(found) === 0) throw new Refusal('soldOut', { title: event.title })
  const open = choices.filter(({ sale }) => sale === 'open')
  if (open.length === 0)
    throw new Refusal(choices.some(({ sale }) => sale === 'before') ? 'typeNotYetOnSale' : 'typeNoLongerOnSale')
  if (open.every(({ left }) => left === 0)) throw new Refusal('soldOut', { title: event.title })
}

const needsHold = ({ isOpen, paymentMethods, brought, asks }: Choices, { id, price }: TicketType): boolean =>
  isOpen || asks(id) || isPrepaid(price, paymentMethods) || (brought !== undefined && price.minor > 0)

const isPriced = ({ types }: Pick<EventWithTypes, 'types'>): boolean => types.some(({ price }) => price.minor > 0)

const mustBeEnough = ({ event, choices }: Choices, { id, perPerson }: TicketType, quantity: number): Choice => {
  const choice = choices.find(({ type }) => type.id === id)
  if (!choice) throw new Refusal('eventNotFound')
  const { left, most } = choice
  if (left === 0) throw new Refusal('soldOut', { title: event.title })
  if (left < quantity) throw new Refusal('tooFewLeft', { left })
  if (most < quantity) throw new Refusal('perPersonLimit', { max: perPerson ?? most })
  return choice
}
