import { Api } from 'grammy'
import { expect, it, onTestFinished } from 'vitest'
import type { Page } from 'playwright-core'
import { openPage } from '../../src/page/page.js'
import { openSandbox } from '../../src/sandbox.js'
import type { Sandbox } from '../../src/sandbox.js'
import { openTab } from '../support/browser.js'
import { describeInBrowser } from '../support/describeInBrowser.js'
import { galleryPayload, galleryRoles, sendGallery } from '../support/gallery.js'

/** Agrees to every payment until the sandbox closes. */
const agree = async (api: Api): Promise<void> => {
  for (let offset = 0; ;) {
    const updates = await api.getUpdates({ offset, timeout: 30 })
    for (const { update_id: id, pre_checkout_query: query } of updates) {
      offset = id + 1
      if (query !== undefined) await api.answerPreCheckoutQuery(query.id, true)
    }
  }
}

const openGallery = async (language: 'ru' | 'en' = 'en') => {
  const box: Sandbox = await openSandbox({ strictRates: false })
  const api = new Api(box.token, { apiRoot: box.url })
  const person = box.person({
    firstName: 'Anna',
    lastName: '<img src=x onerror=document.title="run">',
    languageCode: language,
  })
  const door = box.person({ firstName: 'Vera', languageCode: language })
  person.says('/start')
  const group = box.group('Sales')
  const channel = box.channel('Events')
  for (const chat of [group, channel]) chat.addBot(person)
  const ids = await sendGallery({ api, botUsername: box.botUsername, person, group, channel })
  const served = await openPage({
    sandbox: box,
    language,
    roles: galleryRoles(person, door),
  })
  onTestFinished(async () => {
    await served.close()
    await box.close()
  })
  return { box, api, person, door, ids, url: served.url }
}

