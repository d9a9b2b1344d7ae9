import { html, nothing } from 'lit-html'
import { live } from 'lit-html/directives/live.js'
import { attachView, filesIn, offerFile } from './attaching.js'
import { avatar } from '../avatar.js'
import { commandText, commandsView, listedCommands } from './commands.js'
import { viewOf } from '../../state/eyes.js'
import { enterPane } from '../../state/browser/focus.js'
import { icon } from '../icons.js'
import { replyKeyboardView } from '../../content/keyboard.js'
import { fullName } from '../../content/people.js'
import { nameOf, messagesIn, viewerOf, writersOf } from '../../state/places.js'
import { send } from './sending.js'
import { beginEdit, paneOf, withoutEdit } from '../../state/ui.js'

/**
 * @typedef {import('../../state/eyes.js').Shell} Shell
 * @typedef {import('../../state/places.js').Place} Place
 * @typedef {import('../../state/view.js').PersonView} PersonView
 * @typedef {import('../../state/view.js').SandboxMessage} SandboxMessage
 */

/**
 * The message whose reply keyboard stands in a chat: the newest that brought one, unless a later one removed it.
 * @param {readonly SandboxMessage[]} messages
 * @returns {SandboxMessage | undefined}
 */
const keyboardOf = (messages) => {
  const last = messages.findLast(
    ({ fromBot, markup }) => fromBot && (markup?.kind === 'reply' || markup?.kind === 'remove'),
  )
  return last?.markup?.kind === 'reply' ? last : undefined
}

/**
 * The field, what stands above it and the keyboard below.
 * @param {Shell} shell
 * @param {Place} place
 */
export const composerView = (shell, place) => {
  const { ui, page, texts } = shell
  const pane = paneOf(ui, place.id)
  const messages = messagesIn(page, place)
  const writer = viewerOf(page, place, pane.writer)
  if (writer === undefined) return nothing
  const keyboard = keyboardOf(messages)
  const isKeyboardShown = keyboard !== undefined && pane.putAway !== keyboard.message_id
  const say = (/** @type {string} */ text) => send(shell, place.id, text)
  const where = { personId: writer.id, chatId: place.id, ...(pane.topic === undefined ? {} : { threadId: pane.topic }) }
  return html`${commandsView(shell, place, (command) => say(commandText(shell, place, command)))}
    <form
      class="composer"
      @focusout=${(/** @type {FocusEvent} */ event) => onLeave(shell, place, event)}
      @submit=${(/** @type {Event} */ event) => {
        event.preventDefault()
        say(paneOf(shell.store.ui(), place.id).draft.trim())
        enterPane(place.id)
      }}
    >
      <div class="composer-box">
        ${quoteView(shell, place)}
        <div class="composer-row">
          ${place.person === undefined ? writeAsView(shell, place, writer) : menuButton(shell, place)}
          ${fieldView(shell, place, say, keyboard)}
          ${place.person === undefined ? commandsButton(shell, place) : nothing}
          ${keyboard === undefined ? nothing : keyboardButton(shell, place, keyboard, isKeyboardShown)}
          ${attachView(shell, place, where)}
        </div>
      </div>
      <button
        class="send"
        aria-label=${texts.t('composer-send')}
        title=${texts.t('composer-send')}
        ?disabled=${pane.draft.trim() === ''}
        >${icon(pane.editing === undefined ? 'send' : 'check')}</button
      >
    </form>
    ${isKeyboardShown ? html`<div class="foot-keyboard">${replyKeyboardView(keyboard, viewOf(shell, place))}</div>` : nothing}`
}

/**
 * @param {Shell} shell
 * @param {Place} place
 * @param {(text: string) => void} say
 * @param {SandboxMessage | undefined} keyboard
 */
