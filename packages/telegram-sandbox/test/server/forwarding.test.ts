import { describe, expect, it } from 'vitest'
import { acquaintance, call, openBox } from '../support/box.js'

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

describe('copying and forwarding', () => {
  it('leaves notes of what happened where they are', async () => {
    const { box, anna } = await setUp()
    const group = box.group('Staff')
    group.addBot(anna)
    const message_id = group.messages().at(-1)?.message_id
    for (const [method, done] of [
      ['copyMessage', 'copied'],
      ['forwardMessage', 'forwarded'],
    ] as const) {
      expect(await call(box, method, { chat_id: anna.id, from_chat_id: group.id, message_id })).toMatchObject({
        status: 400,
        description: `Bad Request: the message can't be ${done}`,
      })
    }
    expect(anna.messages()).toHaveLength(1)
  })

  it('carries the content, and the origin when forwarded', async () => {
    const { box, api, anna } = await setUp()
    const boris = await acquaintance(box, 'Boris')
    const source = anna.says('hear me').message?.message_id ?? 0
    await api.copyMessage(boris.id, anna.id, source)
    expect(boris.messages().at(-1)).toMatchObject({ text: 'hear me', fromBot: true })
    const forwarded = await api.forwardMessage(boris.id, anna.id, source)
    expect(forwarded.forward_origin).toMatchObject({ type: 'user', sender_user: { id: anna.id } })
    const secret = await api.sendMessage(anna.id, 'secret', { protect_content: true })
    expect(
      await call(box, 'copyMessage', { chat_id: boris.id, from_chat_id: anna.id, message_id: secret.message_id }),
    ).toMatchObject({ description: "Bad Request: message has protected content and can't be forwarded" })
    expect(await call(box, 'copyMessage', { chat_id: boris.id, from_chat_id: anna.id, message_id: 999 })).toMatchObject(
      { description: 'Bad Request: message to copy not found' },
    )
    expect(
      await call(box, 'forwardMessage', { chat_id: boris.id, from_chat_id: anna.id, message_id: 999 }),
    ).toMatchObject({ description: 'Bad Request: message to forward not found' })
  })
})
