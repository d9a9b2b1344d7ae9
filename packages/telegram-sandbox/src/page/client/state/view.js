/**
 * What views are made from. A view is a function of its arguments that gives a lit template; it keeps nothing, and asks
 * for things through the View.
 * Types only: this file does nothing.
 *
 * @typedef {import('../../wire.js').PageState} PageState
 * @typedef {import('../../wire.js').PersonView} PersonView
 * @typedef {import('../../wire.js').ChatView} ChatView
 * @typedef {import('../../../watching/happenings.js').SandboxMessage} SandboxMessage
 * @typedef {import('../../wire.js').Act} Act
 * @typedef {import('../../wire.js').Outcome} Outcome
 * @typedef {import('./texts.js').Texts} Texts
 */

/**
 * The eyes through which a chat is looked at, and the hands of whoever looks.
 *
 * @typedef {object} View
 * @property {Texts} texts The page's sentences in the page's language.
 * @property {PageState} state
 * @property {PersonView | undefined} viewer Whose client this is; in a group or channel whoever "writes as"; undefined
 * when nobody of the people is in it.
 * @property {ChatView} chat
 * @property {string} language The viewer's language, for dates and numbers inside messages.
 * @property {string} zone IANA name of the viewer's time zone: this browser's.
 * @property {ReadonlySet<string>} pressed Buttons that wait for the bot's answer, as
 * `${chatId}:${messageId}:${row}:${column}`.
 * @property {(act: Act) => Promise<Outcome>} act Does something as a person; a failure is shown by the shell and also
 * given back.
 * @property {(message: SandboxMessage, row: number, column: number) => void} press Presses a button of a message as the
 * viewer, minding its spinner.
 * @property {(payload: string, personId?: number) => void} open Sends "/start payload" as that person (the viewer when
 * missing) and brings their pane into view.
 * @property {(text: string) => void} copy Puts a text on the clipboard and says so.
 * @property {(message: SandboxMessage) => void} showPhoto Opens the picture large.
 * @property {(message: SandboxMessage) => void} showInvoice Opens the payment sheet.
 * @property {(message: SandboxMessage) => void} reply Begins a reply to the message in this pane's composer.
 * @property {(message: SandboxMessage) => void} edit Begins to edit one's own message in this pane's composer.
 * @property {(messageId: number) => void} jump Scrolls to a message of this chat and lights it up.
 */

export {}
