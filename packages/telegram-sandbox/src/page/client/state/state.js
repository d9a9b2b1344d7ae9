/**
 * @typedef {import('../../wire.js').PageState} PageState
 * @typedef {import('../../wire.js').PageEvent} PageEvent
 * @typedef {import('../../../watching/happenings.js').SandboxMessage} SandboxMessage
 */

// As many as the server tells a new page.
const kept = 300

/**
 * The list with `item` at the place of the one with the same id, or at the end.
 * @template T
 * @param {readonly T[]} items
 * @param {T} item
 * @param {(one: T) => number} idOf
 * @returns {readonly T[]}
 */
const put = (items, item, idOf) => {
  const index = items.findLastIndex((one) => idOf(one) === idOf(item))
  return index < 0 ? [...items, item] : items.with(index, item)
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {T} item
 * @returns {readonly T[]}
 */
const append = (items, item) => [...items, item].slice(-kept)

/**
 * @param {PageState} state
 * @param {number} chatId
 * @param {(messages: readonly SandboxMessage[]) => readonly SandboxMessage[]} change
 * @returns {PageState}
 */
const withMessages = (state, chatId, change) => ({
  ...state,
  messages: { ...state.messages, [chatId]: change(state.messages[chatId] ?? []) },
})

/**
 * What the server told, after one more event. Toasts and typing pass by and change nothing here.
 * @param {PageState} state
 * @param {Exclude<PageEvent, { kind: 'state' }>} event
 * @returns {PageState}
 */
export const applyEvent = (state, event) => {
  switch (event.kind) {
    case 'message':
      return withMessages(state, event.chatId, (messages) => put(messages, event.message, (one) => one.message_id))
    case 'messageDeleted':
      return withMessages(state, event.chatId, (messages) =>
        messages.filter((one) => one.message_id !== event.messageId),
      )
    case 'chat':
      return { ...state, chats: put(state.chats, event.chat, (one) => one.id) }
    case 'person':
      return { ...state, people: put(state.people, event.person, (one) => one.id) }
    case 'bot':
      return { ...state, bot: event.bot }
    default:
      return applyToDrawer(state, event)
  }
}

/**
 * The same of what stands in the drawer.
 * @param {PageState} state
 * @param {Exclude<PageEvent, { kind: 'state' }>} event
 * @returns {PageState}
 */
const applyToDrawer = (state, event) => {
  switch (event.kind) {
    case 'switches':
      return { ...state, switches: event.switches }
    case 'call':
      return { ...state, calls: append(state.calls, event.call) }
    case 'program':
      return { ...state, program: event.program }
    case 'clock':
      return { ...state, clock: event.clock }
    case 'log':
      return { ...state, log: append(state.log, event.line) }
    default:
      return state
  }
}

/**
 * The messages of a chat, oldest first.
 * @param {PageState} state
 * @param {number} chatId
 * @returns {readonly SandboxMessage[]}
 */
export const messagesOf = (state, chatId) => state.messages[chatId] ?? []
