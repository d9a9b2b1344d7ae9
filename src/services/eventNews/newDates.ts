import { type Event, hasEnded, isPublic } from '../../domain/event.js'
import { mayTellChat } from '../../domain/sight.js'
import type { Tx } from '../../store/store.js'
import type { NewsPolicy } from './news.js'

/** The dates that were published in one go with an event, itself among them; one that came alone is alone. */
const datesWith = async (tx: Tx, { id, seriesId, createdAt }: Event): Promise<readonly Event[]> => {
  const made = seriesId === undefined ? [] : await tx.series.madeAt({ seriesId, createdAt })
  return made.some((date) => date.id === id) ? made : []
}

/** Those of them that the notification chat may hear of now. */
export const datesForChat = async (
  tx: Tx,
  event: Event,
  { now, ...policy }: NewsPolicy & { readonly now: number },
): Promise<readonly Event[]> =>
  (await datesWith(tx, event)).filter(
    (date) => date.state === 'published' && !hasEnded(date, now) && mayTellChat(date, policy),
  )

/**
 * Of which event followers are told: the one that came before the public, or, when it was taken away, the next date
 * that came with it. undefined: there is none any more.
 */
export const toldOf = async (tx: Tx, event: Event, now: number): Promise<Event | undefined> =>
  isPublic(event, now) ? event : standInOf(tx, event, now)

/** The next date that came with an event, for when it is taken away. */
export const standInOf = async (tx: Tx, event: Event, now: number): Promise<Event | undefined> =>
  (await datesWith(tx, event)).find((date) => date.id !== event.id && isPublic(date, now))

/** What the notification chat has not heard yet of several dates, another of them stands for now. */
export const handChatNewsOn = async (tx: Tx, from: Event, now: number): Promise<void> => {
  const other = await standInOf(tx, from, now)
  if (!other) return
  const key = `published:${other.id}:${await tx.events.requestKeyOf(other.id)}`
  await tx.handingOn.chatNews({ from: from.id, to: other.id, key })
}
