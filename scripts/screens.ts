// Makes a picture of each main screen of the page in screens/: a message of each kind, both languages, wide and narrow,
// light and dark. Run: npm run screens, and look.
import { mkdir } from 'node:fs/promises'
import { Api } from 'grammy'
import type { Browser, Page } from 'playwright-core'
import { openPage } from 'telegram-sandbox/page'
import { openSandbox } from 'telegram-sandbox'
import { openTab, startBrowser } from '../packages/telegram-sandbox/test/support/browser.js'
import { galleryRoles, sendGallery } from '../packages/telegram-sandbox/test/support/gallery.js'

type Look = {
  readonly language: 'ru' | 'en'
  readonly width: number
  readonly height: number
  readonly scheme: 'light' | 'dark'
}

const looks: readonly Look[] = (['en', 'ru'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((scheme) => [
    { language, scheme, width: 1280, height: 800 },
    { language, scheme, width: 390, height: 844 },
  ]),
)

/** A log's pictures from its top to its end, a screen at a time. */
const scrollThrough = async (page: Page, chatId: number, name: string): Promise<void> => {
  const element = `document.querySelector('[data-log="${chatId}"]')`
  const [height, all] = await page.evaluate<[number, number]>(`[${element}.clientHeight, ${element}.scrollHeight]`)
  for (let top = 0, index = 0; top < all; top += height - 40, index += 1) {
    await page.evaluate(`${element}.scrollTo(0, ${top})`)
    await page.waitForTimeout(300)
    await page.screenshot({ path: `screens/${name}-${String(index).padStart(2, '0')}.png` })
  }
}

const take = async (browser: Browser, { language, width, height, scheme }: Look): Promise<void> => {
  const box = await openSandbox({ strictRates: false })
  const api = new Api(box.token, { apiRoot: box.url })
  const person = box.person({ firstName: language === 'ru' ? 'Анна' : 'Anna', languageCode: language })
  const door = box.person({ firstName: language === 'ru' ? 'Вера' : 'Vera', languageCode: language })
  person.says('/start')
  const [group, channel] = [
    box.group(language === 'ru' ? 'Продажи' : 'Sales'),
    box.channel(language === 'ru' ? 'События' : 'Events'),
  ]
  for (const chat of [group, channel]) chat.addBot(person)
  await sendGallery({ api, botUsername: box.botUsername, person, group, channel })
  const served = await openPage({
    sandbox: box,
    language,
    roles: galleryRoles(person, door),
  })
  const { page, context, complaints } = await openTab(browser, served.url, {
    locale: language === 'ru' ? 'ru-RU' : 'en-GB',
    viewport: { width, height },
    colorScheme: scheme,
  })
  const name = `${language}-${width}-${scheme}`
  await page.waitForTimeout(1500)
  await scrollThrough(page, person.id, name)
  if (complaints.length > 0) console.error(name, complaints)
  await context.close()
  await served.close()
  await box.close()
}

await mkdir('screens', { recursive: true })
const browser = await startBrowser()
for (const look of looks) await take(browser, look)
await browser.close()
