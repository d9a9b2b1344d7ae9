import { html } from 'lit-html'

/**
 * What stands below a form: not to do it, and to do it.
 * @param {import('../../state/eyes.js').Shell} shell
 * @param {() => void} close
 * @param {string} words
 */
export const buttons = ({ texts }, close, words) =>
  html`<div class="dialog-buttons"
    ><button type="button" class="button ghost" @click=${close}>${texts.t('dialog-cancel')}</button
    ><button class="button primary">${words}</button></div
  >`
