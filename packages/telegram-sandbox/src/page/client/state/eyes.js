import { beginEdit, paneOf, withoutEdit } from './ui.js'
import { viewerOf } from './places.js'

/**
 * @typedef {import('./view.js').View} View
 * @typedef {import('./view.js').PageState} PageState
 * @typedef {import('./view.js').ChatView} ChatView
 * @typedef {import('./places.js').Place} Place
 * @typedef {import('./deeds.js').Deeds} Deeds
 * @typedef {import('./store.js').Store} Store
 *
 * What the views of the shell are made from.
 * @typedef {object} Shell
 * @property {PageState} page
 * @property {import('./ui.js').Ui} ui
 * @property {import('./texts.js').Texts} texts
 * @property {Store} store
 * @property {Deeds} deeds
 * @property {readonly Place[]} places
 * @property {import('./browser/scrolling.js').Scrolling} scrolling
 * @property {string} day Today, as the log of messages names days; when it changes, "Today" becomes "Yesterday".
 */

/** This browser's time zone. */
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone

/**
 * A language with its country, for dates: this browser's own when it speaks the language, else how most of the world
 * writes in it.
 * @param {string} language
 */
const localeOf = (language) =>
  navigator.languages.find((one) => one.split('-')[0] === language) ?? (language === 'en' ? 'en-GB' : language)

/**
 * The eyes and hands for a place's messages. `chat` is another one for messages from before an upgrade.
 * @param {Shell} shell
 * @param {Place} place
 * @param {ChatView} [chat]
 * @returns {View}
 */
export const viewOf = ({ page, ui, texts, store, deeds }, place, chat = place.chat) => {
  const viewer = viewerOf(page, place, paneOf(ui, place.id).writer)
  const id = place.id
  return {
    texts,
    state: page,
    viewer,
    chat,
    language: localeOf(viewer?.language === undefined || viewer.language === '' ? texts.language : viewer.language),
    zone,
    pressed: ui.pressed,
    act: deeds.act,
    press: (message, row, column) => viewer && deeds.press({ message, row, column, personId: viewer.id, paneId: id }),
    open: (payload, personId = viewer?.id) => personId !== undefined && deeds.open(personId, payload),
    copy: (text) => deeds.copy(text, id),
    showPhoto: (message) => store.change((now) => ({ ...now, dialog: { kind: 'photo', chatId: id, message } })),
    showInvoice: (message) => store.change((now) => ({ ...now, dialog: { kind: 'payment', chatId: id, message } })),
    reply: (message) => beginWriting(store, id, { ...withoutEdit(paneOf(store.ui(), id)), reply: message }),
    edit: (message) => beginWriting(store, id, beginEdit(paneOf(store.ui(), id), message)),
    jump: (messageId) => deeds.jump(id, messageId),
  }
}

/**
 * @param {Store} store
 * @param {number} id
 * @param {Partial<import('./ui.js').PaneUi>} change
 */
const beginWriting = (store, id, change) => {
  store.changePane(id, change)
  requestAnimationFrame(() => {
    const field = document.querySelector(`[data-composer="${id}"]`)
    if (field instanceof HTMLTextAreaElement) field.focus()
  })
}
