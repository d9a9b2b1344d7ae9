/** So often the turn is that of whoever would come last. */
const lastInTurn = 8

/**
 * Lines by rank, 0 first: the lowest goes first, and each so often the highest that is there, so that nobody waits for
 * ever.
 */
export const createTurns = <T>({ ranks }: { readonly ranks: number }) => {
  const lines = Array.from({ length: ranks }, () => createLine<T>())
  // Who stands in which line: who is added again stands in the new one.
  const places = new Map<T, number>()
  let given = 0

  const take = (order: readonly number[]): T | undefined => {
    for (const rank of order)
      for (;;) {
        const one = lines[rank]?.shift()
        if (one === undefined) break
        if (places.get(one) !== rank) continue
        places.delete(one)
        return one
      }
    return undefined
  }

  return {
    /** Puts somebody at the end of a line; who stands in that line already stays there. */
    add: (one: T, rank: number): void => {
      if (places.get(one) === rank) return
      places.set(one, rank)
      lines[rank]?.push(one)
    },

    /** Whose turn it is, of those whose rank is not above `highest`. */
    next: (highest: number): T | undefined => {
      given += 1
      const order = Array.from({ length: highest + 1 }, (_, rank) => rank)
      return take(given % lastInTurn === 0 ? order.reverse() : order)
    },

    /** Whether nobody stands in a line. */
    isEmpty: (): boolean => places.size === 0,
  }
}

/** First in, first out, without moving everybody at each step. */
const createLine = <T>() => {
  let items: T[] = []
  let first = 0
  return {
    push: (item: T): void => void items.push(item),
    shift: (): T | undefined => {
      if (first >= items.length) return undefined
      const item = items[first]
      first += 1
      if (first > 1000) {
        items = items.slice(first)
        first = 0
      }
      return item
    },
  }
}
