import { html, nothing } from 'lit-html'

/**
 * @typedef {import('../../state/eyes.js').Shell} Shell
 * @typedef {import('../../state/places.js').Place} Place
 * @typedef {import('../../state/view.js').PersonView} PersonView
 */

/**
 * What stands below a chat's name: what the bot is doing there, or who is there, or why the bot cannot speak.
 * @param {Shell} shell
 * @param {Place} place
 */
export const statusView = (shell, place) => {
  const { ui, page, texts } = shell
  const action = ui.typing[place.id] ?? ''
  if (action !== '')
    return html`<span class="typing" aria-live="polite"
      ><span>${texts.t(actionKey(action), { bot: page.bot.name })}</span></span
    >`
  return place.person === undefined ? sharedStatus(shell, place) : privateStatus(shell, place.person)
}

/** @param {string} action */
const actionKey = (action) => {
  if (action.includes('photo')) return 'pane-sending-photo'
  return action.includes('document') ? 'pane-sending-file' : 'pane-typing'
}

/** @param {string} words */
const alarm = (words) => html`<span class="alarming">${words}</span>`

/** @param {Shell} shell @param {PersonView} person */
const privateStatus = ({ page, texts }, person) =>
  person.contact === 'blocked'
    ? alarm(texts.t('pane-blocked'))
    : html`${roleView(page.roles, person, texts.language)}<span class="pane-with"
          >${texts.t('pane-with-bot', { bot: page.bot.name })}</span
        >`

const colours = 3

/**
 * @param {readonly import('../../../wire.js').Role[]} roles
 * @param {PersonView} person
 * @param {Shell['texts']['language']} language
 */
const roleView = (roles, person, language) => {
  const index = roles.findIndex(({ key }) => key === person.role)
  const role = roles[index]
  return role === undefined ? nothing : html`<span class="role role-${index % colours}">${role.name[language]}</span>`
}

/** @param {Shell} shell @param {Place} place */
const sharedStatus = ({ texts }, { chat }) => {
  if (['left', 'kicked'].includes(chat.botStatus)) return alarm(texts.t('pane-no-bot'))
  if (chat.muted) return alarm(texts.t('pane-muted'))
  const present = chat.members.filter(({ status }) => status !== 'left' && status !== 'kicked')
  // The bot counts, as in Telegram.
  const count = present.length + 1
  return html`<span>${texts.t(chat.kind === 'channel' ? 'pane-channel' : 'pane-group', { count })}</span>`
}
