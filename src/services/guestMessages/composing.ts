import type { Audience, GuestMessage } from '../../domain/guestMessage.js'
import { Refusal } from '../../domain/refusal.js'
import type { Clock } from '../../runtime/clock.js'
import type { Store, Tx } from '../../store/store.js'
import { findEvent, findOwnEvent, typeIn } from '../finders.js'
import {
  findIfOwn,
  findOwn,
  guestsOf,
  type GuestMessageView,
  isUnsent,
  mustBeLast,
  mustBeUnsent,
  nameOf,
  type OfEvent,
  type OfMessage,
  type OfPreview,
  viewOf,
} from './common.js'

type Needs = { readonly store: Store; readonly clock: Clock }

/** An organizer writes, and sees it as guests will. */
export const createComposing = ({ store, clock }: Needs) => ({
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

  /** A message for its organizer. Refuses with guestMessageGone, guestMessageReplaced, notYours. */
  view: ({ personId, guestMessageId, seen }: OfPreview): Promise<GuestMessageView> =>
    store.transact(async (tx) => {
      const found = await findOwn(tx, personId, guestMessageId)
      mustBeLast(found.message, seen)
      return viewOf(tx, found)
    }),

  /** A message that nobody hears yet, for its organizer. Refuses with guestMessageGone, notYours. */
  unsent: ({ personId, guestMessageId }: OfMessage): Promise<GuestMessageView> =>
    store.transact(async (tx) => {
      const found = await findOwn(tx, personId, guestMessageId)
      mustBeUnsent(found.message)
      return viewOf(tx, found)
    }),

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
      const found = await findIfOwn(tx, personId, guestMessageId)
      return found && isUnsent(found.message) ? viewOf(tx, found) : undefined
    }),

  /** The organizer sees these copies: they are what guests get. False when it is not to be sent any more. */
  previewed: (guestMessageId: number, copies: readonly number[]): Promise<boolean> =>
    store.transact((tx) => tx.guestMessages.showCopies(guestMessageId, copies)),
})

// An album comes in pieces, one right after another.
const albumMs = 1500

const albumKey = (personId: number, album: string): string => `album:${personId}:${album}`

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
