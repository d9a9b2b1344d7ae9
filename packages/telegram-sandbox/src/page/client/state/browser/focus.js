/**
 * Who gets the focus when the element that has it goes away: the nearest of its kind that is still there.
 * @typedef {() => Element | undefined | null} Heir
 */

/** @param {string} selector @returns {Heir} */
const first = (selector) => () => document.querySelector(selector)

/** @param {string} selector @returns {Heir} */
const last = (selector) => () => [...document.querySelectorAll(selector)].at(-1)

/**
 * Where one writes in a pane, or what one presses there instead.
 * @param {string} id
 */
const footOf = (id) => `[data-pane="${id}"] :is([data-composer], .big-button)`

/** @param {Element} element @param {string} name */
const dataOf = (element, name) => element.closest(`[data-${name}]`)?.getAttribute(`data-${name}`) ?? undefined

/** @param {Element} element @returns {readonly Heir[]} */
const heirsInPane = (element) => {
  const pane = dataOf(element, 'pane')
  if (pane === undefined) return []
  const within = `[data-pane="${pane}"]`
  const message = dataOf(element, 'message')
  return [
    ...(element.closest('.attach-menu') === null ? [] : [first(`${within} .attach > .tool`)]),
    ...(element.closest('.pane-menu') === null ? [] : [first(`${within} .pane-more`)]),
    ...(message === undefined
      ? []
      : [first(`${within} [data-message="${message}"] .key`), last(`${within} .log .key`), first(`${within} .log`)]),
    first(footOf(pane)),
    first(`${within} .log`),
    first(`[data-chip="${pane}"]`),
  ]
}

const activeHeirs = [first('.pane.active [data-composer]'), first('.pane.active .log')]

/** @param {Element} element @returns {readonly Heir[]} */
const heirsOf = (element) => {
  const chip = dataOf(element, 'chip')
  return [
    ...heirsInPane(element),
    ...(chip === undefined ? [] : [first(footOf(chip))]),
    // A pane whose chat got another id.
    ...(element.closest('[data-pane]') === null ? [] : activeHeirs),
    ...(element.closest('.drawer') === null
      ? []
      : [first('.drawer [role=tab][aria-selected=true]'), first('.topbar-drawer')]),
    first('.topbar .topbar-add'),
  ]
}

// Where a field brings up a keyboard that covers half of the screen, nobody gets into one unasked.
const fingers = matchMedia('(pointer: coarse)')

/** @param {Element} element */
const isUsable = (element) =>
  !element.matches(':disabled') && element.checkVisibility() && !(element.matches('textarea') && fingers.matches)

/**
 * Draws, and hands the focus on when what had it is gone: whoever works by keyboard stays where they were.
 * @param {() => void} draw
 */
export const keepingFocus = (draw) => {
  const had = document.activeElement
  const heirs = had === null || had === document.body ? [] : heirsOf(had)
  draw()
  if (
    had === null ||
    heirs.length === 0 ||
    (had.isConnected && !had.matches(':disabled')) ||
    (document.activeElement !== document.body && document.activeElement !== had)
  )
    return
  bequeath(heirs)
}

/** @param {readonly Heir[]} heirs */
const bequeath = (heirs) => {
  const heir = heirs.map((find) => find()).find((one) => one instanceof HTMLElement && isUsable(one))
  if (heir instanceof HTMLElement) heir.focus({ preventScroll: true })
}

/** Puts the focus into the pane one was in, when a closed dialog found nobody to give it back to. */
export const findFocus = () => {
  if (document.activeElement === document.body) bequeath(activeHeirs)
}

/**
 * Puts the focus where one goes on in a pane. To be called after it was drawn.
 * @param {number} paneId
 */
export const enterPane = (paneId) => {
  const foot = document.querySelector(footOf(String(paneId)))
  if (foot instanceof HTMLElement) foot.focus({ preventScroll: true })
}

/** Puts the focus into the drawer as soon as it is drawn. */
export const enterDrawer = () => {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const tab = document.querySelector('.drawer [role=tab][aria-selected=true]')
      if (tab instanceof HTMLElement) tab.focus()
    }),
  )
}
