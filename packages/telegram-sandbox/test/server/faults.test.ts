import { GrammyError, HttpError } from 'grammy'
import { describe, expect, it } from 'vitest'
import { badRequest, forbidden, serverError, tooManyRequests } from '../../src/sandbox.js'
import { acquaintance, arrived, openBox } from '../support/box.js'

const setUp = async () => {
  const { box, api } = await openBox()
  const anna = await acquaintance(box)
  const failure = async (work: Promise<unknown>): Promise<unknown> => {
    try {
      await work
    } catch (error) {
      return error
    }
    return 'worked'
  }
  return {
    box,
    api,
    anna,
    failure,
    heardTexts: () =>
      anna
        .messages()
        .filter(({ fromBot }) => fromBot)
        .map(({ text }) => text),
  }
}

describe('a fault', () => {
  it('answers as ordered, so many times, and then all is well', async () => {
    const { box, api, anna, failure, heardTexts } = await setUp()
    const fault = box.faults.add({ method: 'sendMessage', times: 2, kind: tooManyRequests(7) })
    const first = await failure(api.sendMessage(anna.id, 'one'))
    expect(first).toBeInstanceOf(GrammyError)
    expect(first).toMatchObject({
      error_code: 429,
      description: 'Too Many Requests: retry after 7',
      parameters: { retry_after: 7 },
    })
    await failure(api.sendMessage(anna.id, 'two'))
    await api.sendMessage(anna.id, 'three')
    expect(heardTexts()).toEqual(['three'])
    expect(fault.hits()).toBe(2)
    expect(box.callsOf('sendMessage').map(({ status, fault: name }) => [status, name])).toEqual([
      [429, 'answer 429'],
      [429, 'answer 429'],
      [200, undefined],
    ])
  })

  it('meets only the methods and the chat it is ordered for, until removed', async () => {
    const { box, api, anna, failure } = await setUp()
    const boris = await acquaintance(box, 'Boris')
    const fault = box.faults.add({ method: /^send/, chat: anna.chat, kind: forbidden('bot was blocked by the user') })
    expect(await failure(api.sendMessage(anna.id, 'x'))).toMatchObject({
      error_code: 403,
      description: 'Forbidden: bot was blocked by the user',
    })
    expect(await failure(api.sendChatAction(String(anna.id), 'typing'))).toMatchObject({ error_code: 403 })
    expect(await failure(api.getChat(anna.id))).toBe('worked')
    expect(await failure(api.sendMessage(boris.id, 'x'))).toBe('worked')
    fault.remove()
    expect(await failure(api.sendMessage(anna.id, 'x'))).toBe('worked')
    expect(fault.hits()).toBe(2)
  })

  it('may be any status and body, a proxy page too', async () => {
    const { box, api, anna, failure } = await setUp()
    box.faults.add({ times: 1, kind: serverError(502) })
    expect(await failure(api.getMe())).toBeInstanceOf(HttpError)
    box.faults.add({ method: ['sendMessage', 'sendPhoto'], times: 1, kind: serverError() })
    expect(await failure(api.sendMessage(anna.id, 'x'))).toMatchObject({
      error_code: 500,
      description: 'Internal Server Error',
    })
    box.faults.add({
      times: 1,
      kind: badRequest('group chat was upgraded to a supergroup chat', { migrate_to_chat_id: -1005 }),
    })
    expect(await failure(api.sendMessage(anna.id, 'x'))).toMatchObject({
      error_code: 400,
      parameters: { migrate_to_chat_id: -1005 },
    })
    box.faults.add({
      times: 1,
      kind: { answer: { status: 200, body: 'not JSON', headers: { 'content-type': 'text/plain' } } },
    })
    expect(await failure(api.getMe())).toBeInstanceOf(HttpError)
    expect(await failure(api.getMe())).toBe('worked')
  })

  it('dropBefore: the call fails and nothing was done', async () => {
    const { box, api, anna, failure, heardTexts } = await setUp()
    box.faults.add({ method: 'sendMessage', times: 1, kind: 'dropBefore' })
    expect(await failure(api.sendMessage(anna.id, 'lost'))).toBeInstanceOf(HttpError)
    expect(heardTexts()).toEqual([])
    expect(box.callsOf('sendMessage')).toMatchObject([{ status: 0, answer: undefined, fault: 'dropBefore' }])
  })

  it('deliverThenDrop: the call fails and yet it was done', async () => {
    const { box, api, anna, failure, heardTexts } = await setUp()
    box.faults.add({ method: 'sendMessage', times: 1, kind: 'deliverThenDrop' })
    expect(await failure(api.sendMessage(anna.id, 'arrived'))).toBeInstanceOf(HttpError)
    expect(heardTexts()).toEqual(['arrived'])
    expect(box.callsOf('sendMessage')).toMatchObject([{ status: 0, answer: { ok: true }, fault: 'deliverThenDrop' }])
  })

  it('deliverThenDrop on getUpdates: what the offset confirmed is gone, what was handed over comes again', async () => {
    const { box, api, anna, failure } = await setUp()
    const first = anna.says('one')
    anna.says('two')
    box.faults.add({ method: 'getUpdates', times: 1, kind: 'deliverThenDrop' })
    expect(await failure(api.getUpdates({ offset: first.update_id + 1 }))).toBeInstanceOf(HttpError)
    expect((await api.getUpdates({ offset: 0 })).map(({ message }) => message?.text)).toEqual(['two'])
  })

  it('hang: the call is never answered, others are', async () => {
    const { box, api, anna, heardTexts } = await setUp()
    box.faults.add({ method: 'sendMessage', times: 1, kind: 'hang' })
    const patience = new AbortController()
    const here = arrived(box, 'sendMessage')
    const hanging = api.sendMessage(anna.id, 'nobody hears', {}, patience.signal as never)
    await here
    await api.sendMessage(anna.id, 'others go on')
    patience.abort()
    await expect(hanging).rejects.toThrow()
    expect(heardTexts()).toEqual(['others go on'])
  })

  it('hang, taken away: the call is cut; one that is over by itself leaves it hanging', async () => {
    const { box, api, anna, failure, heardTexts } = await setUp()
    const others = box.faults.add({ method: 'getMe', kind: 'hang' })
    const fault = box.faults.add({ method: 'sendMessage', times: 1, kind: 'hang' })
    const here = arrived(box, 'sendMessage')
    const cut = failure(api.sendMessage(anna.id, 'nobody hears'))
    await here
    others.remove()
    await api.sendMessage(anna.id, 'others go on')
    expect(await Promise.race([cut, Promise.resolve('hangs')])).toBe('hangs')
    fault.remove()
    expect(await cut).toBeInstanceOf(HttpError)
    expect(heardTexts()).toEqual(['others go on'])
    box.faults.add({ method: 'sendMessage', kind: 'hang' })
    const again = arrived(box, 'sendMessage')
    const cleared = failure(api.sendMessage(anna.id, 'nobody hears'))
    await again
    box.faults.clear()
    expect(await cleared).toBeInstanceOf(HttpError)
  })

  it('delay: the call is done later, others are not held up', async () => {
    const { box, api, anna, heardTexts } = await setUp()
    box.faults.add({ method: 'sendMessage', times: 1, kind: { delay: 100 } })
    const slow = api.sendMessage(anna.id, 'slow')
    await api.sendMessage(anna.id, 'fast')
    await slow
    expect(heardTexts()).toEqual(['fast', 'slow'])
  })

  it('clear: takes all faults away', async () => {
    const { box, api, failure } = await setUp()
    box.faults.add({ kind: serverError() })
    box.faults.add({ kind: 'dropBefore' })
    box.faults.clear()
    expect(await failure(api.getMe())).toBe('worked')
  })

  it('goDark: nobody listens and open polls end; heal: the same address works again and nothing is lost', async () => {
    const { box, api, anna, failure } = await setUp()
    const here = arrived(box, 'getUpdates')
    const poll = failure(api.getUpdates({ timeout: 30 }))
    await here
    await box.faults.goDark()
    expect(await poll).toBeInstanceOf(HttpError)
    const refused = await failure(api.getMe())
    expect(refused).toBeInstanceOf(HttpError)
    expect(refused).toMatchObject({ error: { code: 'ECONNREFUSED' } })
    anna.says('in the dark')
    await box.faults.heal()
    expect(await api.getUpdates()).toMatchObject([{ message: { text: 'in the dark' } }])
  })
})

