import { html, nothing } from 'lit-html'
import { readLink } from '../../content/text/links.js'

/**
 * The alert that a pressed button was answered with.
 * @param {import('../../state/eyes.js').Shell} shell
 */
export const alertView = ({ ui, texts, page, store }) => {
  const [alert] = ui.alerts
  if (alert === undefined) return nothing
  const target = alert.url === undefined ? undefined : readLink(alert.url, page.bot.username)
  const close = () => store.change((now) => ({ ...now, alerts: now.alerts.filter((one) => one !== alert) }))
  return html`<dialog
    class="dialog alert"
    role="alertdialog"
    aria-labelledby="alert-title"
    aria-describedby="alert-text"
    @close=${close}
  >
    <div class="dialog-box"
      ><h2 id="alert-title">${page.bot.name}</h2
      ><p id="alert-text" dir="auto">${alert.text === '' ? (alert.url ?? '') : alert.text}</p>
      <div class="dialog-buttons"
        >${target?.kind === 'web' ? html`<a class="button ghost" href=${target.href} target="_blank" rel="noopener noreferrer" @click=${close}>${texts.t('dialog-open-link')}</a>` : nothing}<button
          type="button"
          class="button primary"
          autofocus
          @click=${(/** @type {Event} */ { currentTarget }) => currentTarget instanceof Element && currentTarget.closest('dialog')?.close()}
          >${texts.t('dialog-ok')}</button
        ></div
      ></div
    >
  </dialog>`
}
