import { html, nothing } from 'lit-html'
import { icon } from './icons.js'
import { enterDrawer, enterPane } from '../state/browser/focus.js'

/**
 * @typedef {import('../state/eyes.js').Shell} Shell
 */

/**
 * Brings a chat into view and lets its frame shine up: it may have been in sight all the time.
 * @param {Shell} shell
 * @param {number} id
 */
const point =
  ({ deeds }, id) =>
  (/** @type {MouseEvent} */ { detail }) => {
    deeds.show(id)
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        // Whoever works by keyboard goes on there; a finger would only bring up the keyboard of its phone.
        if (detail === 0) enterPane(id)
        document
          .querySelector(`[data-pane="${id}"] .pane-head`)
          ?.animate([{ backgroundColor: '#3f8fe066' }, { backgroundColor: '#3f8fe000' }], {
            duration: 1_400,
            easing: 'ease-in',
          })
      }),
    )
  }

/** @param {Shell} shell */
const openFaults =
  ({ store }) =>
  () => {
    store.changeDrawer({ open: true, tab: 'faults' })
    enterDrawer()
  }

/**
 * For whoever comes here the first time: what there is to do, in the order in which it is best done. Each step leads to
 * its place; those whose place is gone are left out.
 * @param {Shell} shell
 */
export const hintView = (shell) => {
  const { ui, page, places, texts, store } = shell
  const { t } = texts
  const steps = page.tour.flatMap(({ words, chatId }) => {
    const place = places.find(({ id, before }) => id === chatId || before.some((chat) => chat.id === chatId))
    return place === undefined ? [] : [{ label: words[texts.language], work: point(shell, place.id) }]
  })
  if (!ui.hint || steps.length === 0) return nothing
  return html`<section class="hint" aria-label=${t('hint')}
    ><b class="hint-title">${t('hint')}</b>
    <ol class="hint-steps"
      >${[...steps, { label: t('hint-trouble'), work: openFaults(shell) }].map(({ label, work }) => html`<li><button type="button" class="hint-step" @click=${work}>${label}</button></li>`)}</ol
    >
    <button
      type="button"
      class="tool"
      aria-label=${t('hint-close')}
      title=${t('hint-close')}
      @click=${() => store.change((now) => ({ ...now, hint: false }))}
      >${icon('close')}</button
    ></section
  >`
}
