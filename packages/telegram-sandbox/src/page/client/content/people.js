/**
 * @typedef {import('../state/view.js').View} View
 * @typedef {import('../state/view.js').SandboxMessage} SandboxMessage
 * @typedef {{ readonly first_name: string, readonly last_name?: string }} Named
 */

/** @param {Named} person */
export const fullName = (person) =>
  person.last_name === undefined ? person.first_name : `${person.first_name} ${person.last_name}`

/** @param {import('grammy/types').Chat} chat */
export const chatName = (chat) => (chat.type === 'private' ? fullName(chat) : chat.title)

/**
 * Whose message it is, as a chat shows it: channels and anonymous administrators speak as the chat.
 * @param {SandboxMessage} message
 * @param {View} view
 */
export const senderName = ({ message, from }, view) => {
  if (message.sender_chat !== undefined) return chatName(message.sender_chat)
  return from === undefined ? view.chat.title : fullName(from)
}

/** @param {SandboxMessage} message */
export const senderId = ({ message, from }) => message.sender_chat?.id ?? from?.id ?? message.chat.id

/**
 * Telegram paints names in seven colours, by id.
 * @param {number} id
 */
export const nameColour = (id) => Math.abs(id) % 7

/**
 * Whether the viewer wrote it: such bubbles stand at the right.
 * @param {SandboxMessage} message
 * @param {View} view
 */
export const isOwn = (message, view) =>
  view.viewer !== undefined && message.message.sender_chat === undefined && message.from?.id === view.viewer.id

/**
 * Who scans codes, and what the page calls that; undefined when nobody does.
 * @param {View} view
 */
export const scannerOf = ({ state: { roles, people } }) =>
  people
    .map(({ id, role }) => ({ id, scan: roles.find(({ key }) => key === role)?.scan }))
    .find(({ scan }) => scan !== undefined)
