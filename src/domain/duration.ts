/** A second in milliseconds. */
export const secondMs = 1000

/** A minute in milliseconds. */
export const minuteMs = 60 * secondMs

/** An hour in milliseconds. */
export const hourMs = 60 * minuteMs

/** A day of 24 hours in milliseconds. */
export const dayMs = 24 * hourMs

/** A date within so many days of now, on either side, is told without its year. */
export const yearlessDays = 300
