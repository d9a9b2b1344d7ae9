import type { NewAnnouncement } from '../../domain/announcement.js'
import type { AnnouncementState } from '../../domain/announcement.js'
import { type Carried, partsOf, type Thread, type ThreadAuthor } from '../../domain/thread.js'
import type { Tx } from '../../store/store.js'

/** One thing that somebody wrote, by one update. */
export type Writing = {
  readonly author: ThreadAuthor
  readonly organizerId: number
  readonly updateId: number
  readonly carried: Carried
  readonly now: number
  /** Not before so many milliseconds from now. */
  readonly afterMs?: number
}

/**
 * Writes a message into a thread, and puts it before the other: each part once, whoever was killed in between. Gives
 * the id of the first part. Refuses with wordsTooLong, textNeeded.
 */
export const carry = async (tx: Tx, thread: Thread, writing: Writing): Promise<number> => {
  const { author, organizerId, updateId, now, afterMs } = writing
  const [authorId, toId] = author === 'guest' ? [thread.guestId, organizerId] : [organizerId, thread.guestId]
  const ids: number[] = []
  for (const [part, carried] of partsOf(writing.carried).entries())
    ids.push(
      await tx.threadMessages.insert({
        ...{ eventId: thread.eventId, threadId: thread.id, author, authorId, toId, updateId, part, at: now },
        words: carried.words,
        media: carried.media,
        file: carried.file,
        sourceId: carried.sourceId,
        album: carried.album,
      }),
    )
  await tx.announcements.add(
    ids.map((messageId): NewAnnouncement => ({
      to: toId,
      message: { kind: 'threadMessage', messageId },
      key: `thread:${messageId}`,
      eventId: thread.eventId,
      ...(afterMs !== undefined && { afterMs }),
    })),
    now,
  )
  return ids[0] ?? 0
}

/** What became of a try to bring a message to the other: where it stands now, or that its author has to know. */
export const settleCarried = async (
  tx: Tx,
  messageId: number,
  { state, sentId }: { readonly state: AnnouncementState; readonly sentId: number | undefined },
  now: number,
): Promise<void> => {
  if (sentId !== undefined) return tx.threadMessages.wasSent(messageId, sentId)
  if (state !== 'unreachable' && state !== 'givenUp') return
  const message = await tx.threadMessages.find(messageId)
  if (!message) return
  const isLasting = state === 'givenUp'
  await tx.announcements.add(
    [
      {
        to: message.authorId,
        message: { kind: 'threadNotDelivered', messageId, ...(isLasting && { isLasting }) },
        // Of what was written at once it is said once.
        key: `thread:${message.updateId}:${message.threadId}:${isLasting ? 'givenUp' : 'unreachable'}`,
        eventId: message.eventId,
      },
    ],
    now,
  )
}
