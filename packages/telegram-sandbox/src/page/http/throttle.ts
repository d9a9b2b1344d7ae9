export type Throttle = { readonly call: () => void; readonly stop: () => void }

/** Does the work at once, then at most once per pause, and never forgets the last call. */
export const createThrottle = (work: () => void, pauseMs: number): Throttle => {
  let timer: NodeJS.Timeout | undefined
  let isDue = false
  const run = (): void => {
    timer = setTimeout(() => {
      timer = undefined
      if (isDue) run()
    }, pauseMs)
    timer.unref()
    isDue = false
    work()
  }
  return {
    call: () => {
      if (timer === undefined) run()
      else isDue = true
    },
    stop: () => clearTimeout(timer),
  }
}
