import type { Locator, Page } from 'playwright-core'

/** One chat of the page, used as a person would: by what stands on the screen. */
export type Client = {
  readonly pane: Locator
  readonly types: (text: string) => Promise<void>
  /** Presses the lowest button with this label. */
  readonly presses: (label: string | RegExp) => Promise<void>
  /** Waits until a message with these words stands in the chat, and gives the lowest. */
  readonly sees: (words: string | RegExp) => Promise<Locator>
  /** How many messages with these words stand in the chat. */
  readonly count: (words: string | RegExp) => Promise<number>
}

/** The chat with this name. */
export const clientOf = (page: Page, name: string): Client => {
  const pane = page.getByRole('region', { name, exact: true })
  const messages = (words: string | RegExp): Locator => pane.getByRole('article').filter({ hasText: words })
  return {
    pane,
    types: async (text) => {
      await pane.getByRole('textbox').fill(text)
      await pane.getByRole('textbox').press('Enter')
    },
    presses: (label) => pane.getByRole('button', { name: label, ...(typeof label === 'string' ? { exact: true } : {}) }).last().click(),
    sees: async (words) => {
      const lowest = messages(words).last()
      await lowest.waitFor()
      return lowest
    },
    count: (words) => messages(words).count(),
  }
}
