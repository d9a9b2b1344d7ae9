import { html, nothing } from 'lit-html'
import { attachForm } from '../composer/attaching.js'
import { avatar, botAvatar } from '../avatar.js'
import { viewOf } from '../../state/eyes.js'
import { findFocus } from '../../state/browser/focus.js'
import { onSubmit, textIn } from '../../state/browser/forms.js'
import { icon } from '../icons.js'
import { paymentSheet } from '../../content/money/invoice.js'
import { readLink } from '../../content/text/links.js'
import { nameOf } from '../../state/places.js'
import { paneOf } from '../../state/ui.js'
import { photoViewer } from '../../content/media/viewer.js'

/**
 * @typedef {import('../../state/eyes.js').Shell} Shell
 * @typedef {import('../../state/places.js').Place} Place
 * @typedef {import('../../state/ui.js').Dialog} Dialog
 * @typedef {import('lit-html').TemplateResult} Template
 * @typedef {Extract<import('../../state/view.js').Act, { kind: 'addChat' }>['type']} ChatType
 */

/**
 * The dialog that is open, if any, and above it the alert a pressed button was answered with.
 * @param {Shell} shell
 */
export const dialogsView = (shell) =>
  html`${shell.ui.dialog === undefined ? nothing : dialogView(shell, shell.ui.dialog)}${alertView(shell)}`

/** Opens as modals what was drawn since. To be called after each drawing. */
export const openDialogs = () => {
  for (const dialog of document.querySelectorAll('#app dialog:not([open])'))
    if (dialog instanceof HTMLDialogElement) dialog.showModal()
  for (const popover of document.querySelectorAll('#app [popover]:not(:popover-open)'))
    if (popover instanceof HTMLElement) popover.showPopover()
}

/** Closes the dialog as the browser does it: the focus goes back to where it was. */
const shut = () => {
  const dialog = document.querySelector('#app dialog.dialog[open]')
  if (dialog instanceof HTMLDialogElement) dialog.close()
}

/** What is done when a dialog was closed, by whatever way. @param {Shell} shell */
const forgetter =
  ({ store }) =>
  () => {
    const { dialog } = store.ui()
    if (dialog?.kind === 'attach' && dialog.url !== '') URL.revokeObjectURL(dialog.url)
    store.change((now) => ({ ...now, dialog: undefined }))
    requestAnimationFrame(() => requestAnimationFrame(findFocus))
  }

/** @param {Shell} shell @param {Dialog} dialog @returns {Template | typeof nothing} */
const dialogView = (shell, dialog) => {
  const { texts, places } = shell
  const forget = forgetter(shell)
  if (dialog.kind === 'addPerson') return frame(shell, texts.t('dialog-person'), personForm(shell, shut), forget)
  if (dialog.kind === 'addGroup') return frame(shell, texts.t('dialog-group'), groupForm(shell, shut), forget)
  const place = places.find(({ id }) => id === dialog.chatId)
  if (place === undefined) return nothing
  const { name } = place
  switch (dialog.kind) {
    case 'members':
      return frame(shell, texts.t('dialog-members', { name }), membersList(shell, place), forget)
    case 'upgrade':
      return frame(shell, texts.t('dialog-upgrade', { name }), upgradeForm(shell, place, shut), forget)
    case 'addTopic':
      return frame(shell, texts.t('dialog-topic', { name }), topicForm(shell, place, shut), forget)
    case 'attach':
      return frame(
        shell,
        texts.t(dialog.picture ? 'dialog-attach-photo' : 'dialog-attach-file'),
        attachForm(shell, dialog, shut),
        forget,
      )
    case 'photo':
      return photoViewer(dialog.message, viewFor(shell, place, dialog.message.chatId), forget)
    case 'payment':
      return paymentSheet(dialog.message, viewFor(shell, place, dialog.message.chatId), forget)
  }
}

/** @param {Shell} shell @param {Place} place @param {number} chatId */
const viewFor = (shell, place, chatId) =>
  viewOf(
    shell,
    place,
    place.before.find(({ id }) => id === chatId),
  )

