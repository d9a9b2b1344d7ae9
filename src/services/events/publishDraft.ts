import { mayOrganize } from '../../domain/access.js'
import { type CompleteAnswers, type EventDraft, isComplete, typesIn } from '../../domain/draft.js'
import { checkStart, currencyOf, type Event, type EventWithTypes, type TicketType } from '../../domain/event.js'
import { firstPaymentMethods, mustBeTakeable, type PaymentSetup } from '../../domain/payment.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import { findEvent, findOwnEvent, hasAccess, withTypesOf } from '../finders.js'
import { announceEvent, type NewsPolicy } from '../eventNews/news.js'
import { beginTellingFollowers } from '../following/tellingFollowers.js'
import { skipPastRounds } from '../reminders/rounds.js'
import { changesCurrency } from './otherCurrency.js'
import { tellOfChange } from '../eventNews/tellOfChange.js'

type Needs = NewsPolicy & {
  readonly clock: Clock
  readonly codes: Codes
  readonly organizerIds: readonly number[]
  readonly setup: PaymentSetup
}

/** What publishing came to: a new event, or a change of one that was there (which may stay off sale). */
export type Published = EventWithTypes & {
  readonly was: 'created' | 'changed'
  /** False of an event online for which nobody has written how to get in. */
  readonly hasAccess: boolean
}

/** Which draft to publish. `eventId` is that of the event being changed, if any; `test` marks a self-test. */
export type Publication = {
  readonly personId: number
  readonly key: string
  readonly eventId?: number | undefined
  readonly test?: boolean
}

/** A complete draft. */
type Ready = { readonly draft: EventDraft; readonly answers: CompleteAnswers }

/**
 * Makes or changes the event of the person's draft. A repeat with the same key returns what the first call made.
 * Refuses with draftGone, pastDate, mayNotOrganize, capacityBelowTaken, priceOtherCurrency, starsNotYours, notYours.
 */
export const publishDraft = async (tx: Tx, publication: Publication, needs: Needs): Promise<Published> => {
  const made = await make(tx, publication, needs)
  return { ...made, hasAccess: await hasAccess(tx, made.event) }
}

type Made = Omit<Published, 'hasAccess'>

const make = async (tx: Tx, publication: Publication, needs: Needs): Promise<Made> => {
  const { personId, key, test = false } = publication
  const draft = await tx.drafts.find(personId)
  if (draft?.key !== key) return findPublished(tx, publication)
  const { answers, eventId } = draft
  if (!isComplete(answers)) throw new Refusal('draftGone')
  const published =
    eventId === undefined
      ? await create(tx, { draft, answers }, test, needs)
      : await change(tx, { draft, answers }, eventId, needs)
  await tx.drafts.remove(personId)
  await tx.audit.add({
    at: needs.clock.now(),
    actorId: personId,
    action: `event.${published.was}`,
    subject: `event:${published.event.id}`,
    details: { key },
  })
  return published
}

// The draft is gone: published by an earlier call with this key, or thrown away.
const findPublished = async (tx: Tx, { personId, key, eventId }: Publication): Promise<Made> => {
  const made = await tx.events.findByRequestKey(key)
  if (made) return { ...(await withTypesOf(tx, made)), was: 'created' }
  if (eventId === undefined) throw new Refusal('draftGone')
  return { ...(await findOwnEvent(tx, personId, eventId)), was: 'changed' }
}

const create = async (tx: Tx, { draft, answers }: Ready, test: boolean, needs: Needs): Promise<Made> => {
  const { clock, codes, organizerIds, setup } = needs
  mayOrganize(draft.personId, organizerIds)
  checkStart(answers.startsAt, clock.now())
  for (const { price } of typesIn(answers)) mustBeTakeable(price, draft.personId, setup)
  const event = await tx.events.insert({
    ...fieldsOf(answers),
    slug: codes.slug(),
    organizerId: draft.personId,
    zone: draft.zone,
    state: 'published',
    createdAt: clock.now(),
    requestKey: draft.key,
    paymentMethods: firstPaymentMethods(answers.price.currency, { organizerId: draft.personId }, setup),
    isUnlisted: answers.isUnlisted ?? false,
    hearing: (await tx.people.hearingOf(draft.personId)).choice ?? 'each',
  })
  const created = { event, types: await insertTypes(tx, event.id, answers) }
  mustBeOneCurrency(created)
  await announceEvent(tx, created, needs, test)
  if (!test) await beginTellingFollowers(tx, event, clock.now())
  return { ...created, was: 'created' }
}

// One after the other, so that they keep their order.
const insertTypes = async (tx: Tx, eventId: number, answers: CompleteAnswers): Promise<EventWithTypes['types']> => {
  const [first, ...others] = typesIn(answers)
  const types: [TicketType, ...TicketType[]] = [await tx.ticketTypes.insert({ eventId, ...first })]
  for (const type of others) types.push(await tx.ticketTypes.insert({ eventId, ...type }))
  return types
}

const mustBeOneCurrency = (created: EventWithTypes): void => {
  const currency = currencyOf(created)
  if (created.types.some(({ price }) => price.currency !== currency))
    throw new Refusal('priceOtherCurrency', { currency })
}

const change = async (tx: Tx, { draft, answers }: Ready, eventId: number, needs: Needs): Promise<Made> => {
  const { clock, setup } = needs
  const before = await findOwnEvent(tx, draft.personId, eventId)
  if (answers.startsAt !== before.event.startsAt) checkStart(answers.startsAt, clock.now())
  await changeOnlyType(tx, before, answers, setup)
  await tx.events.change(eventId, { ...fieldsOf(answers), zone: draft.zone })
  const after = await findEvent(tx, eventId)
  if (isMoved(before.event, after.event)) await skipPastRounds(tx, after.event, clock.now())
  await tellOfChange(tx, { before: before.event, after: after.event }, draft.key, needs)
  return { ...after, was: 'changed' }
}

const isMoved = (before: Event, after: Event): boolean =>
  before.startsAt !== after.startsAt || before.zone !== after.zone

// Several types are changed one by one, elsewhere; and what was not touched here may have been changed there meanwhile.
const changeOnlyType = async (
  tx: Tx,
  { event, types: [type, ...others] }: EventWithTypes,
  { price, capacity, changed = ['price', 'capacity'] }: CompleteAnswers,
  setup: PaymentSetup,
): Promise<void> => {
  const after = {
    ...type,
    ...(changed.includes('price') && { price }),
    ...(changed.includes('capacity') && { capacity }),
  }
  if (others.length > 0 || (after.price === type.price && after.capacity === type.capacity)) return
  mustBeTakeable(after.price, event.organizerId, setup)
  await tx.ticketTypes.lockOfEvent(event.id)
  const isOtherCurrency = await changesCurrency(tx, await findEvent(tx, event.id), after.price)
  if (!(await tx.ticketTypes.change(type.id, after))) throw new Refusal('capacityBelowTaken', { taken: type.taken })
  if (isOtherCurrency)
    await tx.events.change(event.id, { paymentMethods: firstPaymentMethods(after.price.currency, event, setup) })
}

const fieldsOf = (answers: CompleteAnswers) => ({
  title: answers.title,
  description: answers.description ?? '',
  startsAt: answers.startsAt,
  endsAt: answers.endsAt ?? undefined,
  venue: answers.venue,
  pin: answers.pin,
  poster: answers.poster ?? undefined,
})
