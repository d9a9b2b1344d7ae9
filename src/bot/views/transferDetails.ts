import { styledLines, wordsOf } from '../../domain/styledText.js'
import type { Html } from '../../texts/html.js'
import { styledHtml } from '../../texts/styled.js'
import type { Speech } from '../../texts/texts.js'
import { lines } from '../ui/format.js'

/**
 * Where to transfer money to, a styled text, as buyers see it. A plain line is one to copy: a tap takes the number of a
 * card, not all of it. What the organizer formatted stays as it is, and a link can be opened.
 */
export const transferDetailsText = (speech: Speech, details: string): Html =>
  lines(
    ...styledLines(details)
      .filter((line) => wordsOf(line).trim() !== '')
      .map((line) => (isPlain(line) ? speech.say('order-transfer-line', { line }) : styledHtml(line))),
  )

const isPlain = (line: string): boolean => line === wordsOf(line) && !/https?:\/\/|\bwww\.|\bt\.me\//iu.test(line)
