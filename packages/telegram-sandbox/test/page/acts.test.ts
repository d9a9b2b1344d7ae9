import type { Update } from 'grammy/types'
import { describe, expect, it } from 'vitest'
import type { Act, Outcome } from '../../src/page/wire.js'
import { of, openBoxPage } from './support.js'

const setUp = async () => {
  const opened = await openBoxPage(() => ({ roles: [{ key: 'door', name: { ru: 'На входе', en: 'Door' } }] }))
  const { box, api, listen } = opened
  await api.getUpdates({
    allowed_updates: [
      'message',
      'edited_message',
      'channel_post',
      'edited_channel_post',
      'callback_query',
      'my_chat_member',
      'chat_member',
      'pre_checkout_query',
    ],
  })
  const anna = box.person({ firstName: 'Anna', languageCode: 'ru' })
  const ben = box.person({ firstName: 'Ben' })
  const heard = await listen()
  await heard.until(of('state'))
  let offset = 0
  /** What the bot hears next, at once or within so many seconds. */
  const updates = async (timeout = 0): Promise<readonly Update[]> => {
    const batch = await api.getUpdates({ offset, timeout })
    offset = (batch.at(-1)?.update_id ?? offset - 1) + 1
    return batch
  }
  return {
    ...opened,
    anna,
    ben,
    heard,
    updates,
    at: (person: { readonly id: number }) => ({ personId: person.id, chatId: person.id }),
  }
}

const idOf = (outcome: Outcome, name: 'chatId' | 'personId'): number => (outcome.ok ? (outcome[name] ?? 0) : 0)
const fails = (code: string) => ({ ok: false, code, words: expect.stringMatching(/\S/u) as string })

