import { html, nothing } from 'lit-html'
import { dialogsView } from './dialogs/dialogs.js'
import { drawerView } from '../drawer/drawer.js'
import { noticesView } from './notices.js'
import { narrow } from '../state/browser/narrow.js'
import { panesView } from './panes/panes.js'
import { topbarView } from './topbar.js'

/** @typedef {import('../state/eyes.js').Shell} Shell */

/**
 * The whole page.
 * @param {Shell} shell
 * @returns {import('lit-html').TemplateResult}
 */
export const appView = (shell) =>
  html` <div class="app ${shell.ui.drawer.open ? 'with-drawer' : ''}">
      <div class="app-top" ?inert=${isCovered(shell)}>${topbarView(shell)}</div>
      <div class="app-panes" ?inert=${isCovered(shell)}>${panesView(shell)}</div>
      ${drawerView(shell)}
    </div>
    ${dialogsView(shell)} ${overallView(shell)}`

/** The drawer lies over everything. @param {Shell} shell */
const isCovered = ({ ui }) => ui.drawer.open && narrow.matches

/**
 * Words about the page as a whole, and all others while a dialog covers the panes. As a popover they stand above the
 * dialog.
 * @param {Shell} shell
 */
const overallView = ({ ui }) => {
  const notices = ui.dialog === undefined ? ui.notices.filter(({ chatId }) => chatId === undefined) : ui.notices
  return notices.length === 0
    ? nothing
    : html`<div class="notices app-notices" role="status" popover="manual">${noticesView(notices)}</div>`
}
