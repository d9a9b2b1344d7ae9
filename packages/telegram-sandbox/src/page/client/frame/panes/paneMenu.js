import { html, nothing } from 'lit-html'
import { icon } from '../icons.js'
import { writersOf } from '../../state/places.js'

/**
 * @typedef {import('../../state/eyes.js').Shell} Shell
 * @typedef {import('../../state/places.js').Place} Place
 * @typedef {import('../../state/view.js').Act} Act
 * @typedef {{ readonly label: string, readonly work: () => void, readonly danger?: boolean }} Item
 */

/**
 * Opens or closes a menu of the shell; the first of its items gets the focus when a keyboard opened it.
 * @param {Shell} shell
 * @param {string} name
 * @param {Event} event
 */
export const toggleMenu = ({ store }, name, event) => {
  event.stopPropagation()
  const opens = store.ui().menu !== name
  store.change((now) => ({ ...now, menu: opens ? name : undefined }))
  const byKeyboard = event instanceof MouseEvent && event.detail === 0
  if (opens && byKeyboard) requestAnimationFrame(() => requestAnimationFrame(() => firstItem()?.focus()))
}

const firstItem = () => {
  const found = document.querySelector('.menu button')
  return found instanceof HTMLElement ? found : undefined
}

/**
 * The arrow keys go through an open menu.
 * @param {KeyboardEvent} event
 */
export const stepMenu = (event) => {
  const menu = event.target instanceof Element ? event.target.closest('.menu') : null
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (menu === null || move === undefined) return
  event.preventDefault()
  const items = [...menu.querySelectorAll('button')]
  items[(items.findIndex((item) => item === event.target) + move + items.length) % items.length]?.focus()
}

/** Whether the focus went from a menu to somewhere else. @param {FocusEvent} event */
export const leavesMenu = ({ target }) =>
  target instanceof Element &&
  document.querySelector('.menu') !== null &&
  target.closest('.menu, [aria-expanded=true]') === null

/**
 * Who can change things in a group: its owner.
 * @param {Place} place
 */
const ownerOf = ({ chat }) => (chat.members.find(({ status }) => status === 'creator') ?? chat.members[0])?.personId

/**
 * @param {Shell} shell
 * @param {Place} place
 * @returns {readonly Item[]}
 */
const botItems = ({ texts, deeds }, place) => {
  const { id: chatId, chat } = place
  const personId = ownerOf(place)
  if (personId === undefined) return []
  const act = (/** @type {Act} */ wish) => () => void deeds.act(wish)
  if (['left', 'kicked'].includes(chat.botStatus)) {
    return [
      ...(chat.kind === 'channel'
        ? []
        : [{ label: texts.t('menu-add-bot'), work: act({ kind: 'addBot', chatId, personId, admin: false }) }]),
      ...(chat.kind === 'group'
        ? []
        : [{ label: texts.t('menu-add-bot-admin'), work: act({ kind: 'addBot', chatId, personId, admin: true }) }]),
    ]
  }
  return [
    {
      label: texts.t(chat.muted ? 'menu-unmute' : 'menu-mute'),
      work: act({ kind: chat.muted ? 'unmutesBot' : 'mutesBot', chatId }),
    },
    { label: texts.t('menu-remove-bot'), danger: true, work: act({ kind: 'removeBot', chatId, personId }) },
  ]
}

/**
 * @param {Shell} shell
 * @param {Place} place
 * @returns {readonly Item[]}
 */
const itemsOf = (shell, place) => {
  const { texts, deeds, store } = shell
  const { person, chat, id: chatId } = place
  const isBlocked = person?.contact === 'blocked'
  if (person !== undefined) {
    return [
      {
        label: texts.t(isBlocked ? 'menu-unblock' : 'menu-block'),
        danger: !isBlocked,
        work: () => void deeds.act({ kind: isBlocked ? 'unblocks' : 'blocks', personId: person.id }),
      },
    ]
  }
  const dialog = (/** @type {'members' | 'upgrade' | 'addTopic'} */ kind) => () =>
    store.change((now) => ({ ...now, dialog: { kind, chatId } }))
  return [
    { label: texts.t('menu-members'), work: dialog('members') },
    ...(chat.kind === 'supergroup' && writersOf(shell.page, place).length > 0 && isForum(place)
      ? [{ label: texts.t('menu-add-topic'), work: dialog('addTopic') }]
      : []),
    ...(chat.kind === 'group' ? [{ label: texts.t('menu-upgrade'), work: dialog('upgrade') }] : []),
    ...botItems(shell, place),
  ]
}

/**
 * Where the server does not tell, a wrong guess is refused in Telegram's words.
 * @param {Place} place
 */
const isForum = ({ chat }) => chat.forum !== false

/**
 * The menu of a pane, while it is open.
 * @param {Shell} shell
 * @param {Place} place
 */
export const menuView = (shell, place) =>
  shell.ui.menu === `pane ${place.id}`
    ? html`<ul class="menu pane-menu"
        >${itemsOf(shell, place).map((item) => html`<li><button type="button" class=${item.danger === true ? 'danger' : ''} @click=${item.work}>${item.label}</button></li>`)}</ul
      >`
    : nothing

/**
 * One line of a menu with a picture.
 * @param {import('../icons.js').IconName} name
 * @param {string} label
 * @param {() => void} work
 */
export const menuItem = (name, label, work) =>
  html`<li
    ><button type="button" @click=${work}>${icon(name)}<span>${label}</span></button></li
  >`
