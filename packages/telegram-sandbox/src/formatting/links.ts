/** A checked link or the reason, in Telegram's words, why it is none. */
export type CheckedLink = { readonly ok: true; readonly url: string } | { readonly ok: false; readonly reason: string }

const no = (reason: string): CheckedLink => ({ ok: false, reason })

const checkWeb = (link: string): CheckedLink => {
  let url: URL
  try {
    url = new URL(link)
  } catch {
    return no('Wrong HTTP URL')
  }
  // Telegram wants a dot in the name and something on both sides of it: "localhost" is refused.
  if (!/[^.]\.[^.]/.test(url.hostname)) return no('Wrong HTTP URL')
  return {
    ok: true,
    url:
      url.pathname === '/'
        ? url.href
        : link.replace(
            /^(\w+:\/\/)([^/?#]+)/,
            (_, scheme: string, host: string) => scheme.toLowerCase() + host.toLowerCase(),
          ),
  }
}

/**
 * Checks an address as TDLib's LinkManager does: http, https, tg and ton, with or without a scheme; the address comes
 * back as Telegram shows it.
 */
export const checkLink = (link: string): CheckedLink => {
  const trimmed = link.trim()
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase()
  if (['tg', 'ton'].includes(scheme ?? '')) return { ok: true, url: trimmed }
  if (!['http', 'https', undefined].includes(scheme)) return no('Unsupported URL protocol')
  if (trimmed.replace(/^https?:\/\//i, '') === '') return no('URL host is empty')
  if (/\s/.test(trimmed)) return no('Wrong HTTP URL')
  return checkWeb(scheme === undefined ? `http://${trimmed}` : trimmed)
}

/** The person's id in a `tg://user?id=…` link. */
export const linkedUserId = (link: string): number | undefined => {
  const id = /^tg:\/\/user\?(?:.*&)?id=(\d+)/i.exec(link)?.[1]
  return id === undefined ? undefined : Number(id)
}
