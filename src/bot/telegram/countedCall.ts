import type { Call } from './http.js'

/** A call to Telegram: which method, what came of it ("ok", "later", "refused", "unanswered"), how long it took. */
export type CountCall = (method: string, outcome: string, ms: number) => void

/** Tells of each call when it has ended. */
export const createCountedCall =
  (call: Call, count: CountCall): Call =>
  async (address, init) => {
    const startedAt = performance.now()
    const tell = (outcome: string): void => count(methodIn(address), outcome, performance.now() - startedAt)
    try {
      const response = await call(address, init)
      tell(outcomeOf(response.status))
      return response
    } catch (error) {
      tell('unanswered')
      throw error
    }
  }

// Never more of an address than the method: the token stands before it, and the name of a file behind "/file".
const methodIn = (address: string): string =>
  new URL(address).pathname.includes('/file/bot') ? 'file' : (/\/([A-Za-z]+)$/u.exec(address)?.[1] ?? 'other')

const outcomeOf = (status: number): string => {
  if (status === 429) return 'later'
  return status >= 200 && status < 300 ? 'ok' : 'refused'
}
