import { allWays, get, no, sendBack, type Start, type Things, type TypeModel, type Way } from './things.js'

/** What was paid at the door is a payment of whoever held the ticket then, for each order. */
const takeDoorPayments = ({ orders, tickets, payments }: Things): void => {
  orders.forEach(({ total, quantity }, order) => {
    const paid = tickets.filter((ticket) => ticket.order === order && ticket.paidAtDoor)
    const holders = [...new Set(paid.map(({ holder }) => holder))].sort((a, b) => a - b)
    for (const holder of holders) {
      const minor = (total / quantity) * paid.filter((ticket) => ticket.holder === holder).length
      payments.push({ charge: `atDoor:${order}:${holder}`, order, way: 'atDoor', minor, state: 'applied' })
    }
  })
}

/** What an organizer does to an event; what buyers do is in buying.ts. */
export const createOrganizing = (things: Things, start: Start, now: () => number) => {
  const { event, types, orders, tickets, payments, line } = things
  const notCancelled = (): void => {
    if (event.state === 'cancelled') no('eventCancelled')
  }

  /** Who would take any type waits for this one, too. */
  const openToAny = (index: number): void => {
    const { capacity, perPerson = capacity } = get(types, index)
    const most = Math.min(capacity, perPerson, event.capacity ?? capacity)
    for (const entry of line.entries)
      if (entry.order === undefined && entry.isAny && entry.quantity <= most && !entry.types.includes(index))
        entry.types = [...entry.types, index]
  }

  return {
    addType: (price: number, capacity: number): string => {
      types.push({
        ...{ price, capacity, taken: 0, perPerson: undefined, saleFrom: undefined, saleUntil: undefined },
        ...{ isHidden: false, forLine: false, opened: new Set() },
      })
      openToAny(types.length - 1)
      return 'done'
    },
    changeType: (
      index: number,
      fields: Partial<Omit<TypeModel, 'taken' | 'isHidden' | 'forLine' | 'opened'>>,
    ): string => {
      notCancelled()
      const type = get(types, index)
      const { saleFrom, saleUntil } = { ...type, ...fields }
      if (saleFrom !== undefined && saleUntil !== undefined && saleUntil <= saleFrom) no('endBeforeStart')
      if (fields.saleFrom !== undefined && fields.saleFrom >= start.endsAt) no('saleAfterEnd')
      if (type.taken > (fields.capacity ?? type.capacity)) no('capacityBelowTaken')
      Object.assign(type, fields)
      return 'done'
    },
    hideType: (index: number, isHidden: boolean): string => {
      notCancelled()
      get(types, index).isHidden = isHidden
      if (!isHidden) openToAny(index)
      return 'done'
    },
    setSaleFrom: (saleFrom: number | undefined): string => {
      notCancelled()
      if (saleFrom !== undefined && saleFrom >= start.endsAt) no('saleAfterEnd')
      event.saleFrom = saleFrom
      return 'done'
    },
    setCapacity: (seats: number | undefined): string => {
      notCancelled()
      if (seats !== undefined && types.reduce((sum, { taken }) => sum + taken, 0) > seats) no('capacityBelowTaken')
      event.capacity = seats
      return 'done'
    },
    setWay: (way: Way, isOpen: boolean): string => {
      notCancelled()
      if (isOpen && (way === 'stars') !== start.stars) no('wayClosed')
      const chosen = allWays.filter((one) => (one === way ? isOpen : event.ways.includes(one)))
      if (chosen.length === 0) no('lastWayStays')
      event.ways = chosen
      return 'done'
    },
    putOnSale: (): string => {
      if (start.endsAt <= now()) no('eventEnded')
      notCancelled()
      event.state = 'published'
      return 'done'
    },
    takeOffSale: (): string => {
      notCancelled()
      event.state = 'draft'
      return 'done'
    },
    callOff: (): string => {
      if (event.state !== 'cancelled' && start.endsAt <= now()) no('eventEnded')
      if (event.state === 'cancelled') return 'done'
      event.state = 'cancelled'
      for (const order of orders) if (order.state === 'held' || order.state === 'confirmed') order.state = 'cancelled'
      for (const ticket of tickets)
        if (ticket.state === 'valid')
          Object.assign(ticket, { state: 'cancelled', forLine: undefined, lineOrder: undefined })
      takeDoorPayments(things)
      payments.forEach((payment, number) => payment.state === 'applied' && sendBack(things, number))
      return 'done'
    },
  }
}
