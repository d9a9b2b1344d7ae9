import { withDigits } from './numberWords.js'
import { numberIn, plainDigits, readNumeral, scaleIn, shifted } from './numeral.js'

const counted =
  /^(?:штук[аи]?|шт|чел(?:овека?)?|люд(?:и|ей)|мест[оа]?|билет(?:а|ов|ы)?|гост(?:ь|я|ей|и)|персон[аы]?|участник(?:а|ов|и)?|зрител(?:ь|я|ей)|заказ(?:а|ов|ы)?|раз[а]?|tickets?|people|persons?|seats?|places?|pieces|pcs|guests?|attendees|pax|spots?|orders?|times|uses?)$/iu
const around =
  /^(?:до|максимум|макс|не|более|больше|около|примерно|всего|ровно|где-то|лимит|на|человека|каждого|одного|up|to|max|maximum|at|most|about|around|approx|only|total|exactly|limit|in|each|per|person|no|more|than|the)$/iu
const unlimited =
  /^(?:unlimited|limitless|no limits?|without (?:any )?limits?|any number|any|infinite|infinity|∞|without restrictions?|безлимит(?:но|ный|ная)?|не ?ограничен[оаы]?|неограниченно[ей]?|не ограничивать|без ограничени[йяе]|без огр|без лимитов|без лимита|нет ограничени[йя]|ограничений нет|нет лимита|сколько угодно|бесконечно(?:сть)?|любое(?: количество| число)?)$/iu

/** Whether a text says that there is no limit: "unlimited", "без ограничений". */
export const isUnlimited = (text: string): boolean => unlimited.test(plainDigits(text).replace(/[.!]+$/u, ''))

/**
 * Reads a whole number with what people write around one: "100 человек", "twenty-five", "~ 1,000 tickets", "up to 50".
 * undefined: it is none, or more than that.
 */
export const readCount = (text: string): number | undefined => {
  const plain = plainDigits(text).replace(/(?!⭐)\p{Extended_Pictographic}/gu, ' ')
  const found = numberIn(/\d/u.test(plain) ? plain : withDigits(plain.toLowerCase().replaceAll('ё', 'е')))
  if (!found) return undefined
  const { zeros, rest } = scaleIn(found.after)
  const numeral = readNumeral(found.digits, zeros > 0 ? 3 : 0)
  const words = `${found.before.replace(/[~≈≤№#:]/gu, ' ')} ${rest.replace(/^\+/u, '')}`.split(/[\s.,:!()]+/u)
  if (!numeral || !words.filter(Boolean).every((word) => counted.test(word) || around.test(word))) return undefined
  const { whole, fraction } = shifted(numeral, zeros)
  return fraction === '' ? Number(whole) * (found.isNegative ? -1 : 1) : undefined
}
