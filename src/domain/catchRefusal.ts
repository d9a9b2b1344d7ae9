import { Refusal, type RefusalCode, type RefusalFacts } from './refusal.js'

/** What came of some work: a value, or the refusal as plain data. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: { readonly code: RefusalCode; readonly facts: RefusalFacts } }

/** Turns a thrown Refusal into data (a form's replay keeps data, not classes). Any other error passes through. */
export const catchRefusal = async <T>(work: () => T | Promise<T>): Promise<Result<T>> => {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { ok: false, refusal: { code: error.code, facts: error.facts } }
  }
}

/** The value of a result; throws its refusal. */
export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Refusal(result.refusal.code, result.refusal.facts)
  return result.value
}
