import { messagesIn, placesOf } from './places.js'
import { paneOf } from './ui.js'

/** @typedef {import('./store.js').Store} Store */

const nearPx = 48

/** @param {Element} log */
const distance = (log) => log.scrollHeight - log.scrollTop - log.clientHeight

/** @param {Element} log */
const paneIdOf = (log) => Number(log.getAttribute('data-log'))

/**
 * Keeps message lists at their end while the end is in sight, and remembers what was seen.
 * @param {Store} store
 */
export const createScrolling = (store) => {
  /** @param {HTMLElement} log */
  const settle = (log) => {
    if (log.clientHeight > 0 && paneOf(store.ui(), paneIdOf(log)).stuck && distance(log) > 0) log.scrollTop = log.scrollHeight
  }
  const observer = new ResizeObserver((entries) => {
    const logs = new Set(entries.map(({ target }) => target.closest('.log')))
    for (const log of logs) if (log instanceof HTMLElement) settle(log)
  })
  globalThis.addEventListener('resize', () => markEdges())
  /** @type {WeakSet<Element>} */
  const watched = new WeakSet()
  /** @param {HTMLElement} log */
  const watch = (log) => {
    if (watched.has(log)) return
    watched.add(log)
    observer.observe(log)
    if (log.firstElementChild !== null) observer.observe(log.firstElementChild)
  }
  /** @param {HTMLElement} log */
  const markSeen = (log) => {
    const page = store.page()
    const pane = paneOf(store.ui(), paneIdOf(log))
    const place = (page === undefined ? [] : placesOf(page)).find(({ id }) => id === paneIdOf(log))
    if (page === undefined || place === undefined || !pane.stuck || log.clientHeight === 0) return
    const last = messagesIn(page, place).at(-1)?.message_id ?? 0
    if (last > pane.seen) store.changePane(place.id, { seen: last })
  }
  /** Tells CSS on which side there are more panes than fit. */
  const markEdges = () => {
    const panes = document.querySelector('.panes')
    const frame = panes?.parentElement
    if (panes === null || frame === null || frame === undefined) return
    frame.toggleAttribute('data-before', panes.scrollLeft > nearPx)
    frame.toggleAttribute('data-after', panes.scrollWidth - panes.clientWidth - panes.scrollLeft > nearPx)
    // The way on stands before the chat that stays in sight.
    const kept = panes.querySelector('.announcements')
    const keepsStill = kept !== null && getComputedStyle(kept).position === 'sticky'
    frame.style.setProperty('--step-end', keepsStill ? `${frame.getBoundingClientRect().right - kept.getBoundingClientRect().left - 5}px` : '0px')
  }
  return {
    markEdges,
    /** One pane to the side. @param {1 | -1} direction */
    step: (direction) => document.querySelector('.panes')?.scrollBy({ left: direction * ((document.querySelector('.pane')?.clientWidth ?? 300) + 10), behavior: 'smooth' }),
    /** After each drawing. */
    settle: () => {
      markEdges()
      for (const log of document.querySelectorAll('.log')) {
        if (!(log instanceof HTMLElement)) continue
        watch(log)
        settle(log)
        markSeen(log)
      }
    },
    /** @param {Event} event */
    onScroll: (event) => {
      const log = event.currentTarget
      if (!(log instanceof HTMLElement) || log.clientHeight === 0) return
      const stuck = distance(log) < nearPx
      if (stuck !== paneOf(store.ui(), paneIdOf(log)).stuck) store.changePane(paneIdOf(log), { stuck })
    },
    /** @param {number} paneId */
    toEnd: (paneId) => {
      const log = document.querySelector(`[data-log="${paneId}"]`)
      log?.scrollTo({ top: log.scrollHeight, behavior: 'smooth' })
    },
  }
}

/** @typedef {ReturnType<typeof createScrolling>} Scrolling */
