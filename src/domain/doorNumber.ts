/** A number at the door: of a ticket of that event, or of an order; `either` when it was not said which. */
export type DoorNumber = { readonly of: 'ticket' | 'order' | 'either'; readonly number: number }

const longestNumber = 9
const mostNumbers = 3

const orderWord = 'orders?|заказ[а-я]*'
const ticketWord = 'tickets?|билет[а-я]*|входн[а-я]+'
// "№" is "No" once it is folded.
const sign = String.raw`numbers?|num\.?|nos?\.?|nr\.?|n[.°º]|n(?=\s*\d)|номер[а-я]*|ном\.?|[#№nº]|n o`
const said = new RegExp(
  String.raw`(?<!\p{L})(?:(?<order>${orderWord})|(?<ticket>${ticketWord}))?[\s:,]*(?<sign>${sign})?[\s:,]*(?<digits>\d+)(?![\p{L}\d])`,
  'giu',
)
const alone = /^\d+$/u

/**
 * The numbers that a text names, in the bot's words or in others: "6", "№ 6", "#6", "Ticket no. 6", "заказ 6"; at most
 * three. A number among other words needs a word or a sign of its own.
 */
export const doorNumbersIn = (text: string): readonly DoorNumber[] => {
  const line = text.normalize('NFKC').replace(/\p{Cf}/gu, '')
  const bare = line.replace(/(?<=\d)[\s.,’'](?=\d{3}(?!\d))/gu, '').replace(/[\p{P}\p{S}\s]+/gu, '')
  if (alone.test(bare)) return numberIn('either', bare)
  return [...line.matchAll(said)].flatMap(({ groups = {} }) => namedIn(groups)).slice(0, mostNumbers)
}

const namedIn = ({
  order,
  ticket,
  sign: mark,
  digits = '',
}: Partial<Record<string, string>>): readonly DoorNumber[] => {
  if (order !== undefined) return numberIn('order', digits)
  if (ticket !== undefined) return numberIn('ticket', digits)
  return mark === undefined ? [] : numberIn('either', digits)
}

const numberIn = (of: DoorNumber['of'], digits: string): readonly DoorNumber[] =>
  digits.length > longestNumber ? [] : [{ of, number: Number(digits) }]
