import { html, nothing } from 'lit-html'
import { onSubmit, textIn } from '../../state/browser/forms.js'
import { buttons } from './buttons.js'

/** @typedef {import('../../state/eyes.js').Shell} Shell */

/**
 * Asks who comes.
 * @param {Shell} shell
 * @param {() => void} close
 */
export const personForm = (shell, close) => {
  const { texts, deeds, page } = shell
  const add = async (/** @type {FormData} */ form) => {
    const [firstName = '', ...rest] = textIn(form, 'name').split(/\s+/u)
    const tag = textIn(form, 'language') === 'other' ? textIn(form, 'tag') : textIn(form, 'language')
    const role = textIn(form, 'role')
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
    ${rolesView(page.roles, texts)} ${buttons(shell, close, texts.t('dialog-add'))}
  </form>`
}

/**
 * The roles to choose from, the usual one first; nothing where there are none.
 * @param {readonly import('../../../wire.js').Role[]} roles
 * @param {Shell['texts']} texts
 */
const rolesView = (roles, { t, language }) => {
  const isUsual = (/** @type {import('../../../wire.js').Role} */ { usual = false }) => usual
  const choices = [
    ...roles
      .toSorted((a, b) => Number(isUsual(b)) - Number(isUsual(a)))
      .map((role) => ({ key: role.key, name: role.name[language], checked: isUsual(role) })),
    { key: '', name: t('role-none'), checked: !roles.some(isUsual) },
  ]
  return roles.length === 0
    ? nothing
    : html`<fieldset class="field choice"
        ><legend>${t('dialog-person-role')}</legend>${choices.map(
          ({ key, name, checked }) =>
            html`<label
              ><input type="radio" name="role" value=${key} ?checked=${checked} /><span>${name}</span></label
            >`,
        )}</fieldset
      >`
}
