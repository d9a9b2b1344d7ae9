import { type Event, type EventWithTypes, hasEnded, mustTakePlace } from '../../domain/event.js'
import {
  accessOf,
  accessOpensAt,
  checkAccess,
  checkAccessMinutes,
  isAccessOpen,
  type OnlineAccess,
} from '../../domain/onlineAccess.js'
import { Refusal } from '../../domain/refusal.js'
import { mustHold } from '../../domain/ticket.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import type { KeptAccess } from '../../store/tables/onlineAccesses.js'
import { findOwnEvent, findTicket, typeIn } from '../finders.js'
import { tellNextHolders, ticketsFor } from './telling.js'

type Needs = { readonly store: Store; readonly clock: Clock }

/** An access of an event; without a type that of all types that have none of their own. */
type Act = { readonly personId: number; readonly eventId: number; readonly ticketTypeId: number | undefined }

/** An event with its accesses, for its organizer. */
export type AccessSettings = EventWithTypes & { readonly accesses: readonly OnlineAccess[] }

/** What a holder sees: the text, or from when on it is shown (UTC milliseconds). */
export type AccessView = { readonly event: Event } & ({ readonly text: string } | { readonly opensAt: number })

/** What is told to a holder of an access now. */
export type AccessNews = { readonly event: Event; readonly text: string }

/** Which access is told: `version` where a later one will be told as well, `isChange` where it was shown before. */
export type AccessMessage = {
  readonly accessId: number
  readonly version?: number
  readonly isChange?: boolean
}

/** How holders get in online: what its organizer wrote, who may read it and when. */
export const createOnlineAccess = ({ store, clock }: Needs) => {
  const change = (act: Act, action: string, work: (tx: Tx, found: Found) => Promise<unknown>) =>
    store.transact(async (tx) => {
      const found = await findOwn(tx, act)
      await work(tx, found)
      const { personId: actorId, eventId, ticketTypeId } = act
      // What it says is for holders only.
      const details = ticketTypeId === undefined ? {} : { type: ticketTypeId }
      await tx.audit.add({ at: clock.now(), actorId, action, subject: `event:${eventId}`, details })
      return settingsOf(tx, found)
    })

  return {
    /** For its organizer. Refuses with eventNotFound, notYours. */
    settings: ({ personId, eventId }: Pick<Act, 'personId' | 'eventId'>): Promise<AccessSettings> =>
      store.transact(async (tx) => settingsOf(tx, await findOwnEvent(tx, personId, eventId))),

    /**
     * Writes an access; holders who may see it now are told. `minutes`: how long before the start it is shown,
     * undefined: with the ticket. Refuses with textNeeded, descriptionTooLong, notANumber, eventCancelled, typeGone,
     * eventNotFound, notYours.
     */
    set: (act: Act & { readonly text: string; readonly minutes: number | undefined }): Promise<AccessSettings> =>
      change(act, 'event.accessSet', (tx, found) =>
        put(tx, found, { text: checkAccess(act.text), minutesBefore: checkAccessMinutes(act.minutes) }, clock.now()),
      ),

    /**
     * Says when an access is shown; holders who may see it from now on are told. Refuses with accessNone, notANumber,
     * eventCancelled, typeGone, eventNotFound, notYours.
     */
    setTime: (act: Act & { readonly minutes: number | undefined }): Promise<AccessSettings> =>
      change(act, 'event.accessTimeSet', (tx, found) => {
        if (!found.access) throw new Refusal('accessNone')
        const minutesBefore = checkAccessMinutes(act.minutes)
        return put(tx, found, { text: found.access.text, minutesBefore }, clock.now())
      }),

    /** Takes an access away. Refuses with eventCancelled, typeGone, eventNotFound, notYours. */
    remove: (act: Act): Promise<AccessSettings> =>
      change(act, 'event.accessRemoved', (tx) => tx.onlineAccesses.remove(act.eventId, act.ticketTypeId)),

    /**
     * The access of a ticket, for its holder. Refuses with ticketNotFound, notHolder, ticketReturned, eventCancelled,
     * accessNone.
     */
    view: (act: { readonly personId: number; readonly ticketId: number }): Promise<AccessView> =>
      store.transact((tx) => view(tx, act, clock.now())),

    /** What a person is told of an access as things stand; undefined: nothing. */
    toSay: (personId: number, message: AccessMessage): Promise<AccessNews | undefined> =>
      store.transact((tx) => toSay(tx, personId, message, clock.now())),

    /** Tells the next holders what is due; false when nothing is. */
    tellNext: (): Promise<boolean> => store.transact((tx) => tellNextHolders(tx, clock.now())),

    /** When something is to be told next, in UTC milliseconds. */
    nextDue: (): Promise<number | undefined> => store.transact((tx) => tx.onlineAccesses.nextDue()),
  }
}

