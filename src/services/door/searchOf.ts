import { doorNumbersIn } from '../../domain/doorNumber.js'
import { looksLikeShortCode, shortCodeLetters } from '../../domain/shortCode.js'
import { cleanLine } from '../../domain/text.js'
import type { DoorSearch } from '../../store/queries/doorSearch.js'

const shortestCodeBegin = 4

/** What a text asks for; undefined when it asks for nothing. */
export const searchOf = (text: string): DoorSearch | undefined => {
  const line = cleanLine(text)
  if (line === '') return undefined
  const letters = shortCodeLetters(line)
  return {
    name: line,
    // "K7QF-25N1" names no ticket no. 1.
    numbers: looksLikeShortCode(line) ? [] : doorNumbersIn(line),
    shortCodeBegins: letters !== undefined && letters.length >= shortestCodeBegin ? letters : undefined,
  }
}
