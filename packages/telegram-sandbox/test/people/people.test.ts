import { describe, expect, it } from 'vitest'
import { acquaintance, call, createTurnedClock, openBox } from '../support/box.js'

const setUp = async () => {
  const { box, api } = await openBox()
  const anna = await acquaintance(box)
  return { box, api, anna, send: (text = 'hi', chat_id = anna.id) => call(box, 'sendMessage', { chat_id, text }) }
}
const press = (text: string, callback_data: string) => ({
  reply_markup: { inline_keyboard: [[{ text, callback_data }]] },
})

describe('a person', () => {
  it('has ids beyond 32 bits sooner or later, and keeps one that is asked for', async () => {
    const { box } = await setUp()
    const people = Array.from({ length: 100 }, (_, index) => box.person({ firstName: `P${index}` }))
    expect(people.some(({ id }) => id > 2 ** 31)).toBe(true)
    expect(box.person({ firstName: 'Old', id: 42 }).id).toBe(42)
    expect(box.chat(42)).toMatchObject({ kind: 'private', id: 42 })
    expect(box.people()).toHaveLength(102)
  })

  it('says everything a client can say', async () => {
    const { anna } = await setUp()
    const updates = [
      anna.says('text'),
      anna.opens('e_1'),
      anna.sendsPhoto({ caption: 'poster' }),
      anna.sendsDocument(),
      anna.sendsSticker(),
      anna.sendsVoice(),
      anna.sendsLocation(),
      anna.sendsVenue(),
      anna.sendsContact(),
      anna.forwards('heard'),
    ]
    const kinds = [
      'text',
      'text',
      'photo',
      'document',
      'sticker',
      'voice',
      'location',
      'venue',
      'contact',
      'forward_origin',
    ]
    for (const [index, kind] of kinds.entries()) expect(updates[index]?.message).toHaveProperty(kind)
    expect(updates[1]?.message).toMatchObject({
      text: '/start e_1',
      entities: [{ type: 'bot_command', offset: 0, length: 6 }],
    })
    expect(new Set(anna.sendsAlbum(3).map(({ message }) => message?.media_group_id)).size).toBe(1)
  })

  it('formats a text or what stands under a picture, in one message', async () => {
    const { anna } = await setUp()
    const entities = [{ type: 'bold' as const, offset: 3, length: 4 }]
    expect(anna.says('🎷 jazz @club', { entities }).message?.entities).toEqual([
      ...entities,
      { type: 'mention', offset: 8, length: 5 },
    ])
    expect(anna.sendsPhoto({ caption: '🎷 jazz', entities }).message?.caption_entities).toEqual(entities)
    expect(() => anna.says('x'.repeat(5000), { entities })).toThrow(/fit into one message/)
  })

  it('sends a long text in pieces, as clients do', async () => {
    const { anna, box } = await setUp()
    anna.says('x'.repeat(10_000))
    expect(box.pendingUpdates()).toBe(3)
    expect(
      anna
        .messages()
        .slice(-3)
        .map(({ text }) => text.length),
    ).toEqual([4096, 4096, 1808])
  })

  it('cuts no emoji in two, and sends no empty piece', async () => {
    const { anna } = await setUp()
    anna.says(`${'x'.repeat(4095)}👍!`)
    expect(
      anna
        .messages()
        .slice(-2)
        .map(({ text }) => text),
    ).toEqual(['x'.repeat(4095), '👍!'])
    anna.says(`a${' '.repeat(9000)}b`)
    expect(
      anna
        .messages()
        .slice(-2)
        .map(({ text }) => text),
    ).toEqual(['a', 'b'])
  })

  it('edits what they said', async () => {
    const { anna } = await setUp()
    const id = anna.says('tpyo').message?.message_id ?? 0
    const update = anna.edits(id, 'typo')
    expect(update.edited_message).toMatchObject({
      message_id: id,
      text: 'typo',
      edit_date: expect.any(Number) as number,
    })
    expect(anna.sees()).toBe('typo')
    expect(() => anna.edits(999, 'x')).toThrow()
    expect(() => anna.edits(id, ' ')).toThrow()
  })

  it('edits a caption where there is no text, and old marks go with the old words', async () => {
    const { anna } = await setUp()
    const photo = anna.sendsPhoto({ caption: 'see /help' }).message?.message_id ?? 0
    const { edited_message: edited } = anna.edits(photo, 'poster')
    expect(edited).toMatchObject({ caption: 'poster', photo: expect.any(Array) as unknown[] })
    expect([edited?.text, edited?.caption_entities]).toEqual([undefined, undefined])
    const sticker = anna.sendsSticker().message?.message_id ?? 0
    expect(() => anna.edits(sticker, 'x')).toThrow(/no text/u)
  })

  it('replies to a message', async () => {
    const { anna, api } = await setUp()
    const { message_id } = await api.sendMessage(anna.id, 'which?')
    expect(anna.says('this', { replyTo: message_id }).message?.reply_to_message).toMatchObject({
      message_id,
      text: 'which?',
    })
  })
})

