import type { Update } from 'grammy/types'
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

  it('carries every kind of media, with its words or with other ones', async () => {
    const { box, api, anna } = await setUp()
    const boris = await acquaintance(box, 'Boris')
    const copied = async (update: Update, more: object = {}) => {
      const message_id = update.message?.message_id
      const { status } = await call(box, 'copyMessage', {
        chat_id: boris.id,
        from_chat_id: anna.id,
        message_id,
        ...more,
      })
      expect(status).toBe(200)
      return boris.messages().at(-1)?.message
    }
    const bold = [{ type: 'bold', offset: 0, length: 4 }] as const
    const words = { caption: 'Come all', entities: bold }
    for (const [kind, update] of [
      ['photo', anna.sendsPhoto(words)],
      ['video', anna.sendsVideo(words)],
      ['animation', anna.sendsAnimation(words)],
      ['audio', anna.sendsAudio(words)],
      ['document', anna.sendsDocument(words)],
      ['voice', anna.sendsVoice(words)],
    ] as const) {
      expect(await copied(update)).toMatchObject({
        [kind]: update.message?.[kind],
        caption: 'Come all',
        caption_entities: bold,
      })
      expect(await copied(update, { caption: 'Other' })).toMatchObject({ [kind]: {}, caption: 'Other' })
    }
    for (const [kind, update] of [
      ['video_note', anna.sendsVideoNote()],
      ['sticker', anna.sendsSticker()],
      ['poll', anna.sendsPoll()],
    ] as const)
      expect((await copied(update, { caption: 'No room' }))?.[kind]).toEqual(update.message?.[kind])
    expect(boris.messages().some(({ caption }) => caption === 'No room')).toBe(false)
    const quiz = anna.sendsPoll({ quiz: true }).message?.message_id
    expect(
      await call(box, 'copyMessage', { chat_id: boris.id, from_chat_id: anna.id, message_id: quiz }),
    ).toMatchObject({ description: "Bad Request: the message can't be copied" })
    const { message_id: plain } = await api.sendMessage(anna.id, 'plain')
    await api.copyMessage(boris.id, anna.id, plain, { protect_content: true })
    expect(boris.messages().at(-1)).toMatchObject({ text: 'plain', protectContent: true })
  })
})

describe('copying several', () => {
  const idsOf = (updates: readonly Update[]) => updates.map(({ message }) => message?.message_id ?? 0)

  it('keeps an album together, as one of its own', async () => {
    const { box, api, anna } = await setUp()
    const boris = await acquaintance(box, 'Boris')
    const album = anna.sendsAlbum(['photo', 'video'], { caption: 'Both' })
    const ids = await api.copyMessages(boris.id, anna.id, idsOf(album), { protect_content: true })
    const arrived = boris.messages().slice(-2)
    expect(ids.map(({ message_id }) => message_id)).toEqual(arrived.map(({ message_id }) => message_id))
    expect(arrived).toMatchObject([
      { caption: 'Both', protectContent: true },
      { message: { video: album[1]?.message?.video } },
    ])
    const groups = new Set(arrived.map(({ message }) => message.media_group_id))
    expect([groups.size, groups.has(album[0]?.message?.media_group_id)]).toEqual([1, false])
    await api.copyMessages(boris.id, anna.id, idsOf(album), { remove_caption: true })
    expect(boris.messages().at(-2)?.caption).toBeUndefined()
    for (const items of [
      ['audio', 'audio'],
      ['document', 'document'],
    ] as const)
      await api.copyMessages(boris.id, anna.id, idsOf(anna.sendsAlbum(items)))
  })

  it('passes over what is not there or may not be copied, and refuses when nothing is left', async () => {
    const { box, api, anna, refusalOf } = await setUp()
    const boris = await acquaintance(box, 'Boris')
    const [first = 0, second = 0] = idsOf([anna.says('first'), anna.says('second')])
    const quiz = anna.sendsPoll({ quiz: true }).message?.message_id ?? 0
    const { message_id: secret } = await api.sendMessage(anna.id, 'secret', { protect_content: true })
    const asked = { chat_id: boris.id, from_chat_id: anna.id }
    expect(await api.copyMessages(boris.id, anna.id, [first, second, quiz, secret, 9999])).toHaveLength(2)
    await api.deleteMessage(anna.id, second)
    expect(await api.copyMessages(boris.id, anna.id, [first, second])).toHaveLength(1)
    for (const [message_ids, words] of [
      [[second, 9999], 'there are no messages to forward'],
      [[quiz, secret], "messages can't be forwarded"],
      [[secret, first], 'message identifiers must be in a strictly increasing order'],
      [[first, first], 'message identifiers must be in a strictly increasing order'],
      [[], 'message identifiers are not specified'],
      [{}, 'expected an Array of message identifiers'],
      [[{}], 'message identifier must be a Number'],
      [['x'], "can't parse message identifier as a Number"],
      [[0], 'invalid message identifier specified'],
      [Array.from({ length: 101 }, (_, index) => index + 1), 'too many message identifiers specified'],
    ] as const)
      expect(await refusalOf('copyMessages', { ...asked, message_ids })).toBe(`Bad Request: ${words}`)
    expect(await refusalOf('copyMessages', { ...asked, from_chat_id: 1, message_ids: [first] })).toBe(
      'Bad Request: chat not found',
    )
    boris.blocks()
    expect(await refusalOf('copyMessages', { ...asked, message_ids: [first] })).toBe(
      'Forbidden: bot was blocked by the user',
    )
  })
})
