import { describe, expect, it } from 'vitest'
import { arrived, call, createTurnedClock, openBox } from '../support/box.js'

type Updates = readonly { readonly update_id: number; readonly message?: { readonly text: string } }[]
const setUp = async () => {
  const { box, api } = await openBox()
  const anna = box.person({ firstName: 'Anna', username: 'anna', languageCode: 'ru' })
  const poll = async (params: object = {}) => (await call(box, 'getUpdates', params)).result as Updates
  return {
    box,
    api,
    anna,
    poll,
    texts: async (params: object = {}) => (await poll(params)).map(({ message }) => message?.text),
  }
}

describe('getUpdates', () => {
  it('gives updates again until they are confirmed by a higher offset', async () => {
    const { anna, poll, texts, box } = await setUp()
    anna.says('one')
    anna.says('two')
    expect(await texts()).toEqual(['one', 'two'])
    const [first, second] = await poll()
    expect(second?.update_id).toBe((first?.update_id ?? 0) + 1)
    expect(box.pendingUpdates()).toBe(2)
    expect(await texts({ offset: second?.update_id })).toEqual(['two'])
    expect(await texts({ offset: 0 })).toEqual(['two'])
    expect(box.pendingUpdates()).toBe(1)
  })

  it('gives at most limit, at most 100, and the newest for a negative offset', async () => {
    const { anna, poll, texts } = await setUp()
    for (let index = 0; index < 105; index += 1) anna.says(String(index))
    expect(await texts({ limit: 2 })).toEqual(['0', '1'])
    expect(await poll()).toHaveLength(100)
    expect(await poll({ limit: 1000 })).toHaveLength(100)
    expect(await texts({ offset: -2 })).toEqual(['103', '104'])
    expect(await poll()).toHaveLength(2)
    expect(await texts({ offset: -50 })).toEqual(['103', '104'])
  })

  it('waits for the next update, and hands over in one batch what comes in one go', async () => {
    const { box, anna, texts } = await setUp()
    const here = arrived(box, 'getUpdates')
    const waiting = texts({ timeout: 30 })
    await here
    anna.says('one')
    anna.says('two')
    expect(await waiting).toEqual(['one', 'two'])
  })

  it('ends the older of two polls with 409', async () => {
    const { box, anna } = await setUp()
    const here = arrived(box, 'getUpdates')
    const older = call(box, 'getUpdates', { timeout: 30 })
    await here
    const again = arrived(box, 'getUpdates')
    const newer = call(box, 'getUpdates', { timeout: 30 })
    await again
    expect(await older).toMatchObject({
      status: 409,
      description: 'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    })
    anna.says('hi')
    expect(await newer).toMatchObject({ status: 200, result: [{ message: { text: 'hi' } }] })
  })

  it('keeps an update whose client left in mid-poll', async () => {
    const { box, anna, texts } = await setUp()
    const left = new AbortController()
    const here = arrived(box, 'getUpdates')
    const poll = fetch(`${box.url}/bot${box.token}/getUpdates?timeout=30`, { signal: left.signal })
    await here
    left.abort()
    await expect(poll).rejects.toThrow()
    anna.says('still here')
    expect(await texts()).toEqual(['still here'])
  })

  it('remembers allowed_updates; chat_member comes only on request', async () => {
    const { box, anna, poll } = await setUp()
    const group = box.group('G', { supergroup: true })
    group.addBot(anna, { admin: true })
    const boris = box.person({ firstName: 'Boris' })
    const kinds = async (params: object) => (await poll(params)).map((update) => Object.keys(update)[1])
    group.addMember(boris)
    expect(await kinds({})).toEqual(['my_chat_member', 'message', 'message'])
    await poll({ offset: -1, allowed_updates: ['chat_member'] })
    anna.says('not asked for')
    group.addMember(box.person({ firstName: 'Carl' }))
    expect(await kinds({})).toEqual(['message', 'chat_member'])
    await poll({ offset: -1, allowed_updates: [] })
    anna.says('asked for again')
    expect(await kinds({})).toEqual(['chat_member', 'message'])
  })

  it('forgets updates after 24 hours', async () => {
    const clock = createTurnedClock()
    const { box } = await openBox(clock)
    const anna = box.person({ firstName: 'Anna' })
    anna.says('yesterday')
    clock.turn(23 * 3600)
    anna.says('today')
    expect((await call(box, 'getUpdates')).result).toHaveLength(2)
    clock.turn(3600)
    expect((await call(box, 'getUpdates')).result).toMatchObject([{ message: { text: 'today' } }])
  })

  it('delivers every update as often as it is told', async () => {
    const { box, anna, texts } = await setUp()
    box.repeatUpdates(2)
    anna.says('one')
    anna.says('two')
    expect(await texts()).toEqual(['one', 'one', 'two', 'two'])
    expect(await texts({ limit: 1 })).toEqual(['one', 'one'])
  })

  it('ends the waiting poll with 401 when the token is revoked, and quietly when the sandbox closes', async () => {
    const { box } = await setUp()
    const here = arrived(box, 'getUpdates')
    const poll = call(box, 'getUpdates', { timeout: 30 })
    await here
    box.revokeToken()
    expect(await poll).toMatchObject({ status: 401, description: 'Unauthorized' })
  })
})

describe('an update', () => {
  it('has the shape that Telegram gives it', async () => {
    const { box, anna, poll } = await setUp()
    anna.says('/buy@sandbox_bot e_1 see https://tickets.example')
    expect((await poll())[0]).toEqual({
      update_id: expect.any(Number) as number,
      message: {
        message_id: 1,
        from: { id: anna.id, is_bot: false, first_name: 'Anna', username: 'anna', language_code: 'ru' },
        chat: { id: anna.id, type: 'private', first_name: 'Anna', username: 'anna' },
        date: expect.any(Number) as number,
        text: '/buy@sandbox_bot e_1 see https://tickets.example',
        entities: [
          { type: 'bot_command', offset: 0, length: 16 },
          { type: 'url', offset: 25, length: 23 },
        ],
      },
    })
    expect(box.bot.id).toBe(Number(box.token.split(':')[0]))
  })

  it('carries any name as it is typed', async () => {
    const { box, poll } = await setUp()
    const names = ['<b>Ann</b> & "Co" </a>', '<3', '\u202eAnna', 'А\u200bн', '👩‍👩‍👧', 'x'.repeat(64)]
    for (const firstName of names) box.person({ firstName, lastName: '' }).says('hi')
    const updates = (await poll()) as readonly {
      readonly message?: { readonly from?: { readonly first_name: string } }
    }[]
    expect(updates.map(({ message }) => message?.from?.first_name)).toEqual(names)
  })
})
