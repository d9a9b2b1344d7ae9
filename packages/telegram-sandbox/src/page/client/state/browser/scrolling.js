import { messagesIn, placesOf } from '../places.js'
import { paneOf } from '../ui.js'

/** @typedef {import('../store.js').Store} Store */

const nearPx = 48
const earlierStep = 200

/** @param {Element} log */
const distance = (log) => log.scrollHeight - log.scrollTop - log.clientHeight

// Telegram's clients hide the floating day about so long after the last movement.
const restMs = 1000

/**
 * Tells CSS which day has left its place and lies over messages: at rest it would only cover them.
 * @param {Element} log
 */
const markFloating = (log) => {
  const days = [...log.querySelectorAll('.log-day')]
  // All questions first, then all answers: asking again after a change would lay out the page each time.
  const floating = days.map(
    (day) => (day.nextElementSibling?.getBoundingClientRect().top ?? Infinity) < day.getBoundingClientRect().bottom - 1,
  )
  days.forEach((day, index) => day.toggleAttribute('data-floating', floating[index]))
}

/** @param {Element} log */
const paneIdOf = (log) => Number(log.getAttribute('data-log'))

/**
 * Keeps message lists at their end while the end is in sight, and remembers what was seen.
 * @param {Store} store
 */
export const createScrolling = (store) => {
  /** @param {HTMLElement} log */
  const settle = (log) => {
    if (log.clientHeight > 0 && paneOf(store.ui(), paneIdOf(log)).stuck && distance(log) > 0)
      log.scrollTop = log.scrollHeight
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
    frame.style.setProperty(
      '--step-end',
      keepsStill ? `${frame.getBoundingClientRect().right - kept.getBoundingClientRect().left - 5}px` : '0px',
    )
  }
  /** @type {Map<Element, ReturnType<typeof setTimeout>>} */
  const moving = new Map()
  /** The day stays in sight for as long as one scrolls, and a moment longer. @param {Element} log */
  const move = (log) => {
    clearTimeout(moving.get(log))
    log.toggleAttribute('data-moving', true)
    moving.set(
      log,
      setTimeout(() => {
        moving.delete(log)
        log.toggleAttribute('data-moving', false)
      }, restMs),
    )
  }
  return {
    markEdges,
    /** One pane to the side. @param {1 | -1} direction */
    step: (direction) =>
      document.querySelector('.panes')?.scrollBy({
        left: direction * ((document.querySelector('.pane')?.clientWidth ?? 300) + 10),
        behavior: 'smooth',
      }),
    /** After each drawing. */
    settle: () => {
      markEdges()
      for (const log of document.querySelectorAll('.log')) {
        if (!(log instanceof HTMLElement)) continue
        watch(log)
        settle(log)
        markFloating(log)
        markSeen(log)
      }
    },
    /** @param {Event} event */
    onScroll: (event) => {
      const log = event.currentTarget
      if (!(log instanceof HTMLElement) || log.clientHeight === 0) return
      const stuck = distance(log) < nearPx
      markFloating(log)
      if (!stuck) move(log)
      if (stuck !== paneOf(store.ui(), paneIdOf(log)).stuck) store.changePane(paneIdOf(log), { stuck })
    },
    /** Shows more of the past, and keeps in its place what is in sight. @param {number} paneId */
    earlier: (paneId) => {
      const log = document.querySelector(`[data-log="${paneId}"]`)
      if (log === null) return
      const fromEnd = log.scrollHeight - log.scrollTop
      store.changePane(paneId, { limit: paneOf(store.ui(), paneId).limit + earlierStep, stuck: false })
      requestAnimationFrame(() => log.scrollTo(0, log.scrollHeight - fromEnd))
    },
    /** @param {number} paneId */
    toEnd: (paneId) => {
      const log = document.querySelector(`[data-log="${paneId}"]`)
      if (log === null || distance(log) < nearPx) store.changePane(paneId, { stuck: true })
      else log.scrollTo({ top: log.scrollHeight, behavior: 'smooth' })
    },
  }
}

/** @typedef {ReturnType<typeof createScrolling>} Scrolling */
