/**
 * @typedef {import('../../../wire.js').Act} Act
 * @typedef {import('../../../wire.js').Outcome} Outcome
 * @typedef {import('../../../wire.js').UploadKind} UploadKind
 *
 * A file on its way to a chat.
 * @typedef {object} Upload
 * @property {number} personId
 * @property {number} chatId
 * @property {UploadKind} kind
 * @property {string} name
 * @property {string} caption '' for none.
 * @property {number} [threadId]
 * @property {number} [replyTo]
 */

/** The `words` of an Outcome when no answer came at all. */
export const unreachable = 'unreachable'

/** What the server takes, in bytes. */
export const maxUploadBytes = 20 * 1024 * 1024

/**
 * @param {string} url
 * @param {BodyInit} body
 * @param {Readonly<Record<string, string>>} headers
 * @returns {Promise<Outcome>}
 */
const post = async (url, body, headers) => {
  try {
    const response = await fetch(url, { method: 'POST', headers: { 'x-sandbox-page': '1', ...headers }, body })
    /** @type {unknown} */
    const outcome = await response.json()
    return /** @type {Outcome} */ (outcome)
  } catch {
    return { ok: false, code: 'failed', words: unreachable }
  }
}

/**
 * Does something as a person; never throws.
 * @param {Act} act
 * @returns {Promise<Outcome>}
 */
export const postAct = (act) => post('/acts', JSON.stringify(act), { 'content-type': 'application/json' })

/**
 * Sends a file as a person; never throws.
 * @param {Upload} upload
 * @param {Blob} bytes
 * @returns {Promise<Outcome>}
 */
export const postUpload = (upload, bytes) => {
  const given = Object.entries(upload).filter(([, value]) => value !== '')
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]))
  return post(`/uploads?${query.toString()}`, bytes, { 'content-type': 'application/octet-stream' })
}