/** @param {Shell} shell @param {string} title @param {Template} content @param {() => void} forget */
const frame = ({ texts }, title, content, forget) =>
  html`<dialog class="dialog" aria-labelledby="dialog-title" @close=${forget} @click=${closeBeside}>
    <div class="dialog-box"
      ><header
        ><h2 id="dialog-title" dir="auto">${title}</h2
        ><button type="button" class="tool" aria-label=${texts.t('dialog-close')} @click=${shut}
          >${icon('close')}</button
        ></header
      >${content}</div
    >
  </dialog>`

/** A click on the darkened page closes. @param {Event} event */
const closeBeside = ({ target, currentTarget }) =>
  target === currentTarget && currentTarget instanceof HTMLDialogElement && currentTarget.close()

/**
 * @param {Shell} shell
 * @param {() => void} close
 * @param {string} words
 */
const buttons = ({ texts }, close, words) =>
  html`<div class="dialog-buttons"
    ><button type="button" class="button ghost" @click=${close}>${texts.t('dialog-cancel')}</button
    ><button class="button primary">${words}</button></div
  >`

/** @param {Shell} shell @param {() => void} close */
const personForm = (shell, close) => {
  const { texts, deeds } = shell
  const add = async (/** @type {FormData} */ form) => {
    const [firstName = '', ...rest] = textIn(form, 'name').split(/\s+/u)
    const tag = textIn(form, 'language') === 'other' ? textIn(form, 'tag') : textIn(form, 'language')
    const role = /** @type {import('../../../wire.js').Role | ''} */ (textIn(form, 'role'))
    const outcome = await deeds.act({
      kind: 'addPerson',
      firstName,
      ...(rest.length > 0 ? { lastName: rest.join(' ') } : {}),
      language: tag,
      ...(role === '' ? {} : { role }),
    })
    if (outcome.ok && outcome.personId !== undefined) deeds.show(outcome.personId)
    return outcome.ok
  }
  const languages = /** @type {const} */ (['ru', 'en', 'other'])
  return html`<form class="dialog-form" @submit=${onSubmit(add, close)}>
    <label class="field"
      ><span>${texts.t('dialog-person-name')}</span
      ><input
        name="name"
        required
        maxlength="64"
        pattern=".*\\S.*"
        autocomplete="off"
        placeholder=${texts.t('dialog-person-name-example')}
        autofocus
    /></label>
    <fieldset class="field choice"
      ><legend>${texts.t('dialog-person-language')}</legend
      >${languages.map((tag) => html`<label><input type="radio" name="language" value=${tag} ?checked=${tag === texts.language} /><span>${texts.t(`language-${tag}`)}</span></label>`)}
      <input
        class="tag"
        name="tag"
        maxlength="35"
        pattern="[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*"
        value="de"
        autocomplete="off"
        aria-label=${texts.t('dialog-person-tag')}
        title=${texts.t('dialog-person-tag')}
    /></fieldset>
    <fieldset class="field choice"
      ><legend>${texts.t('dialog-person-role')}</legend>${['buyer', 'organizer', 'door', ''].map(
        (role) =>
          html`<label
            ><input type="radio" name="role" value=${role} ?checked=${role === 'buyer'} /><span
              >${texts.t(`role-${role === '' ? 'none' : role}`)}</span
            ></label
          >`,
      )}</fieldset
    >
    ${buttons(shell, close, texts.t('dialog-add'))}
  </form>`
}

