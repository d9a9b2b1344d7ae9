import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { badRequest } from 'telegram-sandbox'
import { openStore, parseDatabaseUrl } from '../../../src/store/store.js'
import { runProgram } from '../../support/program.js'
import { setStage, type Stage } from '../../support/stage.js'

let stage: Stage
beforeEach(async () => {
  stage = await setStage()
})
afterEach(() => stage.close())

describe('chat-id', () => {
  it('lists who waits in getUpdates, and takes nothing from the bot', async () => {
    const ann = stage.sandbox.person({ firstName: 'Ann <3' })
    const forum = stage.sandbox.group('Forum', { supergroup: true, forum: true })
    const channel = stage.sandbox.channel('News')
    ann.says('hello')
    forum.addBot(stage.owner)
    const topic = forum.topic('Sales')
    ann.says('hi', { in: forum, threadId: topic })
    channel.addBot(stage.owner)
    channel.posts('First post')
    const waiting = stage.sandbox.pendingUpdates()
    const { code, output } = await runProgram(stage.env({ TELEGRAM_CHAT_ID: undefined }), 'chat-id')
    expect(code).toBe(0)
    expect(output.split('\n').sort()).toEqual(
      [
        `TELEGRAM_CHAT_ID=${ann.id}    # private “Ann <3”`,
        `TELEGRAM_CHAT_ID=${stage.chat.id}    # supergroup “Sales”`,
        `TELEGRAM_CHAT_ID=${forum.id}    # supergroup “Forum”`,
        `TELEGRAM_CHAT_ID=${forum.id}:${topic}    # supergroup “Forum”`,
        `TELEGRAM_CHAT_ID=${channel.id}    # channel “News”`,
      ].sort(),
    )
    expect(stage.sandbox.pendingUpdates()).toBe(waiting)
  })

  it('says what to do when nobody waits, and when Telegram refuses', async () => {
    const program = await stage.open()
    await stage.sandbox.until(() => stage.sandbox.pendingUpdates() === 0, 20_000)
    program.signal('SIGTERM')
    await program.ended
    const none = await runProgram(stage.env(), 'chat-id')
    expect([none.code, none.output]).toEqual([0, expect.stringContaining('No chat is waiting')])
    stage.sandbox.revokeToken()
    const refused = await runProgram(stage.env(), 'chat-id')
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('401')])
    expect(refused.output).not.toContain(stage.sandbox.token.slice(11))
  })
})

const tables = [
  'people',
  'events',
  'ticket_types',
  'orders',
  'tickets',
  'announcements',
  'drafts',
  'audit',
  'inbox',
  'forms',
  'chats',
]
const everything = async () =>
  Promise.all(tables.map(async (table) => [table, await stage.inspect.rows(table)] as const))
const selftest = (changes?: Readonly<Record<string, string | undefined>>) => runProgram(stage.env(changes), 'selftest')

/** A database in which somebody has already been, and the bot is closed. */
const usedDatabase = async (): Promise<void> => {
  const program = await stage.open()
  const ann = stage.sandbox.person({ firstName: 'Ann', languageCode: 'en' })
  ann.says('/newevent')
  await stage.sandbox.until(() => ann.sees().includes('1 of 8') && stage.sandbox.pendingUpdates() === 0, 20_000)
  program.signal('SIGTERM')
  await program.ended
}

