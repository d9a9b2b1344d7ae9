import { describe, expect, it } from 'vitest'
import { call, createTurnedClock, openBox } from '../support/box.js'

const setUp = async (strictRates = true) => {
  const clock = createTurnedClock()
  const { box, api } = await openBox({ ...clock, strictRates })
  const anna = box.person({ firstName: 'Anna' })
  anna.says('/start')
  const group = box.group('Sales', { supergroup: true })
  group.addBot(anna)
  const send = (chat: { readonly id: number }, text = 'x') => call(box, 'sendMessage', { chat_id: chat.id, text })
  const sendMany = async (chat: { readonly id: number }, count: number) => {
    const statuses: number[] = []
    for (let index = 0; index < count; index += 1) statuses.push((await send(chat, String(index))).status)
    return statuses.filter((status) => status === 200).length
  }
  return { box, api, anna, group, clock, send, sendMany }
}

describe('the rates', () => {
  it('let 20 messages a minute into a group; then 429 says exactly how long to wait', async () => {
    const { group, clock, send, sendMany } = await setUp()
    expect(await sendMany(group, 10)).toBe(10)
    clock.turn(20)
    expect(await sendMany(group, 11)).toBe(10)
    expect(await send(group)).toEqual({
      status: 429,
      description: 'Too Many Requests: retry after 40',
      parameters: { retry_after: 40 },
      result: undefined,
    })
    clock.turn(39.5)
    expect(await send(group)).toMatchObject({ status: 429, parameters: { retry_after: 1 } })
    clock.turn(0.5)
    expect(await sendMany(group, 11)).toBe(10)
  })

  it('count edits and every picture of an album, but no refused call', async () => {
    const { box, group, api, send, sendMany } = await setUp()
    const { message_id } = await api.sendMessage(group.id, 'first')
    expect(await call(box, 'sendMessage', { chat_id: group.id, text: '<x>', parse_mode: 'HTML' })).toMatchObject({
      status: 400,
    })
    expect(await sendMany(group, 18)).toBe(18)
    await api.editMessageText(group.id, message_id, 'second')
    expect(await call(box, 'editMessageText', { chat_id: group.id, message_id, text: 'third' })).toMatchObject({
      status: 429,
    })
    expect(await send(group)).toMatchObject({ status: 429 })
    expect(group.messages().at(-1)?.text).toBe('17')
  })

  it('hold one chat back, not the others', async () => {
    const { box, anna, group, sendMany } = await setUp()
    const channel = box.channel('News')
    channel.addBot(anna)
    expect(await sendMany(group, 21)).toBe(20)
    expect(await sendMany(channel, 21)).toBe(20)
    expect(await sendMany(anna, 5)).toBe(5)
  })

  it('let a burst into a private chat, and 60 a minute in the long run', async () => {
    const { anna, clock, send, sendMany } = await setUp()
    expect(await sendMany(anna, 25)).toBe(20)
    expect(await send(anna)).toMatchObject({ status: 429, parameters: { retry_after: 5 } })
    clock.turn(5)
    expect(await sendMany(anna, 25)).toBe(20)
    clock.turn(5)
    expect(await sendMany(anna, 25)).toBe(20)
    clock.turn(5)
    expect(await send(anna)).toMatchObject({ status: 429, parameters: { retry_after: 45 } })
    clock.turn(45)
    expect(await sendMany(anna, 25)).toBe(20)
  })

  it('are off when asked for', async () => {
    const { group, anna, sendMany } = await setUp(false)
    expect(await sendMany(group, 30)).toBe(30)
    expect(await sendMany(anna, 30)).toBe(30)
  })
})