describe('repeatUpdates', () => {
  it('delivers each update so often, or only those that are asked for', async () => {
    const { box, api } = await openBox()
    const anna = box.person({ firstName: 'Anna' })
    const say = (...texts: readonly string[]) => texts.forEach((text) => void anna.says(text))
    box.repeatUpdates(3)
    say('a')
    box.repeatUpdates(2, ({ message }) => message?.text === 'b')
    say('b', 'c')
    box.repeatUpdates(1)
    say('d')
    expect((await api.getUpdates()).map(({ message }) => message?.text).join('')).toBe('aaabbcd')
  })
})

describe('delayMs', () => {
  it('holds every answer back without holding up others', async () => {
    const { box, api } = await openBox({ delayMs: 40, strictRates: false })
    const anna = box.person({ firstName: 'Anna' })
    anna.says('/start')
    let underWay = 0
    let most = 0
    box.subscribe(({ kind }) => {
      underWay += kind === 'callStarted' ? 1 : kind === 'callFinished' ? -1 : 0
      most = Math.max(most, underWay)
    })
    await Promise.all(Array.from({ length: 50 }, (_, index) => api.sendMessage(anna.id, String(index))))
    expect(most).toBeGreaterThan(1)
    expect(anna.messages()).toHaveLength(51)
  })
})
