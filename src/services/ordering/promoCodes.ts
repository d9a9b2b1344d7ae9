import { checkCode, checkDiscount, type Discount, foldCode, type PromoCode } from '../../domain/promoCode.js'
import { checkCount, checkSpan, dearestOf, type EventWithTypes, mustTakePlace } from '../../domain/event.js'
import { Refusal } from '../../domain/refusal.js'
import type { PromoCodeChange } from '../../store/tables/promoCodes.js'
import type { Store } from '../../store/store.js'
import type { Tx } from '../../store/tables/tx.js'
import type { Clock } from '../../runtime/clock.js'
import { countMiss, mustNotBeGuessing } from '../people/guessing.js'
import { findOwnEvent } from '../finders.js'

type Act = { readonly personId: number; readonly eventId: number }

/** An event's promo codes for its organizer. */
export type PromoCodesOfEvent = EventWithTypes & { readonly codes: readonly PromoCode[] }

/** One promo code with its event. */
export type PromoCodeOfEvent = EventWithTypes & { readonly code: PromoCode }

/** Promo codes: their organizer makes them, buyers bring them along. ordering redeems them. */
export const createPromoCodes = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => {
  const ownCode = async (tx: Tx, personId: number, promoCodeId: number): Promise<PromoCodeOfEvent> => {
    const code = await tx.promoCodes.find(promoCodeId)
    if (!code) throw new Refusal('promoCodeUnknown')
    return { ...(await findOwnEvent(tx, personId, code.eventId)), code }
  }
  return {
    /** The event's codes, newest first. Refuses with eventNotFound, notYours. */
    ofEvent: ({ personId, eventId }: Act): Promise<PromoCodesOfEvent> =>
      store.transact(async (tx) => ({
        ...(await findOwnEvent(tx, personId, eventId)),
        codes: await tx.promoCodes.ofEvent(eventId),
      })),

    /** One code with its event. Refuses with promoCodeUnknown, notYours. */
    open: ({
      personId,
      promoCodeId,
    }: {
      readonly personId: number
      readonly promoCodeId: number
    }): Promise<PromoCodeOfEvent> => store.transact((tx) => ownCode(tx, personId, promoCodeId)),

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
    create: ({ personId, eventId, code, discount }: Act & Pick<PromoCode, 'code' | 'discount'>): Promise<PromoCode> =>
      store.transact(async (tx) => {
        checkDiscount(discount, dearestOf(notCancelled(await findOwnEvent(tx, personId, eventId))))
        const made = await tx.promoCodes.insert(
          {
            eventId,
            code: checkCode(code),
            discount,
            limit: undefined,
            perPerson: undefined,
            startsAt: undefined,
            endsAt: undefined,
            ticketTypeIds: [],
            isOn: true,
          },
          clock.now(),
        )
        if (!made) throw new Refusal('promoCodeTaken')
        await tx.audit.add({
          at: clock.now(),
          actorId: personId,
          action: 'promoCode.created',
          subject: `event:${eventId}`,
          details: { code: made.code },
        })
        return made
      }),

    /**
     * Changes a code; orders that redeemed it keep what they have. Refuses with promoCodeUnknown, capacityOutOfRange,
     * endBeforeStart, percentOutOfRange, discountForm, discountTooHigh, eventCancelled, notYours.
     */
    change: ({
      personId,
      promoCodeId,
      fields,
    }: {
      readonly personId: number
      readonly promoCodeId: number
      readonly fields: Partial<PromoCodeChange>
    }): Promise<PromoCode> =>
      store.transact(async (tx) => {
        const { code, ...found } = await ownCode(tx, personId, promoCodeId)
        const after = { ...code, ...fields }
        mustBeGoodChange(after, notCancelled(found), fields.discount)
        await tx.promoCodes.change(promoCodeId, after)
        await tx.audit.add({
          at: clock.now(),
          actorId: personId,
          action: 'promoCode.changed',
          subject: `event:${after.eventId}`,
          details: { code: after.code },
        })
        return after
      }),

    /**
     * A person came by a link with a code: it is redeemed when they choose tickets. Gives the code as it is now,
     * undefined when there is no such one. Refuses with tooManyGuesses.
     */
    bring: ({ personId, eventId, text }: Act & { readonly text: string }): Promise<PromoCode | undefined> =>
      store.transact(async (tx) => {
        await mustNotBeGuessing(tx, personId, clock.now())
        const code = await tx.promoCodes.findByCode(eventId, foldCode(text))
        if (!code?.isOn) {
          await countMiss(tx, personId, clock.now())
          return undefined
        }
        await tx.pendingPromoCodes.put(personId, eventId, code.code, clock.now())
        return code
      }),

    /** The code that a person brought along for an event. */
    brought: (personId: number, eventId: number): Promise<string | undefined> =>
      store.transact((tx) => tx.pendingPromoCodes.of(personId, eventId)),
  }
}

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
  if (discount) checkDiscount(discount, dearestOf(found))
}

/** What `createPromoCodes` gives. */
export type PromoCodes = ReturnType<typeof createPromoCodes>
