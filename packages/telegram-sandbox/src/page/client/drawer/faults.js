import { html, nothing } from 'lit-html'
import { repeat } from 'lit-html/directives/repeat.js'
import { avatar } from '../frame/avatar.js'

/**
 * @typedef {import('../state/eyes.js').Shell} Shell
 * @typedef {import('../state/places.js').Place} Place
 * @typedef {import('../../wire.js').SwitchView} SwitchView
 * @typedef {import('../state/view.js').PageState} PageState
 * @typedef {import('../state/deeds.js').Deeds} Deeds
 */

/**
 * Switches off whatever goes wrong.
 * @param {PageState} page
 * @param {Deeds} deeds
 */
export const switchesOff = (page, deeds) => {
  for (const { name, on } of page.switches) if (on) void deeds.act({ kind: 'switches', name, on: false })
}

/**
 * The tab with everything that can be made to go wrong.
 * @param {Shell} shell
 * @returns {import('lit-html').TemplateResult}
 */
export const faultsView = (shell) => {
  const { page, texts, places } = shell
  const groups = places.filter(({ person }) => person === undefined)
  return html`<div class="drawer-scroll">
    <p class="drawer-about">${texts.t('faults-about')}</p>
    ${reachView(shell)}
    <ul class="switches"
      >${repeat(
        page.switches,
        ({ name }) => name,
        (one) => switchView(shell, one),
      )}</ul
    >
    <h3>${texts.t('faults-people')}</h3>
    <ul class="switches"
      >${places.flatMap(({ person, id, name }) =>
        person === undefined
          ? []
          : [
              html`<li class="switch-line"
                >${avatar(name, id, 'small')}<span dir="auto">${name}</span>${toggle(
                  texts.t('person-blocked'),
                  person.contact === 'blocked',
                  () =>
                    void shell.deeds.act({ kind: person.contact === 'blocked' ? 'unblocks' : 'blocks', personId: id }),
                )}</li
              >`,
            ],
      )}</ul
    >
    ${
      groups.length === 0
        ? nothing
        : html`<h3>${texts.t('faults-groups')}</h3
            ><ul class="switches"
              >${groups.map((place) => groupView(shell, place))}</ul
            >`
    }
  </div>`
}

/**
 * How many calls, and which.
 * @param {Shell} shell
 */
const reachView = ({ ui, texts, store, places }) => {
  const { times, chatId } = ui.drawer
  const options = /** @type {const} */ ([
    [1, 'faults-once'],
    [3, 'faults-thrice'],
    [undefined, 'faults-until'],
  ])
  const choose = (/** @type {Event} */ { currentTarget }) =>
    currentTarget instanceof HTMLSelectElement &&
    store.changeDrawer({ chatId: currentTarget.value === '' ? undefined : Number(currentTarget.value) })
  return html`<div class="reach">
    <div class="reach-line"
      ><span id="reach-times">${texts.t('faults-times')}</span
      ><div class="segment" role="group" aria-labelledby="reach-times"
        >${options.map(
          ([count, key]) =>
            html`<button
              type="button"
              aria-pressed=${times === count}
              @click=${() => store.changeDrawer({ times: count })}
              >${texts.t(key)}</button
            >`,
        )}</div
      ></div
    >
    <label class="reach-line"
      ><span>${texts.t('faults-chat')}</span
      ><select @change=${choose}
        ><option value="" ?selected=${chatId === undefined}>${texts.t('faults-everywhere')}</option
        >${places.map(({ id, name }) => html`<option value=${id} ?selected=${id === chatId}>${name}</option>`)}</select
      ></label
    >
  </div>`
}

// These are about the whole connection: neither a count nor a chat fits them.
const unlimited = new Set(['down', 'repeatUpdates'])

/** @param {Shell['ui']['drawer']} drawer @param {SwitchView['name']} name */
const reachOf = ({ times, chatId }, name) =>
  unlimited.has(name) ? {} : { ...(times === undefined ? {} : { times }), ...(chatId === undefined ? {} : { chatId }) }

/** @param {Shell} shell @param {SwitchView} one */
const factsOf = ({ texts, places }, { name, on, hits, left, chatId }) => {
  // What does not reach Telegram cannot be counted there.
  const met = name !== 'down' && (on || hits > 0) ? texts.t('faults-hits', { count: hits }) : ''
  if (!on) return [met].filter(Boolean)
  const rest = left === undefined ? '' : texts.t('faults-left', { count: left })
  const place = chatId === undefined ? '' : (places.find(({ id }) => id === chatId)?.name ?? String(chatId))
  return [met, rest, place].filter(Boolean)
}

/** @param {Shell} shell @param {SwitchView} one */
const switchView = (shell, one) => {
  const { ui, texts, deeds } = shell
  const { name, on } = one
  const facts = factsOf(shell, one)
  return html`<li class="switch ${on ? 'on' : ''}" data-switch=${name}
    >${toggle(texts.t(`fault-${name}`), on, () => void deeds.act({ kind: 'switches', name, on: !on, ...(on ? {} : reachOf(ui.drawer, name)) }))}
    <p>${texts.t(`fault-${name}-text`)}</p
    >${facts.length === 0 ? nothing : html`<p class="switch-facts" role="status">${facts.join(' · ')}</p>`}</li
  >`
}

/**
 * @param {string} label
 * @param {boolean} on
 * @param {() => void} work
 */
const toggle = (label, on, work) =>
  html`<button type="button" class="toggle" role="switch" aria-checked=${on} @click=${work}
    ><span>${label}</span><i aria-hidden="true"></i
  ></button>`

/** @param {Shell} shell @param {Place} place */
const groupView = ({ texts, deeds, store }, { id: chatId, name, chat }) => {
  const owner = (chat.members.find(({ status }) => status === 'creator') ?? chat.members[0])?.personId
  const isGone = ['left', 'kicked'].includes(chat.botStatus)
  return html`<li class="switch-group"
    ><div class="switch-line">${avatar(name, chatId, 'small')}<span dir="auto">${name}</span></div>
    ${isGone ? nothing : toggle(texts.t('menu-mute'), chat.muted, () => void deeds.act({ kind: chat.muted ? 'unmutesBot' : 'mutesBot', chatId }))}
    <div class="switch-buttons"
      >${
        owner === undefined
          ? nothing
          : html`<button
              type="button"
              class="button small ${isGone ? '' : 'danger'}"
              @click=${() =>
                void deeds.act(
                  isGone
                    ? { kind: 'addBot', chatId, personId: owner, admin: chat.kind === 'channel' }
                    : { kind: 'removeBot', chatId, personId: owner },
                )}
              >${texts.t(isGone ? 'menu-add-bot' : 'menu-remove-bot')}</button
            >`
      }
      ${chat.kind === 'group' ? html`<button type="button" class="button small" @click=${() => store.change((now) => ({ ...now, dialog: { kind: 'upgrade', chatId } }))}>${texts.t('menu-upgrade')}</button>` : nothing}</div
    ></li
  >`
}
