import { html, render } from 'lit-html'
import { glyph } from './glyphs.js'
import { isOwn } from './people.js'

/**
 * @typedef {import('../state/view.js').View} View
 * @typedef {import('../state/view.js').SandboxMessage} SandboxMessage
 * @typedef {{ readonly sign: string, readonly label: string, readonly work: () => void }} Item
 */

/**
 * What the viewer may do with a message.
 * @param {SandboxMessage} message
 * @param {View} view
 * @returns {readonly Item[]}
 */
const itemsOf = (message, view) => {
  const { texts, viewer } = view
  const isMine = isOwn(message, view) || (view.chat.kind === 'channel' && !message.fromBot && viewer !== undefined)
  return [
    ...(viewer === undefined
      ? []
      : [{ sign: 'reply', label: texts.t('content-reply'), work: () => view.reply(message) }]),
    ...(isMine && message.message.text !== undefined
      ? [{ sign: 'edit', label: texts.t('content-edit'), work: () => view.edit(message) }]
      : []),
    ...(message.text === '' || message.protectContent
      ? []
      : [{ sign: 'copy', label: texts.t('content-copy-text'), work: () => view.copy(message.text) }]),
  ]
}

/** @type {HTMLElement | undefined} */
let made

/** One menu serves all messages. It lies in the top layer, so that no pane cuts it off. */
const menuElement = () => {
  if (made !== undefined) return made
  made = Object.assign(document.createElement('div'), { className: 'message-menu', popover: 'auto', role: 'menu' })
  made.addEventListener('keydown', step)
  document.body.append(made)
  return made
}

/** @param {KeyboardEvent} event */
const step = (event) => {
  if (event.key === 'Tab') made?.hidePopover()
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (move === undefined) return
  event.preventDefault()
  const items = [...(made?.querySelectorAll('button') ?? [])]
  const at = items.findIndex((item) => item === document.activeElement)
  items[(at + move + items.length) % items.length]?.focus()
}

/**
 * Where the menu was asked for: under the pointer, or, by keyboard, under the button.
 * @param {Event} event
 */
const pointOf = (event) => {
  if (event instanceof MouseEvent && (event.clientX !== 0 || event.clientY !== 0))
    return { x: event.clientX, y: event.clientY }
  const box = event.currentTarget instanceof Element ? event.currentTarget.getBoundingClientRect() : new DOMRect()
  return { x: box.left, y: box.bottom }
}

/**
 * @param {HTMLElement} menu
 * @param {{ readonly x: number, readonly y: number }} point
 */
const put = (menu, { x, y }) => {
  const { offsetWidth: width, offsetHeight: height } = menu
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`
  menu.style.top = `${y + height + 8 > innerHeight ? Math.max(8, y - height) : y}px`
}

/** @param {Event} event */
const wantsBrowsersMenu = ({ type, target }) =>
  type === 'contextmenu' &&
  ((target instanceof Element && target.closest('a') !== null) || getSelection()?.isCollapsed === false)

/**
 * Opens the menu of a message: on a right click, or from its button. Over links and selected text the browser's own
 * menu stays.
 * @param {SandboxMessage} message
 * @param {View} view
 * @param {Event} event
 */
export const openMessageMenu = (message, view, event) => {
  const items = itemsOf(message, view)
  if (items.length === 0 || wantsBrowsersMenu(event)) return
  event.preventDefault()
  const menu = menuElement()
  const choose = (/** @type {Item} */ item) => () => {
    menu.hidePopover()
    item.work()
  }
  const point = pointOf(event)
  render(
    html`${items.map((item) => html`<button type="button" role="menuitem" @click=${choose(item)}>${glyph(item.sign)}<span>${item.label}</span></button>`)}`,
    menu,
  )
  menu.showPopover()
  put(menu, point)
  menu.querySelector('button')?.focus()
}
