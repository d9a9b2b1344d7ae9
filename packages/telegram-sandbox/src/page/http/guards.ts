import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

// A foreign name may have been pointed at 127.0.0.1 (DNS rebinding).
const isForeignHost = ({ host = '' }: IncomingHttpHeaders, own: readonly string[]): boolean =>
  !own.includes(host.toLowerCase())

const isForeignOrigin = ({ origin }: IncomingHttpHeaders, own: readonly string[]): boolean =>
  origin !== undefined && !own.some((host) => origin.toLowerCase() === `http://${host}`)

// What a browser says another site's page embeds or fetches is not for it; a link may lead here.
const isForeignSite = (headers: IncomingHttpHeaders): boolean =>
  !['none', 'same-origin', undefined].includes(headers['sec-fetch-site']) && headers['sec-fetch-mode'] !== 'navigate'

// One that a browser lets no foreign page send unasked.
const isUnmistakable = (headers: IncomingHttpHeaders): boolean =>
  headers['x-sandbox-page'] === '1' || /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')

/**
 * Keeps other sites' pages from using this one through the browser of whoever has both open. Gives words for what is
 * wrong, undefined when all is well.
 */
export const findForeign = (
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  port: number,
): string | undefined => {
  const own = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]
  if (isForeignHost(headers, own)) return 'Foreign host'
  if (isForeignOrigin(headers, own)) return 'Foreign origin'
  if (isForeignSite(headers)) return 'Foreign site'
  return method === 'POST' && !isUnmistakable(headers) ? 'Neither application/json nor x-sandbox-page: 1' : undefined
}
