import type { Locator, Page } from 'playwright-core'

/** One chat of the page, used as a person would: by what stands on the screen. */
export type Client = {
  readonly pane: Locator
  readonly field: Locator
  readonly types: (text: string) => Promise<void>
  /** Presses the lowest button with this label. */
  readonly presses: (label: string | RegExp) => Promise<void>
  /** Chooses who writes in a chat of several, and waits until it is so. */
  readonly writesAs: (name: string) => Promise<void>
  /** Chooses from the menu in the chat's head. */
  readonly chooses: (item: string) => Promise<void>
  /** Waits until a message with these words stands in the chat, and gives the lowest. */
  readonly sees: (words: string | RegExp) => Promise<Locator>
  /** Answers the questions of a form, each when it is asked: "1 of 8" and so on. */
  readonly fillsIn: (answers: readonly string[]) => Promise<void>
  /** Pays the lowest invoice with the card that works. */
  readonly pays: () => Promise<void>
  /** How many messages with these words stand in the chat. */
  readonly count: (words: string | RegExp) => Promise<number>
}

/** The chat with this name. */
export const clientOf = (page: Page, name: string): Client => {
  const pane = page.getByRole('region', { name, exact: true })
  const messages = (words: string | RegExp): Locator => pane.getByRole('article').filter({ hasText: words })
  const field = pane.getByRole('textbox')
  const sees = async (words: string | RegExp): Promise<Locator> => {
    const lowest = messages(words).last()
    await lowest.waitFor()
    return lowest
  }
  const types = async (text: string): Promise<void> => {
    await field.fill(text)
    await field.press('Enter')
  }
  const presses = (label: string | RegExp): Promise<void> =>
    pane
      .getByRole('button', { name: label, ...(typeof label === 'string' ? { exact: true } : {}) })
      .last()
      .click()
  return {
    pane,
    field,
    types,
    presses,
    sees,
    fillsIn: async (answers) => {
      for (const [index, answer] of answers.entries()) {
        await sees(new RegExp(`${index + 1} \\S+ 8`, 'u'))
        await types(answer)
      }
    },
    pays: async () => {
      await messages(/INVOICE|СЧЁТ|invoice|счёт/u)
        .last()
        .waitFor()
      await presses(/^(?:Pay|Заплатить) /u)
      const sheet = page.getByRole('dialog')
      await sheet.getByRole('button', { name: /^(?:Pay|Заплатить)/u }).click()
      await sheet
        .getByRole('status')
        .filter({ hasText: /^(?:Paid|Оплачено)/u })
        .waitFor()
      await page.keyboard.press('Escape')
      await sheet.waitFor({ state: 'detached' })
    },
    writesAs: async (writer) => {
      await pane.getByRole('combobox', { name: 'Write as' }).selectOption({ label: writer })
      await pane.getByTitle(`Write as: ${writer}`).waitFor()
    },
    chooses: async (item) => {
      await pane.getByRole('button', { name: `More about ${name}`, exact: true }).click()
      await pane.getByRole('button', { name: item, exact: true }).click()
    },
    count: (words) => messages(words).count(),
  }
}
