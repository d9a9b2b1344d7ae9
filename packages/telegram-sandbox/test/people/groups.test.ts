import { describe, expect, it } from 'vitest'
import { acquaintance, call, openBox } from '../support/box.js'

const setUp = async () => {
  const { box, api } = await openBox()
  const anna = await acquaintance(box)
  const send = (chat: { readonly id: number }, params: object = {}) =>
    call(box, 'sendMessage', { chat_id: chat.id, text: 'hi', ...params })
  const news = async () => (await call(box, 'getUpdates')).result as readonly Record<string, unknown>[]
  return { box, api, anna, send, news }
}

describe('a group', () => {
  it('tells the bot that it was added', async () => {
    const { box, anna, news } = await setUp()
    const group = box.group('Friends')
    group.addBot(anna)
    expect(group.id).toBeLessThan(0)
    expect(await news()).toMatchObject([
      {
        my_chat_member: {
          chat: { id: group.id, type: 'group', title: 'Friends' },
          from: { id: anna.id },
          old_chat_member: { status: 'left' },
          new_chat_member: { status: 'member' },
        },
      },
      { message: { chat: { id: group.id }, new_chat_members: [{ id: box.bot.id }] } },
    ])
    group.addBot(anna, { admin: true })
    expect((await news()).at(-1)).toMatchObject({
      my_chat_member: { old_chat_member: { status: 'member' }, new_chat_member: { status: 'administrator' } },
    })
  })

  it.each([
    ['group', {}, 'group'],
    ['supergroup', { supergroup: true }, 'supergroup'],
  ])('%s: shuts the bot out when it was never in it and when it was removed', async (_, options, name) => {
    const { box, anna, send } = await setUp()
    const group = box.group('G', options)
    expect(await send(group)).toMatchObject({
      status: 403,
      description: `Forbidden: bot is not a member of the ${name} chat`,
    })
    group.addBot(anna)
    expect(await send(group)).toMatchObject({ status: 200 })
    expect(group.removeBot(anna).my_chat_member?.new_chat_member.status).toBe('kicked')
    expect(await send(group)).toMatchObject({
      status: 403,
      description: `Forbidden: bot was kicked from the ${name} chat`,
    })
    expect(await call(box, 'getChat', { chat_id: group.id })).toMatchObject({ status: 403 })
  })

  it('tells the bot nothing of what is said there while it is not in it', async () => {
    const { box, anna, news } = await setUp()
    const [group, channel] = [box.group('G'), box.channel('News')]
    group.addMember(anna)
    anna.says('before', { in: group })
    expect(await news()).toEqual([])
    group.addBot(anna)
    channel.addBot(anna)
    const [said, posted] = [
      anna.says('hello', { in: group }).message?.message_id ?? 0,
      channel.posts('post').channel_post?.message_id ?? 0,
    ]
    for (const chat of [group, channel]) chat.removeBot(anna)
    const before = await news()
    // In a basic group the last it hears is that it was removed.
    expect(before.slice(-3)).toMatchObject([
      { my_chat_member: {} },
      { message: { left_chat_member: { id: box.bot.id } } },
      { my_chat_member: { chat: { id: channel.id } } },
    ])
    anna.says('after', { in: group })
    anna.edits(said, 'edited', { in: group })
    channel.posts('after')
    channel.edits(posted, 'edited')
    expect(await news()).toEqual(before)
    expect(group.messages().at(-1)).toMatchObject({ text: 'after' })
    group.addBot(anna)
    anna.says('again', { in: group })
    expect((await news()).at(-1)).toMatchObject({ message: { text: 'again' } })
  })

  it('may take the right to write', async () => {
    const { box, anna, send } = await setUp()
    const group = box.group('G', { supergroup: true })
    group.addBot(anna)
    group.muteBot()
    expect(await send(group)).toMatchObject({
      status: 400,
      description: 'Bad Request: not enough rights to send text messages to the chat',
    })
    group.unmuteBot()
    expect(await send(group)).toMatchObject({ status: 200 })
  })

  it('that is upgraded answers with its new id, and announces it on both sides', async () => {
    const { box, anna, send, news } = await setUp()
    const group = box.group('Growing')
    group.addBot(anna, { admin: true })
    const bigger = group.upgrade()
    expect(String(bigger.id)).toMatch(/^-100\d{10}$/)
    expect(await send(group)).toEqual({
      status: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: bigger.id },
      result: undefined,
    })
    expect(await send(bigger)).toMatchObject({
      status: 200,
      result: { message_id: 2, chat: { id: bigger.id, type: 'supergroup', title: 'Growing' } },
    })
    expect((await news()).slice(-2)).toMatchObject([
      { message: { chat: { id: group.id }, migrate_to_chat_id: bigger.id } },
      { message: { chat: { id: bigger.id }, migrate_from_chat_id: group.id } },
    ])
    expect(box.chat(bigger.id)).toMatchObject({ kind: 'supergroup', title: 'Growing' })
    expect(() => bigger.upgrade()).toThrow()
  })

  it('that is upgraded leaves the bot as silent as it was', async () => {
    const { box, anna, send } = await setUp()
    const group = box.group('Growing')
    group.addBot(anna)
    group.muteBot()
    const bigger = group.upgrade()
    expect(await send(bigger)).toMatchObject({
      status: 400,
      description: 'Bad Request: not enough rights to send text messages to the chat',
    })
    bigger.unmuteBot()
    expect(await send(bigger)).toMatchObject({ status: 200 })
  })

  it('has administrators who hide behind it', async () => {
    const { box, anna } = await setUp()
    const group = box.group('G', { supergroup: true })
    group.addBot(anna)
    expect(group.anonymousAdminSays('/chatid').message).toMatchObject({
      from: { id: 1087968824, username: 'GroupAnonymousBot' },
      sender_chat: { id: group.id },
      text: '/chatid',
    })
  })

  it('numbers its messages itself when it is a supergroup', async () => {
    const { box, anna, send } = await setUp()
    const groups = [box.group('A', { supergroup: true }), box.group('B', { supergroup: true })]
    for (const group of groups) group.addBot(anna)
    for (const group of groups) expect(await send(group)).toMatchObject({ result: { message_id: 2 } })
  })

  it('shows who is in it', async () => {
    const { box, api, anna } = await setUp()
    const group = box.group('G', { supergroup: true })
    const boris = box.person({ firstName: 'Boris' })
    group.addBot(anna, { admin: true })
    group.addMember(boris)
    expect(await api.getChat(group.id)).toMatchObject({ id: group.id, type: 'supergroup', title: 'G' })
    expect(await api.getChatMemberCount(group.id)).toBe(3)
    expect((await api.getChatAdministrators(group.id)).map(({ user, status }) => [user.first_name, status])).toEqual([
      ['Anna', 'creator'],
      ['Sandbox bot', 'administrator'],
    ])
    expect(await api.getChatMember(group.id, boris.id)).toMatchObject({ status: 'member' })
    expect(await api.getChatMember(group.id, box.bot.id)).toMatchObject({
      status: 'administrator',
      can_post_messages: true,
    })
    expect(await api.getChatMember(group.id, box.person({ firstName: 'Carl' }).id)).toMatchObject({ status: 'left' })
    expect(await call(box, 'getChatMember', { chat_id: group.id, user_id: 5 })).toMatchObject({
      status: 400,
      description: 'Bad Request: invalid user_id specified',
    })
    expect(await call(box, 'getChatAdministrators', { chat_id: anna.id })).toMatchObject({
      description: 'Bad Request: there are no administrators in the private chat',
    })
  })

  it('is left on the own wish of the bot', async () => {
    const { box, api, anna, send } = await setUp()
    const group = box.group('G')
    group.addBot(anna)
    await api.leaveChat(group.id)
    expect(await send(group)).toMatchObject({
      status: 403,
      description: 'Forbidden: bot is not a member of the group chat',
    })
    expect(await call(box, 'leaveChat', { chat_id: anna.id })).toMatchObject({ status: 400 })
  })

  it('pins a message for an administrator only', async () => {
    const { box, api, anna } = await setUp()
    const group = box.group('G')
    group.addBot(anna)
    const { message_id } = await api.sendMessage(group.id, 'pin me')
    expect(await call(box, 'pinChatMessage', { chat_id: group.id, message_id })).toMatchObject({
      status: 400,
      description: 'Bad Request: not enough rights to manage pinned messages in the chat',
    })
    group.addBot(anna, { admin: true })
    await api.pinChatMessage(group.id, message_id)
    expect((await api.getChat(group.id)).pinned_message).toMatchObject({ message_id })
    expect(await call(box, 'pinChatMessage', { chat_id: group.id, message_id: 99 })).toMatchObject({
      description: 'Bad Request: message to pin not found',
    })
  })
})

