import { mayOrganize } from '../../domain/access.js'
import {
  type Answer,
  answersOf,
  type Asked,
  type EventDraft,
  type TypeQuestion,
  withAnswer,
  withPin,
  withQuestion,
} from '../../domain/draft.js'
import {
  backFromType,
  type TypeAnswer,
  type TypeField,
  withNewType,
  withOpenType,
  withoutType,
  withTypeAnswer,
} from '../../domain/draftTypes.js'
import { currencyOf, mustTakePlace } from '../../domain/event.js'
import { firstPaymentMethods, mustBeTakeable, paymentMethodsFor, type PaymentSetup } from '../../domain/payment.js'
import { isOnline, type Pin } from '../../domain/place.js'
import { Refusal } from '../../domain/refusal.js'
import type { Store, Tx } from '../../store/store.js'
import type { Clock } from '../../runtime/clock.js'
import type { Codes } from '../codes.js'
import { findEvent, findOwnEvent } from '../finders.js'
import { changesCurrency } from './otherCurrency.js'

type Needs = {
  readonly store: Store
  readonly clock: Clock
  readonly codes: Codes
  readonly organizerIds: readonly number[]
  readonly zone: string
  readonly currency: string
  readonly setup: PaymentSetup
}

/**
 * Events in the making: the answers of /newevent, kept in the database so that no restart and no change of the form
 * loses them.
 */
export const createDrafts = ({ store, clock, codes, organizerIds, zone, currency, setup }: Needs) => {
  const save = async (tx: Tx, draft: EventDraft): Promise<EventDraft> => {
    await tx.drafts.write(draft, clock.now())
    return draft
  }
  const change = (personId: number, by: (draft: EventDraft) => EventDraft): Promise<EventDraft> =>
    store.transact(async (tx) => save(tx, by(await mustFind(tx, personId))))

  return {
    /** The currency that prices are in unless they say otherwise. */
    currency,

    /** The person's open draft, or a new one. Refuses with mayNotOrganize. */
    open: (personId: number): Promise<{ readonly draft: EventDraft; readonly isNew: boolean }> =>
      store.transact(async (tx) => {
        mayOrganize(personId, organizerIds)
        const open = await tx.drafts.find(personId)
        if (open) return { draft: open, isNew: false }
        return {
          draft: await save(tx, {
            personId,
            key: codes.key(),
            eventId: undefined,
            answers: {},
            asked: 'title',
            day: undefined,
            zone: (await tx.people.zoneOf(personId)) ?? zone,
            currency,
          }),
          isNew: true,
        }
      }),

    /**
     * A draft to change an existing event; replaces any open draft. Refuses with notYours, eventNotFound,
     * eventCancelled.
     */
    edit: (personId: number, eventId: number): Promise<EventDraft> =>
      store.transact(async (tx) => {
        const found = await findOwnEvent(tx, personId, eventId)
        const { event } = found
        mustTakePlace(event)
        return save(tx, {
          personId,
          key: codes.key(),
          eventId,
          answers: answersOf(found),
          asked: 'preview',
          day: undefined,
          zone: event.zone,
          currency: currencyOf(found),
        })
      }),

    /** The person's open draft. */
    find: (personId: number): Promise<EventDraft | undefined> =>
      store.transact(async (tx) => {
        const draft = await tx.drafts.find(personId)
        return draft && asItStands(tx, draft, setup)
      }),

    /** Takes one answer and goes on. Refuses with whatever is wrong with it; the draft stays as it was. */
    answer: (personId: number, answer: Answer): Promise<EventDraft> =>
      store.transact(async (tx) => {
        const draft = await mustFind(tx, personId)
        if (answer.question === 'price') mustBeTakeable(answer.value, personId, { organizerIds })
        if (draft.eventId !== undefined) await mustFit(tx, draft.eventId, answer)
        return save(tx, withAnswer(draft, answer, clock.now()))
      }),

    /** Whether only who has the link will see the event. */
    setListing: (personId: number, isUnlisted: boolean): Promise<EventDraft> =>
      change(personId, (draft) => ({ ...draft, answers: { ...draft.answers, isUnlisted } })),

    /** Takes another ticket type in hand. Refuses with tooManyTypes. */
    addType: (personId: number): Promise<EventDraft> => change(personId, withNewType),

    /** Asks for one field of a ticket type, 0 for the first one. Refuses with buttonNeeded if it is not there. */
    openType: (personId: number, at: number, asked: TypeField): Promise<EventDraft> =>
      change(personId, (draft) => withOpenType(draft, at, asked)),

    /** Takes an answer about the ticket type in hand. Refuses with textNeeded, nameTooLong, typeNameTaken. */
    answerType: (personId: number, answer: TypeAnswer): Promise<EventDraft> =>
      change(personId, (draft) => withTypeAnswer(draft, answer)),

    /** Goes one question back, to the preview where there is none; what is left half-made is dropped. */
    leaveType: (personId: number, from: TypeQuestion): Promise<EventDraft> =>
      change(personId, (draft) => backFromType(draft, from)),

    /** Drops one of several ticket types. */
    removeType: (personId: number, at: number): Promise<EventDraft> =>
      change(personId, (draft) => withoutType(draft, at)),

    /** Puts another question on the screen; what was answered stays. */
    ask: (personId: number, asked: Asked): Promise<EventDraft> =>
      change(personId, (draft) => withQuestion(draft, asked)),

    /** Keeps a point on the map until its name is known. */
    pin: (personId: number, pin: Pin): Promise<EventDraft> => change(personId, (draft) => withPin(draft, pin)),

    /** Remembers the day picked in the calendar until its time is known. */
    pickDay: (personId: number, day: string): Promise<EventDraft> => change(personId, (draft) => ({ ...draft, day })),

    /**
     * Gives the event another zone, with which the person's next events begin, too. Its instants stay, unless `moved`
     * says when it is by the new clocks; refuses as an answer does.
     */
    chooseZone: (personId: number, chosen: string, moved?: Answer): Promise<EventDraft> =>
      store.transact(async (tx) => {
        const draft = await mustFind(tx, personId)
        await tx.people.chooseZone(personId, chosen)
        return save(tx, { ...(moved ? withAnswer(draft, moved, clock.now()) : draft), zone: chosen })
      }),

    /** Throws the draft away. True if there was one. */
    discard: (personId: number): Promise<boolean> =>
      store.transact(async (tx) => {
        const open = await tx.drafts.find(personId)
        if (open) await tx.drafts.remove(personId)
        return open !== undefined
      }),
  }
}

