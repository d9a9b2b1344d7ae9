import { randomCodes } from '../../../src/services/codes.js'
import { createModel } from './model/model.js'
import { minute, type TypeModel } from './model/things.js'
import { see } from './rows.js'
import type { Season } from './season.js'
import { createDice, holdMs, type Lane } from './tools.js'

/** Where a copy of the season's event would begin, and what is asked of the services for it. */
export const copyRequest = (lane: Lane, { eventId, startsAt: before }: Season) => {
  const { clock, organizer } = lane
  const { some } = createDice(lane)
  const startsAt = clock.now() + some(3, 48) * 60 * minute + some(1, 59_000)
  const move = (at: number): number => at - before + startsAt
  return {
    startsAt,
    move,
    request: {
      personId: organizer,
      eventId,
      key: randomCodes.key(),
      dates: [{ startsAt, move }],
      with: { promoCodes: true, staff: true },
    },
  }
}

/** The next season is a copy of the one before: all as it was set, and nothing sold. */
export const copySeason = async (lane: Lane, before: Season, number: number): Promise<Season> => {
  const { services, inspector, clock, chance } = lane
  const { startsAt, move, request } = copyRequest(lane, before)
  const {
    events: [{ id: eventId }],
  } = await services.copies.publish(request)
  const { event: was, types, promos, line } = before.model
  const offerMinutes = line.minutes
  const isStars = before.way === 'stars'
  const shift = (at: number | undefined): number | undefined => (at === undefined ? undefined : move(at))
  const { ways, capacity, givesBack } = was
  const start = {
    stars: isStars,
    ways,
    capacity,
    givesBack,
    saleFrom: shift(was.saleFrom),
    endsAt: startsAt,
    holdMs,
    offerMinutes,
  }
  const model = createModel(start, () => clock.now())
  model.types.push(...types.map((type) => ({ ...moved(type, move), taken: 0, opened: new Set<number>() })))
  model.promos.push(
    ...promos.map((one) => ({ ...one, startsAt: shift(one.startsAt), endsAt: shift(one.endsAt), used: 0 })),
  )
  return {
    ...before,
    number,
    beginning: `event ${eventId}, a copy of ${before.eventId}`,
    model,
    eventId,
    startsAt,
    ids: (await see(inspector, eventId, [])).ids,
    charges: 0,
    stepsLeft: 80 + chance.below(170),
    stray: [],
  }
}

const moved = (type: TypeModel, move: (at: number) => number): TypeModel => ({
  ...type,
  saleFrom: type.saleFrom === undefined ? undefined : move(type.saleFrom),
  saleUntil: type.saleUntil === undefined ? undefined : move(type.saleUntil),
})
