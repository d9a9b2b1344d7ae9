import { describe, expect, it } from 'vitest'
import { fails, idOf, setUp } from './actSupport.js'
import { of } from './support.js'

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