describe('a channel', () => {
  it('has posts without an author, and edits of them', async () => {
    const { box, anna, news } = await setUp()
    const channel = box.channel('News')
    channel.addBot(anna)
    const { channel_post: post } = channel.posts('/chatid')
    expect(post).toMatchObject({
      chat: { id: channel.id, type: 'channel', title: 'News' },
      sender_chat: { id: channel.id },
      text: '/chatid',
    })
    expect(post).not.toHaveProperty('from')
    channel.edits(post?.message_id ?? 0, 'corrected')
    expect((await news()).map((update) => Object.keys(update)[1])).toEqual([
      'my_chat_member',
      'channel_post',
      'edited_channel_post',
    ])
  })

  it('wants the bot as an administrator, and shuts it out when removed', async () => {
    const { box, anna, send } = await setUp()
    const channel = box.channel('News')
    expect(await send(channel)).toMatchObject({
      status: 403,
      description: 'Forbidden: bot is not a member of the channel chat',
    })
    channel.addBot(anna, { admin: false })
    expect(await send(channel)).toMatchObject({
      status: 400,
      description: 'Bad Request: need administrator rights in the channel chat',
    })
    channel.addBot(anna)
    const answer = await send(channel)
    expect(answer).toMatchObject({ status: 200, result: { sender_chat: { id: channel.id } } })
    expect(answer.result).not.toHaveProperty('from')
    channel.removeBot(anna)
    expect(await send(channel)).toMatchObject({
      status: 403,
      description: 'Forbidden: bot was kicked from the channel chat',
    })
  })

  it('can be spoken of by its public name', async () => {
    const { box, api, anna } = await setUp()
    const channel = box.channel('News', { username: 'jazz_news' })
    channel.addBot(anna)
    expect((await api.sendMessage('@jazz_news', 'hi')).chat.id).toBe(channel.id)
    expect(await call(box, 'sendMessage', { chat_id: '@jazz_new', text: 'hi' })).toMatchObject({
      description: 'Bad Request: chat not found',
    })
  })

  it('knows no typing', async () => {
    const { box, api, anna } = await setUp()
    const channel = box.channel('News')
    channel.addBot(anna)
    expect(await call(box, 'sendChatAction', { chat_id: channel.id, action: 'typing' })).toMatchObject({ status: 400 })
    expect(await call(box, 'sendChatAction', { chat_id: anna.id, action: 'sleeping' })).toMatchObject({
      status: 400,
      description: 'Bad Request: wrong parameter action in request',
    })
    expect(await api.sendChatAction(anna.id, 'upload_photo')).toBe(true)
  })
})
