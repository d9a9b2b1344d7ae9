import { html, nothing } from 'lit-html'
import { composerView } from '../composer/composer.js'
import { writersOf } from '../../state/places.js'

/**
 * @typedef {import('../../state/eyes.js').Shell} Shell
 * @typedef {import('../../state/places.js').Place} Place
 */

/**
 * What stands below the messages: the composer, or why there is none and what to press instead.
 * @param {Shell} shell
 * @param {Place} place
 * @returns {import('lit-html').TemplateResult}
 */
export const footView = (shell, place) => {
  const { texts, page, deeds, store } = shell
  const { person, chat, id } = place
  if (person?.contact === 'never') {
    return bigButton(texts.t('start-button'), () => {
      store.changePane(id, { stuck: true })
      void deeds.act({ kind: 'says', personId: id, chatId: id, text: '/start' })
    })
  }
  if (person?.contact === 'blocked')
    return bigButton(texts.t('unblock-button'), () => void deeds.act({ kind: 'unblocks', personId: id }))
  if (chat.upgradedTo !== undefined) return note(texts.t('upgraded-note'))
  if (writersOf(page, place).length === 0)
    return note(texts.t(chat.kind === 'channel' && chat.members.length > 0 ? 'only-admins-post' : 'nobody-here'))
  return html`<footer class="foot">${composerView(shell, place)}</footer>`
}

/** @param {string} words @param {() => void} work */
const bigButton = (words, work) =>
  html`<footer class="foot"><button type="button" class="big-button" @click=${work}>${words}</button></footer>`

/** @param {string} words */
const note = (words) =>
  html`<footer class="foot">${words === '' ? nothing : html`<p class="foot-note">${words}</p>`}</footer>`
