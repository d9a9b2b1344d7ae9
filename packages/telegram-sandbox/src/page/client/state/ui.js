import { local, parseRecord, session } from './browser/memory.js'

/**
 * @typedef {import('./texts.js').Language} Language
 * @typedef {import('./view.js').SandboxMessage} SandboxMessage
 * @typedef {'auto' | 'light' | 'dark'} Theme
 * @typedef {'calls' | 'faults' | 'bot'} Tab
 *
 * What the page remembers about one pane.
 * @typedef {object} PaneUi
 * @property {boolean} hidden
 * @property {boolean} wide
 * @property {string} draft What is typed and not yet sent.
 * @property {boolean} stuck True while the newest message is in sight.
 * @property {number} seen Id of the latest message that was in sight.
 * @property {number} loaded Id of the latest message when the page came: later ones come in with a little movement.
 * @property {number} limit How many messages are shown.
 * @property {string} aside The draft that waits until an edit is done.
 * @property {readonly string[]} sending What is on its way and might come back; kept with the draft until it has
 * arrived.
 * @property {'auto' | 'open' | 'closed'} commands The list of commands: as the draft wants it, opened by its button, or
 * closed by Escape.
 * @property {number} command Which of the listed commands is chosen.
 * @property {number | undefined} [putAway] The message whose reply keyboard is put away.
 * @property {number | undefined} [writer] Who writes here, in a group or channel.
 * @property {number | undefined} [topic] The topic that is looked at and written in.
 * @property {SandboxMessage | undefined} [reply]
 * @property {SandboxMessage | undefined} [editing]
 *
 * `chatId` of a dialog is the pane's; the message's own chat may be the one before an upgrade.
 * @typedef {{ readonly kind: 'addPerson' }
 *   | { readonly kind: 'addGroup' }
 *   | { readonly kind: 'members' | 'upgrade' | 'addTopic', readonly chatId: number }
 * | { readonly kind: 'attach', readonly chatId: number, readonly file: File, readonly picture: boolean, readonly url:
 * string, readonly busy: boolean }
 *   | { readonly kind: 'photo' | 'payment', readonly chatId: number, readonly message: SandboxMessage }} Dialog
 *
 * @typedef {object} DrawerUi
 * @property {boolean} open
 * @property {Tab} tab
 * @property {string} filter
 * @property {boolean} failedOnly
 * @property {number} clearedTo Calls up to this id are not shown.
 * @property {ReadonlySet<string>} unfolded
 * @property {number | undefined} times
 * @property {number | undefined} chatId
 *
 * A short word of the page or the bot over a pane; over the middle of the page without `chatId`.
 * @typedef {{ readonly id: number, readonly chatId?: number, readonly text: string, readonly detail?: string }} Notice
 *
 * @typedef {object} Ui
 * @property {Language} language
 * @property {Theme} theme
 * @property {boolean} connected
 * @property {Readonly<Record<string, PaneUi>>} panes By chat id.
 * @property {number | undefined} [active] The chat in front on a phone.
 * @property {string | undefined} [menu] Which menu is open.
 * @property {Dialog | undefined} [dialog]
 * @property {readonly { readonly text: string, readonly url?: string }[]} alerts Of pressed buttons, the first one is
 * shown.
 * @property {readonly Notice[]} notices
 * @property {Readonly<Record<string, string>>} typing What the bot is about to do, by chat id.
 * @property {ReadonlySet<string>} pressed
 * @property {string | undefined} [dropping] The chat over which a file is held.
 * @property {boolean} hint
 * @property {DrawerUi} drawer
 */

/** @type {PaneUi} */
const freshPane = {
  hidden: false,
  wide: false,
  draft: '',
  stuck: true,
  seen: 0,
  loaded: 0,
  limit: 120,
  aside: '',
  sending: [],
  commands: 'auto',
  command: 0,
}

/**
 * A pane of which nothing is known yet, but for what the browser kept.
 * @param {number} chatId
 * @returns {PaneUi}
 */
const keptPane = (chatId) => {
  const arranged = parseRecord(local.read('panes'))[chatId]
  const draft = parseRecord(session.read('drafts'))[chatId]
  return {
    ...freshPane,
    hidden: String(arranged).includes('hidden'),
    wide: String(arranged).includes('wide'),
    draft: typeof draft === 'string' ? draft : '',
  }
}

/**
 * @param {Ui} ui
 * @param {number} chatId
 * @returns {PaneUi}
 */
export const paneOf = (ui, chatId) => ui.panes[chatId] ?? keptPane(chatId)

/**
 * Begins to edit a message: what was typed waits aside.
 * @param {PaneUi} pane
 * @param {SandboxMessage} message
 * @returns {Partial<PaneUi>}
 */
export const beginEdit = (pane, message) => ({
  editing: message,
  reply: undefined,
  draft: message.text,
  aside: pane.editing === undefined ? pane.draft : pane.aside,
})

/**
 * Neither edits nor answers any more: what was typed before comes back.
 * @param {PaneUi} pane
 * @returns {Partial<PaneUi>}
 */
export const withoutEdit = (pane) => ({
  reply: undefined,
  editing: undefined,
  ...(pane.editing === undefined ? {} : { draft: pane.aside, aside: '' }),
})

/**
 * @param {string | undefined} value
 * @returns {Theme}
 */
const asTheme = (value) => (value === 'light' || value === 'dark' ? value : 'auto')

/**
 * How the page stands before anybody touches it.
 * @param {string | undefined} offered The server's idea of the language.
 * @returns {Ui}
 */
export const createUi = (offered) => {
  const wishes = [local.read('language'), ...navigator.languages, offered].map((tag) => tag?.slice(0, 2).toLowerCase())
  return {
    language: wishes.find((tag) => tag === 'ru' || tag === 'en') ?? 'en',
    theme: asTheme(local.read('theme')),
    connected: true,
    panes: {},
    alerts: [],
    notices: [],
    typing: {},
    pressed: new Set(),
    hint: local.read('hint') !== 'hidden',
    drawer: {
      open: local.read('drawer') === 'open',
      tab: 'calls',
      filter: '',
      failedOnly: false,
      clearedTo: 0,
      unfolded: new Set(),
      times: undefined,
      chatId: undefined,
    },
  }
}

/** @param {PaneUi} pane */
const arrangementOf = ({ hidden, wide }) => [hidden ? 'hidden' : '', wide ? 'wide' : ''].filter(Boolean).join(' ')

/**
 * Keeps what should outlive a reload, where it changed.
 * @param {Ui} before
 * @param {Ui} after
 */
export const keepUi = (before, after) => {
  if (before.language !== after.language) local.write('language', after.language)
  if (before.theme !== after.theme) local.write('theme', after.theme)
  if (before.hint !== after.hint) local.write('hint', after.hint ? undefined : 'hidden')
  if (before.drawer.open !== after.drawer.open) local.write('drawer', after.drawer.open ? 'open' : undefined)
  if (before.panes === after.panes) return
  const panes = Object.entries(after.panes)
  const arranged = Object.fromEntries(panes.map(([id, pane]) => [id, arrangementOf(pane)]))
  // Only what is there: in a sandbox opened anew others may get the ids of those who were.
  local.write('panes', JSON.stringify(arranged))
  const drafts = Object.fromEntries(
    panes.map(([id, pane]) => [
      id,
      [...pane.sending, pane.editing === undefined ? pane.draft : pane.aside].filter(Boolean).join('\n'),
    ]),
  )
  session.write('drafts', JSON.stringify(drafts))
}
