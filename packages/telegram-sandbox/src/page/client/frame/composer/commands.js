import { html, nothing } from 'lit-html'
import { paneOf } from '../../state/ui.js'

/**
 * @typedef {import('../../state/eyes.js').Shell} Shell
 * @typedef {import('../../state/places.js').Place} Place
 * @typedef {import('grammy/types').BotCommand} BotCommand
 */

/**
 * The commands that the draft leaves to choose from; undefined when the list is closed.
 * @param {Shell} shell
 * @param {Place} place
 * @returns {readonly BotCommand[] | undefined}
 */
export const listedCommands = ({ ui }, { id, person, chat }) => {
  const { commands: wish, draft, editing } = paneOf(ui, id)
  const all = person?.commands ?? chat.commands
  if (wish === 'closed' || editing !== undefined) return undefined
  const typed = typedCommand(draft)
  const fitting = typed === undefined ? all : fittingCommands(all, typed)
  return wish === 'open' || (typed !== undefined && fitting.length > 0) ? fitting : undefined
}

/** @param {string} draft */
const typedCommand = (draft) => (/^\/\w*$/u.test(draft) ? draft.slice(1).toLowerCase() : undefined)

/**
 * What is typed in full stands first: Enter sends it.
 * @param {readonly BotCommand[]} all
 * @param {string} typed
 */
const fittingCommands = (all, typed) =>
  all
    .filter(({ command }) => command.startsWith(typed))
    .toSorted((a, b) => Number(b.command === typed) - Number(a.command === typed))

/**
 * What is sent for a command: in groups it names its bot.
 * @param {Shell} shell
 * @param {Place} place
 * @param {BotCommand} command
 * @returns {string}
 */
export const commandText = ({ page }, { person }, { command }) =>
  person === undefined ? `/${command}@${page.bot.username}` : `/${command}`

/**
 * The list above the composer.
 * @param {Shell} shell
 * @param {Place} place
 * @param {(command: BotCommand) => void} choose
 */
export const commandsView = (shell, place, choose) => {
  const listed = listedCommands(shell, place)
  if (listed === undefined) return nothing
  const { texts, ui } = shell
  const chosen = paneOf(ui, place.id).command
  if (listed.length === 0) return html`<p class="commands commands-none">${texts.t('composer-no-commands')}</p>`
  return html`<ul
    class="commands"
    id="commands-${place.id}"
    role="listbox"
    aria-label=${texts.t('composer-commands')}
    lang=${place.person?.language ?? texts.language}
    >${listed.map(
      (command, index) =>
        html`<li
          role="option"
          id="command-${place.id}-${index}"
          aria-selected=${index === chosen % listed.length}
          tabindex=${index === chosen % listed.length ? 0 : -1}
          @mousedown=${keepFocus}
          @click=${() => choose(command)}
          @keydown=${onEnter(() => choose(command))}
          ><b>/${command.command}</b><span>${command.description}</span></li
        >`,
    )}</ul
  >`
}

/** @param {() => void} work */
const onEnter = (work) => (/** @type {KeyboardEvent} */ event) => {
  if (event.key !== 'Enter' && event.key !== ' ') return
  event.preventDefault()
  work()
}

/** @param {Event} event */
const keepFocus = (event) => event.preventDefault()