describe('people act', () => {
  it('in their private chat: say, reply, edit, send things, open links', async () => {
    const { act, anna, at, updates, api } = await setUp()
    expect(await act({ kind: 'says', ...at(anna), text: '/start' })).toEqual({ ok: true })
    const { message_id } = await api.sendMessage(anna.id, 'Which?')
    expect(await act({ kind: 'says', ...at(anna), text: 'This <b>', replyTo: message_id })).toEqual({ ok: true })
    const mine = anna.messages().at(-1)?.message_id ?? 0
    expect(await act({ kind: 'edits', ...at(anna), messageId: mine, text: 'That' })).toEqual({ ok: true })
    // The same once more is no edit, and nobody is told of one.
    expect(await act({ kind: 'edits', ...at(anna), messageId: mine, text: ' That ' })).toEqual({ ok: true })
    expect(await act({ kind: 'edits', ...at(anna), messageId: mine, text: 'x'.repeat(4097) })).toEqual(fails('failed'))
    for (const kind of ['sendsSticker', 'sendsVoice', 'sendsLocation', 'sendsContact'] as const)
      expect(await act({ kind, ...at(anna) })).toEqual({ ok: true })
    expect(await act({ kind: 'opens', personId: anna.id, payload: 't_Ab-1' })).toEqual({ ok: true })
    expect(await act({ kind: 'opens', personId: anna.id, payload: '' })).toEqual({ ok: true })
    expect(await updates()).toMatchObject([
      { message: { text: '/start', from: { first_name: 'Anna' } } },
      { message: { text: 'This <b>', reply_to_message: { text: 'Which?' } } },
      { edited_message: { message_id: mine, text: 'That' } },
      { message: { sticker: {} } },
      { message: { voice: {} } },
      { message: { location: {} } },
      { message: { contact: {} } },
      { message: { text: '/start t_Ab-1' } },
      { message: { text: '/start' } },
    ])
  })

  it('by a reply keyboard: its label is said', async () => {
    const { act, anna, at, updates, api } = await setUp()
    anna.says('/start')
    const { message_id } = await api.sendMessage(anna.id, 'Share?', {
      reply_markup: { keyboard: [[{ text: 'Yes' }], [{ text: 'Me', request_contact: true }]] },
    })
    await updates()
    expect(await act({ kind: 'presses', ...at(anna), messageId: message_id, row: 0, column: 0 })).toEqual({ ok: true })
    expect(await act({ kind: 'presses', ...at(anna), messageId: message_id, row: 1, column: 0 })).toEqual({ ok: true })
    expect(await updates()).toMatchObject([{ message: { text: 'Yes' } }, { message: { contact: {} } }])
  })

  it('by the button they saw: another one in its place is not pressed', async () => {
    const { act, anna, at, updates, api } = await setUp()
    anna.says('/start')
    const keyboard = (text: string, callback_data: string) => ({
      reply_markup: { inline_keyboard: [[{ text, callback_data }]] },
    })
    const { message_id } = await api.sendMessage(anna.id, 'Sure?', keyboard('No', 'no'))
    const press = { kind: 'presses', ...at(anna), messageId: message_id, row: 0, column: 0, label: 'No' } as const
    await updates()
    expect(await act(press)).toMatchObject({ ok: true })
    await api.editMessageText(anna.id, message_id, 'Sure?', keyboard('Yes', 'yes'))
    expect(await act(press)).toEqual(fails('gone'))
    await api.editMessageReplyMarkup(anna.id, message_id, {})
    expect(await act(press)).toEqual(fails('gone'))
    expect(await updates()).toMatchObject([{ callback_query: { data: 'no' } }])
  })

  it('in groups, forums and channels, as their members', async () => {
    const { act, anna, ben, updates } = await setUp()
    const forum = idOf(
      await act({ kind: 'addChat', title: 'Forum', type: 'forum', ownerId: anna.id, memberIds: [] }),
      'chatId',
    )
    await act({ kind: 'addTopic', chatId: forum, name: 'Sales' })
    const channel = idOf(
      await act({ kind: 'addChat', title: 'News', type: 'channel', ownerId: anna.id, memberIds: [ben.id] }),
      'chatId',
    )
    const threadId = 2
    await updates()
    expect(await act({ kind: 'says', personId: ben.id, chatId: forum, threadId, text: 'Hello' })).toEqual({ ok: true })
    expect(await act({ kind: 'says', personId: ben.id, chatId: forum, threadId: 77, text: 'Hello' })).toEqual(
      fails('gone'),
    )
    expect(await act({ kind: 'says', personId: anna.id, chatId: channel, text: 'Post' })).toEqual({ ok: true })
    expect(await act({ kind: 'says', personId: ben.id, chatId: channel, text: 'Spam' })).toEqual(fails('failed'))
    expect(await updates()).toMatchObject([
      { message: { text: 'Hello', message_thread_id: threadId, is_topic_message: true, from: { id: ben.id } } },
      { channel_post: { text: 'Post' } },
    ])
  })

  it("only as themselves: not in others' chats, not on others' messages", async () => {
    const { act, anna, ben, at, updates, api } = await setUp()
    anna.says('/start')
    ben.says('/start')
    const group = idOf(
      await act({ kind: 'addChat', title: 'Sales', type: 'group', ownerId: anna.id, memberIds: [ben.id] }),
      'chatId',
    )
    await act({ kind: 'says', personId: anna.id, chatId: group, text: 'Mine' })
    const [mine] = (await updates()).flatMap(({ message }) => (message?.text === 'Mine' ? [message.message_id] : []))
    const { message_id } = await api.sendMessage(anna.id, 'x', {
      reply_markup: { inline_keyboard: [[{ text: 'A', callback_data: 'a' }]] },
    })
    const foreign: readonly Act[] = [
      { kind: 'says', personId: ben.id, chatId: anna.id, text: 'x' },
      { kind: 'presses', personId: ben.id, chatId: anna.id, messageId: message_id, row: 0, column: 0 },
      { kind: 'edits', personId: ben.id, chatId: group, messageId: mine ?? 0, text: 'Yours' },
      { kind: 'edits', ...at(anna), messageId: message_id, text: 'x' },
      { kind: 'pays', personId: ben.id, chatId: anna.id, messageId: message_id, card: 'works' },
      { kind: 'pays', ...at(anna), messageId: message_id, card: 'works' },
    ]
    for (const one of foreign) expect([one, await act(one)]).toEqual([one, fails('failed')])
    expect(await updates()).toEqual([])
    expect(
      await act({ kind: 'edits', personId: anna.id, chatId: group, messageId: mine ?? 0, text: 'Still mine' }),
    ).toEqual({ ok: true })
  })

  it('and are told when something is gone', async () => {
    const { act, box, anna, at, updates, api } = await setUp()
    anna.says('/start')
    const { message_id } = await api.sendMessage(anna.id, 'x', {
      reply_markup: { inline_keyboard: [[{ text: 'A', callback_data: 'a' }]] },
    })
    expect(await act({ kind: 'presses', ...at(anna), messageId: message_id, row: 0, column: 1 })).toEqual(
      fails('failed'),
    )
    await api.deleteMessage(anna.id, message_id)
    await updates()
    const missing: readonly Act[] = [
      { kind: 'presses', ...at(anna), messageId: message_id, row: 0, column: 0 },
      { kind: 'says', ...at(anna), text: 'x', replyTo: message_id },
      { kind: 'edits', ...at(anna), messageId: 999, text: 'x' },
      { kind: 'pays', ...at(anna), messageId: 999, card: 'works' },
      { kind: 'says', personId: 1, chatId: 1, text: 'x' },
      { kind: 'says', personId: anna.id, chatId: -5, text: 'x' },
      { kind: 'opens', personId: 1, payload: '' },
      { kind: 'blocks', personId: 1 },
      { kind: 'addTopic', chatId: -5, name: 'x' },
      { kind: 'addChat', title: 'x', type: 'group', ownerId: anna.id, memberIds: [1] },
    ]
    for (const one of missing) expect([one, await act(one)]).toEqual([one, fails('gone')])
    expect(await updates()).toEqual([])
    expect(box.chats()).toHaveLength(2)
  })

  it("pay: refused in the bot's words, declined, paid", async () => {
    const { act, api, anna, at, updates } = await setUp()
    anna.says('/start')
    const { message_id } = await api.sendInvoice(anna.id, 'Ticket', 'One seat', 'order:1', 'XTR', [
      { label: 'Ticket', amount: 50 },
    ])
    await updates()
    const pay = async (card: 'works' | 'declined', ok: boolean): Promise<Outcome> => {
      const paying = act({ kind: 'pays', ...at(anna), messageId: message_id, card })
      const [query] = (await updates(30)).flatMap(({ pre_checkout_query }) =>
        pre_checkout_query === undefined ? [] : [pre_checkout_query],
      )
      await api.answerPreCheckoutQuery(query?.id ?? '', ok, ok ? {} : { error_message: 'Sold out' })
      const outcome = await paying
      await updates()
      return outcome
    }
    expect(await pay('works', false)).toEqual({ ok: true, paid: { ok: false, reason: 'refused', words: 'Sold out' } })
    expect(await pay('declined', true)).toEqual({ ok: true, paid: { ok: false, reason: 'declined' } })
    expect(await pay('works', true)).toEqual({ ok: true, paid: { ok: true } })
    expect(anna.messages().filter(({ message }) => message.successful_payment !== undefined)).toHaveLength(1)
  })
})

