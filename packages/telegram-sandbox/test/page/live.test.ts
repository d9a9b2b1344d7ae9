import { describe, expect, it } from 'vitest'
import { createCallLog } from '../../src/page/calls.js'
import type { ProgramControl, ProgramEvent } from '../../src/page/page.js'
import type { PageState } from '../../src/page/wire.js'
import { of, openBoxPage } from './support.js'
import { call } from '../support/box.js'

const setUp = async () => {
  const opened = await openBoxPage()
  const anna = opened.box.person({ firstName: 'Anna', languageCode: 'pt-br' })
  anna.says('/start')
  const page = await opened.listen()
  const { state } = await page.until(of('state'))
  return { ...opened, anna, heard: page, state }
}

const button = (text: string, callback_data: string) => ({ text, callback_data })

describe('the state', () => {
  it('has everything: people with their roles, chats with who is in them, messages, calls', async () => {
    const { box, api, listen } = await openBoxPage((sandbox) => {
      const olga = sandbox.person({ firstName: 'Olga', lastName: 'Volk', username: 'olga', languageCode: 'ru' })
      const sales = sandbox.group('Sales')
      sales.addBot(olga)
      olga.says('/start')
      return {
        roles: [{ key: 'owner', name: { ru: 'Владелец', en: 'Owner' }, people: [olga.id] }],
        tour: [{ words: { ru: 'Начните здесь', en: 'Begin here' }, chatId: olga.id }],
        announcements: sales.id,
      }
    })
    const [olga] = box.people()
    await api.sendMessage(olga?.id ?? 0, 'Hello <b>', {
      reply_markup: { keyboard: [[{ text: 'A' }]], input_field_placeholder: 'Which?' },
    })
    const { state } = await (await listen()).until(of('state'))
    expect(state).toMatchObject({
      roles: [{ key: 'owner', name: { en: 'Owner' } }],
      tour: [{ words: { en: 'Begin here' }, chatId: olga?.id }],
      bot: { id: box.bot.id, username: box.botUsername, name: 'Sandbox bot' },
      people: [
        {
          id: olga?.id,
          firstName: 'Olga',
          lastName: 'Volk',
          username: 'olga',
          language: 'ru',
          role: 'owner',
          contact: 'open',
          commands: [],
          description: '',
        },
      ],
      log: [],
      calls: [{ id: 1, method: 'sendMessage', status: 200, params: { text: 'Hello <b>' } }],
    } satisfies { [Name in keyof PageState]?: unknown })
    expect(
      state.chats.map(({ id, kind, title, members, botStatus, announcements }) => ({
        id,
        kind,
        title,
        members,
        botStatus,
        announcements,
      })),
    ).toEqual([
      { id: olga?.id, kind: 'private', title: 'Olga Volk', members: [], botStatus: 'member', announcements: false },
      {
        id: expect.any(Number) as number,
        kind: 'group',
        title: 'Sales',
        members: [{ personId: olga?.id, status: 'creator' }],
        botStatus: 'member',
        announcements: true,
      },
    ])
    expect(state.messages[String(olga?.id)]).toMatchObject([
      { text: '/start', fromBot: false },
      {
        text: 'Hello <b>',
        fromBot: true,
        keyboardKind: 'reply',
        markup: { kind: 'reply', markup: { input_field_placeholder: 'Which?' } },
      },
    ])
    expect(state.switches.map(({ name, on, hits }) => [name, on, hits])).toEqual(
      [
        'down',
        'gateway',
        'tooManyRequests',
        'dropBefore',
        'deliverThenDrop',
        'hang',
        'slow',
        'overallLimit',
        'repeatUpdates',
      ].map((name) => [name, false, 0]),
    )
    expect(state).not.toHaveProperty('program')
  })

  it('has what a page would have that listened from the beginning', async () => {
    const { api, anna, heard, listen } = await setUp()
    const { message_id } = await api.sendMessage(anna.id, 'one')
    await api.editMessageText(anna.id, message_id, 'two')
    const gone = await api.sendMessage(anna.id, 'gone')
    await api.deleteMessage(anna.id, gone.message_id)
    await heard.until(of('messageDeleted', (event) => event.chatId === anna.id && event.messageId === gone.message_id))
    expect(heard.events.flatMap((event) => (event.kind === 'message' ? [event.message.text] : []))).toEqual([
      'one',
      'two',
      'gone',
    ])
    const { state } = await (await listen()).until(of('state'))
    expect(state.messages[String(anna.id)]?.map(({ text, edited }) => [text, edited])).toEqual([
      ['/start', false],
      ['two', true],
    ])
  })
})

