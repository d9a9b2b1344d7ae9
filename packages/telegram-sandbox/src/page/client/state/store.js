import { keepUi, paneOf } from './ui.js'

/**
 * @typedef {import('./ui.js').Ui} Ui
 * @typedef {import('./ui.js').PaneUi} PaneUi
 * @typedef {import('./ui.js').DrawerUi} DrawerUi
 * @typedef {import('./view.js').PageState} PageState
 *
 * Everything that is drawn, in one place: what the server told and what happens on the page.
 * @typedef {object} Store
 * @property {() => PageState | undefined} page Undefined until the server told it.
 * @property {() => Ui} ui
 * @property {(page: PageState) => void} setPage
 * @property {(change: (ui: Ui) => Ui) => void} change
 * @property {(chatId: number, change: Partial<PaneUi>) => void} changePane
 * @property {(change: Partial<DrawerUi>) => void} changeDrawer
 * @property {() => number} tick Rises when a view asks to be drawn again though nothing here changed.
 * @property {() => void} touch Asks for that.
 */

/**
 * @param {Ui} first
 * @param {() => void} onChange Called after every change; drawing is its business.
 * @returns {Store}
 */
export const createStore = (first, onChange) => {
  let ui = first
  /** @type {PageState | undefined} */
  let page
  let tick = 0
  /** @param {(ui: Ui) => Ui} work */
  const change = (work) => {
    const before = ui
    ui = work(before)
    if (ui === before) return
    keepUi(before, ui)
    onChange()
  }
  return {
    page: () => page,
    ui: () => ui,
    setPage: (next) => {
      page = next
      onChange()
    },
    change,
    changePane: (chatId, pane) =>
      change((now) => ({ ...now, panes: { ...now.panes, [chatId]: { ...paneOf(now, chatId), ...pane } } })),
    changeDrawer: (drawer) => change((now) => ({ ...now, drawer: { ...now.drawer, ...drawer } })),
    tick: () => tick,
    touch: () => {
      tick += 1
      onChange()
    },
  }
}
