import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtProgram, isAlive, type Program, untilDead } from '../../test/support/program.js'
import { deafLauncher, startDemo } from './support/demoProgram.js'
import { type PageWatch, watchPage } from './support/pageWatch.js'
import { asks, personCalled } from './support/people.js'

let temp: string
let demo: Program
let page: PageWatch | undefined
beforeEach(() => {
  // Where packages are found: a changed copy of the program may run there.
  temp = mkdtempSync(join(dirname(builtProgram()), '../demo-test-'))
})
afterEach(async () => {
  page?.close()
  page = undefined
  await demo.kill()
  rmSync(temp, { recursive: true, force: true })
})

const addressForm = /^http:\/\/127\.0\.0\.1:\d+\/$/u
const lastLine = (): string => demo.output().split('\n').at(-1) ?? ''

/** Starts the demo, waits for its address, and looks at its page. */
const open = async (env: Readonly<Record<string, string>> = {}): Promise<PageWatch> => {
  demo = startDemo({ DEFAULT_LANGUAGE: 'en', DEMO_PORT: '0', DEMO_TMPDIR: temp, ...env })
  await demo.says(addressForm)
  return (page = await watchPage(lastLine()))
}

const botPid = ({ state }: PageWatch): number => {
  const pid = state().program?.pid
  if (pid === undefined) throw new Error('The bot has no process')
  return pid
}

const announcements = ({ state }: PageWatch): number => state().chats.find((chat) => chat.announcements)?.id ?? 0

const stories = [
  {
    language: 'en',
    title: 'Levem, to try in a browser',
    chat: 'Levem · Sales',
    events: ['Sketching by the river', 'Supper for four', 'Jazz on the roof', 'How to listen to jazz'],
    news: 'A new event!',
    price: '€45',
    people: [
      ['Anna', 'en', 'organizer'],
      ['Ben', 'en', 'buyer'],
      ['Маша', 'ru', 'buyer'],
      ['Vera', 'en', 'door'],
    ],
    form: 'A new event',
    own: ['Ben', "What's on"],
    other: ['Маша', 'Афиша'],
  },
  {
    language: 'ru',
    title: 'Levem: попробуйте в браузере',
    chat: 'Levem · Продажи',
    events: ['Скетчинг у реки', 'Ужин на четверых', 'Джаз на крыше', 'Как слушать джаз'],
    news: 'Новое событие!',
    price: '3\u00a0500\u00a0₽',
    people: [
      ['Анна', 'ru', 'organizer'],
      ['Борис', 'ru', 'buyer'],
      ['Emma', 'en', 'buyer'],
      ['Вера', 'ru', 'door'],
    ],
    form: 'Новое событие',
    own: ['Борис', 'Афиша'],
    other: ['Emma', "What's on"],
  },
] as const

// What this machine's own Levem may be told, and the demo's bot must not hear.
const foreign = {
  TELEGRAM_BOT_TOKEN: `123456:${'x'.repeat(35)}`,
  ORGANIZER_IDS: '1',
  LOG_LEVEL: 'silent',
  CURRENCY: 'USD',
  WEBHOOK_URL: 'https://levem.example/hook',
  WEBHOOK_SECRET: 'hunter2hunter2',
  PORT: '1',
}

