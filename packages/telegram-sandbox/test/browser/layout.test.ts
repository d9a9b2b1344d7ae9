import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { describeInBrowser } from '../support/describeInBrowser.js'
import { sendGallery } from '../support/gallery.js'
import { callIn, eventually, openStage } from '../support/stage.js'

const cast = callIn('Anna', 'Ben', 'Vera')

/**
 * What is wider than its place, or stands beyond the edge of the screen: each as its tag, class and width. What scrolls
 * sideways by itself may hold more.
 */
const sticksOut = (page: Page): Promise<readonly string[]> =>
  page.evaluate(`(() => {
  const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
  const isKept = (element) => { for (let one = element.parentElement; one; one = one.parentElement) if (one.matches('pre, nav, [role=group]') && scrolls(one)) return true; return false }
  const isHidden = (element) => element.closest('.sr, [hidden], svg') !== null || getComputedStyle(element).visibility === 'hidden'
  const tell = (element) => element.tagName + '.' + element.getAttribute('class') + ' ' + Math.round(element.getBoundingClientRect().right)
  const beyond = [...document.querySelectorAll('#app *')].filter((element) => element.getClientRects().length > 0 && !isHidden(element) && !isKept(element))
    .filter((element) => { const { left, right } = element.getBoundingClientRect(); return right > innerWidth + 1 || left < -1 })
  const sideways = [document.scrollingElement, ...document.querySelectorAll('main, [role=log]')].filter((element) => element.scrollWidth > element.clientWidth)
  return [...beyond, ...sideways].map(tell)
})()`)

const shown = (page: Page): Promise<readonly string[]> =>
  page.getByRole('region').getByRole('heading', { level: 2 }).allInnerTexts()
const background = (page: Page): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor')

