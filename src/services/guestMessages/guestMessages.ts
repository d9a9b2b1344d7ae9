import { mustOrganize } from '../../domain/access.js'
import type { Event, EventWithTypes } from '../../domain/event.js'
import {
  type Audience,
  type GuestMessage,
  guestMessageDayMs,
  type GuestMessageNumbers,
  mostGuestMessages,
  mostToOneGuest,
} from '../../domain/guestMessage.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { findEvent, findOwnEvent, typeIn } from '../finders.js'
import { guestsOf, numbersOf, workOn } from './rounds.js'

type Needs = { readonly store: Store; readonly clock: Clock }
type OfEvent = { readonly personId: number; readonly eventId: number }
type OfMessage = { readonly personId: number; readonly guestMessageId: number }

/** A message with what it is about, for its organizer: `guests` is how many it is for as things stand. */
export type GuestMessageView = {
  readonly message: GuestMessage
  readonly event: Event
  readonly types: EventWithTypes['types']
  readonly guests: number
  /** The name of the one guest it is for. */
  readonly guestName: string | undefined
  readonly numbers: GuestMessageNumbers
}

/** What a guest gets copies of. */
export type GuestCopy = { readonly message: GuestMessage; readonly event: Event }

/** What organizers write to their guests. Only an event's organizer writes, sees, stops and discards. */
export const createGuestMessages = ({ store, clock }: Needs) => ({
  /** To whom the organizer may write, and what waits for its time. Refuses with eventNotFound, notYours. */
  overview: ({ personId, eventId }: OfEvent) =>
    store.transact(async (tx) => {
      const found = await findOwnEvent(tx, personId, eventId)
      return { ...found, scheduled: await tx.guestMessages.scheduledOf(eventId) }
    }),

  /**
   * The organizer begins to write to these guests. Gives the name of a single one. Refuses with eventNotFound,
   * notYours, typeGone, guestsNone.
   */
  address: ({ personId, eventId, audience }: OfEvent & { readonly audience: Audience }) =>
    store.transact(async (tx) => {
      const { event, types } = await findOwnEvent(tx, personId, eventId)
      if (audience.kind === 'type') typeIn({ types }, audience.of)
      const guests = await tx.audiences.count(guestsOf(event, audience))
      if (guests === 0) throw new Refusal('guestsNone')
      return { event, types, guests, guestName: await nameOf(tx, audience) }
    }),

  /**
   * What the organizer sent is shown to them as guests will see it; nobody else hears of it yet. `key` is the update's,
   * or the album's. Refuses with eventNotFound, notYours.
   */
  write: (
    one: OfEvent & { readonly audience: Audience; readonly source: number; readonly album?: string | undefined } & {
      readonly updateId: number
    },
  ): Promise<GuestMessage> =>
    store.transact(async (tx) => {
      const now = clock.now()
      await findOwnEvent(tx, one.personId, one.eventId)
      const message = await tx.guestMessages.add({
        eventId: one.eventId,
        audience: one.audience.kind,
        audienceOf: one.audience.of,
        album: one.album,
        sources: [one.source],
        createdAt: now,
        key: one.album === undefined ? `update:${one.updateId}` : albumKey(one.personId, one.album),
      })
      await showPreview(tx, message, now, String(one.updateId))
      return message
    }),

  /** A further piece of an album that the organizer is writing; false if it is none of one. */
  addPiece: (piece: { readonly personId: number; readonly album: string; readonly source: number }): Promise<boolean> =>
    store.transact(async (tx) => {
      const message = await tx.guestMessages.ofAlbum(albumKey(piece.personId, piece.album))
      if (!message) return false
      if (message.sources.includes(piece.source)) return true
      await tx.guestMessages.addSource(message.id, message.sources, piece.source)
      // The preview was made without it: another one.
      if (message.copies.length > 0) await showPreview(tx, message, clock.now(), String(piece.source))
      return true
    }),

  /** A message for its organizer. Refuses with guestMessageGone, notYours. */
  view: ({ personId, guestMessageId }: OfMessage): Promise<GuestMessageView> =>
    store.transact(async (tx) => viewOf(tx, await findOwn(tx, personId, guestMessageId))),

  /** It is shown to its organizer once more. Refuses with guestMessageGone, notYours. */
  showAgain: ({ personId, guestMessageId, updateId }: OfMessage & { readonly updateId: number }): Promise<void> =>
    store.transact(async (tx) => {
      const { message } = await findOwn(tx, personId, guestMessageId)
      mustBeUnsent(message)
      await showPreview(tx, message, clock.now(), String(updateId))
    }),

  /** What is to be copied for the organizer's preview; undefined when it is not to be sent any more. */
  toPreview: (personId: number, guestMessageId: number): Promise<GuestMessageView | undefined> =>
    store.transact(async (tx) => {
      const message = await tx.guestMessages.find(guestMessageId)
      if (!message || !isUnsent(message)) return undefined
      const { event } = await findEvent(tx, message.eventId)
      return event.organizerId === personId ? viewOf(tx, { message, event }) : undefined
    }),

  /** The organizer sees these copies: they are what guests get. False when it is not to be sent any more. */
  previewed: (guestMessageId: number, copies: readonly number[]): Promise<boolean> =>
    store.transact((tx) => tx.guestMessages.showCopies(guestMessageId, copies)),

  /**
   * Guests hear it from now on, or from `at` (UTC milliseconds). Refuses with guestMessageGone, notYours, guestsNone,
   * guestMessagesEnough, pastDate, eventCancelled a time ahead.
   */
  send: ({ personId, guestMessageId, at }: OfMessage & { readonly at?: number }): Promise<GuestMessageView> =>
    store.transact(async (tx) => {
      const now = clock.now()
      const { message, event } = await findOwn(tx, personId, guestMessageId)
      mustBeUnsent(message)
      if (message.copies.length === 0) throw new Refusal('guestMessageGone')
      // Of two that are sent at once the second sees the first.
      await tx.events.lock(event.id)
      await mustBeAllowed(tx, message, at ?? now)
      const guests = await tx.audiences.count(guestsOf(event, audienceOf(message)))
      if (guests === 0) throw new Refusal('guestsNone')
      if (at !== undefined) mustBeAhead(event, at, now)
      const isDone = await (at === undefined
        ? tx.guestMessages.begin(message.id, guests, now)
        : tx.guestMessages.schedule(message.id, at))
      if (!isDone) throw new Refusal('guestMessageGone')
      await note(tx, { personId, message, now }, at === undefined ? 'sent' : 'scheduled')
      return viewOf(tx, await findOwn(tx, personId, guestMessageId))
    }),

  /** Nobody hears it. Refuses with guestMessageGone if it was begun, notYours. */
  discard: ({ personId, guestMessageId }: OfMessage): Promise<Event> =>
    store.transact(async (tx) => {
      const { message, event } = await findOwn(tx, personId, guestMessageId)
      if (!(await tx.guestMessages.end(message.id, ['draft', 'scheduled'], 'discarded')))
        throw new Refusal('guestMessageGone')
      return event
    }),

  /** Whoever has not heard it does not hear it. Refuses with guestMessageGone, notYours. */
  stop: ({ personId, guestMessageId }: OfMessage): Promise<GuestMessageView> =>
    store.transact(async (tx) => {
      const now = clock.now()
      const { message } = await findOwn(tx, personId, guestMessageId)
      if (await tx.guestMessages.end(message.id, ['sending'], 'stopped')) {
        await tx.guestMessages.retireRows(message, now)
        await note(tx, { personId, message, now }, 'stopped')
      }
      return viewOf(tx, await findOwn(tx, personId, guestMessageId))
    }),

  /** What was to be copied is not there any more: nobody else hears it. */
  lose: (guestMessageId: number): Promise<void> =>
    store.transact(async (tx) => {
      const message = await tx.guestMessages.find(guestMessageId)
      if (message && (await tx.guestMessages.end(message.id, ['sending'], 'lost')))
        await tx.guestMessages.retireRows(message, clock.now())
    }),

  /** What a guest is to hear now; undefined: nothing any more. */
  toSay: (personId: number, guestMessageId: number): Promise<GuestCopy | undefined> =>
    store.transact(async (tx) => {
      const message = await tx.guestMessages.find(guestMessageId)
      if (!message || !['sending', 'done'].includes(message.state)) return undefined
      const { event } = await findEvent(tx, message.eventId)
      if (await tx.mutedOrganizers.has({ personId, organizerId: event.organizerId })) return undefined
      const isMeant = await tx.audiences.include(guestsOf(event, audienceOf(message)), personId)
      return isMeant ? { message, event } : undefined
    }),

  /** What became of a message, for its organizer. */
  summary: (personId: number, guestMessageId: number): Promise<GuestMessageView | undefined> =>
    store.transact(async (tx) => {
      const message = await tx.guestMessages.find(guestMessageId)
      if (!message) return undefined
      const { event } = await findEvent(tx, message.eventId)
      return event.organizerId === personId ? viewOf(tx, { message, event }) : undefined
    }),

  /** The person hears no more messages of whoever organizes an event, or hears them again. Refuses with eventNotFound. */
  mute: ({ personId, eventId, isOn }: OfEvent & { readonly isOn: boolean }): Promise<Event> =>
    store.transact(async (tx) => {
      const { event } = await findEvent(tx, eventId)
      const pair = { personId, organizerId: event.organizerId }
      if (personId === event.organizerId) return event
      await (isOn ? tx.mutedOrganizers.add(pair, clock.now()) : tx.mutedOrganizers.remove(pair))
      return event
    }),

  /** Whether a person wants to hear no messages of whoever organizes an event. */
  isMuted: (personId: number, organizerId: number): Promise<boolean> =>
    store.transact((tx) => tx.mutedOrganizers.has({ personId, organizerId })),

  /** Does what can be done now: begins what is due, and puts some more of it down. Gives what is not done. */
  work: (): Promise<{ readonly open: readonly GuestMessageView[]; readonly nextAt: number | undefined }> =>
    workOn(store, clock, viewOf),

  /** It is over, and its organizer hears so; true if that was not known before. */
  finish: (guestMessageId: number): Promise<boolean> =>
    store.transact(async (tx) => {
      const message = await tx.guestMessages.find(guestMessageId)
      if (!message || !(await tx.guestMessages.finish(guestMessageId, clock.now()))) return false
      const { event } = await findEvent(tx, message.eventId)
      await tellSummary(tx, message, event, clock.now())
      return true
    }),

  /** A message of the organizer's chat shows how far it is. */
  showIn: (guestMessageId: number, messageId: number): Promise<void> =>
    store.transact((tx) => tx.guestMessages.showIn(guestMessageId, messageId)),

  /** Whether it is this process's turn to draw it. */
  claimDrawing: (guestMessageId: number, gapMs: number): Promise<boolean> =>
    store.transact((tx) => tx.guestMessages.claimDrawing(guestMessageId, clock.now(), gapMs)),
})