describe('demo', () => {
  it.each(stories)(
    'in $language says what it is and ends with the address of a page, behind which is the real bot with four events',
    async (story) => {
      const watch = await open({ DEFAULT_LANGUAGE: story.language, ...foreign })
      const told = demo.output().split('\n')
      expect(told).toEqual([story.title, expect.stringContaining('Ctrl-C'), expect.stringMatching(addressForm)])

      const response = await fetch(lastLine())
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        expect.stringContaining('text/html'),
      ])
      expect(await response.text()).toContain(`data-language="${story.language}"`)

      const { people, chats, program } = watch.state()
      expect(people.map(({ firstName, language, role }) => [firstName, language, role])).toEqual(story.people)
      expect(chats.filter((chat) => chat.announcements)).toMatchObject([
        { kind: 'group', title: story.chat, botStatus: 'member' },
      ])
      expect(program).toMatchObject({ state: 'running', pid: expect.any(Number) as number })

      const news = () =>
        watch
          .said(announcements(watch))
          .map(({ text }) => text)
          .filter((text) => text.includes(story.news))
      await watch.until(() => news().length === story.events.length)
      for (const [name, list] of [story.own, story.other]) {
        const buyer = personCalled(watch, name)
        await asks(watch, buyer, '/start')
        const answer = await asks(watch, buyer, '/events')
        expect(answer).toContain(list)
        for (const title of story.events) expect(answer).toContain(title)
      }
      expect(await asks(watch, personCalled(watch, story.people[0][0]), '/newevent')).toContain(story.form)
      for (const title of story.events) expect(news().filter((text) => text.includes(title))).toHaveLength(1)
      expect(news().join('\n')).toContain(story.price)
      expect(demo.output().split('\n')).toEqual(told)
    },
  )

  it('shows each event with its poster', async () => {
    const watch = await open()
    const ben = personCalled(watch, 'Ben')
    await asks(watch, ben, '/start')
    const news = () => watch.said(announcements(watch)).filter(({ text }) => text.includes('A new event!'))
    await watch.until(() => news().length === 4)
    const links = news()
      .flatMap(({ keyboard }) => keyboard.flat())
      .flatMap((button) =>
        typeof button === 'object' && 'url' in button ? [new URL(button.url).searchParams.get('start') ?? ''] : [],
      )
    expect(links).toHaveLength(4)
    for (const payload of links) {
      const before = watch.said(ben).length
      await watch.act({ kind: 'opens', personId: ben, payload })
      await watch.until(() => watch.said(ben).length > before)
      const photo = watch.said(ben).at(-1)?.photo?.at(-1)
      expect(photo).toMatchObject({ width: 800, height: 500 })
      const file = await fetch(`${lastLine()}files/${photo?.file_id ?? ''}`)
      expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    }
  })

  it('keeps the chats when its bot is killed and started again, and what was asked meanwhile is answered', async () => {
    const watch = await open()
    const ben = personCalled(watch, 'Ben')
    await asks(watch, ben, '/start')
    const [before, first] = [watch.said(ben), botPid(watch)]
    expect(await watch.act({ kind: 'program', command: 'kill' })).toEqual({ ok: true })
    await watch.until(({ program }) => program?.state === 'stopped')
    expect(isAlive(first)).toBe(false)
    await watch.act({ kind: 'says', personId: ben, chatId: ben, text: '/events' })
    expect(await watch.act({ kind: 'program', command: 'start' })).toEqual({ ok: true })
    await watch.until(({ program }) => program?.state === 'running')
    // What the bot had just answered when it was killed it may answer again.
    await watch.until(() =>
      watch
        .said(ben)
        .slice(before.length)
        .some(({ text }) => text.includes("What's on")),
    )
    expect(watch.said(ben).slice(0, before.length)).toEqual(before)
    expect(botPid(watch)).not.toBe(first)
  })

  it('stops and restarts its bot, shows its log, and sees when it crashes', async () => {
    const watch = await open()
    const first = botPid(watch)
    expect(watch.state().log.join('\n')).toContain('Levem is open')
    const closings = () => watch.state().log.filter((line) => line.includes('Levem is closed')).length
    await watch.act({ kind: 'program', command: 'restart' })
    await watch.until(({ program }) => program?.state === 'running' && program.pid !== first)
    expect([isAlive(first), closings()]).toEqual([false, 1])
    await watch.act({ kind: 'program', command: 'stop' })
    await watch.until(({ program }) => program?.state === 'stopped')
    expect([watch.state().program?.pid, closings()]).toEqual([undefined, 2])
    await watch.act({ kind: 'program', command: 'start' })
    await watch.until(({ program }) => program?.state === 'running')
    process.kill(botPid(watch), 'SIGABRT')
    await watch.until(({ program }) => program?.state === 'stopped')
  })

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'by %s ends with 0, however often it is told, and leaves neither the bot nor its folder',
    async (name) => {
      const watch = await open()
      const pid = botPid(watch)
      expect(readdirSync(temp)).toEqual([expect.stringContaining('levem-demo-')])
      demo.signal(name)
      demo.signal(name)
      expect(await demo.ended).toEqual({ code: 0, signal: null })
      expect([isAlive(pid), readdirSync(temp)]).toEqual([false, []])
    },
  )

  it('ends when nobody can read its address, and leaves nothing behind', async () => {
    demo = startDemo({ DEFAULT_LANGUAGE: 'en', DEMO_PORT: '0', DEMO_TMPDIR: temp }, { launcher: deafLauncher(temp) })
    expect(await demo.ended).toEqual({ code: 0, signal: null })
    expect(readdirSync(temp)).toEqual(['deaf.mjs'])
  })

  it('ends within seconds while Telegram answers nothing', async () => {
    const watch = await open()
    const ben = personCalled(watch, 'Ben')
    await watch.act({ kind: 'switches', name: 'hang', on: true })
    await watch.act({ kind: 'says', personId: ben, chatId: ben, text: '/start' })
    await watch.until(({ switches }) => switches.some(({ hits }) => hits > 0))
    demo.signal('SIGTERM')
    expect(await demo.ended).toEqual({ code: 0, signal: null })
    expect(readdirSync(temp)).toEqual([])
  })

  it('ends within seconds when its bot does not, and leaves nothing behind', async () => {
    const pid = botPid(await open())
    // A frozen process hears no SIGTERM.
    process.kill(pid, 'SIGSTOP')
    demo.signal('SIGTERM')
    expect(await demo.ended).toEqual({ code: 0, signal: null })
    expect([isAlive(pid), readdirSync(temp)]).toEqual([false, []])
  })

  it('kills a bot that does not stop', async () => {
    const watch = await open()
    process.kill(botPid(watch), 'SIGSTOP')
    const stopping = watch.act({ kind: 'program', command: 'stop' })
    await watch.until(({ program }) => program?.state === 'stopping')
    expect(await watch.act({ kind: 'program', command: 'kill' })).toEqual({ ok: true })
    expect(await stopping).toEqual({ ok: true })
    await watch.until(({ program }) => program?.state === 'stopped')
  })

  it('killed -9 takes its bot along', async () => {
    const pid = botPid(await open())
    await demo.kill()
    await untilDead(pid)
  })

  it('goes to the next port when the wanted one is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const taken = typeof address === 'object' && address ? String(address.port) : ''
    await open({ DEMO_PORT: taken })
    expect(new URL(lastLine()).port).not.toBe(taken)
    other.close()
  })

  it('says what is wrong with its port', async () => {
    demo = startDemo({ DEMO_PORT: '99999', DEMO_TMPDIR: temp })
    expect(await demo.ended).toEqual({ code: 78, signal: null })
    expect(demo.output()).toContain('DEMO_PORT is not a number from 0 to 65535.')
  })

  it.each([
    ['en', 'The bot did not start.'],
    ['ru', 'Бот не запустился.'],
  ])('tells in %s when its bot cannot start, with the last lines of its log', async (language, told) => {
    const broken = join(temp, 'program')
    cpSync(dirname(builtProgram()), broken, { recursive: true })
    writeFileSync(
      join(broken, 'commands/start.js'),
      "export const start = () => { throw new Error('a broken engine') }",
    )
    demo = startDemo(
      { DEFAULT_LANGUAGE: language, DEMO_PORT: '0', DEMO_TMPDIR: temp },
      { program: join(broken, 'main.js') },
    )
    expect(await demo.ended).toEqual({ code: 1, signal: null })
    expect(demo.output()).toContain(told)
    expect(demo.output()).toContain('a broken engine')
    expect(demo.output()).not.toMatch(/^http:/mu)
    expect(readdirSync(temp)).toEqual(['program'])
  })
})
