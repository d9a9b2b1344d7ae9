/**
 * Where a link leads: into a chat with the bot, to a page elsewhere, or nowhere that this page can go.
 * @typedef {{ readonly kind: 'start', readonly payload: string } | { readonly kind: 'web', readonly href: string } | {
 * readonly kind: 'inert' }} Target
 */

const hosts = new Set(['t.me', 'telegram.me', 'telegram.dog', 'www.t.me'])

/** @param {string} link */
const parse = (link) => {
  // Telegram finds addresses without a scheme in texts, too.
  const address = /^[a-z][a-z\d+.-]*:/iu.test(link) ? link : `https://${link}`
  try {
    return new URL(address)
  } catch {
    return undefined
  }
}

/**
 * Reads a link. Only http and https lead anywhere: `javascript:`, `data:`, `tg:` and all others are inert.
 * @param {string} link
 * @param {string} botUsername
 * @returns {Target}
 */
export const readLink = (link, botUsername) => {
  const url = parse(link.trim())
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) return { kind: 'inert' }
  const [, name = '', ...more] = url.pathname.split('/')
  const isBot = hosts.has(url.hostname) && more.length === 0 && name.toLowerCase() === botUsername.toLowerCase()
  const wantsMore = ['startgroup', 'startchannel', 'startapp'].some((key) => url.searchParams.has(key))
  if (!isBot || wantsMore) return { kind: 'web', href: url.href }
  return { kind: 'start', payload: url.searchParams.get('start') ?? '' }
}

/**
 * The payload of a link t.me/<bot>?start=payload; undefined for every other text.
 * @param {string} link
 * @param {string} botUsername
 */
export const startPayload = (link, botUsername) => {
  const target = /^\s*\S+\.\S+\/\S+\s*$/u.test(link) ? readLink(link, botUsername) : undefined
  return target?.kind === 'start' && target.payload !== '' ? target.payload : undefined
}
