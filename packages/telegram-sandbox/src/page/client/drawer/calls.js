import { html, nothing } from 'lit-html'
import { guard } from 'lit-html/directives/guard.js'
import { repeat } from 'lit-html/directives/repeat.js'
import { zone } from '../state/eyes.js'
import { icon } from '../frame/icons.js'

/**
 * @typedef {import('../state/eyes.js').Shell} Shell
 * @typedef {import('../../wire.js').CallView} CallView
 */

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: zone,
})

/**
 * A time of day with seconds.
 * @param {number} ms Milliseconds since 1970.
 * @returns {string}
 */
export const timeOf = (ms) => clock.format(ms)

/** @param {CallView} call */
const failed = ({ status }) => status < 200 || status > 299

/** @param {CallView} call @param {Shell} shell */
const chatOf = ({ params }, { places, page }) => {
  const id = params['chat_id']
  if (typeof id !== 'number' && typeof id !== 'string') return ''
  const found = places.find(
    (place) =>
      String(place.id) === String(id) ||
      place.before.some((chat) => String(chat.id) === String(id)) ||
      `@${place.chat.username ?? ''}` === id,
  )
  return found?.name ?? page.chats.find((chat) => String(chat.id) === String(id))?.title ?? String(id)
}

/** @param {CallView} call @param {string} filter In small letters. @param {Shell} shell */
const fits = (call, filter, shell) =>
  filter === '' ||
  `${call.method} ${chatOf(call, shell)} ${String(call.status)} ${call.fault ?? ''} ${JSON.stringify(call.params)}`
    .toLowerCase()
    .includes(filter)

/**
 * The live log of the bot's calls, the latest first.
 * @param {Shell} shell
 * @returns {import('lit-html').TemplateResult}
 */
export const callsView = (shell) => {
  const { ui, page, texts, store, places } = shell
  const { filter, failedOnly, clearedTo, unfolded } = ui.drawer
  const type = (/** @type {Event} */ { currentTarget }) =>
    currentTarget instanceof HTMLInputElement && store.changeDrawer({ filter: currentTarget.value })
  return html`<div class="drawer-bar">
      <input
        type="search"
        .value=${filter}
        aria-label=${texts.t('calls-filter')}
        placeholder=${texts.t('calls-filter-example')}
        @input=${type}
      />
      <button
        type="button"
        class="button small"
        aria-pressed=${failedOnly}
        @click=${() => store.changeDrawer({ failedOnly: !failedOnly })}
        >${texts.t('calls-failed')}</button
      >
      <button
        type="button"
        class="button small"
        @click=${() => store.changeDrawer({ clearedTo: page.calls.at(-1)?.id ?? 0 })}
        >${texts.t('calls-clear')}</button
      >
    </div>
    <div class="drawer-scroll" tabindex="0">
      <p class="drawer-about">${texts.t('calls-about')}</p>
      ${guard([page.calls, places.length, filter, failedOnly, clearedTo, unfolded, texts], () => listView(shell))}
    </div>`
}

/** @param {Shell} shell */
const listView = (shell) => {
  const { filter, failedOnly, clearedTo } = shell.ui.drawer
  const left = shell.page.calls.filter(({ id }) => id > clearedTo)
  const fitting = left
    .filter((call) => (!failedOnly || failed(call)) && fits(call, filter.trim().toLowerCase(), shell))
    .toReversed()
  if (fitting.length === 0)
    return html`<p class="drawer-none">${shell.texts.t(left.length === 0 ? 'calls-none' : 'calls-none-fit')}</p>`
  return html`<ul class="calls"
    >${repeat(
      fitting,
      ({ id }) => id,
      (call) => callView(shell, call),
    )}</ul
  >`
}

/** @param {Shell} shell @param {CallView} call */
const callView = (shell, call) => {
  const { ui, texts, store } = shell
  const key = `call ${call.id}`
  const isOpen = ui.drawer.unfolded.has(key)
  return html`<li class="call ${failed(call) ? 'failed' : ''}" data-call=${call.method}
    ><button
      type="button"
      class="call-line"
      aria-expanded=${isOpen}
      @click=${() => store.changeDrawer({ unfolded: toggled(ui.drawer.unfolded, key) })}
    >
      <time>${timeOf(call.startedAt)}</time><b>${call.method}</b
      ><span class="call-chat" dir="auto">${chatOf(call, shell)}</span
      >${call.fault === undefined ? nothing : html`<span class="call-fault">${call.fault}</span>`}<span
        class="call-status"
        >${call.status === 0 ? texts.t('calls-cut') : call.status}</span
      ><span class="call-ms">${texts.t('calls-ms', { ms: Math.round(call.finishedAt - call.startedAt) })}</span></button
    >
    ${isOpen ? html`<div class="call-more">${jsonView(shell, texts.t('calls-params'), call.params)}${call.answer === undefined || call.answer === null ? html`<p class="drawer-none">${texts.t('calls-no-answer')}</p>` : jsonView(shell, texts.t('calls-answer'), call.answer)}</div>` : nothing}</li
  >`
}

/**
 * The set with the key in it, or without it when it was.
 * @param {ReadonlySet<string>} set
 * @param {string} key
 * @returns {ReadonlySet<string>}
 */
export const toggled = (set, key) => new Set(set.has(key) ? [...set].filter((one) => one !== key) : [...set, key])

/** @param {Shell} shell @param {string} title @param {unknown} value */
const jsonView = ({ texts, deeds }, title, value) => {
  const json = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return html`<div class="json"
    ><header
      ><h3>${title}</h3
      ><button
        type="button"
        class="tool"
        aria-label="${texts.t('calls-copy')}: ${title}"
        title=${texts.t('calls-copy')}
        @click=${() => deeds.copy(json)}
        >${icon('copy')}</button
      ></header
    ><pre tabindex="0">${json}</pre>
  </div>`
}
