import { doorNumbersIn } from '../../domain/doorNumber.js'
import { shortCodeLetters } from '../../domain/shortCode.js'
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
    numbers: doorNumbersIn(line),
    shortCodeBegins: letters !== undefined && letters.length >= shortestCodeBegin ? letters : undefined,
  }
}
