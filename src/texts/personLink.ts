import { isWalkIn } from '../domain/doorSale.js'
import { escapeHtml, type Html, trustedHtml } from './html.js'
import { inSentence } from './inert.js'

/**
 * A name as a link to its person, and their "@…" if they have one; the same in every language. Who bought at the door
 * has no Telegram to lead to.
 */
export const personLink = (id: number, name: string, username: string): Html => {
  if (isWalkIn(id)) return escapeHtml(inSentence('name', name))
  const link = `<a href="tg://user?id=${id}">${escapeHtml(inSentence('name', name)).html}</a>`
  return trustedHtml(username === '' ? link : `${link} (@${escapeHtml(username).html})`)
}