describe('whom the bot may write to', () => {
  it('is only who wrote to it first', async () => {
    const { box, send } = await setUp()
    const stranger = box.person({ firstName: 'Stranger' })
    expect(await send('hi', stranger.id)).toMatchObject({
      status: 403,
      description: "Forbidden: bot can't initiate conversation with a user",
    })
    expect(stranger.hasStarted()).toBe(false)
    stranger.says('/start')
    expect(await send('hi', stranger.id)).toMatchObject({ status: 200 })
  })

  it('is nobody who blocked it, until they come back', async () => {
    const { box, anna, send } = await setUp()
    expect(anna.blocks()?.my_chat_member).toMatchObject({
      chat: { id: anna.id },
      from: { id: anna.id },
      old_chat_member: { status: 'member', user: { id: box.bot.id } },
      new_chat_member: { status: 'kicked', until_date: 0 },
    })
    expect(anna.blocks()).toBeUndefined()
    expect(await send()).toMatchObject({ status: 403, description: 'Forbidden: bot was blocked by the user' })
    expect(anna.unblocks()?.my_chat_member).toMatchObject({
      old_chat_member: { status: 'kicked' },
      new_chat_member: { status: 'member' },
    })
    expect(await send()).toMatchObject({ status: 200 })
    anna.blocks()
    anna.says('I am back')
    expect(await send()).toMatchObject({ status: 200 })
  })

  it('is nobody whose account is gone', async () => {
    const { anna, send, box } = await setUp()
    const pending = box.pendingUpdates()
    anna.deactivates()
    expect(await send()).toMatchObject({ status: 403, description: 'Forbidden: user is deactivated' })
    expect(box.pendingUpdates()).toBe(pending)
    expect(() => anna.says('boo')).toThrow(/deleted their account/)
  })
})