const fieldView = (shell, place, say, keyboard) => {
  const { ui, texts, store } = shell
  const pane = paneOf(ui, place.id)
  const listed = listedCommands(shell, place)
  const lists = listed !== undefined && listed.length > 0
  return html`<textarea
    rows="1"
    data-composer=${place.id}
    dir="auto"
    aria-label=${texts.t('composer', { name: place.name })}
    placeholder=${placeholderOf(shell, place, keyboard)}
    autocomplete="off"
    enterkeyhint="send"
    aria-autocomplete="list"
    aria-controls=${lists ? `commands-${place.id}` : nothing}
    aria-activedescendant=${lists ? `command-${place.id}-${pane.command % listed.length}` : nothing}
    .value=${live(pane.draft)}
    @input=${(/** @type {Event} */ { currentTarget }) => currentTarget instanceof HTMLTextAreaElement && store.changePane(place.id, { draft: currentTarget.value, commands: 'auto', command: 0 })}
    @keydown=${(/** @type {KeyboardEvent} */ event) => onKey(shell, place, say, event)}
    @paste=${(/** @type {ClipboardEvent} */ event) => onPaste(shell, place, event)}
  ></textarea>`
}

/**
 * @param {Shell} shell
 * @param {Place} place
 * @param {SandboxMessage | undefined} keyboard
 */
const placeholderOf = ({ ui, texts }, { id, chat }, keyboard) => {
  const markup = (paneOf(ui, id).reply ?? keyboard)?.markup
  const given = markup?.kind === 'force' || markup?.kind === 'reply' ? markup.markup.input_field_placeholder : undefined
  return given ?? texts.t(chat.kind === 'channel' ? 'composer-post' : 'composer-message')
}

/**
 * What the keys of the field do beside writing.
 * @param {Shell} drawn
 * @param {Place} place
 * @param {(text: string) => void} say
 * @param {KeyboardEvent} event
 */
const onKey = (drawn, place, say, event) => {
  const { store } = drawn
  // A key may come before the last one was drawn.
  const shell = { ...drawn, ui: store.ui() }
  const { ui } = shell
  const pane = paneOf(ui, place.id)
  const listed = listedCommands(shell, place) ?? []
  const chosen = listed[pane.command % Math.max(1, listed.length)]
  const choose = (/** @type {number} */ command) => {
    store.changePane(place.id, { command })
    document.getElementById(`command-${place.id}-${command}`)?.scrollIntoView({ block: 'nearest' })
  }
  const works = /** @type {Readonly<Record<string, (() => void) | undefined>>} */ ({
    Enter:
      event.shiftKey || event.isComposing
        ? undefined
        : () => say(chosen === undefined ? pane.draft.trim() : commandText(shell, place, chosen)),
    Tab:
      chosen === undefined || event.shiftKey
        ? undefined
        : () => store.changePane(place.id, { draft: `${commandText(shell, place, chosen)} `, commands: 'auto' }),
    ArrowDown: chosen === undefined ? undefined : () => choose((pane.command + 1) % listed.length),
    ArrowUp:
      chosen === undefined ? editLast(shell, place) : () => choose((pane.command + listed.length - 1) % listed.length),
    Escape: () =>
      store.changePane(
        place.id,
        listed.length > 0 ? { commands: 'closed' } : { commands: 'auto', ...withoutEdit(pane) },
      ),
  })
  const work = works[event.key]
  if (work === undefined) return
  event.preventDefault()
  work()
}

/**
 * Arrow up in an empty field edits one's last text, as in Telegram.
 * @param {Shell} shell
 * @param {Place} place
 */
const editLast = (shell, place) => {
  const pane = paneOf(shell.ui, place.id)
  const page = shell.store.page() ?? shell.page
  const writer = viewerOf(page, place, pane.writer)
  const last = messagesIn(page, place).findLast(
    (message) => message.from?.id === writer?.id && message.message.text !== undefined,
  )
  return pane.draft === '' && last !== undefined
    ? () => shell.store.changePane(place.id, beginEdit(pane, last))
    : undefined
}

/**
 * Whoever goes on elsewhere does not want the menu any more.
 * @param {Shell} shell
 * @param {Place} place
 * @param {FocusEvent} event
 */
const onLeave = ({ store }, { id }, { currentTarget, relatedTarget }) => {
  const foot = currentTarget instanceof Element ? currentTarget.closest('.foot') : null
  if (
    paneOf(store.ui(), id).commands !== 'open' ||
    (relatedTarget instanceof Node && foot?.contains(relatedTarget) === true)
  )
    return
  store.changePane(id, { commands: 'auto' })
}