describe('what a page hears', () => {
  it('is the menu and the description in each language, and nothing that did not change', async () => {
    const { box, api, anna, heard } = await setUp()
    const sales = box.group('Sales')
    sales.addBot(anna)
    const commands = (description: string) => [{ command: 'buy', description }]
    await api.setMyCommands(commands('default'))
    await heard.until(of('person', ({ person }) => person.commands[0]?.description === 'default'))
    await api.setMyCommands(commands('todos'), { language_code: 'pt' })
    await heard.until(of('person', ({ person }) => person.commands[0]?.description === 'todos'))
    await api.setMyCommands(commands('private'), { scope: { type: 'all_private_chats' } })
    await heard.until(of('person', ({ person }) => person.commands[0]?.description === 'private'))
    await api.setMyCommands(commands('Anna'), { scope: { type: 'chat', chat_id: anna.id }, language_code: 'pt' })
    await heard.until(of('person', ({ person }) => person.commands[0]?.description === 'Anna'))
    await api.setMyCommands(commands('groups'), { scope: { type: 'all_group_chats' } })
    await heard.until(of('chat', ({ chat }) => chat.id === sales.id && chat.commands[0]?.description === 'groups'))
    await api.setMyDescription('Ingressos', { language_code: 'pt' })
    await heard.until(of('person', ({ person }) => person.description === 'Ingressos'))
    await api.setMyName('Another')
    await heard.until(of('bot', ({ bot }) => bot.name === 'Another'))
    // Setting for a language that nobody here speaks changes nobody's menu.
    const before = heard.events.length
    await api.setMyCommands(commands('heute'), { language_code: 'de' })
    await heard.until(of('call', ({ call: { params } }) => params['language_code'] === 'de'))
    expect(heard.events.slice(before).map(({ kind }) => kind)).toEqual(['call'])
  })

  it('is typing, toasts by their query, pins, contacts', async () => {
    const { api, anna, heard, act } = await setUp()
    await api.sendChatAction(anna.id, 'upload_photo')
    expect(await heard.until(of('typing'))).toEqual({ kind: 'typing', chatId: anna.id, action: 'upload_photo' })
    const { message_id } = await api.sendMessage(anna.id, 'choose', {
      reply_markup: {
        inline_keyboard: [[button('A', 'a')], [button('B', 'b'), button('same', 'c'), button('same', 'd')]],
      },
    })
    const pressed = await act({
      kind: 'presses',
      personId: anna.id,
      chatId: anna.id,
      messageId: message_id,
      row: 1,
      column: 2,
    })
    const [query] = (await api.getUpdates()).flatMap(({ callback_query }) =>
      callback_query === undefined ? [] : [callback_query],
    )
    expect(query?.data).toBe('d')
    expect(pressed).toEqual({ ok: true, queryId: query?.id })
    await api.answerCallbackQuery(query?.id ?? '', { text: 'Done', show_alert: true })
    expect(await heard.until(of('toast'))).toEqual({
      kind: 'toast',
      personId: anna.id,
      queryId: query?.id,
      toast: { text: 'Done', alert: true },
    })
    await api.pinChatMessage(anna.id, message_id)
    await heard.until(of('chat', ({ chat }) => chat.pinned === message_id))
    await act({ kind: 'blocks', personId: anna.id })
    await heard.until(of('person', ({ person }) => person.contact === 'blocked'))
    await act({ kind: 'unblocks', personId: anna.id })
    await heard.until(of('person', ({ person }) => person.contact === 'open'))
  })

  it('is in which topic the bot types', async () => {
    const { box, api, anna, heard } = await setUp()
    const forum = box.group('Forum', { forum: true })
    forum.addBot(anna)
    const threadId = forum.topic('Sales')
    await api.sendChatAction(forum.id, 'typing', { message_thread_id: threadId })
    expect(await heard.until(of('typing'))).toEqual({ kind: 'typing', chatId: forum.id, threadId, action: 'typing' })
  })

  it('is every call but polls, whole but for long texts, and never the token', async () => {
    const { box, api, anna, heard } = await setUp()
    await api.getUpdates()
    await api.sendMessage(anna.id, 'x'.repeat(3000))
    await api.sendMessage(anna.id, `my token is ${box.token}`)
    await api.sendMessage(5, 'nobody').catch(() => undefined)
    const last = await heard.until(of('call', ({ call: { status } }) => status === 400))
    expect(last.call).toMatchObject({
      method: 'sendMessage',
      params: { chat_id: 5 },
      answer: { ok: false, description: 'Bad Request: chat not found' },
    })
    const calls = heard.events.flatMap((event) => (event.kind === 'call' ? [event.call] : []))
    expect(calls.map(({ id, method }) => [id, method])).toEqual([
      [1, 'sendMessage'],
      [2, 'sendMessage'],
      [3, 'sendMessage'],
    ])
    expect(calls[0]?.params['text']).toBe(`${'x'.repeat(2000)}…`)
    expect(JSON.stringify(heard.events)).not.toContain(box.token)
    expect(JSON.stringify(box.calls)).toContain(box.token)
  })

  it('is of calls the latest 300, numbered on', async () => {
    const { box, anna } = await setUp()
    const log = createCallLog({ calls: [] })
    await call(box, 'sendMessage', { chat_id: anna.id, text: 'x' })
    const [one] = box.calls
    if (one === undefined) throw new Error('There was no call')
    for (let count = 0; count < 301; count += 1) log.add(one)
    expect(log.latest().map(({ id }) => id)).toEqual(Array.from({ length: 300 }, (_, index) => index + 2))
  })

  it('is the same for every page', async () => {
    const { anna, heard, listen } = await setUp()
    const other = await listen()
    await other.until(of('state'))
    anna.says('hello')
    expect(await other.until(of('message'))).toEqual(await heard.until(of('message')))
  })
})

