/**
 * What the browser keeps. Storage may be forbidden, full or edited by hand: then it keeps nothing, and nobody is
 * bothered.
 * @typedef {object} Memory
 * @property {(key: string) => string | undefined} read
 * @property {(key: string, value: string | undefined) => void} write
 */

/**
 * @param {() => Storage} open Touching the storage may already throw.
 * @returns {Memory}
 */
const createMemory = (open) => ({
  read: (key) => {
    try {
      return open().getItem(`sandbox:${key}`) ?? undefined
    } catch {
      return undefined
    }
  },
  write: (key, value) => {
    try {
      if (value === undefined) open().removeItem(`sandbox:${key}`)
      else open().setItem(`sandbox:${key}`, value)
    } catch {
      // Kept for this page's life only.
    }
  },
})

/** For this browser: language, theme, arrangement. */
export const local = createMemory(() => localStorage)

/** For this tab: what is typed and not yet sent. */
export const session = createMemory(() => sessionStorage)

/**
 * Objects by key out of kept JSON; {} when it is none.
 * @param {string | undefined} json
 * @returns {Readonly<Record<string, unknown>>}
 */
export const parseRecord = (json) => {
  try {
    /** @type {unknown} */
    const value = JSON.parse(json ?? '{}')
    return typeof value === 'object' && value !== null ? /** @type {Record<string, unknown>} */ (value) : {}
  } catch {
    return {}
  }
}
