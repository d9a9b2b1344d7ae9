import { describe, expect, it } from 'vitest'
import { createJournal } from '../../src/server/journal.js'
import { acquaintance, openBox } from '../support/box.js'

const setUp = async () => {
  const { box, api } = await openBox()
  return { box, api, anna: await acquaintance(box) }
}

describe('what happens', () => {
  it('can be followed, call by call and message by message', async () => {
    const { box, api, anna } = await setUp()
    const kinds: string[] = []
    const stop = box.subscribe(({ kind }) => kinds.push(kind))
    const { message_id } = await api.sendMessage(anna.id, 'one')
    await api.editMessageText(anna.id, message_id, 'two')
    await api.sendChatAction(anna.id, 'typing')
    await api.deleteMessage(anna.id, message_id)
    anna.says('bye')
    stop()
    anna.says('unheard')
    expect(kinds).toEqual([
      'callStarted',
      'messageSent',
      'callFinished',
      'callStarted',
      'messageEdited',
      'callFinished',
      'callStarted',
      'chatAction',
      'callFinished',
      'callStarted',
      'messageDeleted',
      'callFinished',
      'messageSent',
      'updateQueued',
    ])
  })

  it('can be waited for; what does not happen is said', async () => {
    const { box, api, anna } = await setUp()
    const seen = box.until(() => anna.sees() === 'ready')
    await api.sendMessage(anna.id, 'ready')
    await seen
    await expect(box.until(() => anna.sees() === 'never', 1)).rejects.toThrow(/Did not happen within 1 ms/)
  })

  it('stands in the journal, the latest 10,000 calls of it', async () => {
    const { box, api, anna } = await setUp()
    await api.sendMessage(anna.id, 'one')
    expect(box.callsOf('sendMessage')).toEqual([
      {
        method: 'sendMessage',
        params: { chat_id: anna.id, text: 'one' },
        status: 200,
        answer: expect.objectContaining({ ok: true }) as object,
        startedAt: expect.any(Number) as number,
        finishedAt: expect.any(Number) as number,
      },
    ])
    expect(box.calls.length).toBeGreaterThan(1)
    const journal = createJournal()
    for (let index = 0; index < 10_005; index += 1)
      journal.add({ method: 'getMe', params: { index }, status: 200, answer: undefined, startedAt: 0, finishedAt: 0 })
    expect([journal.calls.length, journal.calls[0]?.params, journal.calls.at(-1)?.params]).toEqual([
      10_000,
      { index: 5 },
      { index: 10_004 },
    ])
  })
})
