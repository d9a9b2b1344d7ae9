import { html, nothing } from 'lit-html'
import { avatar, botAvatar } from '../avatar.js'
import { onSubmit, textIn } from '../../state/browser/forms.js'
import { nameOf } from '../../state/places.js'
import { paneOf } from '../../state/ui.js'
import { buttons } from './buttons.js'

/**
 * @typedef {import('../../state/eyes.js').Shell} Shell
 * @typedef {import('../../state/places.js').Place} Place
 */

/**
 * Who is in a chat, and what they are there.
 * @param {Shell} shell
 * @param {Place} place
 */
export const membersList = ({ texts, page, store }, { chat, id, person }) => {
  const people = chat.members.flatMap((member) => {
    const found = page.people.find((one) => one.id === member.personId)
    return found === undefined ? [] : [{ member, found }]
  })
  const writer = paneOf(store.ui(), id).writer ?? person?.id
  return html`<ul class="members">
    ${people.map(({ member, found }) => html`<li aria-current=${writer === found.id ? 'true' : nothing}>${avatar(nameOf(found), found.id)}<span dir="auto">${nameOf(found)}</span><small>${texts.t(`status-${member.status}`)}</small></li>`)}
    <li
      >${botAvatar()}<span>${page.bot.name} <small>@${page.bot.username}</small></span
      ><small>${texts.t('dialog-members-bot')}, ${texts.t(`status-${chat.botStatus}`)}</small></li
    >
  </ul>`
}

/**
 * Asks before a group becomes a supergroup.
 * @param {Shell} shell
 * @param {Place} place
 * @param {() => void} close
 */
export const upgradeForm = (shell, { id: chatId }, close) =>
  html`<form
    class="dialog-form"
    @submit=${onSubmit(async () => (await shell.deeds.act({ kind: 'upgrades', chatId })).ok, close)}
  >
    <p>${shell.texts.t('dialog-upgrade-text')}</p>${buttons(shell, close, shell.texts.t('dialog-upgrade-yes'))}</form
  >`

/**
 * Asks for the name of a new topic.
 * @param {Shell} shell
 * @param {Place} place
 * @param {() => void} close
 */
export const topicForm = (shell, { id: chatId }, close) =>
  html`<form
    class="dialog-form"
    @submit=${onSubmit(async (form) => (await shell.deeds.act({ kind: 'addTopic', chatId, name: textIn(form, 'name') })).ok, close)}
  >
    <label class="field"
      ><span>${shell.texts.t('dialog-topic-name')}</span
      ><input name="name" required maxlength="128" pattern=".*\\S.*" autocomplete="off" autofocus /></label
    >${buttons(shell, close, shell.texts.t('dialog-add'))}</form
  >`
