import { expect } from 'vitest'
import type { SandboxMessage } from 'telegram-sandbox'
import type { PageWatch } from './pageWatch.js'

/** The id of somebody by their first name. */
export const personCalled = ({ state }: PageWatch, name: string): number =>
  state().people.find(({ firstName }) => firstName === name)?.id ?? 0

/** A person writes to the bot, and gets its next answer: the text, and a line for each button. */
export const asks = async (watch: PageWatch, personId: number, text: string): Promise<string> => {
  const before = watch.said(personId).length
  expect(await watch.act({ kind: 'says', personId, chatId: personId, text })).toMatchObject({ ok: true })
  await watch.until(() => watch.said(personId).length > before)
  return shownOf(watch.said(personId)[before])
}

const shownOf = (message: SandboxMessage | undefined): string =>
  [
    message?.text ?? '',
    ...(message?.keyboard ?? []).flat().map((button) => (typeof button === 'string' ? button : button.text)),
  ].join('\n')

/** Where a button with such a label stands. */
export const buttonIn = (keyboard: SandboxMessage['keyboard'], label: RegExp) =>
  keyboard.flatMap((row, at) =>
    row.flatMap((button, column) =>
      label.test(typeof button === 'string' ? button : button.text) ? [{ row: at, column }] : [],
    ),
  )[0]

/** Presses the latest button with this label, as soon as there is one. */
export const presses = async (watch: PageWatch, personId: number, label: RegExp): Promise<void> => {
  const found = () =>
    watch
      .said(personId)
      .flatMap(({ message_id: messageId, keyboard }) => {
        const place = buttonIn(keyboard, label)
        return place ? [{ messageId, ...place }] : []
      })
      .at(-1)
  await watch.until(() => found() !== undefined)
  const button = found()
  if (!button) throw new Error(`There is no button ${String(label)} any more`)
  expect(await watch.act({ kind: 'presses', personId, chatId: personId, ...button })).toMatchObject({ ok: true })
}
