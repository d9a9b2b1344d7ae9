import { bulkGapMs, type NewAnnouncement, type Recipient } from '../../domain/announcement.js'
import { eventFactsOf } from '../../domain/eventFacts.js'
import type { Event } from '../../domain/event.js'
import { changesBetween, type ToldFacts, toldFactsOf } from '../../domain/eventChange.js'
import type { Clock } from '../../runtime/clock.js'
import type { Tx } from '../../store/store.js'
import { chatNews } from './chatNews.js'
import type { NewsPolicy } from './news.js'

type Changed = { readonly before: Event; readonly after: Event }

/**
 * Tells holders, staff and the notification chat what is another about an event. Whoever has not heard of an earlier
 * change hears of both at once: from what they know to what is.
 */
export const tellOfChange = async (
  tx: Tx,
  { before, after }: Changed,
  key: string,
  { clock, ...policy }: NewsPolicy & { readonly clock: Clock },
): Promise<void> => {
  const now = clock.now()
  const [was, is] = [toldFactsOf(before), toldFactsOf(after)]
  if (changesBetween(was, is).length === 0) return
  const unsaid = await tx.announcements.takeUnsaidChanges(after.id, now)
  const knownTo = (to: Recipient): ToldFacts => ({ ...was, ...unsaid.get(to) })
  const isNews = ({ to }: NewAnnouncement): boolean => changesBetween(knownTo(to), is).length > 0
  const holders = await tx.tickets.holdersOf(after.id)
  if (holders.length > 0) await tx.keptChanges.begin(after.id)
  const holderIds = new Set(holders.map(({ holderId }) => holderId))
  const staff = (await tx.staff.ofEvent(after.id)).filter(({ personId }) => !holderIds.has(personId))
  const make = { after, key, knownTo, policy }
  await tx.announcements.add(
    [
      ...inChat(make),
      ...[
        ...staff.map(({ personId }) => toPerson(make, personId, { as: 'staff' })),
        ...holders.map(({ holderId }) => toPerson(make, holderId, {})),
      ].map((announcement, i) => ({ ...announcement, afterMs: i * bulkGapMs })),
    ].filter(isNews),
    now,
  )
}

type Making = {
  readonly after: Event
  readonly key: string
  readonly knownTo: (to: Recipient) => ToldFacts
  readonly policy: NewsPolicy
}

const inChat = ({ after, key, knownTo, policy }: Making): readonly NewAnnouncement[] =>
  chatNews(
    after,
    {
      key: `changed:${after.id}:${key}:chat`,
      message: {
        kind: 'eventChanged',
        ...eventFactsOf(after),
        endsAt: after.endsAt ?? null,
        before: knownTo('chat'),
        organizer: after.organizerName,
      },
    },
    policy,
  )

const toPerson = (
  { after, key, knownTo }: Making,
  personId: number,
  as: { readonly as?: 'staff' },
): NewAnnouncement => ({
  to: personId,
  key: `changed:${after.id}:${key}:${personId}`,
  eventId: after.id,
  message: {
    kind: 'yourEventChanged',
    ...eventFactsOf(after),
    endsAt: after.endsAt ?? null,
    before: knownTo(personId),
    ...as,
  },
})
