let ahead = 0

/**
 * The page's clock is so much ahead of the browser's.
 * @param {number} ms
 */
export const setAhead = (ms) => {
  ahead = ms
}

/** What it is on the page, in milliseconds since 1970. */
export const pageNow = () => Date.now() + ahead
