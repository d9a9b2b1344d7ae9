import type { EventWithTypes, TicketType } from '../../domain/event.js'
import { type GuestDraft, type GuestEntry, reasonFrom } from '../../domain/guestList.js'
import { type GuestLine, guestLinesIn } from '../../domain/guestLines.js'
import { isNameOnly } from '../../domain/person.js'
import { Refusal } from '../../domain/refusal.js'
import { mustBeAhead } from '../../domain/ticket.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { Codes } from '../codes.js'
import { typeIn } from '../finders.js'
import { withRoom } from '../ordering/room.js'
import type { Blocked } from '../ordering/seats.js'
import { isBlocked } from '../ordering/seats.js'
import { findGuestListEvent } from './access.js'
import { type GuestGift, giveAway, picturesFor } from './issuing.js'

type Needs = { readonly store: Store; readonly clock: Clock; readonly codes: Codes }
type OfDraft = { readonly personId: number; readonly draftId: number }

/** Somebody on a list: a person who is known to the bot by their username (`personId`), or a name. */
type Listed = Omit<Extract<GuestLine, { kind: 'guest' }>, 'kind'> & { readonly personId: number | undefined }

/** A list as it was understood. `unknown`: usernames of whom the bot knows nobody, who are no names, either. */
export type GuestPreview = EventWithTypes & {
  readonly draft: GuestDraft
  readonly type: TicketType
  readonly guests: readonly Listed[]
  readonly odd: readonly Extract<GuestLine, { kind: 'odd' }>[]
  readonly unknown: readonly string[]
  readonly tickets: number
  /** Somebody has no reason yet. */
  readonly needsReason: boolean
}

/** What was issued of a list; `isNew`: just now. `pictures`: those of the names come by themselves. */
export type IssuedList = EventWithTypes & {
  readonly isNew: boolean
  readonly guests: number
  readonly tickets: number
  readonly names: number
  readonly pictures: boolean
}

/** Lists of names: read, looked at, and issued. */
export const createGuestLists = (needs: Needs) => {
  const { store, clock } = needs
  return {
    /**
     * Keeps a list as it was typed, and shows how it was understood; what it is sent `insteadOf` is issued no more.
     * A repeat with the same key shows the same. Refuses with eventNotFound, guestListOnly, eventCancelled, eventEnded,
     * typeGone, guestLinesNone, guestLinesTooMany.
     */
    write: ({
      requestKey,
      words,
      insteadOf,
      ...act
    }: {
      readonly personId: number
      readonly eventId: number
      readonly ticketTypeId: number
      readonly words: string
      readonly requestKey: string
      readonly insteadOf?: number | undefined
    }): Promise<GuestPreview> =>
      store.transact(async (tx) => {
        const found = await findGuestListEvent(tx, act.personId, act.eventId)
        mustBeAhead(found.event, clock.now())
        typeIn(found, act.ticketTypeId)
        guestLinesIn(words)
        const before = insteadOf === undefined ? undefined : await tx.guestDrafts.find(insteadOf)
        if (before?.personId === act.personId) await tx.guestDrafts.close(before.id, clock.now())
        return previewOf(tx, found, await tx.guestDrafts.add({ ...act, words, requestKey }, clock.now()))
      }),

    /** The same list once more. Refuses with guestDraftGone, eventNotFound, guestListOnly. */
    view: (act: OfDraft): Promise<GuestPreview> =>
      store.transact(async (tx) => {
        const { draft, ...found } = await findDraft(tx, act)
        return previewOf(tx, found, draft)
      }),

    /**
     * What those are for who have no reason of their own. Refuses as view, and with guestReasonNeeded, wordsTooLong.
     */
    setReason: ({ reason, ...act }: OfDraft & { readonly reason: string }): Promise<GuestPreview> =>
      store.transact(async (tx) => {
        const { draft, ...found } = await findDraft(tx, act)
        const kept = { ...draft, reason: reasonFrom(reason) }
        if (!(await tx.guestDrafts.setReason(draft.id, kept.reason))) throw new Refusal('guestDraftGone')
        return previewOf(tx, found, kept)
      }),

    /**
     * Issues it, to all or to nobody. A repeat issues nothing more. Refuses as view, and with guestReasonNeeded,
     * guestLinesNone, eventCancelled, eventEnded, typeGone, soldOut, tooFewLeft, giftBlocked.
     */
    issue: (act: OfDraft): Promise<IssuedList> => withRoom(needs, (tx) => issue(tx, act, needs)),

    /** Throws a list away. Refuses with guestDraftGone, eventNotFound, guestListOnly. */
    discard: (act: OfDraft): Promise<void> =>
      store.transact(async (tx) => {
        const { draft } = await findDraft(tx, act)
        await tx.guestDrafts.close(draft.id, clock.now())
      }),
  }
}