describeInBrowser('the arrangement of the page', (browser) => {
  it('keeps panes hidden and wide through a reload, and brings them back', async () => {
    const { visit } = await openStage(browser(), cast)
    const { page, client } = await visit()
    const widen = page.getByRole('button', { name: 'Make the pane of Ben wider' })
    const widthOf = async (name: string): Promise<number> => (await client(name).pane.boundingBox())?.width ?? 0
    await page.getByRole('button', { name: 'Hide Anna', exact: true }).click()
    await client('Anna').pane.waitFor({ state: 'hidden' })
    expect(await widthOf('Ben')).toBeCloseTo(await widthOf('Vera'), 0)
    await widen.click()
    await page.reload()
    await client('Ben').sees('/start')
    expect([await shown(page), await widen.getAttribute('aria-pressed')]).toEqual([['Ben', 'Vera'], 'true'])
    expect(await widthOf('Ben')).toBeGreaterThan((await widthOf('Vera')) * 1.2)
    await page.getByRole('button', { name: 'Show Anna' }).click()
    await client('Anna').sees('/start')
    await widen.click()
    await page.reload()
    await client('Ben').sees('/start')
    expect([await shown(page), await widen.getAttribute('aria-pressed')]).toEqual([['Anna', 'Ben', 'Vera'], 'false'])
  })

  it('tells of news in a hidden pane', async () => {
    const { visit, box, api } = await openStage(browser(), cast)
    const { page } = await visit()
    const [anna] = box.people()
    await page.getByRole('button', { name: 'Hide Anna', exact: true }).click()
    await page.getByRole('button', { name: 'Show Anna', exact: true }).waitFor()
    for (const text of ['One', 'Two']) await api.sendMessage(anna?.id ?? 0, text)
    await page.getByRole('button', { name: 'Show Anna, 2 new messages', exact: true }).click()
    await page.getByRole('article').filter({ hasText: 'Two' }).waitFor()
    await page.getByRole('button', { name: 'Hide Anna', exact: true }).click()
    await page.getByRole('button', { name: 'Show Anna', exact: true }).waitFor()
  })

  it('shows one chat at a time on a phone, chosen by tabs', async () => {
    const { visit, box, api } = await openStage(browser(), cast)
    const { page, client } = await visit({ viewport: { width: 390, height: 844 } })
    const tab = (name: string | RegExp) => page.getByRole('navigation', { name: 'Chats' }).getByRole('button', { name })
    expect(await shown(page)).toEqual(['Anna'])
    await api.sendMessage(box.people()[1]?.id ?? 0, 'News for you')
    await tab('Show Ben, 1 new message').click()
    await client('Ben').sees('News for you')
    expect([await shown(page), await tab(/Ben/u).getAttribute('aria-current')]).toEqual([['Ben'], 'true'])
    await client('Ben').types('Thank you')
    await client('Ben').sees('Thank you')
    await page.setViewportSize({ width: 1280, height: 800 })
    await client('Vera').pane.waitFor()
    expect(await shown(page)).toEqual(['Anna', 'Ben', 'Vera'])
  })

  it.each([390, 320])('lets nothing scroll sideways or stand beyond the edge at %i px', async (width) => {
    const { visit, box, api } = await openStage(browser())
    const person = box.person({ firstName: 'Anna', languageCode: 'en' })
    person.says('/start')
    const [group, channel] = [box.group('Sales of all our evenings in one chat'), box.channel('Events')]
    for (const chat of [group, channel]) chat.addBot(person)
    await sendGallery({ api, botUsername: box.botUsername, person, group, channel })
    const { page, client } = await visit({ viewport: { width, height: 720 } })
    await client('Anna').sees('A keyboard below the composer')
    expect(await sticksOut(page)).toEqual([])
    for (const name of [/Sales/u, /Events/u]) {
      await page.getByRole('navigation', { name: 'Chats' }).getByRole('button', { name }).click()
      await page.getByRole('region', { name }).waitFor()
      expect(await sticksOut(page)).toEqual([])
    }
    for (const [button, dialog] of [
      ['Add a person', 'dialog'],
      ['Add a group', 'dialog'],
      ['For developers', 'complementary'],
    ] as const) {
      await page.getByRole('button', { name: button }).click()
      await page.getByRole(dialog).waitFor()
      expect(await sticksOut(page), button).toEqual([])
      await page.getByRole('button', { name: 'Close', exact: true }).click()
    }
    // The control: a message that is too wide is noticed.
    await page.evaluate(
      "document.querySelector('main section.active [role=log] > *').append(Object.assign(document.createElement('canvas'), { width: 1000 }))",
    )
    expect(await sticksOut(page)).not.toEqual([])
  })

  it('keeps the theme and the language through a reload', async () => {
    const { visit } = await openStage(browser(), cast)
    const { page } = await visit({ colorScheme: 'light' })
    const light = await background(page)
    await page.getByRole('button', { name: 'Theme: like the system' }).click()
    await page.getByRole('button', { name: 'Theme: light' }).click()
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor()
    // With little movement asked for, a colour still takes one frame to change.
    await eventually(() => background(page)).not.toBe(light)
    const dark = await background(page)
    await page.getByRole('button', { name: 'Русский' }).click()
    await page.getByRole('button', { name: 'Добавить человека' }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Тема: тёмная' }).waitFor()
    await eventually(() => background(page)).toBe(dark)
    expect(await page.evaluate('document.documentElement.lang')).toBe('ru')
    await page.getByRole('button', { name: 'Тема: тёмная' }).click()
    await page.getByRole('button', { name: 'English' }).click()
    await page.reload()
    await page.getByRole('button', { name: 'Theme: like the system' }).waitFor()
    await eventually(() => background(page)).toBe(light)
    await page.emulateMedia({ colorScheme: 'dark' })
    await eventually(() => background(page)).toBe(dark)
  })

  it.each([
    ['ru-RU', 'en', 'Добавить человека'],
    ['en-US', 'ru', 'Add a person'],
    ['de-DE', 'ru', 'Добавить человека'],
    ['de-DE', 'en', 'Add a person'],
  ] as const)(
    'starts in the language of the browser (%s), else in that of the server (%s)',
    async (locale, language, words) => {
      const { visit } = await openStage(browser(), (box) => {
        cast(box)
        return { language }
      })
      const { page } = await visit({ locale })
      await page.getByRole('button', { name: words }).waitFor()
    },
  )
})
