import type { Message } from 'grammy/types'
import { describe, expect, it } from 'vitest'
import { createMessageLog } from '../../src/state/messages.js'
import { acquaintance, call, createTurnedClock, openBox, request } from '../support/box.js'

const setUp = async () => {
  const { box, api } = await openBox()
  const anna = await acquaintance(box)
  return {
    box,
    api,
    anna,
    refusalOf: async (method: string, params: object) => (await call(box, method, params)).description,
  }
}

describe('sending a message', () => {
  it('gives back the message, and the person sees it', async () => {
    const { api, box, anna } = await setUp()
    const sent = await api.sendMessage(anna.id, '<b>Hi</b> 👋', { parse_mode: 'HTML', protect_content: true })
    expect(sent).toMatchObject({
      from: { id: box.bot.id, is_bot: true },
      chat: { id: anna.id, type: 'private', first_name: 'Anna' },
      text: 'Hi 👋',
      entities: [{ type: 'bold', offset: 0, length: 2 }],
      has_protected_content: true,
    })
    expect(anna.sees()).toBe('Hi 👋')
    expect(anna.messages().at(-1)).toMatchObject({
      message_id: sent.message_id,
      fromBot: true,
      protectContent: true,
      html: '<b>Hi</b> 👋',
      edited: false,
    })
  })

  it('mentions those by their ids who have spoken to the bot, and leaves the names of others as they are', async () => {
    const { api, box, anna } = await setUp()
    const stranger = box.person({ firstName: 'Boris' })
    const text = [anna.id, stranger.id, 42].map((id) => `<a href="tg://user?id=${id}">N</a>`).join(' ')
    const sent = await api.sendMessage(anna.id, text, { parse_mode: 'HTML' })
    expect(sent).toMatchObject({
      text: 'N N N',
      entities: [{ type: 'text_mention', offset: 0, length: 1, user: { id: anna.id, first_name: 'Anna' } }],
    })
    const edited = await api.editMessageText(anna.id, sent.message_id, '<a href="tg://user?id=42">M</a>', {
      parse_mode: 'HTML',
    })
    expect(edited).not.toHaveProperty('entities')
  })

  it.each([
    ['a missing text', { text: undefined }, 'message text is empty'],
    ['an empty text', { text: '' }, 'message text is empty'],
    ['white space', { text: ' \n ' }, 'text must be non-empty'],
    ['nothing between tags', { text: '<b> </b>', parse_mode: 'HTML' }, 'text must be non-empty'],
    ['4,097 units', { text: 'x'.repeat(4097) }, 'message is too long'],
    ['4,098 units of emoji', { text: '👍'.repeat(2049) }, 'message is too long'],
    ['half a character', { text: 'a\ud83d' }, 'strings must be encoded in UTF-8'],
    ['an unknown parse mode', { parse_mode: 'BBCode' }, 'unsupported parse_mode'],
    ['no chat', { chat_id: undefined }, 'chat_id is empty'],
    ['an empty chat', { chat_id: '' }, 'chat_id is empty'],
    ['an unknown chat', { chat_id: 1 }, 'chat not found'],
    ['an unknown username', { chat_id: '@nobody_here' }, 'chat not found'],
    ['words for a chat', { chat_id: 'anna' }, 'chat not found'],
    ['an unknown thread', { message_thread_id: 999 }, 'message thread not found'],
    ['a reply to nothing', { reply_parameters: { message_id: 999 } }, 'message to be replied not found'],
    ['a reply without an id', { reply_parameters: { quote: 'x' } }, 'can\'t find field "message_id"'],
    ['a business connection', { business_connection_id: 'x' }, 'business connection not found'],
    ['a paid broadcast', { allow_paid_broadcast: true }, 'FLOODSKIP_NOT_ALLOWED'],
    [
      'a preview option of a wrong type',
      { link_preview_options: { is_disabled: 'yes' } },
      'field "is_disabled" must be of type Boolean',
    ],
    [
      'a thread of a wrong type',
      { message_thread_id: 'first' },
      'parameter "message_thread_id" must be of type Integer',
    ],
    ['a flag of a wrong type', { protect_content: 'perhaps' }, 'parameter "protect_content" must be of type Boolean'],
    ['a keyboard that is no JSON', { reply_markup: '{' }, "can't parse reply keyboard markup JSON object"],
  ])('refuses %s', async (_, change, words) => {
    const { anna, box } = await setUp()
    const answer = await call(box, 'sendMessage', { chat_id: anna.id, text: 'hello', ...change })
    expect(answer).toMatchObject({ status: 400, description: `Bad Request: ${words}` })
    expect(anna.sees()).toBe('/start')
  })

  it('takes 4,096 units after the tags are gone', async () => {
    const { api, anna } = await setUp()
    await api.sendMessage(anna.id, `<b>${'x'.repeat(4096)}</b>`, { parse_mode: 'HTML' })
    expect(anna.sees()).toHaveLength(4096)
  })

  it('takes parameters as text in the query, a form, multipart and nested JSON', async () => {
    const { box, anna } = await setUp()
    const path = `/bot${box.token}/sendMessage`
    const markup = JSON.stringify({ inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] })
    const fields = { chat_id: String(anna.id), text: 'hi', protect_content: 'true', reply_markup: markup }
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    await request(box, `${path}?${new URLSearchParams(fields).toString()}`)
    await request(box, path, { method: 'POST', body: new URLSearchParams(fields) })
    await request(box, path.toUpperCase().replace('/BOT', '/bot').replace(box.token.toUpperCase(), box.token), {
      method: 'POST',
      body: form,
    })
    await call(box, 'sendMessage', fields)
    const got = anna.messages().slice(1)
    expect(got).toHaveLength(4)
    for (const message of got)
      expect(message).toMatchObject({ text: 'hi', protectContent: true, keyboard: [[{ text: 'Go' }]] })
  })

  it('refuses a body it cannot read', async () => {
    const { box } = await setUp()
    const path = `/bot${box.token}/sendMessage`
    const send = (type: string, body: string) =>
      request(box, path, { method: 'POST', headers: { 'content-type': type }, body })
    expect(await send('application/json', '{"a":')).toMatchObject({
      status: 400,
      description: "Bad Request: can't parse request body as JSON object",
    })
    expect(await send('application/json', '[]')).toMatchObject({ status: 400 })
    expect(await send('multipart/form-data; boundary=x', '--x\r\nnothing')).toMatchObject({
      status: 400,
      description: "Bad Request: can't parse multipart/form-data request body",
    })
  })

  it('knows neither other methods nor other tokens', async () => {
    const { box } = await setUp()
    expect(await call(box, 'sendRocket')).toMatchObject({ status: 404, description: 'Not Found' })
    expect(await request(box, '/bot123456789:AAother_token_of_the_right_form_12/getMe')).toMatchObject({
      status: 401,
      description: 'Unauthorized',
    })
    expect(await request(box, '/botnonsense/getMe')).toMatchObject({ status: 404, description: 'Not Found' })
    expect(await request(box, '/elsewhere')).toMatchObject({ status: 404 })
    box.revokeToken()
    expect(await call(box, 'getMe')).toMatchObject({ status: 401, description: 'Unauthorized' })
  })

  it('has a token of its own, which no other sandbox takes', async () => {
    const [{ box }, { box: other }] = [await setUp(), await setUp()]
    expect(box.token).toMatch(/^\d+:[\w-]{35}$/u)
    expect((await request(other, `/bot${box.token}/getMe`)).status).toBe(401)
    expect((await request(other, `/bot${other.token}/getMe`)).status).toBe(200)
  })

  it('quotes what it replies to, and does without when allowed', async () => {
    const { api, anna } = await setUp()
    const question = anna.says('how?')
    const id = question.message?.message_id ?? 0
    const reply = await api.sendMessage(anna.id, 'so', { reply_parameters: { message_id: id } })
    expect(reply.reply_to_message).toMatchObject({ message_id: id, text: 'how?' })
    const free = await api.sendMessage(anna.id, 'so', {
      reply_parameters: { message_id: 9999, allow_sending_without_reply: true },
    })
    expect(free.reply_to_message).toBeUndefined()
  })

  it('numbers messages of private chats together, in the order they were written', async () => {
    const { box, api, anna } = await setUp()
    const boris = await acquaintance(box, 'Boris')
    const ids = [
      await api.sendMessage(anna.id, '1'),
      await api.sendMessage(boris.id, '2'),
      await api.sendMessage(anna.id, '3'),
    ].map(({ message_id }) => message_id)
    expect(ids).toEqual([ids[0], (ids[0] ?? 0) + 1, (ids[0] ?? 0) + 2])
  })
})

