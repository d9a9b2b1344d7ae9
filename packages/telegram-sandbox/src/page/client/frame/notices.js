import { repeat } from 'lit-html/directives/repeat.js'
import { toastView } from '../content/toast.js'

/** @typedef {import('../state/ui.js').Notice} Notice */

/**
 * Short words over a pane or over the page; what only a developer understands stands below the sentence.
 * @param {readonly Notice[]} notices
 */
export const noticesView = (notices) =>
  repeat(
    notices,
    ({ id }) => id,
    ({ text, detail }) => toastView({ text: [text, detail ?? ''].join('\n').trim() }),
  )