/** @param {Shell} shell @param {Place} place @param {ClipboardEvent} event */
const onPaste = (shell, place, event) => {
  const [file] = filesIn(event.clipboardData)
  if (file === undefined) return
  event.preventDefault()
  offerFile(shell, place, file)
}

/**
 * The message that is replied to or edited, above the field.
 * @param {Shell} shell
 * @param {Place} place
 */
const quoteView = ({ ui, texts, store, page }, { id }) => {
  const { reply, editing } = paneOf(ui, id)
  const message = editing ?? reply
  if (message === undefined) return nothing
  const sender = message.fromBot ? page.bot.name : message.from === undefined ? '' : fullName(message.from)
  const cancel = () => {
    store.changePane(id, withoutEdit(paneOf(store.ui(), id)))
    enterPane(id)
  }
  return html`<div class="composer-quote"
    >${icon(editing === undefined ? 'reply' : 'edit')}<div
      ><b dir="auto"
        >${editing === undefined ? texts.t('composer-reply-to', { name: sender }) : texts.t('composer-edit')}</b
      ><span dir="auto">${message.text === '' ? texts.t('composer-picture') : message.text}</span></div
    ><button
      type="button"
      class="tool"
      aria-label=${texts.t('composer-cancel')}
      title=${texts.t('composer-cancel')}
      @click=${cancel}
      >${icon('close')}</button
    ></div
  >`
}

/** @param {Shell} shell @param {Place} place */
const toggleCommands =
  ({ store }, { id }) =>
  () => {
    store.changePane(id, { commands: paneOf(store.ui(), id).commands === 'open' ? 'auto' : 'open', command: 0 })
    const field = document.querySelector(`[data-composer="${id}"]`)
    if (field instanceof HTMLElement) field.focus()
  }

/**
 * The blue button with which every bot's chat begins.
 * @param {Shell} shell
 * @param {Place} place
 */
const menuButton = (shell, place) => {
  const pane = paneOf(shell.ui, place.id)
  const label = `${shell.texts.t('composer-menu')}: ${shell.texts.t('composer-commands')}`
  return html`<button
    type="button"
    class="menu-button ${pane.draft === '' ? '' : 'small'}"
    aria-expanded=${pane.commands === 'open'}
    aria-label=${label}
    title=${label}
    @click=${toggleCommands(shell, place)}
    >${icon(pane.commands === 'open' ? 'close' : 'menu')}<span>${shell.texts.t('composer-menu')}</span></button
  >`
}

/** @param {Shell} shell @param {Place} place */
const commandsButton = (shell, place) => {
  const label = shell.texts.t('composer-commands')
  if (place.chat.commands.length === 0) return nothing
  return html`<button
    type="button"
    class="tool slash"
    aria-expanded=${paneOf(shell.ui, place.id).commands === 'open'}
    aria-label=${label}
    title=${label}
    @click=${toggleCommands(shell, place)}
    >/</button
  >`
}

/** @param {Shell} shell @param {Place} place @param {SandboxMessage} keyboard @param {boolean} isShown */
const keyboardButton = ({ texts, store }, { id }, keyboard, isShown) => {
  const label = texts.t(isShown ? 'composer-keyboard-hide' : 'composer-keyboard-show')
  return html`<button
    type="button"
    class="tool"
    aria-pressed=${isShown}
    aria-label=${label}
    title=${label}
    @click=${() => store.changePane(id, { putAway: isShown ? keyboard.message_id : undefined, stuck: true })}
    >${icon('keyboard')}</button
  >`
}

/** @param {Shell} shell @param {Place} place @param {PersonView} writer */
const writeAsView = ({ texts, page, store }, place, writer) => {
  const choose = (/** @type {Event} */ { currentTarget }) =>
    currentTarget instanceof HTMLSelectElement && store.changePane(place.id, { writer: Number(currentTarget.value) })
  return html`<label class="write-as" title="${texts.t('composer-write-as')}: ${nameOf(writer)}"
    >${avatar(nameOf(writer), writer.id, 'small')}<select
      aria-label=${texts.t('composer-write-as')}
      .value=${live(String(writer.id))}
      @change=${choose}
      >${writersOf(page, place).map(
        (person) => html`<option value=${person.id} ?selected=${person.id === writer.id}>${nameOf(person)}</option>`,
      )}</select
    ></label
  >`
}
