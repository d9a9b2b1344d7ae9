import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Program } from '../../test/support/program.js'
import { startDemo } from './support/demoProgram.js'
import { openTab, type Tab } from '../../packages/telegram-sandbox/test/support/browser.js'
import { describeInBrowser } from '../../packages/telegram-sandbox/test/support/describeInBrowser.js'
import { type Client, clientOf } from '../../packages/telegram-sandbox/test/support/client.js'
import { poster } from '../../packages/telegram-sandbox/test/support/pictures.js'
import { eventually } from '../../packages/telegram-sandbox/test/support/stage.js'

const minutes = 60_000
const mostTabs = 200

/** Presses Tab until this has the focus, as whoever has no mouse. */
const tabTo = async (page: Page, target: Locator): Promise<void> => {
  await target.waitFor()
  const focused = target.and(page.locator(':focus'))
  for (let presses = 0; presses < mostTabs; presses += 1) {
    if ((await focused.count()) > 0) return
    await page.keyboard.press('Tab')
  }
  throw new Error('The Tab key does not lead there')
}

const press = async (page: Page, { pane }: Client, label: string | RegExp): Promise<void> => {
  await tabTo(
    page,
    pane.getByRole('button', { name: label, ...(typeof label === 'string' ? { exact: true } : {}) }).last(),
  )
  await page.keyboard.press('Enter')
}

describeInBrowser('the real Levem in the page', (browser) => {
  let demo: Program
  let tab: Tab
  beforeAll(async () => {
    demo = startDemo({ DEFAULT_LANGUAGE: 'en', DEMO_PORT: '0', TZ: 'Europe/Moscow' })
    await demo.says(/^http:/u)
  })
  afterAll(async () => {
    demo.signal('SIGTERM')
    expect((await demo.ended).code).toBe(0)
  })
  beforeEach(async () => {
    tab = await openTab(browser(), demo.output().split('\n').at(-1) ?? '')
  })
  afterEach(async () => {
    await tab.context.close()
    expect(tab.complaints).toEqual([])
  })

  it(
    'sells two tickets to somebody who has no mouse',
    async () => {
      const { page } = tab
      const [ben, chat] = [clientOf(page, 'Ben'), clientOf(page, 'Levem · Sales')]
      await press(page, ben, 'Start')
      await ben.sees('Hello, Ben!')
      await tabTo(page, ben.field)
      await page.keyboard.type('/ev')
      await ben.pane.getByRole('option', { name: /^\/events/u }).waitFor()
      await page.keyboard.press('Enter')
      await press(page, ben, /Sketching/u)
      await press(page, ben, '🎟 Get tickets')
      await press(page, ben, '2')
      await press(page, ben, '✅ Confirm')
      await ben.sees('Order no. 1')
      await chat.sees('2 tickets bought')
      expect([await ben.count('Order no. 1'), await chat.count('2 tickets bought')]).toEqual([1, 1])
    },
    2 * minutes,
  )

  it(
    'shows the poster that an organizer attached on the card of the event',
    async () => {
      const { page } = tab
      const [anna, chat] = [clientOf(page, 'Anna'), clientOf(page, 'Levem · Sales')]
      await anna.types('/newevent')
      await anna.fillsIn(['Poster night', 'With a picture.', 'in 10 days at 7pm', '10pm', 'Library', '15', '3'])
      await anna.sees('8 of 8')
      await anna.pane.getByRole('button', { name: 'Attach' }).click()
      const chooser = page.waitForEvent('filechooser')
      await anna.pane.getByRole('button', { name: 'Photo', exact: true }).click()
      await (
        await chooser
      ).setFiles({ name: 'poster.png', mimeType: 'image/png', buffer: Buffer.from(poster(480, 300)) })
      await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()
      await anna.presses('🎉 Publish')
      const news = await chat.sees(/A new event![\s\S]*Poster night/u)
      await news.getByRole('button', { name: 'Open the event' }).click()
      await anna.sees('/start e_')
      const card = await anna.sees(/Poster night[\s\S]*With a picture\./u)
      const image = card.getByRole('button', { name: /^Open the photo/u }).locator('img')
      await image.waitFor()
      const sizeOf = async (name: string): Promise<unknown> =>
        (await (await image.elementHandle()).getProperty(name)).jsonValue()
      await eventually(() => sizeOf('naturalWidth')).toBe(480)
      expect(await sizeOf('naturalHeight')).toBe(300)
    },
    2 * minutes,
  )

  it(
    'goes on announcing, once, when the group became a supergroup',
    async () => {
      const { page } = tab
      const [masha, chat] = [clientOf(page, 'Маша'), clientOf(page, 'Levem · Sales')]
      await chat.sees(/A new event![\s\S]*Jazz/u)
      const formerId = await chat.pane.getAttribute('data-pane')
      await chat.chooses('Turn into a supergroup…')
      await page.getByRole('dialog').getByRole('button', { name: 'Turn into a supergroup' }).click()
      await chat.pane.getByText('The group became a supergroup').first().waitFor()
      await masha.presses('Start')
      await masha.sees('Маша')
      await masha.types('/events')
      await masha.presses(/Ужин|Supper/u)
      await masha.presses('🎟 Взять билет')
      await masha.presses('3')
      await masha.presses('✅ Подтвердить')
      await masha.sees('Заказ №')
      await chat.sees('3 tickets bought')
      expect(await chat.pane.getAttribute('data-pane')).not.toBe(formerId)
      // What was said before stands in the same pane, and it is the only one of that name.
      const counts = () =>
        Promise.all([chat.count(/A new event![\s\S]*Jazz/u), chat.count('3 tickets bought'), chat.pane.count()])
      expect(await counts()).toEqual([1, 1, 1])
      await page.reload()
      await chat.sees('3 tickets bought')
      expect(await counts()).toEqual([1, 1, 1])
    },
    2 * minutes,
  )
})
