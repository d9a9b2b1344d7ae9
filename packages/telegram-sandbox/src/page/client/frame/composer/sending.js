import { placesOf, viewerOf } from '../../state/places.js'
import { paneOf, withoutEdit } from '../../state/ui.js'

/**
 * @typedef {import('../../state/eyes.js').Shell} Shell
 * @typedef {import('../../state/ui.js').PaneUi} PaneUi
 * @typedef {import('../../state/view.js').Act} Act
 * @typedef {import('../../state/view.js').Outcome} Outcome
 */

/** What Telegram takes as one message, in UTF-16 units. */
const longest = 4096

/**
 * A long text in as many messages as it needs, cut between lines or words, as Telegram's clients do.
 * @param {string} text
 * @returns {readonly string[]}
 */
const partsOf = (text) => {
  if (text.length <= longest) return [text]
  const head = text.slice(0, longest)
  const [line, blank] = [head.lastIndexOf('\n'), head.lastIndexOf(' ')]
  const end = line > longest / 2 ? line : blank > 0 ? blank : longest - (/[\ud800-\udbff]$/u.test(head) ? 1 : 0)
  return [text.slice(0, end).trim(), ...partsOf(text.slice(end).trim())]
}

/**
 * A line on its way. It is given back unsent when one before it could not be sent: it must not arrive in its place.
 * @typedef {{ isGivenBack: boolean }} Turn
 */

/**
 * What is on its way in each pane, the first line first. Every post has a connection of its own, where a later one
 * could overtake.
 * @type {Map<number, { last: Promise<unknown>, readonly turns: Turn[] }>}
 */
const queues = new Map()

/** @param {number} paneId */
const queueOf = (paneId) => {
  const queue = queues.get(paneId) ?? { last: Promise.resolve(), turns: [] }
  queues.set(paneId, queue)
  return queue
}

/**
 * @param {number} paneId
 * @param {() => Promise<Outcome>} work
 * @returns {Promise<Outcome | undefined>} Undefined when it was given back with a line before it.
 */
const inTurn = (paneId, work) => {
  const queue = queueOf(paneId)
  const turn = { isGivenBack: false }
  queue.turns.push(turn)
  const outcome = queue.last.then(() => (turn.isGivenBack ? undefined : work()))
  queue.last = outcome
  return outcome
}

/** @param {readonly string[]} lines */
const joined = (...lines) => lines.filter(Boolean).join('\n')

/**
 * What comes back into the field when a text could not be sent, with those that waited behind it. Nothing that was
 * typed meanwhile gets lost.
 * @param {PaneUi} now
 * @param {PaneUi} sent
 * @returns {Partial<PaneUi>}
 */
const givenBack = (now, { reply, editing }) => {
  const [text = '', ...waiting] = now.sending
  if (now.editing !== undefined) return { aside: joined(...now.sending, now.aside) }
  if (editing !== undefined) return { editing, draft: text, aside: joined(...waiting, now.draft) }
  return { draft: joined(...now.sending, now.draft), ...(now.reply === undefined ? { reply } : {}) }
}

/**
 * Sends a text as whoever writes in a pane. It leaves the field at once and comes back when it could not be sent.
 * @param {Shell} shell
 * @param {number} id The pane's.
 * @param {string} text
 */
export const send = (shell, id, text) => {
  const editing = paneOf(shell.store.ui(), id).editing
  for (const part of editing === undefined ? partsOf(text) : [text]) if (part !== '') void sendOne(shell, id, part)
}

/** @param {Shell} shell @param {number} id @param {string} text */
const sendOne = async ({ store, deeds, page }, id, text) => {
  // Not as it was drawn but as it is: a writer may have been chosen in the same moment.
  const pane = paneOf(store.ui(), id)
  const now = store.page() ?? page
  const place = placesOf(now).find((one) => one.id === id)
  const writer = place && viewerOf(now, place, pane.writer)
  if (writer === undefined) return
  store.changePane(id, {
    draft: '',
    ...withoutEdit(pane),
    sending: [...pane.sending, text],
    commands: 'auto',
    command: 0,
    stuck: pane.editing === undefined || pane.stuck,
  })
  const outcome = await inTurn(id, () => deeds.act(actOf(pane, id, writer.id, text)))
  if (outcome === undefined) return
  const { turns } = queueOf(id)
  const after = paneOf(store.ui(), id)
  if (outcome.ok) {
    turns.shift()
    store.changePane(id, { sending: after.sending.slice(1) })
    return
  }
  for (const turn of turns.splice(0)) turn.isGivenBack = true
  store.changePane(id, { sending: [], ...givenBack(after, pane) })
}

/** @param {PaneUi} pane @param {number} chatId @param {number} personId @param {string} text @returns {Act} */
const actOf = ({ reply, editing, topic }, chatId, personId, text) => {
  const where = { personId, chatId, ...(topic === undefined ? {} : { threadId: topic }) }
  if (editing !== undefined)
    return { ...where, chatId: editing.chatId, kind: 'edits', messageId: editing.message_id, text }
  return { ...where, kind: 'says', text, ...(reply === undefined ? {} : { replyTo: reply.message_id }) }
}
