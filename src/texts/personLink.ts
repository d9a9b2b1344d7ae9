import { escapeHtml, type Html, trustedHtml } from './html.js'
import { inSentence } from './inert.js'

/** A name as a link to its person, and their "@…" if they have one; the same in every language. */
export const personLink = (id: number, name: string, username: string): Html => {
  const link = `<a href="tg://user?id=${id}">${escapeHtml(inSentence('name', name)).html}</a>`
  return trustedHtml(username === '' ? link : `${link} (@${escapeHtml(username).html})`)
}
