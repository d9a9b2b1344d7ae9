import { html, nothing } from 'lit-html'
import { guard } from 'lit-html/directives/guard.js'
import { repeat } from 'lit-html/directives/repeat.js'
import { viewOf, zone } from '../../state/eyes.js'
import { icon } from '../icons.js'
import { messageView } from '../../content/message.js'
import { messagesIn } from '../../state/places.js'
import { paneOf } from '../../state/ui.js'

/**
 * @typedef {import('../../state/eyes.js').Shell} Shell
 * @typedef {import('../../state/places.js').Place} Place
 * @typedef {import('../../state/view.js').View} View
 * @typedef {import('../../state/view.js').SandboxMessage} SandboxMessage
 *
 * What stands in the list, one below the other.
 * @typedef {{ readonly key: string, readonly day: number } | { readonly key: string, readonly message: SandboxMessage
 * }} Item
 */

const dayKey = new Intl.DateTimeFormat('en-CA', { timeZone: zone })
const oneDayMs = 86_400_000

/**
 * The day of a moment in this browser's zone, such as 2026-05-04.
 * @param {number} ms
 */
export const dayOf = (ms) => dayKey.format(ms)

/**
 * @param {number} ms
 * @param {Shell} shell
 */
const dayName = (ms, { texts, day }) => {
  if (dayOf(ms) === day) return texts.t('pane-today')
  if (dayOf(ms + oneDayMs) === day) return texts.t('pane-yesterday')
  const year = dayOf(ms).slice(0, 4) === day.slice(0, 4) ? {} : { year: /** @type {const} */ ('numeric') }
  return new Intl.DateTimeFormat(texts.language, { day: 'numeric', month: 'long', ...year }).format(ms)
}

/**
 * Messages with the days between them.
 * @param {readonly SandboxMessage[]} messages
 * @returns {readonly Item[]}
 */
const itemsOf = (messages) =>
  messages.flatMap((message, index) => {
    const ms = message.date * 1000
    const before = messages[index - 1]
    const one = { key: `${message.chatId}:${message.message_id}`, message }
    return before !== undefined && dayOf(before.date * 1000) === dayOf(ms)
      ? [one]
      : [{ key: `day ${dayOf(ms)} ${message.chatId}`, day: ms }, one]
  })

/**
 * The messages of a place, the latest in sight, with a way to the end when one has scrolled away.
 * @param {Shell} shell
 * @param {Place} place
 * @returns {import('lit-html').TemplateResult}
 */
export const logView = (shell, place) => {
  const { ui, page, texts, store, scrolling } = shell
  const pane = paneOf(ui, place.id)
  const all = messagesIn(page, place).filter((message) => pane.topic === undefined || message.threadId === pane.topic)
  const views = new Map([...place.before, place.chat].map((chat) => [chat.id, viewOf(shell, place, chat)]))
  const view = /** @type {View} */ (views.get(place.id))
  // Drawn again only when something that messages are made from has changed: not at every letter that is typed.
  const causes = [
    page.messages[place.id],
    ...place.before.map((chat) => page.messages[chat.id]),
    place.chat,
    place.before.length,
    page.people,
    page.bot,
    view.viewer,
    texts,
    ui.pressed,
    pane.topic,
    pane.limit,
    shell.day,
    store.tick(),
  ]
  return html` <div
      class="log"
      role="log"
      aria-live="polite"
      aria-relevant="additions"
      tabindex="0"
      aria-label=${texts.t('pane-log', { name: place.name })}
      lang=${view.language}
      data-log=${place.id}
      @scroll=${scrolling.onScroll}
    >
      <div class="log-items"
        >${guard(
          causes,
          () =>
            html` ${all.length > pane.limit ? html`<button type="button" class="log-earlier" lang=${texts.language} @click=${() => scrolling.earlier(place.id)}>${texts.t('pane-earlier')}</button>` : nothing}
            ${repeat(
              itemsOf(all.slice(-pane.limit)),
              ({ key }) => key,
              (item) => itemView(item, shell, views, pane.loaded),
            )}`,
        )}
      </div>
    </div>
    ${toEndView(shell, place, all)}`
}

/**
 * @param {Item} item
 * @param {Shell} shell
 * @param {ReadonlyMap<number, View>} views
 * @param {number} loaded
 */
const itemView = (item, shell, views, loaded) => {
  if ('day' in item)
    return html`<div class="log-day" lang=${shell.texts.language}><span>${dayName(item.day, shell)}</span></div>`
  const view = views.get(item.message.chatId)
  if (view === undefined) return nothing
  return html`<div class="log-item ${item.message.message_id > loaded ? 'fresh' : ''}"
    >${messageView(item.message, view)}</div
  >`
}

/**
 * @param {Shell} shell
 * @param {Place} place
 * @param {readonly SandboxMessage[]} messages
 */
const toEndView = ({ ui, texts, scrolling }, place, messages) => {
  const pane = paneOf(ui, place.id)
  if (pane.stuck || messages.length === 0) return nothing
  const fresh = messages.filter((message) => message.chatId === place.id && message.message_id > pane.seen).length
  return html`<button
    type="button"
    class="to-end"
    aria-label=${fresh > 0 ? texts.t('pane-new', { count: fresh }) : texts.t('pane-to-end')}
    @click=${() => scrolling.toEnd(place.id)}
    >${icon('down')}${fresh > 0 ? html`<span class="badge">${fresh}</span>` : nothing}</button
  >`
}

/**
 * How many messages of others came while a place was out of sight.
 * @param {Shell} shell
 * @param {Place} place
 * @returns {number}
 */
export const unreadOf = ({ page, ui }, place) => {
  const { seen } = paneOf(ui, place.id)
  return (page.messages[place.id] ?? []).filter(
    (message) => message.message_id > seen && message.from?.id !== place.person?.id,
  ).length
}
