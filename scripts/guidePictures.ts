// Makes the pictures of docs/organizers.md: docs/images/<language>/<name>.jpg, one message each, by the real bot as its
// page draws it, and of a PDF its first page (by pdftoppm of the package poppler-utils). Run: npm run guide-pictures
// (all), or with names (npm run guide-pictures -- settings), and look.
import { spawnSync } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { openPage } from 'telegram-sandbox/page'
import { languages, type Language } from '../src/domain/person.js'
import { openTab, startBrowser } from '../packages/telegram-sandbox/test/support/browser.js'
import { meet, openCalmWorld, type Talker } from '../test/support/talker.js'
import { realPrinter, type World } from '../test/support/world.js'
import { openGuide } from './guideCast.js'
import { scenes } from './guideScenes.js'

const width = 560

const shoot = async (page: Page, { id, person }: Talker, path: string): Promise<void> => {
  const last = person.messages().findLast(({ fromBot }) => fromBot)
  if (!last) throw new Error(`Nothing to see for ${path}`)
  const message = page.locator(`[data-log="${id}"] [data-message="${last.message_id}"] .stack`)
  // An answer in a window of its own is closed.
  await page.keyboard.press('Escape')
  await message.scrollIntoViewIfNeeded()
  await page.waitForTimeout(300)
  await message.screenshot({ path, type: 'jpeg', quality: 82 })
}

/** The PDF that somebody got last, if that is what their last message is. */
const paperOf = ({ sandbox }: World, { person }: Talker): Uint8Array | undefined => {
  const document = person.messages().findLast(({ fromBot }) => fromBot)?.document
  return document?.file_name?.endsWith('.pdf') ? sandbox.file(document.file_id)?.bytes : undefined
}

const printed = (pdf: Uint8Array, path: string): void => {
  const page = ['-jpeg', '-jpegopt', 'quality=82', '-r', '90', '-singlefile', '-', path.replace(/\.jpg$/u, '')]
  const { status, error } = spawnSync('pdftoppm', page, { input: pdf })
  if (status !== 0) throw error ?? new Error(`pdftoppm drew no page for ${path}`)
}

const take = async (browser: Browser, language: Language, wanted: readonly string[]): Promise<void> => {
  const world = await openCalmWorld({ printer: realPrinter, config: { defaultLanguage: language } })
  const guide = await openGuide(language, (name) => meet(world, name, { languageCode: language }), world)
  const { anna, ben, carol } = guide
  const served = await openPage({
    sandbox: world.sandbox,
    language,
    roles: [
      { key: 'organizer', name: { ru: 'Организатор', en: 'Organizer' }, people: [anna.id] },
      { key: 'guest', name: { ru: 'Гость', en: 'Guest' }, people: [ben.id, carol.id] },
    ],
  })
  const { page, context } = await openTab(browser, served.url, {
    viewport: { width: width * 2, height: 1400 },
    deviceScaleFactor: 1.5,
    locale: language,
    colorScheme: 'light',
  })
  const folder = `docs/images/${language}`
  await mkdir(folder, { recursive: true })
  for (const [name, play] of Object.entries(scenes)) {
    console.log('scene', name)
    const seen = await play(guide)
    if (wanted.length > 0 && !wanted.includes(name)) continue
    const paper = paperOf(world, seen)
    if (paper) printed(paper, `${folder}/${name}.jpg`)
    else await shoot(page, seen, `${folder}/${name}.jpg`)
  }
  await context.close()
  await served.close()
  await world.close()
}

const browser = await startBrowser()
for (const language of languages) await take(browser, language, process.argv.slice(2))
await browser.close()
