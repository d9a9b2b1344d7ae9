/**
 * Decimals of the currencies that have not two, as Telegram counts them: browsers round some others (HUF, COP, IDR) to
 * none.
 * @type {Readonly<Record<string, number>>}
 */
const decimals = {
  CLP: 0,
  ISK: 0,
  JPY: 0,
  KRW: 0,
  PYG: 0,
  UGX: 0,
  VND: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
}

/**
 * A price in a person's language, with as many decimals as the currency has (JPY none, KWD three) and none when they
 * are all zero; Stars have their own sign.
 * @param {number} amount In the currency's smallest unit.
 * @param {string} currency ISO 4217, or XTR.
 * @param {string} language IETF tag.
 * @returns {string}
 */
export const formatPrice = (amount, currency, language) => {
  if (currency === 'XTR') return `⭐ ${numberFormat(language, {}).format(amount)}`
  const digits = decimals[currency] ?? 2
  try {
    const style = {
      style: /** @type {const} */ ('currency'),
      currency,
      currencyDisplay: /** @type {const} */ ('narrowSymbol'),
    }
    const fraction = {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      trailingZeroDisplay: /** @type {const} */ ('stripIfInteger'),
    }
    return numberFormat(language, { ...style, ...fraction }).format(amount / 10 ** digits)
  } catch {
    // Not a currency that Intl could know.
    return `${numberFormat(language, {}).format(amount / 10 ** digits)} ${currency}`
  }
}

/**
 * @param {string} language
 * @param {Intl.NumberFormatOptions} options
 */
const numberFormat = (language, options) => {
  try {
    return new Intl.NumberFormat(language, options)
  } catch {
    return new Intl.NumberFormat('en', options)
  }
}

const sizeUnits = /** @type {const} */ (['byte', 'kilobyte', 'megabyte', 'gigabyte'])

/**
 * "12.3 kB": a file's size for people.
 * @param {number} bytes
 * @param {string} language
 */
export const formatSize = (bytes, language) => {
  const power = Math.min(3, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1024)))
  return numberFormat(language, {
    style: 'unit',
    unit: sizeUnits[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1024 ** power)
}
