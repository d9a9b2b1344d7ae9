import { html } from 'lit-html'
import { botAvatar } from '../avatar.js'
import { onSubmit, textIn } from '../../state/browser/forms.js'
import { nameOf } from '../../state/places.js'
import { buttons } from './buttons.js'

/**
 * @typedef {import('../../state/eyes.js').Shell} Shell
 * @typedef {Extract<import('../../state/view.js').Act, { kind: 'addChat' }>['type']} ChatType
 */

/**
 * Asks what is founded, and by whom.
 * @param {Shell} shell
 * @param {() => void} close
 */
export const groupForm = (shell, close) => {
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
