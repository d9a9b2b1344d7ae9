import { html, render } from 'lit-html'
import { appView } from './frame/app.js'
import { createArrivals } from './state/arrivals.js'
import { createDeeds } from './state/deeds.js'
import { pageNow, setAhead } from './state/browser/clock.js'
import { keepingFocus } from './state/browser/focus.js'
import { openDialogs } from './frame/dialogs/dialogs.js'
import { restoreDrawerWidth } from './drawer/drawer.js'
import { dayOf } from './frame/panes/log.js'
import { leavesMenu, stepMenu } from './frame/panes/paneMenu.js'
import { placesOf } from './state/places.js'
import { narrow } from './state/browser/narrow.js'
import { createScrolling } from './state/browser/scrolling.js'
import { createStore } from './state/store.js'
import { openStream } from './state/server/stream.js'
import { loadTexts } from './state/texts.js'
import { createUi, paneOf } from './state/ui.js'

// The page's beginning: everything is made here once and wired.

const root = document.querySelector('#app')
if (!(root instanceof HTMLElement)) throw new Error('The page has no place for the app')

const allTexts = await loadTexts()
const texts = () => allTexts[store.ui().language]

let isDue = false
/** Draws at most once a frame, however much has changed. */
const draw = () => {
  if (isDue) return
  isDue = true
  requestAnimationFrame(() => {
    isDue = false
    drawNow()
  })
}

/**
 * The field one writes in says at once what it is going to say: a letter that is typed before the next drawing must not
 * be added to what was sent.
 */
const fillField = () => {
  const field = document.activeElement
  if (!(field instanceof HTMLTextAreaElement) || field.dataset['composer'] === undefined) return
  const { draft } = paneOf(store.ui(), Number(field.dataset['composer']))
  if (field.value !== draft) field.value = draft
}

const store = createStore(createUi(document.documentElement.dataset['language']), () => {
  fillField()
  draw()
})
const deeds = createDeeds(store, texts)
const scrolling = createScrolling(store)

const drawNow = () => {
  const page = store.page()
  const ui = store.ui()
  dress(ui, page)
  if (page === undefined) {
    render(html`<p class="loading">${texts().t('app-connecting')}</p>`, root)
    return
  }
  setAhead(page.clock?.aheadMs ?? 0)
  keepingFocus(() =>
    render(
      appView({ page, ui, texts: texts(), store, deeds, places: placesOf(page), scrolling, day: dayOf(pageNow()) }),
      root,
    ),
  )
  openDialogs()
  growFields()
  scrolling.settle()
}

/**
 * What stands on the document itself. Even an unchanged language would make the browser look through the styles of the
 * whole page.
 * @param {import('./state/ui.js').Ui} ui
 * @param {import('./state/view.js').PageState | undefined} page
 */
const dress = ({ language, theme }, page) => {
  const { documentElement } = document
  const own = documentElement.dataset['title'] ?? ''
  const title = [...new Set([page?.bot.name ?? own, own])].join(' · ')
  if (documentElement.lang !== language) documentElement.lang = language
  if (documentElement.dataset['theme'] !== theme) documentElement.dataset['theme'] = theme
  if (document.title !== title) document.title = title
}

/** Where CSS cannot make a field as tall as its text. */
const growFields = () => {
  if (CSS.supports('field-sizing', 'content')) return
  for (const field of document.querySelectorAll('textarea[data-composer]')) {
    if (!(field instanceof HTMLTextAreaElement)) continue
    field.style.height = 'auto'
    field.style.height = `${field.scrollHeight}px`
  }
}

const closeMenu = () => store.ui().menu !== undefined && store.change((ui) => ({ ...ui, menu: undefined }))

/** Escape closes what lies over the page. Dialogs mind it by themselves. */
const leave = () => {
  if (store.ui().menu !== undefined) closeMenu()
  else if (narrow.matches && store.ui().drawer.open && store.ui().dialog === undefined)
    store.changeDrawer({ open: false })
}

root.replaceChildren()
restoreDrawerWidth()
drawNow()
document.addEventListener('page:change', store.touch)
document.addEventListener('click', closeMenu)
document.addEventListener('focusin', (event) => leavesMenu(event) && closeMenu())
document.addEventListener('keydown', (event) => {
  stepMenu(event)
  if (event.key === 'Escape') leave()
})
// A file that misses a chat must not take the page's place.
for (const name of /** @type {const} */ (['dragover', 'drop'])) {
  document.addEventListener(name, (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
  })
}
// Without this the drawer, which covers the page on a phone, would not know of a turned screen.
narrow.addEventListener('change', store.touch)
openStream({
  onEvent: createArrivals(store, deeds),
  onConnection: (connected) => store.change((ui) => (ui.connected === connected ? ui : { ...ui, connected })),
})