describe('pressing a button', () => {
  it('makes a callback query that is answered once, with a toast', async () => {
    const { box, api, anna } = await setUp()
    const { message_id } = await api.sendMessage(anna.id, 'choose', press('Front row', 'buy:31:2'))
    const query = anna.presses('Front row').callback_query
    expect(query).toMatchObject({
      from: { id: anna.id },
      data: 'buy:31:2',
      message: { message_id, text: 'choose', reply_markup: { inline_keyboard: [[{ text: 'Front row' }]] } },
      chat_instance: expect.any(String) as string,
    })
    await api.answerCallbackQuery(query?.id ?? '', { text: 'held', show_alert: true })
    expect(anna.toasts()).toEqual([{ text: 'held', alert: true }])
    const tooLate = {
      status: 400,
      description: 'Bad Request: query is too old and response timeout expired or query ID is invalid',
    }
    expect(await call(box, 'answerCallbackQuery', { callback_query_id: query?.id })).toMatchObject(tooLate)
    expect(await call(box, 'answerCallbackQuery', { callback_query_id: '12345' })).toMatchObject(tooLate)
    expect(await call(box, 'answerCallbackQuery')).toMatchObject(tooLate)
  })

  it('cannot be answered after 150 s, nor with more than 200 characters, nor with a foreign address', async () => {
    const clock = createTurnedClock()
    const { box, api } = await openBox(clock)
    const anna = await acquaintance(box)
    await api.sendMessage(anna.id, 'choose', press('A', 'a'))
    const answer = (id: string | undefined, params: object = {}) =>
      call(box, 'answerCallbackQuery', { callback_query_id: id, ...params })
    const first = anna.presses('A').callback_query?.id
    const second = anna.presses('A').callback_query?.id
    expect(await answer(first, { text: 'x'.repeat(201) })).toMatchObject({
      status: 400,
      description: 'Bad Request: MESSAGE_TOO_LONG',
    })
    expect(await answer(first, { url: 'https://example.com' })).toMatchObject({
      status: 400,
      description: 'Bad Request: URL_INVALID',
    })
    clock.turn(150)
    expect(await answer(first, { url: `https://t.me/${box.botUsername}?start=x` })).toMatchObject({ status: 200 })
    clock.turn(1)
    expect(await answer(second)).toMatchObject({ status: 400 })
    expect(anna.toasts()).toEqual([{ alert: false, url: `https://t.me/${box.botUsername}?start=x` }])
  })

  it('finds the newest that fits by label, pattern or data, and any message by its id', async () => {
    const { api, anna } = await setUp()
    const old = await api.sendMessage(anna.id, 'old', press('Buy', 'old'))
    await api.sendMessage(anna.id, 'new', press('Buy', 'new'))
    await api.sendMessage(anna.id, 'other', press('🎟 Ticket', 'other'))
    expect(anna.presses('Buy').callback_query?.data).toBe('new')
    expect(anna.presses(/ticket/i).callback_query?.data).toBe('other')
    expect(anna.presses({ data: 'old' }).callback_query?.data).toBe('old')
    expect(anna.presses('Buy', { messageId: old.message_id }).callback_query?.data).toBe('old')
    await api.deleteMessage(anna.id, old.message_id)
    expect(anna.presses('Buy', { messageId: old.message_id }).callback_query?.message).toEqual({
      chat: expect.objectContaining({ id: anna.id }) as object,
      message_id: old.message_id,
      date: 0,
    })
    expect(() => anna.presses({ data: 'old' })).toThrow()
  })

  it('says which buttons there are when there is none such', async () => {
    const { api, anna } = await setUp()
    await api.sendMessage(anna.id, 'choose', press('Buy', 'b'))
    expect(() => anna.presses('Sell')).toThrow(
      /Anna sees no button Sell\. Visible buttons:\n {2}message \d+: "Buy"\nNewest message: "choose"/,
    )
  })

  it('opens the bot by a link to it, and no other address', async () => {
    const { box, api, anna } = await setUp()
    const url = `https://t.me/${box.botUsername}?start=e_1`
    await api.sendMessage(anna.id, 'look', {
      reply_markup: {
        inline_keyboard: [
          [
            { text: 'Open', url },
            { text: 'Site', url: 'https://tickets.example' },
          ],
        ],
      },
    })
    expect(anna.presses('Open').message?.text).toBe('/start e_1')
    expect(() => anna.presses('Site')).toThrow(/tells the bot nothing/)
  })

  it('works in groups for everybody', async () => {
    const { box, api, anna } = await setUp()
    const group = box.group('G')
    group.addBot(anna)
    const boris = box.person({ firstName: 'Boris' })
    await api.sendMessage(group.id, 'who?', press('Me', 'me'))
    expect(boris.presses('Me', { in: group }).callback_query).toMatchObject({
      from: { id: boris.id },
      message: { chat: { id: group.id } },
    })
    expect(boris.buttons(group)).toEqual(['Me'])
    expect(boris.buttons()).toEqual([])
  })

  it('stays quick among many people and messages', async () => {
    const { box, api } = await openBox({ strictRates: false })
    const people = Array.from({ length: 300 }, (_, index) => box.person({ firstName: `P${index}` }))
    for (const person of people) person.says('/start')
    await Promise.all(people.map(({ id }) => api.sendMessage(id, 'now!', press('Buy', 'b'))))
    for (const person of people) person.presses('Buy')
    expect(box.pendingUpdates()).toBe(600)
  })
})
