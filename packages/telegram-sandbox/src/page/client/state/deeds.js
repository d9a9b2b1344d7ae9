import { postAct, unreachable } from './server/api.js'
import { startPayload } from '../content/text/links.js'
import { createPresses } from './presses.js'
import { messagesIn, placesOf } from './places.js'
import { paneOf } from './ui.js'

/**
 * @typedef {import('./store.js').Store} Store
 * @typedef {import('./texts.js').Texts} Texts
 * @typedef {import('./places.js').Place} Place
 * @typedef {import('./view.js').Act} Act
 * @typedef {import('./view.js').Outcome} Outcome
 * @typedef {import('./view.js').SandboxMessage} SandboxMessage
 * @typedef {Extract<import('../../wire.js').PageEvent, { kind: 'toast' }>['toast']} Toast
 */

const noticeMs = 4_200
const settledMs = 900

/**
 * What whoever is at the page can do, apart from drawing.
 * @param {Store} store
 * @param {() => Texts} texts
 */
export const createDeeds = (store, texts) => {
  let lastNotice = 0
  /** @param {string} text @param {{ readonly chatId?: number, readonly detail?: string }} [more] */
  const notify = (text, more = {}) => {
    lastNotice += 1
    const notice = { id: lastNotice, text, ...more }
    store.change((ui) => ({ ...ui, notices: [...ui.notices, notice].slice(-4) }))
    setTimeout(
      () => store.change((ui) => ({ ...ui, notices: ui.notices.filter((one) => one.id !== notice.id) })),
      noticeMs,
    )
  }
  /** @param {Outcome} outcome @param {number | undefined} chatId */
  const tellFailure = (outcome, chatId) => {
    if (outcome.ok) return
    const place = chatId === undefined ? {} : { chatId }
    if (outcome.words === unreachable) notify(texts().t('failed-unreachable'), place)
    else notify(texts().t(`failed-${outcome.code}`), { ...place, detail: outcome.words })
  }
  /** @param {Act} wish @returns {Promise<Outcome>} */
  const act = async (wish) => {
    const outcome = await postAct(wish)
    tellFailure(outcome, 'chatId' in wish ? wish.chatId : 'personId' in wish ? wish.personId : undefined)
    return outcome
  }
  /** @param {number} paneId */
  const show = (paneId) => {
    store.changePane(paneId, { hidden: false })
    store.change((ui) => ({ ...ui, active: paneId }))
    requestAnimationFrame(() => {
      for (const found of document.querySelectorAll(`[data-pane="${paneId}"], [data-tab="${paneId}"]`))
        found.scrollIntoView({ behavior: 'smooth', inline: 'nearest', block: 'nearest' })
    })
  }
  /** @param {number} personId @param {string} payload */
  const open = (personId, payload) => {
    store.changePane(personId, { stuck: true })
    show(personId)
    void act({ kind: 'opens', personId, payload })
  }
  /** @param {number} paneId @param {Toast} toast @param {number} personId */
  const answer = (paneId, toast, personId) => {
    const payload = toast.url === undefined ? undefined : startPayload(toast.url, store.page()?.bot.username ?? '')
    const { text = '', url } = toast
    if (payload !== undefined) open(personId, payload)
    else if (toast.alert || url !== undefined)
      store.change((ui) => ({ ...ui, alerts: [...ui.alerts, { text, ...(url === undefined ? {} : { url }) }] }))
    else if (text !== '') notify(text, { chatId: paneId })
  }
  const presses = createPresses({ store, act, show: answer })
  return {
    act,
    notify,
    tellFailure,
    show,
    open,
    answered: presses.answered,
    /** @param {Parameters<typeof presses.press>[0]} what */
    press: (what) => {
      if (what.message.keyboardKind === 'reply') usedKeyboard(store, what.paneId, what.message)
      presses.press(what)
    },
    /** @param {string} text @param {number} [chatId] */
    copy: (text, chatId) => {
      const place = chatId === undefined ? {} : { chatId }
      navigator.clipboard.writeText(text).then(
        () => notify(texts().t('copied'), place),
        () => notify(texts().t('not-copied'), place),
      )
    },
    /** @param {number} paneId @param {number} messageId */
    jump: (paneId, messageId) => {
      const page = store.page()
      const place = (page === undefined ? [] : placesOf(page)).find((one) => one.id === paneId)
      if (page === undefined || place === undefined) return
      const messages = messagesIn(page, place)
      const fromEnd = messages.length - messages.findLastIndex((message) => message.message_id === messageId)
      store.changePane(paneId, {
        stuck: false,
        topic: undefined,
        limit: Math.max(paneOf(store.ui(), paneId).limit, fromEnd + 20),
      })
      requestAnimationFrame(() => requestAnimationFrame(() => lightUp(paneId, messageId)))
    },
  }
}

/** @typedef {ReturnType<typeof createDeeds>} Deeds */

/**
 * A keyboard for one use goes away when it was used.
 * @param {Store} store
 * @param {number} paneId
 * @param {SandboxMessage} message
 */
const usedKeyboard = (store, paneId, message) => {
  if (message.markup?.kind === 'reply' && message.markup.markup.one_time_keyboard === true)
    store.changePane(paneId, { putAway: message.message_id, stuck: true })
  else store.changePane(paneId, { stuck: true })
}

/** @param {number} paneId @param {number} messageId */
const lightUp = (paneId, messageId) => {
  const found = [...document.querySelectorAll(`[data-pane="${paneId}"] [data-message="${messageId}"]`)].at(-1)
  if (!(found instanceof HTMLElement)) return
  found.scrollIntoView({ block: 'center', behavior: 'smooth' })
  // Whether the end is in sight is known only when it has come to rest there.
  setTimeout(() => found.closest('.log')?.dispatchEvent(new Event('scroll')), settledMs)
  found.animate([{ backgroundColor: '#3f8fe055' }, { backgroundColor: '#3f8fe000' }], {
    duration: 1_600,
    easing: 'ease-in',
  })
}