/** How organizers write to guests. */
export type GuestMessages = ReturnType<typeof createGuestMessages>

// An album comes in pieces, one right after another.
const albumMs = 1500

const albumKey = (personId: number, album: string): string => `album:${personId}:${album}`

const audienceOf = ({ audience, audienceOf: of }: GuestMessage): Audience => ({ kind: audience, of })

const isUnsent = ({ state }: GuestMessage): boolean => state === 'draft' || state === 'scheduled'

const mustBeUnsent = (message: GuestMessage): void => {
  if (!isUnsent(message)) throw new Refusal('guestMessageGone')
}

const mustBeAhead = (event: Event, at: number, now: number): void => {
  if (at <= now) throw new Refusal('pastDate')
  if (event.state === 'cancelled') throw new Refusal('eventCancelled', { title: event.title })
}

const mustBeAllowed = async (tx: Tx, message: GuestMessage, at: number): Promise<void> => {
  const most = message.audience === 'one' ? mostToOneGuest : mostGuestMessages
  if ((await tx.guestMessages.countAround(message, at, guestMessageDayMs)) >= most)
    throw new Refusal('guestMessagesEnough', { most })
}

const findOwn = async (tx: Tx, personId: number, guestMessageId: number) => {
  const message = await tx.guestMessages.find(guestMessageId)
  if (!message) throw new Refusal('guestMessageGone')
  const { event } = await findEvent(tx, message.eventId)
  mustOrganize(personId, event)
  return { message, event }
}

