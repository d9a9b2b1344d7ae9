declare const minted: unique symbol

/**
 * Text with Telegram's HTML mark-up in which everything foreign is already escaped. Send `html.html` with parse_mode
 * "HTML". It is an object and not a string, so that what is safe can be told from what is not while the program runs,
 * too. It does not survive JSON: keep the facts, not the sentence.
 */
export type Html = { readonly html: string; readonly [minted]: true }

// Only what this file made counts: an object that merely looks like Html (from JSON, say) is a defect.
const made = new WeakSet<object>()

/** Whether a value was made by this file. */
export const isHtml = (value: unknown): value is Html => typeof value === 'object' && value !== null && made.has(value)

/**
 * Takes mark-up as it is. Only for the texts' own sentences, whose arguments are escaped; a test keeps it inside
 * src/texts.
 */
export const trustedHtml = (markup: string): Html => {
  const html = Object.freeze({ html: markup })
  made.add(html)
  return html as Html
}

// Telegram refuses a text with half a surrogate pair, and control characters have no place in one; tab and line break
// stay.
const unsendable = /(?![\t\n])\p{Cc}|\p{Cs}/gu

/** Text without characters that Telegram refuses or drops. */
export const sendable = (text: string): string => text.replace(unsendable, '')

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Makes any text safe inside HTML: it arrives as typed. */
export const escapeHtml = (text: string): Html =>
  trustedHtml(sendable(text).replace(/[&<>"]/gu, (character) => entities[character] ?? ''))

/** Parts one after another, with a separator (escaped) between them. */
export const joinHtml = (parts: readonly Html[], separator = ''): Html =>
  trustedHtml(parts.map((part) => part.html).join(escapeHtml(separator).html))

const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }

/**
 * What a reader sees: tags gone, entities resolved. Telegram's limits (4096 a text, 1024 a caption, in UTF-16 units)
 * count this.
 */
export const plainOf = (html: Html): string =>
  html.html
    .replace(/<[^>]*>/gu, '')
    .replace(/&(?:(amp|lt|gt|quot)|#(\d+)|#x([\da-f]+));/giu, (_, name?: string, decimal?: string, hex?: string) =>
      name
        ? (characters[name.toLowerCase()] ?? '')
        : String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex ?? '', 16)),
    )
