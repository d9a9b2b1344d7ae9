import { isDeepStrictEqual } from 'node:util'
import { checkCode, checkDiscount, type Discount, type PromoCode, takesNothing } from '../../domain/promoCode.js'
import { checkCount, checkSpan, dearestOf, type EventWithTypes, mustTakePlace } from '../../domain/event.js'
import { oneMoreThan, type Page, pageOf, type PageRequest } from '../../domain/page.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { PromoCodeChange } from '../../store/tables/promoCodes.js'
import { mustNotBeGuessing } from '../people/guessing.js'
import { findOwnEvent } from '../finders.js'
import { findSeen } from '../sight.js'
import { countWrongCode, findTypedCode, openHidden } from './redeeming.js'

type Act = { readonly personId: number; readonly eventId: number }

/** An event's promo codes for its organizer. */
export type PromoCodesOfEvent = EventWithTypes & { readonly codes: readonly PromoCode[] }

/** One promo code with its event. */
export type PromoCodeOfEvent = EventWithTypes & { readonly code: PromoCode }

/** Which code, and who acts. */
type CodeAct = { readonly personId: number; readonly promoCodeId: number }

/** Promo codes: their organizer makes them, buyers bring them along. ordering redeems them. */
export const createPromoCodes = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => ({
  /** The event's codes, newest first. Refuses with eventNotFound, notYours. */
  ofEvent: ({ personId, eventId }: Act): Promise<PromoCodesOfEvent> =>
    store.transact(async (tx) => ({
      ...(await findOwnEvent(tx, personId, eventId)),
      codes: await tx.promoCodes.ofEvent(eventId),
    })),

  /** A page of them, newest first. Refuses with eventNotFound, notYours. */
  page: ({ personId, eventId, ...page }: Act & PageRequest): Promise<EventWithTypes & Page<PromoCode>> =>
    store.transact(async (tx) => ({
      ...(await findOwnEvent(tx, personId, eventId)),
      ...pageOf(await tx.promoCodes.pageOf(eventId, oneMoreThan(page)), page.size),
    })),

  /** One code with its event. Refuses with promoCodeUnknown, notYours. */
  open: (act: CodeAct): Promise<PromoCodeOfEvent> => store.transact((tx) => findOwnCode(tx, act)),

  /**
   * Whether a new code may be called so, as it will be written. Refuses with promoCodeForm, promoCodeTaken,
   * eventCancelled, eventNotFound, notYours.
   */
  checkNew: ({ personId, eventId, text }: Act & { readonly text: string }): Promise<string> =>
    store.transact(async (tx) => {
      notCancelled(await findOwnEvent(tx, personId, eventId))
      const code = checkCode(text)
      if (await tx.promoCodes.findByCode(eventId, code)) throw new Refusal('promoCodeTaken')
      return code
    }),

  /**
   * A new code without limits. Refuses with promoCodeForm, promoCodeTaken, percentOutOfRange, discountForm,
   * discountTooHigh, eventCancelled, eventNotFound, notYours.
   */
  create: (act: Act & Pick<PromoCode, 'code' | 'discount'>): Promise<PromoCode> =>
    store.transact((tx) => create(tx, act, clock.now())),

  /**
   * Changes a code; orders that redeemed it keep what they have. Refuses with promoCodeUnknown, capacityOutOfRange,
   * endBeforeStart, percentOutOfRange, discountForm, discountTooHigh, eventCancelled, notYours.
   */
  change: (act: CodeAct & { readonly fields: Partial<PromoCodeChange> }): Promise<PromoCode> =>
    store.transact((tx) => change(tx, act, clock.now())),

  /**
   * A person brings a code, by a link or typed: it opens the hidden ticket types that it is for, and is redeemed when
   * they choose tickets. Gives the code as it is now, undefined when there is no such one. Refuses with eventNotFound,
   * tooManyGuesses.
   */
  bring: ({ personId, eventId, text }: Act & { readonly text: string }): Promise<PromoCode | undefined> =>
    store.transact(async (tx) => {
      await mustNotBeGuessing(tx, personId, clock.now())
      const { types } = await findSeen(tx, { personId, eventId })
      const code = await findTypedCode(tx, eventId, text)
      if (!code) {
        await countWrongCode(tx, { personId, text }, clock)
        return undefined
      }
      await tx.pendingPromoCodes.put(personId, eventId, code.code, clock.now())
      await openHidden(tx, { personId, types, code }, clock.now())
      return code
    }),

  /** The code that a person brought along for an event. */
  brought: (personId: number, eventId: number): Promise<string | undefined> =>
    store.transact((tx) => tx.pendingPromoCodes.of(personId, eventId)),
})

