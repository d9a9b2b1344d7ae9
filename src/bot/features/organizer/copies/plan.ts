import type { Event } from '../../../../domain/event.js'
import { datesFrom, movedWith } from '../../../../texts/times/recurring.js'
import type { CopyDate } from '../../../../services/events/publishCopies.js'
import type { copyEvery, copyExtras } from '../../../ui/routes.js'

/**
 * What is about to be copied; it travels in the buttons. `key` is the update that drew the first preview: what is
 * published under it is published once.
 */
export type Plan = {
  readonly eventId: number
  readonly startsAt: number
  readonly every: (typeof copyEvery)[number]
  readonly count: number
  readonly extras: (typeof copyExtras)[number]
  readonly key: string
}

/** One date, and nothing goes along. */
export const planOf = (eventId: number, startsAt: number, key: string): Plan => ({
  eventId,
  startsAt,
  every: 'week',
  count: 1,
  extras: 'none',
  key,
})

/** The dates of a plan: each start, and where the original's other instants go. */
export const copyDates = ({ startsAt, zone }: Pick<Event, 'startsAt' | 'zone'>, plan: Plan): readonly CopyDate[] =>
  datesFrom(plan.startsAt, plan.every, plan.count, zone).map((date) => ({
    startsAt: date,
    move: movedWith(startsAt, date, zone),
  }))

/** What goes along. */
export const extrasOf = ({ extras }: Pick<Plan, 'extras'>) => ({
  promoCodes: extras === 'codes' || extras === 'both',
  staff: extras === 'staff' || extras === 'both',
})

/** The same plan with one of them ticked, or unticked. */
export const toggled = (plan: Plan, which: 'promoCodes' | 'staff'): Plan => {
  const before = extrasOf(plan)
  const promoCodes = before.promoCodes !== (which === 'promoCodes')
  const staff = before.staff !== (which === 'staff')
  if (promoCodes && staff) return { ...plan, extras: 'both' }
  if (promoCodes) return { ...plan, extras: 'codes' }
  return { ...plan, extras: staff ? 'staff' : 'none' }
}
