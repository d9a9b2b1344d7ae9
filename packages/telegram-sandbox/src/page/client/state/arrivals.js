import { applyEvent, messagesOf } from './state.js'
import { paneOf, withoutEdit } from './ui.js'

/**
 * @typedef {import('./store.js').Store} Store
 * @typedef {import('./deeds.js').Deeds} Deeds
 * @typedef {import('./view.js').PageState} PageState
 * @typedef {import('../../wire.js').PageEvent} PageEvent
 * @typedef {import('./view.js').SandboxMessage} SandboxMessage
 */

// Telegram's clients show an action for 5 s, or until the message comes.
const typingMs = 5_000

/** @param {SandboxMessage} message */
const forcesReply = (message) => message.fromBot && message.markup?.kind === 'force'

/** @param {PageState} page @param {SandboxMessage | undefined} message */
const isThere = (page, message) =>
  message !== undefined &&
  messagesOf(page, message.chatId).some((one) => one.message_id === message.message_id && one.date === message.date)

/** @param {PageState} page @param {import('./ui.js').Dialog | undefined} dialog */
const isDialogGone = (page, dialog) => {
  if (dialog === undefined) return false
  if ('message' in dialog) return !isThere(page, dialog.message)
  return 'chatId' in dialog && ![...page.people, ...page.chats].some(({ id }) => id === dialog.chatId)
}

/**
 * A pane after the connection was lost. When the sandbox was opened anew, ids began anew, and nothing there is what it
 * was.
 * @param {PageState} page
 * @param {import('./ui.js').PaneUi} pane
 * @param {number} lastId
 */
const goOn = (page, pane, lastId) => ({
  ...pane,
  ...(pane.editing !== undefined && !isThere(page, pane.editing) ? withoutEdit(pane) : {}),
  reply: isThere(page, pane.reply) ? pane.reply : undefined,
  seen: Math.min(pane.seen, lastId),
  loaded: Math.min(pane.loaded, lastId),
  stuck: pane.stuck || lastId < pane.loaded,
})

/**
 * Whether the pane shows the topic in which the bot types; one that shows no topic alone shows them all.
 * @param {Store} store
 * @param {Extract<PageEvent, { kind: 'typing' }>} event
 */
const isLookedAt = (store, { chatId, threadId }) => [undefined, threadId].includes(paneOf(store.ui(), chatId).topic)

/**
 * What events of the server do to the page.
 * @param {Store} store
 * @param {Deeds} deeds
 */
export const createArrivals = (store, deeds) => {
  /** @type {Map<number, ReturnType<typeof setTimeout>>} */
  const timers = new Map()

  /** @param {number} chatId @param {string} [action] */
  const setTyping = (chatId, action) => {
    clearTimeout(timers.get(chatId))
    if (action === undefined && store.ui().typing[chatId] === undefined) return
    store.change((ui) => ({ ...ui, typing: { ...ui.typing, [chatId]: action ?? '' } }))
    if (action !== undefined)
      timers.set(
        chatId,
        setTimeout(() => setTyping(chatId), typingMs),
      )
  }

  /** @param {PageState} page */
  const begin = (page) => {
    const ids = [...page.people, ...page.chats].map(({ id }) => id)
    // What was answered while nobody listened is answered all the same: no spinner turns for it.
    store.change((ui) => ({
      ...ui,
      panes: Object.fromEntries(ids.map((id) => [id, beginPane(page, id)])),
      pressed: new Set(),
      dialog: isDialogGone(page, ui.dialog) ? undefined : ui.dialog,
    }))
    store.setPage(page)
  }

  /** @param {PageState} page @param {number} id */
  const beginPane = (page, id) => {
    const last = messagesOf(page, id).at(-1)
    const lastId = last?.message_id ?? 0
    const known = store.ui().panes[id]
    if (known !== undefined) return goOn(page, known, lastId)
    return {
      ...paneOf(store.ui(), id),
      seen: lastId,
      loaded: lastId,
      ...(last !== undefined && forcesReply(last) ? { reply: last } : {}),
    }
  }

  /** @param {PageState} page @param {SandboxMessage} message */
  const arrive = (page, message) => {
    const isNew = !messagesOf(page, message.chatId).some((one) => one.message_id === message.message_id)
    if (isNew && message.fromBot) setTyping(message.chatId)
    if (isNew && forcesReply(message)) store.changePane(message.chatId, { reply: message })
  }

  /**
   * The pane of a group goes on as the supergroup's.
   * @param {PageState} page
   * @param {import('./view.js').ChatView} chat
   */
  const follow = (page, { id: from, upgradedTo: to }) => {
    if (to === undefined || page.chats.find(({ id }) => id === from)?.upgradedTo !== undefined) return
    const { hidden, wide, draft, writer } = paneOf(store.ui(), from)
    store.changePane(to, { hidden, wide, draft, writer })
    if (store.ui().active === from) store.change((ui) => ({ ...ui, active: to }))
  }

  /** @param {PageEvent} event */
  return (event) => {
    const page = store.page()
    if (event.kind === 'state') begin(event.state)
    if (event.kind === 'state' || page === undefined) return
    if (event.kind === 'toast') deeds.answered(event)
    if (event.kind === 'typing' && isLookedAt(store, event)) setTyping(event.chatId, event.action)
    if (event.kind === 'message') arrive(page, event.message)
    if (event.kind === 'chat') follow(page, event.chat)
    store.setPage(applyEvent(page, event))
  }
}
