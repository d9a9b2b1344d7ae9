import { describe, expect, it } from 'vitest'
import type { Act, Outcome } from '../../src/page/wire.js'
import { fails, idOf, setUp } from './actSupport.js'

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
    for (const kind of [
      ...(['sendsSticker', 'sendsVoice', 'sendsLocation', 'sendsVenue', 'sendsContact', 'sendsVideo'] as const),
      ...(['sendsAnimation', 'sendsAudio', 'sendsVideoNote', 'sendsPoll', 'sendsAlbum'] as const),
    ])
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
      { message: { venue: { title: 'Loft' } } },
      { message: { contact: {} } },
      { message: { video: {} } },
      { message: { animation: {}, document: {} } },
      { message: { audio: {} } },
      { message: { video_note: {} } },
      { message: { poll: { type: 'regular' } } },
      { message: { photo: {} } },
      { message: { video: {} } },
      { message: { photo: {} } },
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
    const threadId = 3
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