const nameOf = async (tx: Tx, { kind, of }: Audience): Promise<string | undefined> =>
  kind === 'one' ? (await tx.people.find(of))?.displayName : undefined

const viewOf = async (
  tx: Tx,
  { message, event }: { readonly message: GuestMessage; readonly event: Event },
): Promise<GuestMessageView> => ({
  message,
  event,
  types: (await findEvent(tx, event.id)).types,
  guests: isUnsent(message) ? await tx.audiences.count(guestsOf(event, audienceOf(message))) : message.size,
  guestName: await nameOf(tx, audienceOf(message)),
  numbers: await numbersOf(tx, message),
})

const showPreview = (tx: Tx, { id, eventId, album }: GuestMessage, now: number, by: string): Promise<void> =>
  findEvent(tx, eventId).then(({ event }) =>
    tx.announcements.add(
      [
        {
          to: event.organizerId,
          key: `guestPreview:${id}:${by}`,
          message: { kind: 'guestPreview', guestMessageId: id },
          ...(album !== undefined && { afterMs: albumMs }),
        },
      ],
      now,
    ),
  )

/** The organizer hears what became of it. */
export const tellSummary = (tx: Tx, { id }: GuestMessage, { organizerId }: Event, now: number): Promise<void> =>
  tx.announcements.add(
    [{ to: organizerId, key: `guestSummary:${id}`, message: { kind: 'guestSummary', guestMessageId: id } }],
    now,
  )

const note = (
  tx: Tx,
  { personId, message, now }: { readonly personId: number; readonly message: GuestMessage; readonly now: number },
  what: 'sent' | 'scheduled' | 'stopped',
): Promise<void> =>
  tx.audit.add({
    at: now,
    actorId: personId,
    action: `guestMessage.${what}`,
    subject: `event:${message.eventId}`,
    details: { guestMessageId: message.id },
  })
