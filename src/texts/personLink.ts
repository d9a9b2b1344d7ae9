import { isNameOnly } from '../domain/person.js'
import { escapeHtml, type Html, trustedHtml } from './html.js'
import { inSentence } from './inert.js'

/**
 * A name as a link to its person, and their "@…" if they have one; the same in every language. Of whoever is
 * only a name nothing but the name.
 */
export const personLink = (id: number, name: string, username: string): Html => {
  if (isNameOnly(id)) return trustedHtml(escapeHtml(inSentence('name', name)).html)
  const link = `<a href="tg://user?id=${id}">${escapeHtml(inSentence('name', name)).html}</a>`
  return trustedHtml(username === '' ? link : `${link} (@${escapeHtml(username).html})`)
}
