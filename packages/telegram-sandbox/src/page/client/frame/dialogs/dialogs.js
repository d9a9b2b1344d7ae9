import { html, nothing } from 'lit-html'
import { attachForm } from '../composer/attaching.js'
import { alertView } from './alert.js'
import { membersList, topicForm, upgradeForm } from './chatForms.js'
import { groupForm } from './groupForm.js'
import { personForm } from './personForm.js'
import { viewOf } from '../../state/eyes.js'
import { findFocus } from '../../state/browser/focus.js'
import { icon } from '../icons.js'
import { paymentSheet } from '../../content/money/invoice.js'
import { photoViewer } from '../../content/media/viewer.js'

/**
 * @typedef {import('../../state/eyes.js').Shell} Shell
 * @typedef {import('../../state/places.js').Place} Place
 * @typedef {import('../../state/ui.js').Dialog} Dialog
 * @typedef {import('lit-html').TemplateResult} Template
 */

/**
 * The dialog that is open, if any, and above it the alert a pressed button was answered with.
 * @param {Shell} shell
 */
export const dialogsView = (shell) =>
  html`${shell.ui.dialog === undefined ? nothing : dialogView(shell, shell.ui.dialog)}${alertView(shell)}`

/** Opens as modals what was drawn since. To be called after each drawing. */
export const openDialogs = () => {
  for (const dialog of document.querySelectorAll('#app dialog:not([open])'))
    if (dialog instanceof HTMLDialogElement) dialog.showModal()
  for (const popover of document.querySelectorAll('#app [popover]:not(:popover-open)'))
    if (popover instanceof HTMLElement) popover.showPopover()
}

/** Closes the dialog as the browser does it: the focus goes back to where it was. */
const shut = () => {
  const dialog = document.querySelector('#app dialog.dialog[open]')
  if (dialog instanceof HTMLDialogElement) dialog.close()
}

/** What is done when a dialog was closed, by whatever way. @param {Shell} shell */
const forgetter =
  ({ store }) =>
  () => {
    const { dialog } = store.ui()
    if (dialog?.kind === 'attach' && dialog.url !== '') URL.revokeObjectURL(dialog.url)
    store.change((now) => ({ ...now, dialog: undefined }))
    requestAnimationFrame(() => requestAnimationFrame(findFocus))
  }

/** @param {Shell} shell @param {Dialog} dialog @returns {Template | typeof nothing} */
const dialogView = (shell, dialog) => {
  const { texts, places } = shell
  const forget = forgetter(shell)
  if (dialog.kind === 'addPerson') return frame(shell, texts.t('dialog-person'), personForm(shell, shut), forget)
  if (dialog.kind === 'addGroup') return frame(shell, texts.t('dialog-group'), groupForm(shell, shut), forget)
  const place = places.find(({ id }) => id === dialog.chatId)
  if (place === undefined) return nothing
  if ('message' in dialog)
    return (dialog.kind === 'photo' ? photoViewer : paymentSheet)(
      dialog.message,
      viewFor(shell, place, dialog.message),
      forget,
    )
  const [title, content] = placeDialog(shell, place, dialog)
  return frame(shell, title, content, forget)
}

/**
 * Title and content of a dialog about a chat.
 * @param {Shell} shell
 * @param {Place} place
 * @param {Extract<Dialog, { kind: 'members' | 'upgrade' | 'addTopic' | 'attach' }>} dialog
 * @returns {readonly [string, Template]}
 */
const placeDialog = (shell, place, dialog) => {
  const { t } = shell.texts
  const { name } = place
  switch (dialog.kind) {
    case 'members':
      return [t('dialog-members', { name }), membersList(shell, place)]
    case 'upgrade':
      return [t('dialog-upgrade', { name }), upgradeForm(shell, place, shut)]
    case 'addTopic':
      return [t('dialog-topic', { name }), topicForm(shell, place, shut)]
    case 'attach':
      return [t(dialog.picture ? 'dialog-attach-photo' : 'dialog-attach-file'), attachForm(shell, dialog, shut)]
  }
}

/** @param {Shell} shell @param {Place} place @param {{ readonly chatId: number }} message */
const viewFor = (shell, place, { chatId }) =>
  viewOf(
    shell,
    place,
    place.before.find(({ id }) => id === chatId),
  )

/** @param {Shell} shell @param {string} title @param {Template} content @param {() => void} forget */
const frame = ({ texts }, title, content, forget) =>
  html`<dialog class="dialog" aria-labelledby="dialog-title" @close=${forget} @click=${closeBeside}>
    <div class="dialog-box"
      ><header
        ><h2 id="dialog-title" dir="auto">${title}</h2
        ><button type="button" class="tool" aria-label=${texts.t('dialog-close')} @click=${shut}
          >${icon('close')}</button
        ></header
      >${content}</div
    >
  </dialog>`

/** A click on the darkened page closes. @param {Event} event */
const closeBeside = ({ target, currentTarget }) =>
  target === currentTarget && currentTarget instanceof HTMLDialogElement && currentTarget.close()
