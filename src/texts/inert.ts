// What people called themselves and their things; what the bot writes itself (links, codes, times) may be pressed.
const givenByPeople = new Set([
  'title',
  'name',
  'buyer',
  'organizer',
  'holder',
  'person',
  'type',
  'types',
  'by',
  'from',
  'to',
])
// A venue may be the link to an online event.
const isolated = new Set([...givenByPeople, 'venue'])

// Telegram makes links of "@name", "/command" (not behind "<"), "#tag", "$TAG", "x://" and of what has a dot like a
// domain. A word joiner is not seen, and parts what must not belong together.
const joiner = '\u2060'
const signs =
  /(?<![\p{L}\p{N}_<>/])(?:\/(?=[a-zA-Z])|#(?=[\p{L}\p{N}_]*\p{L})|\$(?=[A-Z]))|@(?=[\p{L}\p{N}_])|:(?=\/\/)/gu
const dots = /(?<=[\p{L}\p{N}-])\.(?=\p{L}{2})/gu

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/** The text so that Telegram makes neither a link, a mention, a tag nor a command of any part of it. */
export const inert = (text: string): string => text.replace(signs, `$&${joiner}`).replace(dots, `${joiner}.`)

/** The text so that what is written from right to left leaves the words and numbers around it in their places. */
const isolate = (text: string): string => (rightToLeft.test(text) ? `\u2068${text}\u2069` : text)

/** What a sentence is told under this name: what people wrote can be neither pressed nor turn the rest around. */
export const inSentence = (name: string, value: string): string =>
  inLabel(name, givenByPeople.has(name) ? inert(value) : value)

/** The same for a label, where nothing can be pressed. */
export const inLabel = (name: string, value: string): string => (isolated.has(name) ? isolate(value) : value)