/** The draft with what it would come to if it were published now. */
const asItStands = async (tx: Tx, draft: EventDraft, setup: PaymentSetup): Promise<EventDraft> => {
  const { eventId, answers, personId } = draft
  const isAtPlace = !isOnline({ venue: answers.venue ?? 'anywhere' })
  if (eventId === undefined) {
    const { price } = answers
    const paymentMethods = price ? firstPaymentMethods(price.currency, { organizerId: personId }, setup) : []
    return { ...draft, paymentMethods, hasAccess: isAtPlace }
  }
  const found = await findEvent(tx, eventId)
  return {
    ...draft,
    standing: { ...found.event, types: found.types },
    hasAccess: isAtPlace || (await tx.onlineAccesses.termsOf([eventId])).length > 0,
    paymentMethods: paymentMethodsFor(found, setup),
  }
}

// What saving would refuse is refused at once: of the only type, for several are changed elsewhere.
const mustFit = async (tx: Tx, eventId: number, answer: Answer): Promise<void> => {
  if (answer.question !== 'price' && answer.question !== 'capacity') return
  const found = await findEvent(tx, eventId)
  const {
    types: [only, ...others],
  } = found
  if (others.length > 0) return
  if (answer.question === 'price') await changesCurrency(tx, found, answer.value)
  else if (answer.value < only.taken) throw new Refusal('capacityBelowTaken', { taken: only.taken })
}

const mustFind = async (tx: Tx, personId: number): Promise<EventDraft> => {
  const draft = await tx.drafts.find(personId)
  if (!draft) throw new Refusal('draftGone')
  return draft
}
