import { html, nothing } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import { avatar, botAvatar } from '../avatar.js'
import { footView } from './foot.js'
import { filesIn, offerFile } from '../composer/attaching.js'
import { icon } from '../icons.js'
import { logView } from './log.js'
import { menuView, toggleMenu } from './paneMenu.js'
import { messagesIn } from '../../state/places.js'
import { noticesView } from '../notices.js'
import { paneOf } from '../../state/ui.js'
import { statusView } from './status.js'

/**
 * @typedef {import('../../state/eyes.js').Shell} Shell
 * @typedef {import('../../state/places.js').Place} Place
 */

/**
 * All panes that are not hidden, side by side.
 * @param {Shell} shell
 * @returns {import('lit-html').TemplateResult}
 */
export const panesView = (shell) => {
  const shown = shell.places.filter(({ id }) => !paneOf(shell.ui, id).hidden)
  const active = activePlace(shell)
  const { t } = shell.texts
  return html`<div class="panes-frame">
    <main class="panes" aria-label=${t('app-panes')} @scroll=${shell.scrolling.markEdges}
      >${repeat(
        shown,
        ({ id }) => id,
        (place) => paneView(shell, place, place === active),
      )}</main
    >
    <button
      type="button"
      class="panes-step back"
      tabindex="-1"
      aria-label=${t('app-panes-back')}
      title=${t('app-panes-back')}
      @click=${() => shell.scrolling.step(-1)}
      >${icon('left')}</button
    >
    <button
      type="button"
      class="panes-step on"
      tabindex="-1"
      aria-label=${t('app-panes-on')}
      title=${t('app-panes-on')}
      @click=${() => shell.scrolling.step(1)}
      >${icon('right')}</button
    >
  </div>`
}

/**
 * The one that stands in front where there is room for only one.
 * @param {Shell} shell
 * @returns {Place | undefined}
 */
export const activePlace = ({ places, ui }) => {
  const shown = places.filter(({ id }) => !paneOf(ui, id).hidden)
  return shown.find(({ id }) => id === ui.active) ?? shown[0]
}

/**
 * @param {Shell} shell
 * @param {Place} place
 * @param {boolean} isActive
 */
const paneView = (shell, place, isActive) => {
  const { ui, store, texts } = shell
  const { id, person } = place
  const classes = [
    'pane',
    person === undefined ? 'shared' : 'private',
    place.announces ? 'announcements' : '',
    paneOf(ui, id).wide ? 'wide' : '',
    isActive ? 'active' : '',
  ]
  const enter = () => ui.active !== id && store.change((now) => ({ ...now, active: id }))
  return html`<section
    class=${classes.filter(Boolean).join(' ')}
    data-pane=${id}
    data-person=${person?.id ?? nothing}
    aria-labelledby="pane-${id}"
    @focusin=${enter}
    @pointerdown=${enter}
    @dragover=${(/** @type {DragEvent} */ event) => holdOver(shell, place, event)}
    @dragleave=${(/** @type {DragEvent} */ event) => letGo(shell, event)}
    @drop=${(/** @type {DragEvent} */ event) => drop(shell, place, event)}
  >
    ${headView(shell, place)} ${topicsView(shell, place)}
    <div class="pane-body">
      ${messagesIn(shell.page, place).length === 0 ? emptyView(shell, place) : logView(shell, place)}
      <div class="notices" role="status"
        >${noticesView(ui.dialog === undefined ? ui.notices.filter((notice) => notice.chatId === id) : [])}</div
      >
      ${ui.dropping === String(id) ? html`<p class="drop-here">${icon('attach')}${texts.t('composer-drop')}</p>` : nothing}
    </div>
    ${footView(shell, place)}
  </section>`
}

/**
 * @param {Shell} shell
 * @param {Place} place
 */
const headView = (shell, place) => {
  const { ui, texts, store } = shell
  const { id, name } = place
  const pane = paneOf(ui, id)
  return html`<header class="pane-head">
    ${avatar(name, id)}
    <div class="pane-who"
      ><h2 id="pane-${id}" dir="auto" title=${name}>${name}</h2
      ><p class="pane-status">${statusView(shell, place)}</p></div
    >
    <div class="pane-tools">
      <span class="pane-arranging"
        ><button
          type="button"
          class="tool pane-widen"
          aria-pressed=${pane.wide}
          aria-label=${texts.t('pane-wide', { name })}
          title=${texts.t('pane-wide', { name })}
          @click=${() => store.changePane(id, { wide: !pane.wide })}
          >${icon(pane.wide ? 'narrow' : 'widen')}</button
        >
        <button
          type="button"
          class="tool pane-hide"
          aria-label=${texts.t('pane-hide', { name })}
          title=${texts.t('pane-hide', { name })}
          @click=${() => store.changePane(id, { hidden: true })}
          >${icon('close')}</button
        ></span
      >
      <button
        type="button"
        class="tool pane-more"
        aria-expanded=${ui.menu === `pane ${id}`}
        aria-label=${texts.t('pane-menu', { name })}
        title=${texts.t('pane-menu', { name })}
        @click=${(/** @type {Event} */ event) => toggleMenu(shell, `pane ${id}`, event)}
        >${icon('more')}</button
      >
    </div>
    ${menuView(shell, place)}
  </header>`
}

/**
 * @param {Shell} shell
 * @param {Place} place
 */
const topicsView = ({ ui, store, texts }, { id, chat }) => {
  if (chat.topics.length === 0) return nothing
  const { topic } = paneOf(ui, id)
  const all = [{ id: undefined, name: texts.t('composer-all-topics') }, ...chat.topics]
  return html`<div class="topics" role="group" aria-label=${texts.t('composer-topics')}
    >${all.map((one) => html`<button type="button" class="topic" aria-pressed=${one.id === topic} @click=${() => store.changePane(id, { topic: one.id, stuck: true })}>${one.name}</button>`)}</div
  >`
}

/**
 * @param {Shell} shell
 * @param {Place} place
 */
const emptyView = ({ page, texts }, { person }) => {
  if (person?.contact !== 'never')
    return html`<div class="empty"><p class="empty-pill">${texts.t('pane-empty')}</p></div>`
  return html`<div class="empty"
    ><div class="welcome">
      <div class="welcome-top">${botAvatar('large')}<h3>${page.bot.name}</h3></div>
      <h4>${texts.t('start-question')}</h4>
      <p lang=${person.language}>${person.description === '' ? texts.t('start-nothing') : person.description}</p>
    </div></div
  >`
}

/** @param {Shell} shell @param {Place} place @param {DragEvent} event */
const holdOver = ({ store, ui }, { id }, event) => {
  if (!event.dataTransfer?.types.includes('Files')) return
  event.preventDefault()
  if (ui.dropping !== String(id)) store.change((now) => ({ ...now, dropping: String(id) }))
}

/** @param {Shell} shell @param {DragEvent} event */
const letGo = ({ store }, event) => {
  const { currentTarget, relatedTarget } = event
  if (currentTarget instanceof Element && relatedTarget instanceof Node && currentTarget.contains(relatedTarget)) return
  store.change((now) => ({ ...now, dropping: undefined }))
}

/** @param {Shell} shell @param {Place} place @param {DragEvent} event */
const drop = (shell, place, event) => {
  event.preventDefault()
  shell.store.change((now) => ({ ...now, dropping: undefined }))
  const [file] = filesIn(event.dataTransfer)
  if (file !== undefined) offerFile(shell, place, file)
}
