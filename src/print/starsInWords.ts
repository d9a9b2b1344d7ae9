import type { Speech } from '../texts/texts.js'

/** An amount with its Telegram Stars in words: no font here has their sign. */
export const starsInWords = (speech: Speech, amount: string): string =>
  amount.replace(/(\d[\d\s,]*?)\s*⭐\ufe0f?/gu, (_, count: string) =>
    speech.label('ticket-picture-stars', { count: Number(count.replace(/\D/gu, '')) }),
  )
