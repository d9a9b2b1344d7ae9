import { at } from '../tools.js'
import type { Deed, Turn } from '../turn.js'

/** What organizers do with the lines of their events. */
export const deedsWithLines = (turn: Turn): readonly Deed[] => {
  const { lane, model, acts, ids, type, own, waiters, act } = turn
  const { services, chance, organizer } = lane

  return [
    [
      2,
      () => {
        const to = chance.pick(['open', 'open', 'open', 'open', 'open', 'paused', 'paused', 'closed'] as const)
        return act(
          `the line is ${to}`,
          () => acts.setLine(to),
          () => services.waiting.setLine({ ...own, to }),
        )
      },
    ],
    [
      1,
      () => {
        const minutes = chance.pick([10, 30, 60, 180, 1440] as const)
        return act(
          `offers last ${minutes} minutes`,
          () => acts.setOfferMinutes(minutes),
          () => services.waiting.setOfferMinutes({ ...own, minutes }),
        )
      },
    ],
    [
      1,
      () => {
        const forLine = chance.percent(35)
        return act(
          `type ${type} is ${forLine ? 'for the line only' : 'for everybody'}`,
          () => acts.sellToLine(type, forLine),
          () => services.waiting.setTypeForLine({ ...own, ticketTypeId: at(ids.types, type), forLine }),
        )
      },
    ],
    [
      1,
      () => {
        const [promo, forLine] = [chance.below(model.promos.length), chance.percent(35)]
        const promoCodeId = at(ids.promos, promo)
        return act(
          `code ${promo} is ${forLine ? 'for the line only' : 'for everybody'}`,
          () => acts.redeemInLine(promo, forLine),
          () => services.waiting.setCodeForLine({ personId: organizer, promoCodeId, forLine }),
        )
      },
    ],
    [
      2,
      () => {
        if (waiters.length === 0) return undefined
        const entry = chance.pick(waiters)
        return act(
          `${entry.person} is offered something by hand`,
          () => acts.offerTo(entry),
          () => services.waiting.offerTo({ personId: organizer, entryId: ids.entries.get(entry.person) ?? 0 }),
        )
      },
    ],
    [
      1,
      () => {
        const seats = 1 + chance.below(4)
        return act(
          `${seats} are let in to ${type}`,
          () => acts.letLineIn(type, seats),
          () => services.waiting.letIn({ ...own, ticketTypeId: at(ids.types, type), seats }),
          (value) => {
            const { people, seats: got } = value as { readonly people: number; readonly seats: number }
            return `${people} people, ${got} seats`
          },
        )
      },
    ],
  ]
}
