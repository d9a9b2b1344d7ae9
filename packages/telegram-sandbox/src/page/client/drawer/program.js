import { html, nothing } from 'lit-html'
import { guard } from 'lit-html/directives/guard.js'
import { timeOf, toggled } from './calls.js'
import { clockView } from './clock.js'

/**
 * @typedef {import('../state/eyes.js').Shell} Shell
 * @typedef {import('../../wire.js').ProgramView} ProgramView
 *
 * A line of the bot's log as it is shown.
 * @typedef {Readonly<Record<'time' | 'level' | 'text' | 'brief' | 'more', string>>} Line
 */

const levels = /** @type {Readonly<Record<string, string>>} */ ({
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
})

/**
 * A line of pino's JSON, or whatever else the program said.
 * @param {string} line
 * @returns {Line}
 */
const readLine = (line) => {
  const record = parse(line)
  if (record === undefined) return { time: '', level: '', text: line, brief: '', more: '' }
  const { time, level, msg, ...more } = record
  const at = new Date(typeof time === 'number' ? time : String(time)).getTime()
  const name = String(level)
  return {
    time: Number.isNaN(at) ? '' : timeOf(at),
    level: levels[name] ?? name,
    text: typeof msg === 'string' ? msg : '',
    brief: briefOf(more),
    more: JSON.stringify(more, null, 2),
  }
}

/**
 * What a line says beside its message, in one row.
 * @param {Readonly<Record<string, unknown>>} record
 */
const briefOf = (record) =>
  Object.entries(record)
    .filter(([name]) => name !== 'pid' && name !== 'hostname')
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')

/** @param {string} line @returns {Readonly<Record<string, unknown>> | undefined} */
const parse = (line) => {
  try {
    /** @type {unknown} */
    const value = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? /** @type {Record<string, unknown>} */ (value)
      : undefined
  } catch {
    return undefined
  }
}

/** @param {ProgramView} program */
const stateKey = ({ state, pid }) =>
  state === 'running' && pid !== undefined ? 'program-running-pid' : `program-${state}`

/**
 * The tab with the bot's process and its log.
 * @param {Shell} shell
 * @returns {import('lit-html').TemplateResult}
 */
export const programView = (shell) => {
  const { page, texts, ui } = shell
  const { program } = page
  return html`${
      program === undefined
        ? html`<p class="drawer-about">${texts.t('program-none')}</p>`
        : html`<p class="drawer-about">${texts.t('program-about')}</p>
            <div class="program ${program.state}"
              ><p role="status"
                ><i aria-hidden="true"></i>${texts.t(stateKey(program), { pid: String(program.pid ?? '') })}</p
              >${commandsView(shell, program)}</div
            >`
    }
    ${page.clock === undefined ? nothing : clockView(shell)}
    <h3 class="drawer-heading">${texts.t('program-log')}</h3>
    <div class="drawer-scroll" tabindex="0"
      >${guard(
        [page.log, ui.drawer.unfolded, texts],
        () =>
          html`${page.log.length === 0 ? html`<p class="drawer-none">${texts.t('program-no-log')}</p>` : nothing}
            <ul class="lines"
              >${page.log.toReversed().map((line) => lineView(shell, line))}</ul
            >`,
      )}</div
    >`
}

/** @param {Shell} shell @param {ProgramView} program */
const commandsView = ({ texts, deeds }, { state }) => {
  const isUp = state === 'running' || state === 'starting'
  const commands = /** @type {const} */ ([
    ['start', state === 'stopped'],
    ['stop', isUp],
    ['restart', isUp],
    ['kill', state !== 'stopped'],
  ])
  return html`<div class="program-buttons"
    >${commands.map(
      ([command, may]) =>
        html`<button
          type="button"
          class="button small ${command === 'kill' ? 'danger' : command === 'start' ? 'primary' : ''}"
          ?disabled=${!may}
          @click=${() => void deeds.act({ kind: 'program', command })}
          >${texts.t(`program-${command}`)}</button
        >`,
    )}</div
  >`
}

/** @param {Shell} shell @param {string} line */
const lineView = ({ ui, store }, line) => {
  const key = `log ${line}`
  const { time, level, text, brief, more } = readLine(line)
  const isOpen = ui.drawer.unfolded.has(key)
  return html`<li class="line ${level}"
    ><button
      type="button"
      aria-expanded=${isOpen}
      @click=${() => store.changeDrawer({ unfolded: toggled(ui.drawer.unfolded, key) })}
      ><time>${time}</time><b>${level}</b><span>${text}</span><small>${brief}</small></button
    >${isOpen && more !== '' ? html`<pre tabindex="0">${more}</pre>` : nothing}</li
  >`
}
