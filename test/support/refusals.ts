import { Refusal } from '../../src/domain/refusal.js'

/** The refusal this meets; undefined when it meets none. */
export const refusalOf = (work: () => unknown): Refusal | undefined => {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}