/** @param {Shell} shell @param {() => void} close */
const groupForm = (shell, close) => {
  const { texts, deeds, page, places } = shell
  const people = places.flatMap(({ person }) => person ?? [])
  const add = async (/** @type {FormData} */ form) => {
    const ownerId = Number(form.get('owner'))
    const memberIds = form
      .getAll('member')
      .map(Number)
      .filter((id) => id !== ownerId)
    const outcome = await deeds.act({
      kind: 'addChat',
      title: textIn(form, 'title'),
      type: /** @type {ChatType} */ (textIn(form, 'type')),
      ownerId,
      memberIds,
    })
    if (outcome.ok && outcome.chatId !== undefined) deeds.show(outcome.chatId)
    return outcome.ok
  }
  const types = /** @type {const} */ (['group', 'supergroup', 'forum', 'channel'])
  return html`<form class="dialog-form" @submit=${onSubmit(add, close)}>
    <label class="field"
      ><span>${texts.t('dialog-group-title')}</span
      ><input
        name="title"
        required
        maxlength="128"
        pattern=".*\\S.*"
        autocomplete="off"
        placeholder=${texts.t('dialog-group-title-example')}
        autofocus
    /></label>
    <fieldset class="field choice"
      ><legend>${texts.t('dialog-group-kind')}</legend
      >${types.map((type) => html`<label><input type="radio" name="type" value=${type} ?checked=${type === 'group'} /><span>${texts.t(`dialog-group-${type}`)}</span></label>`)}</fieldset
    >
    <label class="field"
      ><span>${texts.t('dialog-group-owner')}</span
      ><select name="owner"
        >${people.map((person) => html`<option value=${person.id}>${nameOf(person)}</option>`)}</select
      ></label
    >
    <fieldset class="field choice"
      ><legend>${texts.t('dialog-group-members')}</legend
      >${people.map((person) => html`<label><input type="checkbox" name="member" value=${person.id} checked /><span dir="auto">${nameOf(person)}</span></label>`)}</fieldset
    >
    <p class="dialog-note">${botAvatar('small')}${texts.t('dialog-group-bot', { bot: page.bot.name })}</p>
    ${buttons(shell, close, texts.t('dialog-add'))}
  </form>`
}

/** @param {Shell} shell @param {Place} place */
const membersList = ({ texts, page, store }, { chat, id, person }) => {
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

/** @param {Shell} shell @param {Place} place @param {() => void} close */
const upgradeForm = (shell, { id: chatId }, close) =>
  html`<form
    class="dialog-form"
    @submit=${onSubmit(async () => (await shell.deeds.act({ kind: 'upgrades', chatId })).ok, close)}
  >
    <p>${shell.texts.t('dialog-upgrade-text')}</p>${buttons(shell, close, shell.texts.t('dialog-upgrade-yes'))}</form
  >`

/** @param {Shell} shell @param {Place} place @param {() => void} close */
const topicForm = (shell, { id: chatId }, close) =>
  html`<form
    class="dialog-form"
    @submit=${onSubmit(async (form) => (await shell.deeds.act({ kind: 'addTopic', chatId, name: textIn(form, 'name') })).ok, close)}
  >
    <label class="field"
      ><span>${shell.texts.t('dialog-topic-name')}</span
      ><input name="name" required maxlength="128" pattern=".*\\S.*" autocomplete="off" autofocus /></label
    >${buttons(shell, close, shell.texts.t('dialog-add'))}</form
  >`

/** @param {Shell} shell */
const alertView = ({ ui, texts, page, store }) => {
  const [alert] = ui.alerts
  if (alert === undefined) return nothing
  const target = alert.url === undefined ? undefined : readLink(alert.url, page.bot.username)
  const close = () => store.change((now) => ({ ...now, alerts: now.alerts.filter((one) => one !== alert) }))
  return html`<dialog
    class="dialog alert"
    role="alertdialog"
    aria-labelledby="alert-title"
    aria-describedby="alert-text"
    @close=${close}
  >
    <div class="dialog-box"
      ><h2 id="alert-title">${page.bot.name}</h2
      ><p id="alert-text" dir="auto">${alert.text === '' ? (alert.url ?? '') : alert.text}</p>
      <div class="dialog-buttons"
        >${target?.kind === 'web' ? html`<a class="button ghost" href=${target.href} target="_blank" rel="noopener noreferrer" @click=${close}>${texts.t('dialog-open-link')}</a>` : nothing}<button
          type="button"
          class="button primary"
          autofocus
          @click=${(/** @type {Event} */ { currentTarget }) => currentTarget instanceof Element && currentTarget.closest('dialog')?.close()}
          >${texts.t('dialog-ok')}</button
        ></div
      ></div
    >
  </dialog>`
}
