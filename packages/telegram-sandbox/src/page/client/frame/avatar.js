import { html } from 'lit-html'
import { icon } from './icons.js'

/**
 * One or two letters for a name; whatever it begins with when there are none in it.
 * @param {string} name
 * @returns {string}
 */
const initialsOf = (name) => {
  const letters = name.split(/\s+/u).flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? [])
  const first = letters[0]
  if (first === undefined) return [...new Intl.Segmenter().segment(name.trim())][0]?.segment ?? '?'
  const last = letters.length > 1 ? letters.at(-1) : ''
  return `${first}${last ?? ''}`
}

/**
 * The class of a person's or chat's colour, a0 to a6, by their id.
 * @param {number} id
 * @returns {string}
 */
const colourOf = (id) => `a${Math.abs(id) % 7}`

/**
 * A round picture of who or what has this name. Only for the eye: the name stands beside it.
 * @param {string} name
 * @param {number} id
 * @param {'' | 'small' | 'large'} [size]
 * @returns {import('lit-html').TemplateResult}
 */
export const avatar = (name, id, size = '') =>
  html`<span class="avatar ${size} ${colourOf(id)}" data-initials=${initialsOf(name)} aria-hidden="true"></span>`

/**
 * The bot's own picture.
 * @param {'' | 'small' | 'large'} [size]
 * @returns {import('lit-html').TemplateResult}
 */
export const botAvatar = (size = '') =>
  html`<span class="avatar ${size} a-bot" aria-hidden="true">${icon('ticket')}</span>`