describe('editing a message', () => {
  it('changes text and keyboard in place', async () => {
    const { api, anna } = await setUp()
    const sent = await api.sendMessage(anna.id, 'one', {
      reply_markup: { inline_keyboard: [[{ text: 'A', callback_data: 'a' }]] },
    })
    await api.editMessageText(anna.id, sent.message_id, 'two')
    expect(anna.messages().at(-1)).toMatchObject({
      text: 'two',
      keyboard: [],
      edited: true,
      message: { edit_date: expect.any(Number) as number },
    })
    await api.editMessageReplyMarkup(anna.id, sent.message_id, {
      reply_markup: { inline_keyboard: [[{ text: 'B', callback_data: 'b' }]] },
    })
    expect(anna.buttons()).toEqual(['B'])
    expect(anna.messages()).toHaveLength(2)
  })

  it.each([
    [
      'the same again',
      'editMessageText',
      { text: 'one' },
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    ],
    [
      'the same keyboard',
      'editMessageReplyMarkup',
      {},
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    ],
    ['an unknown message', 'editMessageText', { text: 'x', message_id: 999 }, 'message to edit not found'],
    ['no message', 'editMessageText', { text: 'x', message_id: undefined }, 'message identifier is not specified'],
    ['no text', 'editMessageText', {}, 'message text is empty'],
    [
      'a caption where there is text',
      'editMessageCaption',
      { caption: 'x' },
      'there is no caption in the message to edit',
    ],
    [
      'a reply keyboard',
      'editMessageText',
      { text: 'x', reply_markup: { keyboard: [['a']] } },
      'inline keyboard expected',
    ],
    [
      'an unknown file',
      'editMessageMedia',
      { media: { type: 'photo', media: 'AgAC' } },
      'wrong file identifier/HTTP URL specified',
    ],
  ])('refuses %s', async (_, method, params, words) => {
    const { api, anna, refusalOf } = await setUp()
    const { message_id } = await api.sendMessage(anna.id, 'one')
    expect(await refusalOf(method, { chat_id: anna.id, message_id, ...params })).toBe(`Bad Request: ${words}`)
    expect(anna.sees()).toBe('one')
  })

  it("refuses a person's own message", async () => {
    const { anna, refusalOf } = await setUp()
    const message_id = anna.says('mine').message?.message_id
    expect(await refusalOf('editMessageText', { chat_id: anna.id, message_id, text: 'yours' })).toBe(
      "Bad Request: message can't be edited",
    )
  })
})

