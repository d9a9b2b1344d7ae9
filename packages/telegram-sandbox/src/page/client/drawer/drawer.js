import { html, nothing } from 'lit-html'
import { callsView } from './calls.js'
import { faultsView } from './faults.js'
import { icon } from '../frame/icons.js'
import { local } from '../state/browser/memory.js'
import { programView } from './program.js'

/**
 * @typedef {import('../state/eyes.js').Shell} Shell
 * @typedef {import('../state/ui.js').Tab} Tab
 */

const tabs = /** @type {const} */ (['calls', 'faults', 'bot'])
const bodies = { calls: callsView, faults: faultsView, bot: programView }
const leastPx = 320
const mostPx = () => Math.round(innerWidth * 0.7)

/**
 * The side for whoever develops: calls, faults, and the bot's process.
 * @param {Shell} shell
 */
export const drawerView = (shell) => {
  const { ui, texts, store } = shell
  if (!ui.drawer.open) return nothing
  const { tab } = ui.drawer
  return html`<aside class="drawer" aria-label=${texts.t('drawer')}>
    <div
      class="drawer-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label=${texts.t('drawer-resize')}
      aria-valuenow=${Math.round(widthNow())}
      aria-valuemin=${leastPx}
      aria-valuemax=${mostPx()}
      tabindex="0"
      @pointerdown=${drag}
      @keydown=${nudge}
    ></div>
    <header class="drawer-head"
      ><h2 class="sr">${texts.t('drawer')}</h2>
      <div class="drawer-tabs" role="tablist">${tabs.map((name) => tabView(shell, name, name === tab))}</div>
      <button
        type="button"
        class="tool"
        aria-label=${texts.t('dialog-close')}
        title=${texts.t('dialog-close')}
        @click=${() => store.changeDrawer({ open: false })}
        >${icon('close')}</button
      ></header
    >
    <div class="drawer-body" role="tabpanel" id="drawer-panel" aria-labelledby="drawer-tab-${tab}"
      >${bodies[tab](shell)}</div
    >
  </aside>`
}

/** @param {Shell} shell @param {Tab} name @param {boolean} isChosen */
const tabView = ({ texts, store, page }, name, isChosen) => {
  const on = name === 'faults' ? page.switches.filter((one) => one.on).length : 0
  return html`<button
    type="button"
    role="tab"
    id="drawer-tab-${name}"
    aria-selected=${isChosen}
    aria-controls="drawer-panel"
    tabindex=${isChosen ? 0 : -1}
    @click=${() => store.changeDrawer({ tab: name })}
    @keydown=${(/** @type {KeyboardEvent} */ event) => step(store, name, event)}
    >${texts.t(`drawer-${name}`)}${on > 0 ? html`<span class="badge">${on}</span>` : nothing}</button
  >`
}

/** @param {Shell['store']} store @param {Tab} from @param {KeyboardEvent} event */
const step = (store, from, event) => {
  const move = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  const tab = tabs[(tabs.indexOf(from) + move + tabs.length) % tabs.length]
  if (move === 0 || tab === undefined) return
  store.changeDrawer({ tab })
  document.getElementById(`drawer-tab-${tab}`)?.focus()
}

const widthNow = () => document.querySelector('.drawer')?.clientWidth ?? Number(local.read('drawerWidth') ?? 420)

/** @param {number} px */
const setWidth = (px) => {
  const width = Math.round(Math.max(leastPx, Math.min(px, mostPx())))
  document.documentElement.style.setProperty('--drawer-width', `${width}px`)
  local.write('drawerWidth', String(width))
}

/** The width that was chosen last time. To be called once. */
export const restoreDrawerWidth = () => {
  const width = Number(local.read('drawerWidth'))
  if (width >= leastPx) setWidth(width)
}

/** @param {PointerEvent} event */
const drag = (event) => {
  const edge = event.currentTarget
  if (!(edge instanceof HTMLElement)) return
  event.preventDefault()
  edge.setPointerCapture(event.pointerId)
  const move = (/** @type {PointerEvent} */ { clientX }) => setWidth(innerWidth - clientX)
  edge.addEventListener('pointermove', move)
  edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', move), { once: true })
}

/** @param {KeyboardEvent} event */
const nudge = (event) => {
  const by = event.key === 'ArrowLeft' ? 32 : event.key === 'ArrowRight' ? -32 : 0
  if (by === 0) return
  event.preventDefault()
  setWidth(widthNow() + by)
}
