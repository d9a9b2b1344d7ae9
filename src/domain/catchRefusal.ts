import { isFinal, Refusal, type RefusalCode, type RefusalFacts } from './refusal.js'

/** What came of some work: a value, or the refusal as plain data. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: { readonly code: RefusalCode; readonly facts: RefusalFacts } }

/** Turns a thrown Refusal into data (a form's replay keeps data, not classes). Any other error passes through. */
export const catchRefusal = <T>(work: () => T | Promise<T>): Promise<Result<T>> =>
  catchIf((error) => error instanceof Refusal, work)

/** As `catchRefusal`; but what is busy passes through, so that it is asked again. */
export const catchFinal = <T>(work: () => T | Promise<T>): Promise<Result<T>> => catchIf(isFinal, work)

const catchIf = async <T>(
  isCaught: (error: unknown) => error is Refusal,
  work: () => T | Promise<T>,
): Promise<Result<T>> => {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    if (!isCaught(error)) throw error
    return { ok: false, refusal: { code: error.code, facts: error.facts } }
  }
}

/** The value of a result; throws its refusal. */
export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Refusal(result.refusal.code, result.refusal.facts)
  return result.value
}
