import { at } from '../tools.js'
import { type TypeModel, walkIn } from '../model/things.js'
import type { Deed, Turn } from '../turn.js'

/** Lining up, leaving, and what the line does by itself. */
export const deedsOfWaiters = (turn: Turn): readonly Deed[] => {
  const { lane, season, model, acts, ids, person, quantity, waiters, act } = turn
  const { services, chance } = lane
  const { eventId } = season
  const isWaitedFor = (index: number): boolean =>
    model.line.entries.some(({ order, types }) => order === undefined && types.includes(index))
  const isTaken = ({ taken, capacity, forLine, isHidden, opened }: TypeModel, index: number): boolean =>
    (taken >= capacity || forLine || isWaitedFor(index)) && (!isHidden || opened.has(person))
  // Mostly what there is a line for; whatever else is refused.
  const wanted = (): readonly number[] => {
    const taken = model.types.flatMap((type, index) => (isTaken(type, index) && chance.percent(80) ? [index] : []))
    return taken.length > 0 && chance.percent(90)
      ? taken
      : model.types.flatMap((_, index) => (chance.percent(60) ? [index] : []))
  }
  const whoever = chance.percent(70) && waiters.length > 0 ? chance.pick(waiters).person : person

  return [
    [
      24,
      () => {
        const types = wanted()
        const wish = { personId: person, eventId, quantity, ticketTypeIds: types.map((index) => at(ids.types, index)) }
        return act(
          `${person} wants to wait for ${quantity} of ${types.join(', ')}`,
          () => acts.join(person, quantity, types),
          () => services.waiting.join(wish),
          (value) => ((value as { readonly offer: unknown }).offer ? 'offered' : 'in line'),
        )
      },
    ],
    [
      2,
      () =>
        act(
          `${whoever} waits no longer`,
          () => acts.leave(whoever),
          () => services.waiting.leave({ personId: whoever, eventId }),
        ),
    ],
    [
      6,
      turn.ofTicket((one) => {
        const who = one.holder !== walkIn && chance.percent(90) ? one.holder : person
        return act(
          `${who} gives ticket ${turn.t} up for the line`,
          () => acts.offerBack(who, one),
          () => services.waiting.offerBack({ personId: who, ticketId: turn.ticketId }),
        )
      }),
    ],
    [
      1,
      turn.ofTicket((one) => {
        const who = one.holder === walkIn ? person : one.holder
        return act(
          `${who} keeps ticket ${turn.t}`,
          () => acts.keep(who, one),
          () => services.waiting.keep({ personId: who, ticketId: turn.ticketId }),
        )
      }),
    ],
    [
      12,
      () =>
        act(
          'the line goes on',
          () => acts.beat(),
          () => lane.beat(eventId),
          (value) => String((value as { readonly offered: number }).offered),
        ),
    ],
  ]
}
