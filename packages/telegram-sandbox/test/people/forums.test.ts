import { describe, expect, it } from 'vitest'
import { acquaintance, call, openBox } from '../support/box.js'

const setUp = async () => {
  const { box, api } = await openBox()
  const anna = await acquaintance(box)
  const forum = box.group('Forum', { forum: true })
  forum.addBot(anna)
  const topic = forum.topic('Sales')
  const news = async () => (await call(box, 'getUpdates')).result as readonly Record<string, unknown>[]
  return {
    box,
    api,
    anna,
    forum,
    topic,
    news,
    send: (params: object = {}) => call(box, 'sendMessage', { chat_id: forum.id, text: 'hi', ...params }),
  }
}

describe('a forum', () => {
  it('has topics, and no others', async () => {
    const { box, anna, forum, topic, send } = await setUp()
    expect(await send({ message_thread_id: topic })).toMatchObject({
      status: 200,
      result: { message_thread_id: topic, is_topic_message: true, chat: { is_forum: true } },
    })
    expect(await send({ message_thread_id: topic + 1 })).toMatchObject({
      status: 400,
      description: 'Bad Request: message thread not found',
    })
    // "General" has this number, and no thread.
    expect(await send({ message_thread_id: 1 })).toMatchObject({
      status: 400,
      description: 'Bad Request: message thread not found',
    })
    expect(anna.says('/chatid', { in: forum, threadId: topic }).message).toMatchObject({
      message_thread_id: topic,
      is_topic_message: true,
    })
    expect(forum.messages().at(-1)).toMatchObject({ threadId: topic, text: '/chatid' })
    expect(() => box.group('Plain').topic('x')).toThrow(/Only a forum/)
  })

  it('tells the bot of a new topic by a message in it, which stays', async () => {
    const { anna, forum, topic, news, api } = await setUp()
    expect((await news()).at(-1)).toMatchObject({
      message: {
        message_id: topic,
        message_thread_id: topic,
        is_topic_message: true,
        forum_topic_created: { name: 'Sales' },
        from: { id: anna.id },
      },
    })
    expect(forum.messages().at(-1)).toMatchObject({ message_id: topic, threadId: topic })
    forum.addBot(anna, { admin: true })
    await expect(api.deleteMessage(forum.id, topic)).rejects.toThrow("message can't be deleted")
  })

  it('lets what is said in a topic answer the message that opened it, or what it replies to', async () => {
    const { anna, forum, topic, send } = await setUp()
    const opened = { message_id: topic, forum_topic_created: { name: 'Sales' } }
    const { message } = anna.says('hello', { in: forum, threadId: topic })
    expect(message?.reply_to_message).toMatchObject(opened)
    expect(await send({ message_thread_id: topic })).toMatchObject({ result: { reply_to_message: opened } })
    expect(anna.says('in general', { in: forum }).message).not.toHaveProperty('reply_to_message')
    const replyTo = message?.message_id ?? 0
    expect(anna.says('yes', { in: forum, threadId: topic, replyTo }).message?.reply_to_message).toMatchObject({
      message_id: replyTo,
      text: 'hello',
    })
  })

  it('keeps a reply in the topic of what it answers', async () => {
    const { anna, forum, topic, send } = await setUp()
    const message_id = anna.says('hello', { in: forum, threadId: topic }).message?.message_id ?? 0
    expect(await send({ reply_parameters: { message_id } })).toMatchObject({
      result: { message_thread_id: topic, is_topic_message: true, reply_to_message: { message_id } },
    })
    expect(anna.says('yes', { in: forum, replyTo: message_id }).message).toMatchObject({
      message_thread_id: topic,
      is_topic_message: true,
      reply_to_message: { message_id },
    })
    expect(await send()).toMatchObject({
      result: expect.not.objectContaining({ message_thread_id: expect.anything() as number }) as object,
    })
  })
})
