/** Counts up by one; gives `first` first. */
export const createCounter = (first: number): (() => number) => {
  let next = first
  return () => {
    next += 1
    return next - 1
  }
}