/** Only who typed it goes on with it. */
const findDraft = async (
  tx: Tx,
  { personId, draftId }: OfDraft,
): Promise<EventWithTypes & { readonly draft: GuestDraft }> => {
  const draft = await tx.guestDrafts.find(draftId)
  if (draft?.personId !== personId) throw new Refusal('guestDraftGone')
  return { ...(await findGuestListEvent(tx, personId, draft.eventId)), draft }
}

const previewOf = async (tx: Tx, found: EventWithTypes, draft: GuestDraft): Promise<GuestPreview> => {
  const lines = guestLinesIn(draft.words)
  const usernames = lines.flatMap((line) =>
    line.kind === 'guest' && line.username !== undefined ? [line.username] : [],
  )
  const known = await tx.people.byUsernames(usernames)
  const all = lines.flatMap((line) => (line.kind === 'guest' ? [listed(line, known, draft.reason)] : []))
  const guests = all.filter(({ personId, name }) => personId !== undefined || !name.startsWith('@'))
  return {
    ...found,
    draft,
    type: typeIn(found, draft.ticketTypeId),
    guests,
    odd: lines.flatMap((line) => (line.kind === 'odd' ? [line] : [])),
    unknown: all.filter((one) => !guests.includes(one)).map(({ name }) => name),
    tickets: guests.reduce((sum, { quantity }) => sum + quantity, 0),
    needsReason: guests.some(({ reason }) => reason === undefined),
  }
}

const listed = (
  { name, username, quantity, reason }: Extract<GuestLine, { kind: 'guest' }>,
  known: Awaited<ReturnType<Tx['people']['byUsernames']>>,
  forAll: string | undefined,
): Listed => {
  const person = known.get(username?.toLowerCase() ?? '')
  // As they call themselves, where they are known.
  const called = { personId: person?.id, name: person?.displayName ?? name, username }
  return { ...called, quantity, reason: reason ?? forAll }
}

const issue = async (tx: Tx, act: OfDraft, needs: Needs): Promise<IssuedList | Blocked> => {
  const { draft, ...found } = await findDraft(tx, act)
  const preview = await previewOf(tx, found, draft)
  const { guests, tickets } = preview
  const names = guests.filter(({ personId }) => personId === undefined).length
  const said = { ...found, guests: guests.length, tickets, names, pictures: false }
  if (!(await tx.guestDrafts.close(draft.id, needs.clock.now()))) {
    if (!(await tx.orders.findByRequestKey(giftKey(draft, 0)))) throw new Refusal('guestDraftGone')
    return { ...said, isNew: false }
  }
  if (guests.length === 0) throw new Refusal('guestLinesNone')
  const giving = { found, ticketTypeId: draft.ticketTypeId, giverId: act.personId }
  const entries = await giveAway(tx, giving, giftsOf(preview), needs)
  if (isBlocked(entries)) return entries
  const pictures = picturesFor(act.personId, await namesAmong(tx, entries))
  await tx.announcements.add(pictures, needs.clock.now())
  return { ...said, isNew: true, pictures: pictures.length > 0 }
}

const giftsOf = ({ guests, draft }: GuestPreview): readonly GuestGift[] =>
  guests.map(({ personId, name, quantity, reason }, place) => ({
    ...{ personId, name, quantity },
    reason: reasonFrom(reason),
    requestKey: giftKey(draft, place),
  }))

const giftKey = ({ id }: GuestDraft, place: number): string => `guests:${id}:${place}`

const namesAmong = async (tx: Tx, entries: readonly GuestEntry[]): Promise<readonly GuestEntry[]> => {
  const orders = await tx.orders.ofIds(entries.map(({ orderId }) => orderId))
  const names = new Set(orders.flatMap(({ id, buyerId }) => (isNameOnly(buyerId) ? [id] : [])))
  return entries.filter(({ orderId }) => names.has(orderId))
}
