// Makes docs/images/demo.jpg and demo.ru.jpg: the demo's page after an event was made and tickets were bought, all by
// clicking, with the real bot behind. Run: npm run picture
import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Browser } from 'playwright-core'
import type { Language } from '../src/domain/person.js'
import { createTexts } from '../src/texts/texts.js'
import { openTab, startBrowser } from '../packages/telegram-sandbox/test/support/browser.js'
import { clientOf } from '../packages/telegram-sandbox/test/support/client.js'

/** Who is on the picture, and what the organizer answers to the form. */
type Shot = {
  readonly language: Language
  readonly locale: string
  readonly file: string
  readonly organizer: string
  readonly buyer: string
  readonly chat: string
  readonly closes: readonly RegExp[]
  readonly answers: readonly string[]
  readonly bought: RegExp
}

const shots: readonly Shot[] = [
  {
    language: 'en',
    locale: 'en-GB',
    file: 'docs/images/demo.jpg',
    organizer: 'Anna',
    buyer: 'Ben',
    chat: 'Levem · Sales',
    closes: [/^Hide Маша/u, /^Hide Vera/u, /^Hide this hint/u],
    bought: /2 tickets bought/u,
    answers: [
      'Chess in the library',
      'Boards, tea and no clocks.',
      'in 10 days at 7pm',
      '10pm',
      'Library, 5 Main St',
      '12',
      '60',
    ],
  },
  {
    language: 'ru',
    locale: 'ru-RU',
    file: 'docs/images/demo.ru.jpg',
    organizer: 'Анна',
    buyer: 'Борис',
    chat: 'Levem · Продажи',
    closes: [/^Скрыть.*Emma/u, /^Скрыть.*Вера/u, /^Скрыть подсказку/u],
    bought: /2 билета/u,
    answers: [
      'Шахматы в библиотеке',
      'Доски, чай и никаких часов.',
      'через 10 дней в 19:00',
      '22:00',
      'Библиотека, Лесная, 5',
      '900',
      '60',
    ],
  },
]

const openDemo = async (language: Language) => {
  const env = { PATH: process.env['PATH'], CI: 'true', DEFAULT_LANGUAGE: language, DEMO_PORT: '0', TZ: 'Europe/Moscow' }
  const demo = spawn(process.execPath, ['--import', 'tsx', 'demo/src/main.ts'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface(demo.stdout))
    if (line.startsWith('http:')) return { url: line, close: () => demo.kill('SIGTERM') }
  throw new Error('The demo did not open')
}

const take = async (
  browser: Browser,
  { language, locale, file, organizer, buyer, chat, closes, answers, bought }: Shot,
): Promise<void> => {
  const demo = await openDemo(language)
  const speech = createTexts().in(language)
  const { page, context } = await openTab(browser, demo.url, {
    viewport: { width: 1160, height: 800 },
    deviceScaleFactor: 2,
    locale,
    colorScheme: 'light',
  })
  const [anna, ben, sales] = [clientOf(page, organizer), clientOf(page, buyer), clientOf(page, chat)]
  for (const name of closes) await page.getByRole('button', { name }).first().click()
  await anna.presses(speech.label('button-new-event'))
  await anna.fillsIn(answers)
  await anna.sees(/8 \S+ 8/u)
  await anna.presses(speech.label('button-skip'))
  await anna.presses(speech.label('button-publish'))
  await ben.presses(/^(?:Start|Начать|Старт|Запустить)$/u)
  await ben.presses(speech.label('button-events'))
  await ben.presses(/Jazz|Джаз/u)
  await ben.presses(speech.label('button-buy'))
  await ben.presses(/Standing|Танцпол/u)
  await ben.presses('2')
  await ben.presses(/^💳/u)
  await ben.pays()
  await sales.sees(bought)
  // The tickets come as pictures.
  await ben.pane
    .getByRole('button', { name: /^(?:Scan at the door|Сканировать на входе|Отсканировать)/u })
    .last()
    .waitFor()
  await page.mouse.move(580, 5)
  await page.screenshot({ path: file, type: 'jpeg', quality: 82 })
  await context.close()
  demo.close()
}

await mkdir('docs/images', { recursive: true })
const browser = await startBrowser()
for (const shot of shots) await take(browser, shot)
await browser.close()