describe('deleting messages', () => {
  it('takes them from the screen', async () => {
    const { api, anna, box } = await setUp()
    const { message_id } = await api.sendMessage(anna.id, 'one')
    await api.deleteMessage(anna.id, message_id)
    expect(anna.sees()).toBe('/start')
    expect(await call(box, 'deleteMessage', { chat_id: anna.id, message_id })).toMatchObject({
      status: 400,
      description: 'Bad Request: message to delete not found',
    })
    const more = [await api.sendMessage(anna.id, '2'), await api.sendMessage(anna.id, '3')].map(
      (message) => message.message_id,
    )
    await api.deleteMessages(anna.id, [...more, 999])
    expect(anna.messages()).toHaveLength(1)
  })

  it('keeps in mind the latest thousand of them', () => {
    const log = createMessageLog()
    const ids = Array.from({ length: 1001 }, (_, index) => index + 1)
    for (const message_id of ids) {
      log.add({ message: { message_id } as Message, fromBot: true, markup: undefined, edits: 0 })
      expect(log.remove(message_id)).toBe(true)
    }
    expect(ids.filter((id) => log.recall(id) === undefined)).toEqual([1])
  })

  it('is too late after 48 hours', async () => {
    const clock = createTurnedClock()
    const { box, api } = await openBox(clock)
    const anna = await acquaintance(box)
    const { message_id } = await api.sendMessage(anna.id, 'one')
    clock.turn(48 * 3600 + 1)
    expect(await call(box, 'deleteMessage', { chat_id: anna.id, message_id })).toMatchObject({
      status: 400,
      description: "Bad Request: message can't be deleted for everyone",
    })
  })

  it("spares other people's messages in a group where the bot is no administrator", async () => {
    const { box, api, anna } = await setUp()
    const group = box.group('Staff')
    group.addBot(anna)
    const message_id = anna.says('hello', { in: group }).message?.message_id
    expect(await call(box, 'deleteMessage', { chat_id: group.id, message_id })).toMatchObject({
      description: "Bad Request: message can't be deleted",
    })
    const { message_id: own } = await api.sendMessage(group.id, 'mine')
    expect(await call(box, 'deleteMessages', { chat_id: group.id, message_ids: [own, message_id] })).toMatchObject({
      description: "Bad Request: message can't be deleted",
    })
    expect(
      group
        .messages()
        .slice(-2)
        .map(({ text }) => text),
    ).toEqual(['hello', 'mine'])
    group.addBot(anna, { admin: true })
    expect(await call(box, 'deleteMessage', { chat_id: group.id, message_id })).toMatchObject({ status: 200 })
  })
})
