import { html, nothing } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import { avatar } from './avatar.js'
import { hintView } from './hint.js'
import { icon } from './icons.js'
import { unreadOf } from './panes/log.js'
import { enterDrawer } from '../state/browser/focus.js'
import { narrow } from '../state/browser/narrow.js'
import { switchesOff } from '../drawer/faults.js'
import { languages } from '../state/texts.js'
import { activePlace } from './panes/panes.js'
import { paneOf } from '../state/ui.js'

/**
 * @typedef {import('../state/eyes.js').Shell} Shell
 * @typedef {import('../state/places.js').Place} Place
 */

/**
 * What stands above the panes: the name, the page's switches, and what one should know right now.
 * @param {Shell} shell
 * @returns {import('lit-html').TemplateResult}
 */
export const topbarView = (shell) => {
  const { texts, store } = shell
  const dialog = (/** @type {'addPerson' | 'addGroup'} */ kind) => () =>
    store.change((now) => ({ ...now, dialog: { kind } }))
  return html`<header class="topbar">
      <div class="brand"
        ><img src="/client/favicon.svg" width="32" height="32" alt="" /><h1
          >${document.documentElement.dataset['title']}</h1
        ><p>${texts.t('app-about')}</p></div
      >
      ${chipsView(shell)}
      <div class="topbar-tools">
        <button
          type="button"
          class="button topbar-add"
          aria-label=${texts.t('app-add-person')}
          title=${texts.t('app-add-person')}
          @click=${dialog('addPerson')}
          >${icon('addPerson')}<span>${texts.t('app-add-person')}</span></button
        >
        <button
          type="button"
          class="button topbar-add"
          aria-label=${texts.t('app-add-group')}
          title=${texts.t('app-add-group')}
          @click=${dialog('addGroup')}
          >${icon('addGroup')}<span>${texts.t('app-add-group')}</span></button
        >
        <div class="segment" role="group" aria-label=${texts.t('app-language')}
          >${languages.map(
            (language) =>
              html`<button
                type="button"
                lang=${language}
                aria-pressed=${texts.language === language}
                aria-label="${language.toUpperCase()} ${texts.t(`app-language-${language}`)}"
                title=${texts.t(`app-language-${language}`)}
                @click=${() => store.change((now) => ({ ...now, language }))}
                >${language.toUpperCase()}</button
              >`,
          )}</div
        >
        ${themeButton(shell)}
        <button
          type="button"
          class="button topbar-drawer"
          aria-pressed=${shell.ui.drawer.open}
          aria-label=${texts.t('app-drawer')}
          title=${texts.t('app-drawer')}
          @click=${() => toggleDrawer(store)}
          >${icon('code')}<span>${texts.t('app-drawer')}</span></button
        >
      </div>
    </header>
    ${tabsView(shell)}${lostView(shell)}${faultsBanner(shell)}${stoppedView(shell)}${hintView(shell)}`
}

/** @param {Shell['store']} store */
const toggleDrawer = (store) => {
  store.changeDrawer({ open: !store.ui().drawer.open })
  if (store.ui().drawer.open && narrow.matches) enterDrawer()
}

const themes = /** @type {const} */ ({
  auto: { next: 'light', icon: 'auto' },
  light: { next: 'dark', icon: 'sun' },
  dark: { next: 'auto', icon: 'moon' },
})

/** @param {Shell} shell */
const themeButton = ({ ui, texts, store }) => {
  const label = texts.t(`app-theme-${ui.theme}`)
  return html`<button
    type="button"
    class="tool"
    aria-label=${label}
    title=${label}
    @click=${() => store.change((now) => ({ ...now, theme: themes[now.theme].next }))}
    >${icon(themes[ui.theme].icon)}</button
  >`
}

/**
 * Hidden panes, to bring them back.
 * @param {Shell} shell
 */
const chipsView = (shell) => {
  const hidden = shell.places.filter(({ id }) => paneOf(shell.ui, id).hidden)
  if (hidden.length === 0) return nothing
  return html`<nav class="chips" aria-label=${shell.texts.t('app-hidden')}
    >${repeat(
      hidden,
      ({ id }) => id,
      (place) => chipView(shell, place),
    )}</nav
  >`
}

/** @param {Shell} shell @param {Place} place */
const chipView = (shell, place) => {
  const { id, name } = place
  return html`<button
    type="button"
    class="chip"
    data-chip=${id}
    aria-label=${showLabel(shell, place)}
    title=${showLabel(shell, place)}
    @click=${() => shell.deeds.show(id)}
    >${avatar(name, id, 'small')}<span dir="auto">${name}</span>${
      unreadOf(shell, place) > 0 ? html`<span class="dot"></span>` : nothing
    }</button
  >`
}

/** @param {Shell} shell @param {Place} place */
const showLabel = (shell, place) => {
  const count = unreadOf(shell, place)
  return shell.texts.t(count > 0 ? 'app-show-unread' : 'app-show', { name: place.name, count })
}

/**
 * On a phone: who is in front.
 * @param {Shell} shell
 */
const tabsView = (shell) => {
  const active = activePlace(shell)
  return html`<nav class="tabs" aria-label=${shell.texts.t('app-tabs')}
    >${repeat(
      shell.places,
      ({ id }) => id,
      (place) =>
        html`<button
          type="button"
          data-tab=${place.id}
          aria-current=${place === active ? 'true' : nothing}
          aria-label=${showLabel(shell, place)}
          @click=${() => shell.deeds.show(place.id)}
          >${avatar(place.name, place.id)}<span dir="auto">${place.person?.firstName ?? place.name}</span
          >${place !== active && unreadOf(shell, place) > 0 ? html`<span class="dot"></span>` : nothing}</button
        >`,
    )}</nav
  >`
}

/** @param {Shell} shell */
const lostView = ({ ui, texts }) =>
  ui.connected
    ? nothing
    : html`<p class="banner lost" role="status">${icon('pulse')}<span>${texts.t('app-lost')}</span></p>`

/** @param {Shell} shell */
const faultsBanner = ({ page, texts, deeds }) => {
  const on = page.switches.filter((one) => one.on)
  if (on.length === 0) return nothing
  const names = on.map(({ name }) => texts.t(`fault-${name}`)).join(', ')
  return html`<p class="banner faults" role="alert"
    >${icon('warning')}<span>${texts.t('app-faults', { names })}</span
    ><button type="button" class="button small" @click=${() => switchesOff(page, deeds)}
      >${texts.t('app-faults-off')}</button
    ></p
  >`
}

/** @param {Shell} shell */
const stoppedView = ({ page, texts, deeds }) => {
  if (page.program?.state !== 'stopped') return nothing
  return html`<p class="banner faults" role="alert"
    >${icon('warning')}<span>${texts.t('app-bot-stopped')}</span
    ><button type="button" class="button small" @click=${() => void deeds.act({ kind: 'program', command: 'start' })}
      >${texts.t('app-bot-start')}</button
    ></p
  >`
}