describe('selftest', () => {
  it('ticks every step on a healthy set-up, says in the chat that it is a test, and leaves the tables as they were', async () => {
    await usedDatabase()
    const before = await everything()
    const { code, output } = await selftest()
    expect(output).toMatch(
      /✔ Token: bot @levem_sandbox_bot\n.*✔ Chat: Sales\n.*✔ The bot may write to the chat\n.*✔ Database: sqlite\n.*✔ Test organizer and test buyer created\n.*✔ Event created, announcement delivered\n.*✔ Ticket issued, announcement delivered\n.*✔ Test data removed\nEverything works\./u,
    )
    expect(code).toBe(0)
    const heard = stage.chat
      .messages()
      .filter(({ fromBot }) => fromBot)
      .map(({ text }) => text)
    expect(heard.slice(-2)).toEqual([
      expect.stringMatching(/test[\s\S]*Levem test event/iu),
      expect.stringMatching(/test[\s\S]*Levem test event/iu),
    ])
    expect(await everything()).toEqual(before)
  })

  it('says nothing of what waits in the real outbox', async () => {
    await usedDatabase()
    const store = await openStore({ url: parseDatabaseUrl(stage.databaseUrl) })
    await store.transact((tx) =>
      tx.announcements.add(
        [
          { to: 'chat', key: 'real', message: { kind: 'soldOut', slug: 's', title: 'Real event', capacity: 1 } },
          { to: stage.owner.id, key: 'ticket', message: { kind: 'tickets', orderId: 1 } },
        ],
        Date.now() - 1000,
      ),
    )
    await store.close()
    const before = await stage.inspect.rows('announcements')
    const { code } = await selftest()
    expect(code).toBe(0)
    expect(stage.chat.messages().some(({ text }) => text.includes('Real event'))).toBe(false)
    expect(await stage.inspect.rows('announcements')).toEqual(before)
  })

  it('goes on without the chat, which nobody needs, and leaves nothing behind', async () => {
    await usedDatabase()
    const before = await everything()
    const { code, output } = await selftest({ TELEGRAM_CHAT_ID: undefined })
    expect(output).toMatch(
      /– No chat is set \(TELEGRAM_CHAT_ID\).*\n.*✔ Database: sqlite\n.*✔ Test organizer.*\n.*✔ Event created\n.*✔ Ticket issued\n.*✔ Test data removed\nEverything works\./u,
    )
    expect(code).toBe(0)
    expect(await everything()).toEqual(before)
  })

  it('speaks Russian when the owner does', async () => {
    const { code, output } = await selftest({ DEFAULT_LANGUAGE: 'ru' })
    expect([code, output]).toEqual([0, expect.stringContaining('Всё работает.')])
  })

  it.each([
    [
      'a wrong token',
      { TELEGRAM_BOT_TOKEN: '7012345678:AAHq0another-Telegram_sandbox-token2' },
      'Check TELEGRAM_BOT_TOKEN',
    ],
    ['an unknown chat', { TELEGRAM_CHAT_ID: '-1009999999999' }, 'The chat was not found'],
    ['a bad path', { DATABASE_URL: 'sqlite:////dev/null/levem.db' }, 'Check DATABASE_URL'],
  ])('stops at %s and says what to do', async (_, changes, advice) => {
    const { code, output } = await selftest(changes)
    expect(code).toBe(1)
    expect(output).toMatch(/✘ Reason: \S+/u)
    expect(output).toContain(advice)
    expect(output).toContain('The self-test did not pass.')
    expect(output).not.toMatch(/token[12]\b/u)
  })

  it('stops at a database that is in use, and the bot that uses it goes on', async () => {
    const program = await stage.open()
    const { code, output } = await selftest()
    expect([code, output]).toEqual([
      1,
      expect.stringContaining('If the bot is running on the same SQLite file, stop it for the test.'),
    ])
    program.signal('SIGTERM')
    expect((await program.ended).code).toBe(0)
  })

  it('stops at a channel it may not post in, and at a chat it was removed from', async () => {
    const channel = stage.sandbox.channel('News')
    channel.addBot(stage.owner, { admin: false })
    const { code, output } = await selftest({ TELEGRAM_CHAT_ID: String(channel.id) })
    expect([code, output]).toEqual([1, expect.stringContaining('✘')])
    expect(output).toContain('make it an administrator')
    stage.chat.removeBot(stage.owner)
    expect((await selftest()).code).toBe(1)
  })

  it.each([
    ['takes no message', () => stage.chat.muteBot(), 'not enough rights to send text messages'],
    [
      'is out of reach',
      () => void stage.sandbox.faults.add({ method: 'sendMessage', kind: 'dropBefore' }),
      'ECONNRESET',
    ],
    [
      'refuses the message',
      () => void stage.sandbox.faults.add({ method: 'sendMessage', kind: badRequest('message is strange') }),
      'message is strange',
    ],
  ])('removes its test data even when the chat %s', async (_, spoil, reason) => {
    await usedDatabase()
    const before = await everything()
    spoil()
    const { code, output } = await selftest()
    expect(code).toBe(1)
    expect(output).toContain(reason)
    expect(output).toContain('✔ Test data removed')
    expect(await everything()).toEqual(before)
  })
})
