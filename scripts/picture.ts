// Draws docs/demo.svg: what three people's screens show after the seed story, played by the real bot. Run: npm run picture
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startLevem } from '../src/levem.js'
import { createLog } from '../src/log.js'
import { openSandbox, type Person, type SandboxMessage } from '../src/sandbox/sandbox.js'
import { systemClock } from '../src/services/clock.js'
import { randomCodes } from '../src/services/codes.js'

type Pane = { readonly title: string; readonly messages: readonly SandboxMessage[] }

const play = async (): Promise<readonly Pane[]> => {
  const sandbox = await openSandbox()
  const folder = await mkdtemp(join(tmpdir(), 'levem-picture-'))
  const owner = sandbox.person({ firstName: 'Olga' })
  const chat = sandbox.group('Sales', { supergroup: true })
  chat.addBot(owner, { admin: true })
  const levem = await startLevem({
    config: {
      token: sandbox.token, apiRoot: sandbox.url, databaseUrl: `sqlite:///${join(folder, 'picture.db')}`, notificationChat: { chatId: chat.id, topicId: undefined },
      defaultLanguage: 'en', defaultZone: 'Europe/Moscow', currency: 'EUR', organizerIds: [], logLevel: 'silent', receiving: { mode: 'polling' },
    },
    log: createLog({ level: 'silent', secrets: [] }), clock: systemClock, codes: randomCodes,
  })
  const settle = async (): Promise<void> => {
    await sandbox.until(() => sandbox.pendingUpdates() === 0)
    await levem.worker.idle()
  }
  const act = async (person: Person, ...acts: readonly (string | { readonly press: string })[]): Promise<void> => {
    for (const one of acts) {
      if (typeof one === 'string') person.says(one)
      else person.presses(one.press)
      await settle()
    }
  }
  await settle()
  const anna = sandbox.person({ firstName: 'Anna', languageCode: 'en' })
  await act(anna, '/newevent', 'Jazz on the roof', 'Two sets and a view of the city.', 'in 10 days at 7pm', '10pm', 'Loft “Roof”, 5 Main St', '25', '60', { press: 'Skip ›' }, { press: '🎉 Publish' })
  const slug = /start=(e_[a-z2-7]+)/u.exec(anna.sees())?.[1] ?? ''
  const ben = sandbox.person({ firstName: 'Ben', languageCode: 'en' })
  await act(ben, `/start ${slug}`, { press: '🎟 Get tickets' }, { press: '2' }, { press: '✅ Confirm' })
  await sandbox.until(() => chat.messages().some(({ text }) => text.includes('tickets bought')) && ben.sees().includes('Order no.'), 20_000)
  const panes = [
    { title: 'Anna, the organizer', messages: anna.messages().slice(-2) },
    { title: 'Ben, a buyer', messages: ben.messages().slice(-2) },
    { title: '📣 Sales, the notification chat', messages: chat.messages().filter(({ fromBot }) => fromBot).slice(-2) },
  ]
  await levem.stop()
  await sandbox.close()
  await rm(folder, { recursive: true })
  return panes
}

const width = 330
const line = 18
const letters = 38

const escape = (text: string): string => text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;')

const wrap = (text: string): readonly string[] =>
  text.split('\n').flatMap((one) => {
    const rows = ['']
    for (const word of one.split(' ').flatMap((long) => long.match(/.{1,38}/gu) ?? [''])) {
      const last = rows.at(-1) ?? ''
      if (last && last.length + word.length >= letters) rows.push(word)
      else rows[rows.length - 1] = last ? `${last} ${word}` : word
    }
    return rows
  })

/** One bubble with its buttons; gives its drawing and height. */
const bubble = ({ text, keyboard, fromBot }: SandboxMessage, x: number, y: number): { readonly svg: string; readonly height: number } => {
  const rows = wrap(text)
  const height = rows.length * line + 18
  const [left, wide] = fromBot ? [x, width - 24] : [x + width - 24 - Math.min(width - 24, (rows[0] ?? '').length * 8 + 30), Math.min(width - 24, (rows[0] ?? '').length * 8 + 30)]
  const lines = rows.map((row, i) => `<text x="${left + 12}" y="${y + 22 + i * line}">${escape(row)}</text>`).join('')
  const buttons = keyboard.map((row, i) => row.map((one, j) => {
    const label = typeof one === 'string' ? one : one.text
    const each = (width - 24 - (row.length - 1) * 4) / row.length
    const at = x + j * (each + 4)
    const top = y + height + 4 + i * 30
    return `<rect x="${at}" y="${top}" width="${each}" height="26" rx="7" class="button"/><text x="${at + each / 2}" y="${top + 18}" class="label">${escape(label)}</text>`
  }).join('')).join('')
  return {
    svg: `<rect x="${left}" y="${y}" width="${wide}" height="${height}" rx="12" class="${fromBot ? 'bot' : 'own'}"/>${lines}${buttons}`,
    height: height + keyboard.length * 30 + 10,
  }
}

const draw = (panes: readonly Pane[]): string => {
  const heights: number[] = []
  const parts = panes.map(({ title, messages }, i) => {
    const x = 20 + i * (width + 10)
    let y = 64
    const bubbles = messages.map((message) => {
      const { svg, height } = bubble(message, x + 12, y)
      y += height
      return svg
    })
    heights.push(y)
    return `<text x="${x + 14}" y="46" class="title">${escape(title)}</text>${bubbles.join('')}`
  })
  const height = Math.max(...heights) + 16
  const frames = panes.map((_, i) => `<rect x="${20 + i * (width + 10)}" y="16" width="${width}" height="${height - 30}" rx="16" class="pane"/>`).join('')
  const style = 'text{font:13px system-ui,sans-serif;fill:#15202b}.title{font-weight:600;font-size:14px}.pane{fill:#dfe7ee}.bot{fill:#fff}.own{fill:#e1ffc7}.button{fill:#5b7f9e}.label{fill:#fff;text-anchor:middle;font-size:12px}'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${30 + panes.length * (width + 10)} ${height}"><style>${style}</style>${frames}${parts.join('')}</svg>\n`
}

await mkdir('docs', { recursive: true })
await writeFile('docs/demo.svg', draw(await play()))
process.exit(0)