describe('people and chats', () => {
  it('are added, and every page is told', async () => {
    const { act, box, heard, updates } = await setUp()
    const added = await act({
      kind: 'addPerson',
      firstName: '<img onerror=x>',
      lastName: 'O',
      username: 'img_1',
      language: 'en',
      role: 'door',
    })
    const id = idOf(added, 'personId')
    await heard.until(of('chat', ({ chat }) => chat.id === id && chat.title === '<img onerror=x> O'))
    expect(
      (await heard.until(of('person', ({ person }) => person.id === id && person.role !== undefined))).person,
    ).toMatchObject({
      firstName: '<img onerror=x>',
      lastName: 'O',
      username: 'img_1',
      language: 'en',
      role: 'door',
      contact: 'never',
    })
    expect(await act({ kind: 'addPerson', firstName: 'B', username: 'IMG_1', language: 'en' })).toEqual(fails('failed'))
    expect(await act({ kind: 'addPerson', firstName: 'B', role: 'king', language: 'en' })).toEqual(fails('failed'))
    expect(await act({ kind: 'addPerson', firstName: 'B', username: box.botUsername, language: 'en' })).toEqual(
      fails('failed'),
    )
    expect(idOf(await act({ kind: 'addPerson', firstName: 'B', language: 'pt-br' }), 'personId')).not.toBe(id)
    expect(await updates()).toEqual([])
  })

  it('never share an id with somebody who was given theirs by hand', async () => {
    const { act, box, anna } = await setUp()
    box.person({ firstName: 'Fixed', id: anna.id + 2 })
    const ids = [
      await act({ kind: 'addPerson', firstName: 'A', language: 'en' }),
      await act({ kind: 'addPerson', firstName: 'B', language: 'en' }),
    ].map((outcome) => idOf(outcome, 'personId'))
    expect(new Set([...box.people().map((person) => person.id), ...ids]).size).toBe(5)
  })

  it('have an owner, members and the bot', async () => {
    const { act, anna, ben, heard, updates } = await setUp()
    for (const type of ['group', 'supergroup', 'forum', 'channel'] as const) {
      const id = idOf(
        await act({ kind: 'addChat', title: type, type, ownerId: anna.id, memberIds: [ben.id, anna.id, ben.id] }),
        'chatId',
      )
      const { chat } = await heard.until(of('chat', (event) => event.chat.id === id && event.chat.members.length === 2))
      expect(chat).toMatchObject({
        kind: type === 'forum' ? 'supergroup' : type,
        title: type,
        botStatus: type === 'channel' ? 'administrator' : 'member',
        muted: false,
        announcements: false,
        members: [
          { personId: anna.id, status: 'creator' },
          { personId: ben.id, status: 'member' },
        ],
      })
      const [first] = await updates()
      expect(first).toMatchObject({
        my_chat_member: { chat: { id }, from: { id: anna.id }, new_chat_member: { status: chat.botStatus } },
      })
    }
  })

  it('change: topics, the bot in, out, muted', async () => {
    const { act, api, anna, ben, heard } = await setUp()
    const id = idOf(
      await act({ kind: 'addChat', title: 'Forum', type: 'forum', ownerId: anna.id, memberIds: [] }),
      'chatId',
    )
    const becomes = (question: Parameters<typeof of<'chat'>>[1]) =>
      heard.until(of('chat', (event) => event.chat.id === id && (question?.(event) ?? true)))
    await act({ kind: 'addTopic', chatId: id, name: 'Sales' })
    await becomes(({ chat }) => chat.topics.some(({ name }) => name === 'Sales'))
    await act({ kind: 'mutesBot', chatId: id })
    await becomes(({ chat }) => chat.muted)
    await expect(api.sendMessage(id, 'x')).rejects.toThrow('not enough rights')
    await act({ kind: 'unmutesBot', chatId: id })
    await expect(api.sendMessage(id, 'x')).resolves.toBeDefined()
    expect(await act({ kind: 'removeBot', chatId: id, personId: ben.id })).toEqual(fails('failed'))
    expect(await act({ kind: 'removeBot', chatId: id, personId: anna.id })).toEqual({ ok: true, chatId: id })
    await becomes(({ chat }) => chat.botStatus === 'kicked')
    expect(await act({ kind: 'removeBot', chatId: id, personId: anna.id })).toEqual(fails('failed'))
    await expect(api.sendMessage(id, 'x')).rejects.toThrow('bot was kicked')
    expect(await act({ kind: 'addBot', chatId: id, personId: anna.id, admin: true })).toEqual({ ok: true, chatId: id })
    await becomes(({ chat }) => chat.botStatus === 'administrator')
    // Who writes in a group is in it from then on.
    await act({ kind: 'says', personId: ben.id, chatId: id, text: 'Hello' })
    await becomes(({ chat }) => chat.members.some(({ personId }) => personId === ben.id))
    expect(await act({ kind: 'addTopic', chatId: anna.id, name: 'x' })).toEqual(fails('failed'))
    const channel = idOf(
      await act({ kind: 'addChat', title: 'News', type: 'channel', ownerId: anna.id, memberIds: [] }),
      'chatId',
    )
    expect(await act({ kind: 'mutesBot', chatId: channel })).toEqual(fails('failed'))
  })

  it('are upgraded: pages hear of both, and the old one is read only', async () => {
    const { act, anna, ben, heard } = await setUp()
    const old = idOf(
      await act({ kind: 'addChat', title: 'Sales', type: 'group', ownerId: anna.id, memberIds: [ben.id] }),
      'chatId',
    )
    const id = idOf(await act({ kind: 'upgrades', chatId: old }), 'chatId')
    await heard.until(of('chat', ({ chat }) => chat.id === old && chat.upgradedTo === id))
    const { chat } = await heard.until(of('chat', (event) => event.chat.id === id && event.chat.members.length === 2))
    expect(chat).toMatchObject({
      kind: 'supergroup',
      title: 'Sales',
      botStatus: 'member',
      members: [
        { personId: anna.id, status: 'creator' },
        { personId: ben.id, status: 'member' },
      ],
    })
    expect(await act({ kind: 'says', personId: anna.id, chatId: old, text: 'x' })).toEqual(fails('gone'))
    expect(await act({ kind: 'upgrades', chatId: old })).toEqual(fails('gone'))
    expect(await act({ kind: 'upgrades', chatId: id })).toEqual(fails('failed'))
    expect(await act({ kind: 'says', personId: anna.id, chatId: id, text: 'x' })).toEqual({ ok: true })
  })

  it('come back by unblocking only when they had blocked the bot', async () => {
    const { act, box, anna } = await setUp()
    await act({ kind: 'unblocks', personId: anna.id })
    expect(box.accounts()[0]?.contact).toBe('never')
    await act({ kind: 'blocks', personId: anna.id })
    expect(box.accounts()[0]?.contact).toBe('blocked')
    await act({ kind: 'unblocks', personId: anna.id })
    expect(box.accounts()[0]?.contact).toBe('open')
  })
})
