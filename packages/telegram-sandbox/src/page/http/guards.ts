import type { IncomingMessage } from 'node:http'

/**
 * Keeps other sites' pages from using this one through the browser of whoever has both open. The Host header must be a
 * name of this machine, or a foreign name was
 * pointed at 127.0.0.1 (DNS rebinding); an Origin must be our own; what a browser says another site's page embeds or
 * fetches is not for it, only a link may lead here; and a
 * POST must be one that a browser lets no foreign page send unasked.
 * Gives words for what is wrong, undefined when all is well.
 */
export const findForeign = (
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  port: number,
): string | undefined => {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]
  const { host = '', origin } = headers
  if (!hosts.includes(host.toLowerCase())) return 'Foreign host'
  if (origin !== undefined && !hosts.some((own) => origin.toLowerCase() === `http://${own}`)) return 'Foreign origin'
  const site = headers['sec-fetch-site'] ?? 'none'
  if (site !== 'none' && site !== 'same-origin' && headers['sec-fetch-mode'] !== 'navigate') return 'Foreign site'
  const isUnmistakable =
    headers['x-sandbox-page'] === '1' || /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')
  return method === 'POST' && !isUnmistakable ? 'Neither application/json nor x-sandbox-page: 1' : undefined
}