describe("the bot's process", () => {
  const createProgram = (): {
    readonly control: ProgramControl
    readonly tell: (event: ProgramEvent) => void
    readonly ran: string[]
  } => {
    const listeners = new Set<(event: ProgramEvent) => void>()
    const ran: string[] = []
    return {
      ran,
      tell: (event) => listeners.forEach((listener) => listener(event)),
      control: {
        state: () => ({ state: 'running', pid: 42 }),
        lines: () => ['{"msg":"The bot is open"}'],
        run: (command) => {
          ran.push(command)
          return command === 'kill' ? Promise.reject(new Error('It does not run')) : Promise.resolve()
        },
        subscribe: (listener) => {
          listeners.add(listener)
          return () => void listeners.delete(listener)
        },
      },
    }
  }

  it('is shown, followed and steered', async () => {
    const program = createProgram()
    const { box, listen, act } = await openBoxPage(() => ({ program: program.control }))
    const heard = await listen()
    expect((await heard.until(of('state'))).state).toMatchObject({
      program: { state: 'running', pid: 42 },
      log: ['{"msg":"The bot is open"}'],
    })
    program.tell({ kind: 'program', program: { state: 'stopped' } })
    program.tell({ kind: 'log', line: `token ${box.token}` })
    expect(await heard.until(of('program'))).toEqual({ kind: 'program', program: { state: 'stopped' } })
    expect(await heard.until(of('log'))).toEqual({ kind: 'log', line: 'token <token>' })
    expect(await act({ kind: 'program', command: 'restart' })).toEqual({ ok: true })
    expect(await act({ kind: 'program', command: 'kill' })).toEqual({
      ok: false,
      code: 'failed',
      words: 'It does not run',
    })
    expect(program.ran).toEqual(['restart', 'kill'])
  })

  it('is out of reach for a page without one', async () => {
    const { act } = await openBoxPage()
    expect(await act({ kind: 'program', command: 'stop' })).toMatchObject({ ok: false, code: 'failed' })
  })
})