type Found = EventWithTypes & Pick<Act, 'ticketTypeId'> & { readonly access: KeptAccess | undefined }

const findOwn = async (tx: Tx, { personId, eventId, ticketTypeId }: Act): Promise<Found> => {
  const found = await findOwnEvent(tx, personId, eventId)
  mustTakePlace(found.event)
  if (ticketTypeId !== undefined) typeIn(found, ticketTypeId)
  // Nobody else changes it, and its start stays, until the end.
  await tx.events.lock(eventId)
  const event = await tx.events.find(eventId)
  const access = (await tx.onlineAccesses.ofEvent(eventId)).find((one) => one.ticketTypeId === ticketTypeId)
  return { ...found, event: event ?? found.event, ticketTypeId, access }
}

const settingsOf = async (tx: Tx, { event, types }: EventWithTypes): Promise<AccessSettings> => ({
  event,
  types,
  accesses: await tx.onlineAccesses.ofEvent(event.id),
})

const put = (
  tx: Tx,
  { event, access: before, ticketTypeId }: Found,
  after: Pick<OnlineAccess, 'text' | 'minutesBefore'>,
  now: number,
): Promise<void> => {
  const wasOpen = before !== undefined && isAccessOpen(event, before, now)
  const isSame = before?.text === after.text
  const isTold = wasOpen && isSame && before.dueAt === undefined
  const whenOpen = isTold ? undefined : now
  return tx.onlineAccesses.put({
    ...after,
    eventId: event.id,
    ticketTypeId,
    startsAt: event.startsAt,
    wasOpen: wasOpen && !isSame,
    dueAt: isAccessOpen(event, after, now) ? whenOpen : accessOpensAt(event, after),
  })
}

const view = async (
  tx: Tx,
  { personId, ticketId }: { readonly personId: number; readonly ticketId: number },
  now: number,
): Promise<AccessView> => {
  const { ticket, event } = await findTicket(tx, ticketId)
  mustHold(personId, ticket)
  if (ticket.state === 'cancelled') throw new Refusal('eventCancelled', { title: event.title })
  const order = await tx.orders.find(ticket.orderId)
  if (ticket.state === 'returned' || order?.state !== 'confirmed') throw new Refusal('ticketReturned')
  const access = accessOf(await tx.onlineAccesses.ofEvent(event.id), ticket.ticketTypeId)
  if (!access) throw new Refusal('accessNone')
  const opensAt = accessOpensAt(event, access)
  return opensAt === undefined || opensAt <= now ? { event, text: access.text } : { event, opensAt }
}

const toSay = async (
  tx: Tx,
  personId: number,
  message: AccessMessage,
  now: number,
): Promise<AccessNews | undefined> => {
  const access = await tx.onlineAccesses.find(message.accessId)
  const event = access && (await tx.events.find(access.eventId))
  if (!event || !isWorthSaying(event, access, message, now)) return undefined
  const all = await tx.onlineAccesses.termsOf([event.id])
  const isHolder = await tx.ticketHolders.include(event.id, ticketsFor(all, access), personId)
  return isHolder ? { event, text: access.text } : undefined
}

const isWorthSaying = (
  event: Event,
  access: OnlineAccess,
  { version = access.version, isChange = false }: AccessMessage,
  now: number,
): boolean =>
  // A later version is told by rows of its own.
  version === access.version &&
  event.state !== 'cancelled' &&
  isAccessOpen(event, access, now) &&
  (isChange || !hasEnded(event, now))
