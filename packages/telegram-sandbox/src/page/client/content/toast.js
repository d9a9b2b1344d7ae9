import { html } from 'lit-html'

/**
 * The short dark note that answers a pressed button; alerts are dialogs of the shell.
 * @param {{ readonly text?: string }} toast
 * @returns {import('lit-html').TemplateResult}
 */
export const toastView = (toast) => html`<div class="toast" role="status">${toast.text ?? ''}</div>`
