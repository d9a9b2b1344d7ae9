import type { Rules } from './rules.js'
import { type EntryModel, get, minute, no, type Start, type Things } from './things.js'

const day = 24 * 60 * minute
const gapMs = 30
const atOnce = 50
const doors = 180 * minute

type Turn = {
  readonly entry: EntryModel
  readonly type: number
  /** So many of the seats are free; for the others somebody gives a ticket up. */
  readonly seats: number
  readonly passed: readonly EntryModel[]
}

/** Moscow's clocks stand three hours before those of Greenwich, in every season. */
const isNight = (at: number): boolean => {
  const hour = Math.floor(((at + 3 * 60 * minute) % day) / (60 * minute))
  return hour >= 23 || hour < 8
}

/** What the line does by itself: who is offered what comes free, and when. See docs/decisions/0044. */
export const createOffering = (things: Things, start: Start, now: () => number, rules: Rules) => {
  const { event, types, orders, line } = things
  const { open, inLine, total, has, isHeld, mustBeOnSale, givenUp } = rules
  const isGathering = ({ gatherUntil }: EntryModel): boolean =>
    gatherUntil !== undefined && now() < gatherUntil && start.endsAt - now() > day
  const isInSale = (index: number): boolean => {
    const { saleFrom = 0, saleUntil = Infinity } = get(types, index)
    return now() >= Math.max(saleFrom, event.saleFrom ?? 0) && now() < saleUntil
  }
  const hindranceOf = (index: number, { person, quantity }: EntryModel): string | undefined => {
    const { price, isHidden, opened, perPerson = Infinity } = get(types, index)
    if (orders.some((order) => order.buyer === person && order.state === 'held')) return 'holdsOrder'
    if (price > 0 && open().length === 0) return 'noWayToPay'
    if (isHidden && !opened.has(person)) return 'typeGone'
    return has(person, index) + quantity > perPerson ? 'perPersonLimit' : undefined
  }
  const free = (index: number): number => Math.max(0, get(types, index).capacity - get(types, index).taken)
  const room = (): number => Math.max(0, (event.capacity ?? Infinity) - total())
  /** Who may be offered a type now, in line. */
  const candidates = (index: number): readonly EntryModel[] =>
    isInSale(index) ? inLine(index).filter((entry) => hindranceOf(index, entry) === undefined) : []
  const headOf = (index: number): EntryModel | undefined => candidates(index)[0]
  const everyType = (): readonly number[] => types.map((_, index) => index)
  /** So much of the event's room is kept together for others than the first of this type. */
  const keptFrom = (index: number): number => {
    const kept = new Map<EntryModel, number>()
    for (const other of everyType()) {
      const head = headOf(other)
      if (head && head !== headOf(index) && isGathering(head))
        kept.set(head, Math.max(kept.get(head) ?? 0, Math.min(free(other), head.quantity)))
    }
    return [...kept.values()].reduce((sum, seats) => sum + seats, 0)
  }
  /** Who of a type's line fits into what is free, in line. */
  const seatsOf = (index: number): number => Math.max(0, Math.min(free(index), room() - keptFrom(index)))
  const fitting = (index: number): readonly EntryModel[] => {
    const most = seatsOf(index) + givenUp(index).length
    const head = headOf(index)
    return candidates(index).filter(
      (entry) => entry.quantity <= most && (!head || !isGathering(head) || entry === head),
    )
  }
  const passedBy = (turn: Pick<Turn, 'entry' | 'type'>): readonly EntryModel[] => {
    const heads = everyType().flatMap((index) => {
      const head = headOf(index)
      const lacksRoomOnly = event.capacity !== undefined && head !== undefined && free(index) >= head.quantity
      return head && head.number < turn.entry.number && (index === turn.type || lacksRoomOnly) ? [head] : []
    })
    return [...new Set(heads)]
  }
  const nextTurn = (): Turn | undefined => {
    const turns = everyType().flatMap((type) =>
      fitting(type)
        .slice(0, 1)
        .map((entry) => ({ entry, type, seats: Math.min(entry.quantity, seatsOf(type)) })),
    )
    const [first] = turns.sort((a, b) => a.entry.number - b.entry.number || a.type - b.type)
    return first && { ...first, passed: passedBy(first) }
  }
  const pass = (entry: EntryModel, seats: number): void => {
    if (entry.gatherUntil !== undefined && entry.gatherUntil > now()) {
      entry.passed += seats
      return
    }
    entry.passed = (entry.gatherUntil === undefined ? entry.passed : 0) + seats
    entry.gatherUntil = entry.passed >= entry.quantity ? now() + day : undefined
  }
  const until = (at: number): number => {
    const quarter = Math.max((start.endsAt - at) / 4, 5 * minute)
    return Math.floor(Math.min(at + line.minutes * minute, at + quarter, start.endsAt))
  }
  const offer = ({ entry, type: index, seats }: Omit<Turn, 'passed'>, made: number): void => {
    const type = get(types, index)
    type.taken += seats
    const backed = entry.quantity - seats
    const tied = givenUp(index).slice(0, backed)
    const [end, at] = [until(now() + made * gapMs), start.endsAt - doors]
    const order = {
      ...{ type: index, buyer: entry.person, quantity: entry.quantity, price: type.price, isOffer: true },
      ...({ total: type.price * entry.quantity, way: type.price === 0 ? 'free' : (open()[0] ?? 'atDoor') } as const),
      ...({ state: 'held', heldUntil: backed > 0 ? Math.min(end, at) : end, promo: undefined, proof: false } as const),
      ...{ returned: 0, payment: undefined, tickets: [], backed },
    }
    entry.order = orders.push(order) - 1
    for (const ticket of tied) ticket.lineOrder = entry.order
  }

  /** Who could have what is free, and nobody before them waits for more of it. */
  const forgotten = (): readonly EntryModel[] =>
    line.entries.filter((entry) => {
      const gathers = line.entries.some(
        (one) => one.number < entry.number && one.order === undefined && isGathering(one),
      )
      return everyType().some(
        (index) => !gathers && candidates(index).includes(entry) && entry.quantity <= Math.min(free(index), room()),
      )
    })

  return {
    /** The loop goes round once; how many offers it makes. */
    beat: (): string => {
      const stay = line.entries.filter(({ order }) => order === undefined || get(orders, order).state === 'held')
      const isOver = event.state === 'cancelled' || start.endsAt <= now() || line.state === 'closed'
      line.entries.splice(0, Infinity, ...stay.filter(({ order }) => !isOver || order !== undefined))
      const isNear = start.endsAt - now() <= day
      if (isOver || event.state !== 'published' || line.state !== 'open' || (isNight(now()) && !isNear)) return '0'
      for (let made = 0; ; made += 1) {
        const turn = made < atOnce ? nextTurn() : undefined
        if (!turn && made < atOnce && forgotten().length > 0) return 'somebody is forgotten'
        if (!turn) return String(made)
        for (const entry of turn.passed) pass(entry, turn.entry.quantity)
        offer(turn, made)
      }
    },
    /** The organizer offers somebody something by hand. */
    offerTo: (entry: EntryModel): string => {
      mustBeOnSale()
      const order = entry.order === undefined ? undefined : get(orders, entry.order)
      if (order) return isHeld(order) ? 'done' : no('notWaiting')
      const seatsIn = (index: number): number => Math.min(free(index), room(), entry.quantity)
      const some = [...entry.types]
        .sort((a, b) => a - b)
        .filter((index) => seatsIn(index) + givenUp(index).length >= entry.quantity)
      const type = some.find((index) => hindranceOf(index, entry) === undefined)
      if (type === undefined) return no(some.map((index) => hindranceOf(index, entry)).at(-1) ?? 'noSeatsFree')
      offer({ entry, type, seats: seatsIn(type) }, 0)
      return 'done'
    },
    /** There are as many seats more as it takes for the first in line. */
    letLineIn: (index: number, seats: number): string => {
      mustBeOnSale()
      let left = seats
      const fitting = inLine(index).filter((entry) => {
        const fits = entry.quantity <= left && hindranceOf(index, entry) === undefined
        if (fits) left -= entry.quantity
        return fits
      })
      const wanted = seats - left
      if (wanted === 0) no('lineEmpty')
      const [type, missing] = [get(types, index), Math.max(0, wanted - room())]
      type.capacity = Math.max(type.capacity, type.taken + wanted)
      if (event.capacity !== undefined) event.capacity += missing
      for (const [made, entry] of fitting.entries()) offer({ entry, type: index, seats: entry.quantity }, made)
      return `${fitting.length} people, ${wanted} seats`
    },
  }
}
