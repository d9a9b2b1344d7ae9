/** An axis of values: from where to where, and where it has marks. */
export type Axis = { readonly min: number; readonly max: number; readonly marks: readonly number[] }

const mostMarks = 5

/** The smallest of 1, 2, 5, 10, 20, 50 … that is not less; whole where the values are. */
const stepFor = (least: number, isWhole: boolean): number => {
  const power = 10 ** Math.floor(Math.log10(least))
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= least - power / 1e6) ?? least
  return isWhole ? Math.max(1, step) : step
}

/**
 * The axis of values, with 0 on it: a little longer than they are, and with round marks, however high one of them
 * stands out.
 */
export const axisOf = (values: readonly number[]): Axis => {
  const highest = Math.max(0, ...values)
  const lowest = Math.min(0, ...values)
  const range = highest - lowest || 1
  const isWhole = values.every((value) => Number.isInteger(value))
  const step = stepFor(range / mostMarks, isWhole)
  const room = range * 0.04
  const [min, max] = [lowest < 0 ? lowest - room : 0, (highest || (lowest < 0 ? 0 : 1)) + room]
  const marks: number[] = []
  for (let at = Math.ceil(min / step); at * step <= max; at += 1) marks.push(Number((at * step).toPrecision(12)))
  return { min, max, marks }
}