const openOn = async (browser: Parameters<typeof openTab>[0], language: 'ru' | 'en' = 'en') => {
  const gallery = await openGallery(language)
  const tab = await openTab(browser, gallery.url, {
    locale: language === 'ru' ? 'ru-RU' : 'en-GB',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  onTestFinished(async () => {
    await tab.context.close()
    expect(tab.complaints).toEqual([])
  })
  const pane = tab.page.locator(`[data-pane="${gallery.person.id}"]`)
  await pane.locator(`[data-message="${gallery.ids.keyboard}"]`).waitFor()
  return { ...gallery, ...tab, pane, message: (id: number) => pane.locator(`article[data-message="${id}"]`) }
}

/** Calls an exported function of one of the page's modules, in the page. */
const ask = (page: Page, file: string, name: string, args: readonly unknown[]): Promise<unknown> =>
  page.evaluate(`import('/client/content/${file}').then((module) => module.${name}(...${JSON.stringify(args)}))`)

describeInBrowser('what stands in a chat', (browser) => {
  it('shows every entity by its own means', async () => {
    const { pane } = await openOn(browser())
    for (const selector of [
      'b',
      'i',
      'u',
      's',
      '.spoiler',
      '.code',
      '.pre',
      '.quoted',
      '.folded',
      '.custom-emoji',
      'time.date-time',
      'a[href^="mailto:"]',
    ]) {
      expect(await pane.locator('.text').locator(selector).count(), selector).toBeGreaterThan(0)
    }
    expect(await pane.locator('b i u s .spoiler').count()).toBe(1)
  })

  it('shows names and texts that look like HTML as text, and makes no link of what is no web address', async () => {
    const { page, message, ids, pane } = await openOn(browser())
    expect(await message(ids.hostile).innerText()).toContain('<img src=x onerror=alert(1)> <script>alert(2)</script>')
    expect(await page.locator('img[src="x"], article script').count()).toBe(0)
    expect(await page.title()).not.toBe('run')
    expect(await message(ids.hostile).locator('a').count()).toBe(0)
    // The control: an address of the web is a link, and opens beside the page without telling where from.
    expect(await pane.getByRole('link', { name: 'words that lead somewhere' }).getAttribute('rel')).toBe(
      'noopener noreferrer',
    )
  })

  it('leads only to the web and into the bot', async () => {
    const { page, box } = await openOn(browser())
    const kinds: Readonly<Record<string, string>> = {
      'javascript:alert(1)': 'inert',
      ' JavaScript:alert(1)': 'inert',
      'java\nscript:alert(1)': 'inert',
      'data:text/html,x': 'inert',
      'tg://resolve?domain=x': 'inert',
      'file:///etc/passwd': 'inert',
      'https://': 'inert',
      'https://example.org/x': 'web',
      'example.org/x': 'web',
      't.me/somebody?start=x': 'web',
      [`t.me/${box.botUsername}?startgroup=x`]: 'web',
      [`https://t.me/${box.botUsername}?start=x`]: 'start',
      [`T.me/${box.botUsername.toUpperCase()}`]: 'start',
    }
    for (const [link, kind] of Object.entries(kinds))
      expect(await ask(page, 'text/links.js', 'readLink', [link, box.botUsername]), link).toMatchObject({ kind })
  })

  it('hides a spoiler until it is clicked or chosen by key', async () => {
    const { pane } = await openOn(browser())
    const spoiler = pane.getByText('hidden until clicked')
    expect(await spoiler.isVisible()).toBe(false)
    await pane.locator('.spoiler').first().press('Enter')
    await spoiler.waitFor({ state: 'visible' })
    // Those of other messages stay hidden.
    expect(await pane.getByText('and hidden', { exact: true }).isVisible()).toBe(false)
  })

  it('sends what a link into the bot and a command say', async () => {
    const { pane, person, box } = await openOn(browser())
    const says = (text: string) => box.until(() => person.sees() === text)
    await pane.getByRole('button', { name: 'hidden behind words' }).click()
    await says('/start event_8')
    await pane.getByRole('button', { name: '/buy', exact: true }).first().click()
    await says('/buy')
    await pane.getByRole('button', { name: 'Open in the bot' }).click()
    await says('/start event_1')
  })

  it('scans the code in a picture as the person at the door, in one click', async () => {
    const { message, ids, box, door, pane } = await openOn(browser(), 'ru')
    await message(ids.ticket).getByRole('button', { name: 'Сканировать на входе' }).click()
    await box.until(() => door.sees() === `/start ${galleryPayload}`)
    // The control: pictures without a code offer nothing.
    expect(await pane.locator('.code-chip').count()).toBe(1)
  })

  it('pays once, however fast one clicks', async () => {
    const { page, pane, message, ids, person, api } = await openOn(browser())
    agree(api).catch(() => undefined)
    await message(ids.invoice).getByRole('button', { name: /^Pay/u }).click()
    await page.getByRole('dialog').getByRole('button', { name: /^Pay/u }).dblclick()
    await page.getByRole('dialog').getByText('Paid ₽3,000').waitFor()
    await page.getByRole('button', { name: 'Done' }).click()
    await pane.getByText('You paid ₽3,000').waitFor()
    const payments = () => person.messages().filter((one) => one.message.successful_payment !== undefined).length
    expect(payments()).toBe(1)
    // The control: who opens the sheet again pays again, as in Telegram.
    await message(ids.invoice).getByRole('button', { name: /^Pay/u }).click()
    await page.getByRole('dialog').getByRole('button', { name: /^Pay/u }).click()
    await page.getByRole('button', { name: 'Done' }).waitFor()
    expect(payments()).toBe(2)
  })

  it('says when a card was declined, and takes no money', async () => {
    const { page, message, ids, person, api } = await openOn(browser(), 'ru')
    agree(api).catch(() => undefined)
    await message(ids.invoice).locator('.key').click()
    await page.getByText('Будет отклонена').click()
    await page.getByRole('button', { name: 'Заплатить 3 000 ₽' }).click()
    await page.getByRole('alert').getByText('Карта отклонена').waitFor()
    expect(person.messages().some((one) => one.message.successful_payment !== undefined)).toBe(false)
  })

  it('offers no way to keep protected content', async () => {
    const { pane, page } = await openOn(browser())
    const isProtected = pane.locator('article.protected')
    expect(await isProtected.count()).toBe(3)
    expect(await isProtected.locator('a[href^="/files/"]').count()).toBe(0)
    await isProtected
      .first()
      .locator('.bubble')
      .click({ button: 'right', position: { x: 20, y: 8 } })
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Reply'])
    await page.keyboard.press('Escape')
    // The control: what is not protected may be saved and copied.
    expect(await pane.locator('article:not(.protected) a[href^="/files/"]').count()).toBe(6)
    await pane.locator('.bubble', { hasText: /^Ok/u }).click({ button: 'right', position: { x: 20, y: 8 } })
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Reply', 'Copy text'])
  })

  it('marks what was edited and drops what was deleted', async () => {
    const { message, ids } = await openOn(browser())
    expect(await message(ids.edited).innerText()).toMatch(/After the edit: 3 seats left[\s\S]*edited/u)
    expect(await message(ids.deleted).count()).toBe(0)
  })

  it('writes moments in the reader’s language and zone', async () => {
    const { page } = await openOn(browser())
    const moment = Date.UTC(2026, 10, 22, 16, 5, 9) / 1000
    const write = (format: string, language: string, now = 0) =>
      ask(page, 'time/time.js', 'formatDateTime', [moment, format, { language, zone: 'Europe/Moscow', now }])
    expect(await Promise.all(['t', 'T', 'd', 'D', 'w', 'wDt', ''].map((format) => write(format, 'ru')))).toEqual([
      '19:05',
      '19:05:09',
      '22.11.26',
      '22 ноября 2026 г.',
      'воскресенье',
      'воскресенье, 22 ноября 2026 г. в 19:05',
      '',
    ])
    expect(await write('wDt', 'en')).toMatch(/^Sunday, November 22, 2026 at 7:05\sPM$/u)
    expect(await write('r', 'ru', moment * 1000 - 7_300_000)).toBe('через 2 часа')
    expect(await write('r', 'en', moment * 1000 + 60_000)).toBe('1 minute ago')
    // What nobody knows falls back and does not fail.
    expect(
      await ask(page, 'time/time.js', 'formatDateTime', [
        moment,
        't',
        { language: 'no_such', zone: 'Nowhere/City', now: 0 },
      ]),
    ).toMatch(/^4:05\sPM$/u)
  })

  it('keeps a relative moment true while time passes', async () => {
    const { api, person, page, pane } = await openOn(browser())
    await page.clock.install()
    await page.reload()
    const unix = Math.floor(Date.now() / 1000) + 2 * 3600 + 1200
    await api.sendMessage(person.id, `It begins <tg-time unix="${unix}" format="r">soon</tg-time>.`, {
      parse_mode: 'HTML',
    })
    await pane.getByText('in 2 hours').waitFor()
    await page.clock.fastForward('01:00:00')
    await pane.getByText('in 1 hour').waitFor()
  })

  it('writes prices with each currency’s decimals', async () => {
    const { page } = await openOn(browser())
    const price = async (amount: number, currency: string, language: string) =>
      String(await ask(page, 'money/money.js', 'formatPrice', [amount, currency, language])).replace(/\s/gu, ' ')
    expect(await price(150_000, 'RUB', 'ru')).toBe('1 500 ₽')
    expect(await price(150_050, 'RUB', 'ru')).toBe('1 500,50 ₽')
    expect(await price(4500, 'JPY', 'en')).toBe('¥4,500')
    expect(await price(12_345, 'JOD', 'en')).toBe('JOD 12.345')
    // Browsers think that these have no decimals; Telegram counts in hundredths.
    expect(await price(150_050, 'HUF', 'en')).toBe('Ft 1,500.50')
    expect(await price(250, 'XTR', 'ru')).toBe('⭐ 250')
  })
})