const findOwnCode = async (tx: Tx, { personId, promoCodeId }: CodeAct): Promise<PromoCodeOfEvent> => {
  const code = await tx.promoCodes.find(promoCodeId)
  if (!code) throw new Refusal('promoCodeUnknown')
  return { ...(await findOwnEvent(tx, personId, code.eventId)), code }
}

const create = async (
  tx: Tx,
  { personId, eventId, code, discount }: Act & Pick<PromoCode, 'code' | 'discount'>,
  now: number,
): Promise<PromoCode> => {
  const found = notCancelled(await findOwnEvent(tx, personId, eventId))
  checkDiscountOf(found, discount)
  const created = await tx.promoCodes.insert(
    {
      eventId,
      code: checkCode(code),
      discount,
      limit: undefined,
      perPerson: undefined,
      startsAt: undefined,
      endsAt: undefined,
      ticketTypeIds: takesNothing(discount) ? hiddenIdsOf(found) : [],
      isOn: true,
    },
    now,
  )
  if (!created) return ownRepeat(await tx.promoCodes.findByCode(eventId, checkCode(code)), discount)
  await writeDown(tx, personId, { action: 'promoCode.created', code: created }, now)
  return created
}

// Whoever asks again, because the first answer was lost, finds what was made; anything else is another wish.
const ownRepeat = (found: PromoCode | undefined, discount: PromoCode['discount']): PromoCode => {
  if (!found?.isOn || found.used > 0 || !isDeepStrictEqual(found.discount, discount))
    throw new Refusal('promoCodeTaken')
  return found
}

const hiddenIdsOf = ({ types }: Pick<EventWithTypes, 'types'>): readonly number[] =>
  types.filter(({ isHidden }) => isHidden).map(({ id }) => id)

// A code that takes nothing off is of use only where there is something to open.
const checkDiscountOf = (found: EventWithTypes, discount: Discount): void => {
  checkDiscount(discount, dearestOf(found))
  if (takesNothing(discount) && hiddenIdsOf(found).length === 0) throw new Refusal('percentOutOfRange')
}

const change = async (
  tx: Tx,
  { personId, promoCodeId, fields }: CodeAct & { readonly fields: Partial<PromoCodeChange> },
  now: number,
): Promise<PromoCode> => {
  const { code, ...found } = await findOwnCode(tx, { personId, promoCodeId })
  const opens = fields.discount && takesNothing(fields.discount) && code.ticketTypeIds.length === 0
  const after = { ...code, ...fields, ...(opens && { ticketTypeIds: hiddenIdsOf(found) }) }
  mustBeGoodChange(after, notCancelled(found), fields.discount)
  await tx.promoCodes.change(promoCodeId, after)
  await writeDown(tx, personId, { action: 'promoCode.changed', code: after }, now)
  return after
}

const writeDown = (
  tx: Tx,
  actorId: number,
  { action, code }: { readonly action: string; readonly code: PromoCode },
  now: number,
): Promise<void> =>
  tx.audit.add({ at: now, actorId, action, subject: `event:${code.eventId}`, details: { code: code.code } })

const notCancelled = (found: EventWithTypes): EventWithTypes => {
  mustTakePlace(found.event)
  return found
}

const mustBeGoodChange = (
  { limit, perPerson, startsAt, endsAt }: PromoCode,
  found: EventWithTypes,
  discount: Discount | undefined,
): void => {
  for (const count of [limit, perPerson]) if (count !== undefined) checkCount(count)
  checkSpan(startsAt, endsAt)
  if (discount) checkDiscountOf(found, discount)
}
