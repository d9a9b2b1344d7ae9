import { senderId } from './people.js'
import { isService } from './service.js'

/**
 * @typedef {import('../state/view.js').View} View
 * @typedef {import('../state/view.js').SandboxMessage} SandboxMessage
 *
 * How a message stands among its neighbours: bubbles of one sender that follow each other within 15 minutes are a
 * group.
 * @typedef {object} Place
 * @property {boolean} isFirst Of its group: it shows the sender's name.
 * @property {boolean} isLast Of its group: it has the tail.
 * @property {readonly SandboxMessage[]} album All messages of its album, itself the first; empty when it belongs to
 * none.
 * @property {boolean} inAlbum It belongs to an album that an earlier message shows.
 */

/**
 * The places of a list's messages are looked up once: a list is never changed, only replaced.
 * @type {WeakMap<readonly SandboxMessage[], ReadonlyMap<number, number>>}
 */
const indexes = new WeakMap()

/** @param {readonly SandboxMessage[]} list */
const indexOf = (list) => {
  const known = indexes.get(list) ?? new Map(list.map((message, index) => [message.message_id, index]))
  indexes.set(list, known)
  return known
}

const groupSeconds = 900

/**
 * @param {SandboxMessage | undefined} a
 * @param {SandboxMessage | undefined} b
 * @param {View} view
 */
const belongTogether = (a, b, view) =>
  a !== undefined &&
  b !== undefined &&
  !isService(a) &&
  !isService(b) &&
  senderId(a) === senderId(b) &&
  a.threadId === b.threadId &&
  Math.abs(a.date - b.date) < groupSeconds &&
  dayOf(a, view) === dayOf(b, view)

/** @type {Map<string, Intl.DateTimeFormat>} */
const dayFormats = new Map()

/**
 * @param {SandboxMessage} message
 * @param {View} view
 */
const dayOf = ({ date }, { zone }) => {
  const format = dayFormats.get(zone) ?? new Intl.DateTimeFormat('en', { dateStyle: 'short', timeZone: zone })
  dayFormats.set(zone, format)
  return format.format(date * 1000)
}

/**
 * @param {SandboxMessage} message
 * @param {View} view
 * @returns {Place}
 */
export const placeOf = (message, view) => {
  const list = view.state.messages[String(message.chatId)] ?? []
  const at = indexOf(list).get(message.message_id) ?? -1
  const inAlbum = isSameAlbum(message, list[at - 1])
  const album = inAlbum ? [] : albumFrom(message, list, at)
  const after = list[at + Math.max(1, album.length)]
  return {
    isFirst: !belongTogether(at > 0 ? list[at - 1] : undefined, message, view),
    isLast: !belongTogether(message, at < 0 ? undefined : after, view),
    album,
    inAlbum,
  }
}

/**
 * @param {SandboxMessage} message
 * @param {SandboxMessage | undefined} other
 */
const isSameAlbum = ({ message }, other) =>
  message.media_group_id !== undefined && message.media_group_id === other?.message.media_group_id

/**
 * @param {SandboxMessage} message
 * @param {readonly SandboxMessage[]} list
 * @param {number} at
 */
const albumFrom = (message, list, at) => {
  if (at < 0 || message.message.media_group_id === undefined) return []
  const end = list.findIndex((other, index) => index > at && !isSameAlbum(message, other))
  return list.slice(at, end === -1 ? undefined : end)
}
