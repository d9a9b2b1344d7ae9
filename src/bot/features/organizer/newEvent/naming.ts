import { Refusal, type RefusalCode } from '../../../../domain/refusal.js'
import { momentText } from '../../../../texts/times/when.js'
import type { Read } from './readAnswer.js'

const aboutTime: ReadonlySet<RefusalCode> = new Set(['pastDate', 'endBeforeStart', 'tooFarAhead'])

/** Does `work`; where it refuses the time that was read, the refusal names what was understood. */
export const naming = async <T>(
  read: Read,
  reader: Parameters<typeof momentText>[1],
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    const understood = textOf(read, reader)
    if (!(error instanceof Refusal) || !aboutTime.has(error.code) || understood === undefined) throw error
    throw new Refusal(error.code, { ...error.facts, understood })
  }
}

const textOf = (read: Read, reader: Parameters<typeof momentText>[1]): string | undefined => {
  if (read.kind === 'day') return momentText(read, reader)
  return read.kind === 'answer' && typeof read.answer.value === 'number'
    ? momentText({ kind: 'instant', at: read.answer.value }, reader)
    : undefined
}
