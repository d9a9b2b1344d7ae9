import { html, render } from 'lit-html'
import { appView } from './frame/app.js'
import { createArrivals } from './state/arrivals.js'
import { createDeeds } from './state/deeds.js'
import { openDialogs } from './frame/dialogs.js'
import { restoreDrawerWidth } from './drawer/drawer.js'
import { dayOf } from './frame/log.js'
import { placesOf } from './state/places.js'
import { createScrolling } from './state/scrolling.js'
import { createStore } from './state/store.js'
import { openStream } from './state/stream.js'
import { loadTexts } from './state/texts.js'
import { createUi } from './state/ui.js'

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

const store = createStore(createUi(document.documentElement.dataset['language']), draw)
const deeds = createDeeds(store, texts)
const scrolling = createScrolling(store)

const drawNow = () => {
  const page = store.page()
  const ui = store.ui()
  document.documentElement.lang = ui.language
  document.documentElement.dataset['theme'] = ui.theme
  if (page === undefined) {
    render(html`<p class="loading">${texts().t('app-connecting')}</p>`, root)
    return
  }
  document.title = [...new Set([page.bot.name, 'Levem'])].join(' · ')
  render(appView({ page, ui, texts: texts(), store, deeds, places: placesOf(page), scrolling, day: dayOf(Date.now()) }), root)
  openDialogs()
  growFields()
  scrolling.settle()
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

root.replaceChildren()
restoreDrawerWidth()
drawNow()
document.addEventListener('levem:change', store.touch)
document.addEventListener('click', closeMenu)
document.addEventListener('keydown', ({ key }) => key === 'Escape' && closeMenu())
openStream({
  onEvent: createArrivals(store, deeds),
  onConnection: (connected) => store.change((ui) => (ui.connected === connected ? ui : { ...ui, connected })),
})
