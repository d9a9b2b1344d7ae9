import type { Locator } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser } from '../support/describeInBrowser.js'
import { callIn, openStage } from '../support/stage.js'

const long = [
  '🎟 Two tickets for the first row, next to the stage',
  '🎟 Two tickets for the second row, next to the exit',
] as const

const boxOf = async (element: Locator) => {
  const box = await element.boundingBox()
  if (box === null) throw new Error('Nothing is shown there')
  return box
}

// The page's, for what is evaluated there.
declare const getComputedStyle: (element: unknown) => { readonly textOverflow: string }

/** The label's own style and whether it is cut. */
const cutOf = (key: Locator): Promise<unknown> =>
  key.locator('.key-label').evaluate((one: { readonly scrollWidth: number; readonly clientWidth: number }) => ({
    end: getComputedStyle(one).textOverflow,
    isCut: one.scrollWidth > one.clientWidth,
  }))

describeInBrowser('the label of a button', (browser) => {
  it.each([1280, 390])('is one line, cut with an ellipsis, in a page of %i px', async (width) => {
    const { api, box, visit } = await openStage(browser(), callIn('Anna'))
    const [anna] = box.people()
    const link = { text: long[1], url: 'https://example.org/second' }
    await api.sendMessage(anna?.id ?? 0, 'Which?', {
      reply_markup: {
        inline_keyboard: [[{ text: long[0], callback_data: 'first' }, link], [{ text: 'Both', callback_data: 'both' }]],
      },
    })
    const { page, client } = await visit({ viewport: { width, height: 844 } })
    const message = await client('Anna').sees('Which?')
    const [first, second, short] = [0, 1, 2].map((index) => message.locator('.key').nth(index)) as [
      Locator,
      Locator,
      Locator,
    ]

    const line = await boxOf(short)
    expect(await cutOf(short)).toEqual({ end: 'ellipsis', isCut: false })
    for (const key of [first, second]) {
      expect(await cutOf(key)).toEqual({ end: 'ellipsis', isCut: true })
      expect((await boxOf(key)).height).toBe(line.height)
    }
    // Whoever tests a bot wants to read the rest all the same.
    expect([await first.getAttribute('title'), await second.getAttribute('title')]).toEqual([
      long[0],
      `${long[1]}\n${link.url}`,
    ])
    // A row is shared evenly, and is no wider than its chat.
    const [left, right] = [await boxOf(first), await boxOf(second)]
    expect(Math.abs(left.width - right.width)).toBeLessThan(1)
    const log = await boxOf(page.getByRole('log', { name: 'Messages: Anna' }))
    expect(right.x + right.width).toBeLessThan(log.x + log.width)
    await client('Anna').presses(long[0])
    await box.until(() => box.pendingUpdates() > 1)
  })

  it('is one line in a keyboard below the field, too', async () => {
    const { api, box, visit } = await openStage(browser(), callIn('Anna'))
    await api.sendMessage(box.people()[0]?.id ?? 0, 'Which?', {
      reply_markup: { keyboard: [[{ text: long[0] }, { text: long[1] }], [{ text: 'Both' }]], resize_keyboard: true },
    })
    const { client } = await visit({ viewport: { width: 390, height: 844 } })
    const key = (name: string): Locator => client('Anna').pane.getByRole('button', { name, exact: true })
    expect(await cutOf(key(long[0]))).toEqual({ end: 'ellipsis', isCut: true })
    expect((await boxOf(key(long[0]))).height).toBe((await boxOf(key('Both'))).height)
    expect(await key(long[1]).getAttribute('title')).toBe(long[1])
  })
})
