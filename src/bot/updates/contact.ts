import type { Clock } from '../../runtime/clock.js'

type Needs = {
  readonly clock: Clock
  /** So long after Telegram's last answer it is still thought to be there, in milliseconds. */
  readonly patienceMs: number
}

/** Whether updates can come in: Telegram answered lately when it was asked, or the webhook listens. */
export const createContact = ({ clock, patienceMs }: Needs) => {
  let answeredAt = -Infinity
  let isListening = false
  return {
    /** Telegram has answered a poll. */
    answered: (): void => {
      answeredAt = clock.elapsed()
    },

    /** The webhook's server listens, or does not any more. */
    listens: (does: boolean): void => {
      isListening = does
    },

    isThere: (): boolean => isListening || clock.elapsed() - answeredAt < patienceMs,
  }
}

/** Whether updates can come in: see `createContact`. */
export type Contact = ReturnType<typeof createContact>
