import type { Levem } from '../src/app/app.js'

const dayMs = 86_400_000

/** What the bench sells. `minor`: kopecks; 0 is free. */
export type Sale = {
  readonly title: string
  readonly minor: number
  readonly capacity: number
  /** Until it begins; a day when missing. */
  readonly inMs?: number
  /** Nobody is told of it. */
  readonly isQuiet?: boolean
  /** UTC milliseconds, where that is not the machine's time. */
  readonly now?: number
}

/** Puts an event on sale, whose organizer is `me`. */
export const publish = async (
  { services, store, me }: Pick<Levem, 'services' | 'store'> & { readonly me: { readonly id: number } },
  { title, minor, capacity, inMs = dayMs, isQuiet = false, now = Date.now() }: Sale,
) => {
  const answers = {
    title,
    description: null,
    startsAt: now + inMs,
    endsAt: null,
    venue: 'Here',
    price: { minor, currency: 'RUB' },
    capacity,
    poster: null,
  }
  await services.people.meet({ id: me.id, displayName: 'Bench', languageCode: 'en' })
  await store.transact((tx) =>
    tx.drafts.write(
      {
        personId: me.id,
        key: title,
        eventId: undefined,
        answers,
        asked: 'preview',
        day: undefined,
        zone: 'Europe/Moscow',
        currency: 'RUB',
      },
      now,
    ),
  )
  return services.publishing.publish({ personId: me.id, key: title, ...(isQuiet && { test: true }) })
}
