import { checkCode, foldCode, type PromoCode } from '../domain/promoCode.js'
import { Refusal } from '../domain/refusal.js'
import type { PromoCodeChange } from '../store/promoCodes.js'
import type { Store } from '../store/store.js'
import type { Tx } from '../store/tx.js'
import type { Clock } from './clock.js'
import { loadOwn } from './load.js'
import type { EventWithTypes } from '../domain/event.js'

type Act = { readonly personId: number; readonly eventId: number }

/** An event's promo codes for its organizer. */
export type PromoCodesOfEvent = EventWithTypes & { readonly codes: readonly PromoCode[] }

/** Promo codes: their organizer makes them, buyers bring them along. ordering redeems them. */
export const createPromoCodes = ({ store, clock }: { readonly store: Store; readonly clock: Clock }) => {
  const ownCode = async (tx: Tx, personId: number, promoCodeId: number): Promise<PromoCode> => {
    const code = await tx.promoCodes.find(promoCodeId)
    if (!code) throw new Refusal('promoCodeUnknown')
    await loadOwn(tx, personId, code.eventId)
    return code
  }
  return {
    /** The event's codes, newest first. Refuses with eventNotFound, notYours. */
    ofEvent: ({ personId, eventId }: Act): Promise<PromoCodesOfEvent> =>
      store.transact(async (tx) => ({ ...(await loadOwn(tx, personId, eventId)), codes: await tx.promoCodes.ofEvent(eventId) })),

    /** One code. Refuses with promoCodeUnknown, notYours. */
    find: ({ personId, promoCodeId }: { readonly personId: number; readonly promoCodeId: number }): Promise<PromoCode> => store.transact((tx) => ownCode(tx, personId, promoCodeId)),

    /** A new code without limits. Refuses with promoCodeForm, promoCodeTaken, eventNotFound, notYours. */
    create: ({ personId, eventId, code, discount }: Act & Pick<PromoCode, 'code' | 'discount'>): Promise<PromoCode> =>
      store.transact(async (tx) => {
        await loadOwn(tx, personId, eventId)
        const made = await tx.promoCodes.insert(
          { eventId, code: checkCode(code), discount, limit: undefined, perPerson: undefined, startsAt: undefined, endsAt: undefined, ticketTypeIds: [], isOn: true }, clock.now(),
        )
        if (!made) throw new Refusal('promoCodeTaken')
        await tx.audit.add({ at: clock.now(), actorId: personId, action: 'promoCode.created', subject: `event:${eventId}`, details: { code: made.code } })
        return made
      }),

    /** Changes a code; orders that redeemed it keep what they have. Refuses with promoCodeUnknown, notYours. */
    change: ({ personId, promoCodeId, fields }: { readonly personId: number; readonly promoCodeId: number; readonly fields: Partial<PromoCodeChange> }): Promise<PromoCode> =>
      store.transact(async (tx) => {
        const after = { ...(await ownCode(tx, personId, promoCodeId)), ...fields }
        await tx.promoCodes.change(promoCodeId, after)
        await tx.audit.add({ at: clock.now(), actorId: personId, action: 'promoCode.changed', subject: `event:${after.eventId}`, details: { code: after.code } })
        return after
      }),

    /** A person came by a link with a code: it is redeemed when they choose tickets. Gives the code as it is now, undefined when there is no such one. */
    bring: ({ personId, eventId, text }: Act & { readonly text: string }): Promise<PromoCode | undefined> =>
      store.transact(async (tx) => {
        const code = await tx.promoCodes.findByCode(eventId, foldCode(text))
        if (!code?.isOn) return undefined
        await tx.pockets.put(personId, eventId, code.code, clock.now())
        return code
      }),

    /** The code that a person brought along for an event. */
    brought: (personId: number, eventId: number): Promise<string | undefined> => store.transact((tx) => tx.pockets.of(personId, eventId)),
  }
}

/** What `createPromoCodes` gives. */
export type PromoCodes = ReturnType<typeof createPromoCodes>
