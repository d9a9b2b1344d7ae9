import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Program } from '../../test/support/program.js'
import { startDemo } from './support/demoProgram.js'
import { openTab, type Tab } from '../../packages/telegram-sandbox/test/support/browser.js'
import { describeInBrowser } from '../../packages/telegram-sandbox/test/support/describeInBrowser.js'
import { clientOf } from '../../packages/telegram-sandbox/test/support/client.js'

const minutes = 60_000

describeInBrowser('the demo in a browser', (browser) => {
  let demo: Program
  let tab: Tab
  beforeEach(async () => {
    demo = startDemo({ DEFAULT_LANGUAGE: 'en', DEMO_PORT: '0', TZ: 'Europe/Moscow' })
    await demo.says(/^http:/u)
    tab = await openTab(browser(), demo.output().split('\n').at(-1) ?? '')
  })
  afterEach(async () => {
    const { complaints } = tab
    await tab.context.close()
    demo.signal('SIGTERM')
    expect((await demo.ended).code).toBe(0)
    expect(complaints).toEqual([])
  })

  it(
    'plays the whole story by clicking: an event, two tickets paid with the Pay button, both announcements',
    async () => {
      const { page } = tab
      const [anna, ben, chat] = [clientOf(page, 'Anna'), clientOf(page, 'Ben'), clientOf(page, 'Levem · Sales')]
      await anna.presses('🎉 Create an event')
      await anna.fillsIn([
        'Chess <b>night</b> & "friends"',
        'Boards, tea and no clocks.',
        'in 10 days at 7pm',
        '10pm',
        'Library, 5 Main St',
        '15',
        '3',
      ])
      await anna.sees('8 of 8')
      await anna.presses('Skip ›')
      await anna.presses('🎉 Publish')
      const news = await chat.sees(/A new event![\s\S]*Chess <b>night<\/b> & "friends"/u)

      await ben.presses('Start')
      await ben.sees('Hello, Ben!')
      await ben.presses("🎪 What's on")
      await ben.presses(/Chess/u)
      await ben.presses('🎟 Get tickets')
      await ben.presses('2')
      await ben.pays()
      await ben.sees('Order no. 1, 2 tickets')
      await chat.sees(/2 tickets bought[\s\S]*€30/u)
      expect([await chat.count('2 tickets bought'), await chat.count(/A new event![\s\S]*Chess/u)]).toEqual([1, 1])

      // The link in the announcement opens the event for whoever writes there.
      await news.getByRole('button', { name: 'Open the event' }).click()
      await anna.sees('/start e_')
      await anna.sees(/1 ticket left|1 left|Left: 1/iu)
    },
    2 * minutes,
  )

  it(
    'loses nothing while Telegram is down during a purchase: the ticket and the announcement come once',
    async () => {
      const { page } = tab
      const [ben, chat] = [clientOf(page, 'Ben'), clientOf(page, 'Levem · Sales')]
      await ben.presses('Start')
      await ben.presses("🎪 What's on")
      await ben.presses(/Supper/u)
      await ben.presses('🎟 Get tickets')
      await ben.presses('2')
      await ben.pane.getByRole('button', { name: '✅ Confirm', exact: true }).waitFor()
      const down = page.getByRole('switch', { name: 'Telegram is down' })
      await page.getByRole('button', { name: 'For developers' }).click()
      await page.getByRole('tab', { name: 'Faults' }).click()
      await down.click()
      await page.getByText('Switched on: Telegram is down').waitFor()
      await ben.presses('✅ Confirm')
      await page.getByRole('tab', { name: 'Bot' }).click()
      await page
        .getByText(/does not answer|ECONNREFUSED|unreachable|could not/u)
        .first()
        .waitFor()
      expect([await ben.count('Order no.'), await chat.count('tickets bought')]).toEqual([0, 0])
      await page.getByRole('button', { name: 'Switch all off' }).click()
      await ben.sees('Order no. 1')
      await chat.sees('2 tickets bought')
      // A second copy would come before the answer to what is asked now.
      await ben.types('/language')
      await ben.presses('🇬🇧 English')
      await ben.sees('All right, we speak English')
      expect([await ben.count('Order no. 1'), await chat.count('2 tickets bought')]).toEqual([1, 1])
    },
    2 * minutes,
  )

  it(
    'turns the clock by a click, and a hold runs out before one',
    async () => {
      const { page } = tab
      const ben = clientOf(page, 'Ben')
      await ben.presses('Start')
      await ben.presses("🎪 What's on")
      await ben.presses(/Jazz on/u)
      await ben.presses('🎟 Get tickets')
      await ben.presses(/^Standing/u)
      await ben.presses('2')
      await ben.pane.getByRole('button', { name: /Pay/u }).first().waitFor()
      await page.getByRole('button', { name: 'For developers' }).click()
      await page.getByRole('tab', { name: 'Bot' }).click()
      const clock = page.getByText('Here it is')
      const before = await clock.innerText()
      await page.getByRole('button', { name: '+1 h', exact: true }).click()
      await ben.sees('The time to pay for')
      expect(await clock.innerText()).not.toBe(before)
    },
    2 * minutes,
  )

  it(
    'lets a ticket in at the door by one click on its picture, once, after it was paid',
    async () => {
      const { page } = tab
      const [ben, vera] = [clientOf(page, 'Ben'), clientOf(page, 'Vera')]
      await ben.presses('Start')
      await ben.presses("🎪 What's on")
      await ben.presses(/Supper/u)
      await ben.presses('🎟 Get tickets')
      await ben.presses('1')
      await ben.presses('✅ Confirm')
      await ben.sees('Order no. 1')
      const scan = ben.pane.getByRole('button', { name: /^Scan at the door/u })
      await scan.click()
      await vera.sees('TO PAY: €45')
      await vera.presses('💰 Paid, let in')
      await vera.sees(/LET IN[\s\S]*Ben[\s\S]*1 of 1/u)
      await scan.click()
      await vera.sees(/LET IN[\s\S]*just now/iu)
      expect(await vera.count('TO PAY: €45')).toBeLessThanOrEqual(1)
    },
    2 * minutes,
  )

  it(
    'keeps the chats through a reload of the page and a killed bot',
    async () => {
      const { page } = tab
      const ben = clientOf(page, 'Ben')
      await ben.presses('Start')
      await ben.sees('Hello, Ben!')
      await page.getByRole('button', { name: 'For developers' }).click()
      await page.getByRole('tab', { name: 'Bot' }).click()
      await page.getByRole('button', { name: 'Kill −9' }).click()
      await page.getByText('The bot is stopped.').first().waitFor()
      await ben.types('/events')
      await page.reload()
      await ben.sees('Hello, Ben!')
      await page.getByRole('button', { name: 'Start it' }).click()
      await ben.sees("What's on")
      expect(await ben.count('Hello, Ben!')).toBeGreaterThanOrEqual(1)
    },
    2 * minutes,
  )
})
