/** Lets so many pass at once; the others wait in the order in which they came. */
export const createSemaphore = (most: number) => {
  const waiting: (() => void)[] = []
  let inside = 0

  const enter = (): Promise<void> => {
    if (inside < most) {
      inside += 1
      return Promise.resolve()
    }
    return new Promise((resolve) => void waiting.push(resolve))
  }

  // Whoever waits takes the place over.
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else inside -= 1
  }

  /** `leaveEarly`: what is left to do needs no place any more. */
  return async <T>(work: (leaveEarly: () => void) => T | Promise<T>): Promise<T> => {
    await enter()
    let isInside = true
    const leaveOnce = (): void => {
      if (isInside) leave()
      isInside = false
    }
    try {
      return await work(leaveOnce)
    } finally {
      leaveOnce()
    }
  }
}
