import { InlineKeyboard } from 'grammy'
import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types'
import { remember } from '../../domain/remember.js'
import { graphemesOf } from '../../domain/text.js'
import type { LabelArgs, Speech } from '../../texts/texts.js'

/** How many characters of a button are seen on a phone, where it has a row to itself. */
export const labelRoom = 30

// Of two buttons side by side each has half of the row: in a screen of 360 px, the narrowest of phones, 140 px, where
// every label of 14 columns was whole and none of 17. Rows of three and more are grids of short labels.
const roomBeside = 14

const wide =
  /\p{Extended_Pictographic}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u

const widthOfOne = (grapheme: string): number => (wide.test(grapheme) ? 2 : 1)

/** How much room a label takes, counted in characters: signs and the letters of East Asia take two. */
export const widthOf = remember(
  (label: string): number => graphemesOf(label).reduce((sum, grapheme) => sum + widthOfOne(grapheme), 0),
  2000,
)

/** A text cut to this width; "…" says that it was cut. */
export const cutToWidth = (text: string, room: number): string => {
  if (widthOf(text) <= room) return text
  let [kept, width] = ['', 0]
  for (const grapheme of graphemesOf(text)) {
    width += widthOfOne(grapheme)
    if (width > room - 1) break
    kept += grapheme
  }
  return `${kept.trimEnd()}…`
}

// Less of a name than this tells nothing: then the label's end is cut instead.
const leastOfName = 6

/** A label whose `name` may be long: it is cut so that all else is seen. */
export const labelWith = (
  speech: Speech,
  key: string,
  name: Readonly<Record<string, string>>,
  facts: LabelArgs = {},
): string => {
  const names = Object.entries(name)
  const around = widthOf(speech.label(key, { ...facts, ...Object.fromEntries(names.map(([word]) => [word, ''])) }))
  const room = Math.max(leastOfName, Math.floor((labelRoom - around) / names.length))
  const fitting = Object.fromEntries(names.map(([word, text]) => [word, cutToWidth(text, room)]))
  return cutToWidth(speech.label(key, { ...facts, ...fitting }), labelRoom)
}

/** A keyboard as a phone shows it: labels of one line, and two that do not fit side by side in rows of their own. */
export const laidOut = ({ inline_keyboard: rows }: InlineKeyboardMarkup): InlineKeyboardMarkup =>
  new InlineKeyboard(rows.flatMap((row) => (fits(row) ? [row.map(clipped)] : row.map((button) => [clipped(button)]))))

const fits = (row: readonly InlineKeyboardButton[]): boolean =>
  row.length !== 2 || row.every(({ text }) => widthOf(text) <= roomBeside)

const clipped = (button: InlineKeyboardButton): InlineKeyboardButton => ({
  ...button,
  text: cutToWidth(button.text, labelRoom),
})
