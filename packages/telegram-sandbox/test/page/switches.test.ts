import { describe, expect, it, onTestFinished } from 'vitest'
import { createSwitches } from '../../src/page/acts/switches.js'
import type { Faults, Sandbox } from '../../src/sandbox.js'
import { of, openBoxPage } from './support.js'
import { call } from '../support/box.js'

const setUp = async () => {
  const opened = await openBoxPage()
  const anna = opened.box.person({ firstName: 'Anna' })
  anna.says('/start')
  const heard = await opened.listen()
  await heard.until(of('state'))
  return { ...opened, anna, heard }
}

describe('switches', () => {
  const isSwitch = (
    name: string,
    question: (view: {
      readonly on: boolean
      readonly hits: number
      readonly left?: number
      readonly chatId?: number
    }) => boolean,
  ) => of('switches', ({ switches }) => switches.some((view) => view.name === name && question(view)))
  const send = (box: Parameters<typeof call>[0], chat_id: number) => call(box, 'sendMessage', { chat_id, text: 'x' })

  it('down: nobody listens, and off again all is well', async () => {
    const { box, anna, act, heard } = await setUp()
    expect(await act({ kind: 'switches', name: 'down', on: true, times: 3, chatId: anna.id })).toEqual({ ok: true })
    await heard.until(isSwitch('down', ({ on, left, chatId }) => on && left === undefined && chatId === undefined))
    await expect(send(box, anna.id)).rejects.toThrow()
    await act({ kind: 'switches', name: 'down', on: false })
    await heard.until(of('switches', ({ switches }) => switches.every(({ on }) => !on)))
    expect(await send(box, anna.id)).toMatchObject({ status: 200 })
  })

  it('end by themselves after so many calls, count their hits, and leave polls alone', async () => {
    const { box, anna, act, heard } = await setUp()
    await act({ kind: 'switches', name: 'tooManyRequests', on: true, times: 2 })
    expect(await call(box, 'getUpdates')).toMatchObject({ status: 200 })
    expect(await send(box, anna.id)).toMatchObject({ status: 429, parameters: { retry_after: 3 } })
    await heard.until(isSwitch('tooManyRequests', ({ on, hits, left }) => on && hits === 1 && left === 1))
    expect(await send(box, anna.id)).toMatchObject({ status: 429 })
    expect(await send(box, anna.id)).toMatchObject({ status: 200 })
    await heard.until(isSwitch('tooManyRequests', ({ on, hits, left }) => !on && hits === 2 && left === undefined))
    await heard.until(of('call', ({ call: { fault } }) => fault === undefined))
    const faults = heard.events.flatMap((event) => (event.kind === 'call' ? [event.call.fault] : []))
    expect(faults).toEqual(['answer 429', 'answer 429', undefined])
  })

  it('meet one chat only when asked to', async () => {
    const { box, anna, act, heard } = await setUp()
    const ben = box.person({ firstName: 'Ben' })
    ben.says('/start')
    await act({ kind: 'switches', name: 'gateway', on: true, chatId: ben.id })
    await heard.until(isSwitch('gateway', ({ on, chatId }) => on && chatId === ben.id))
    expect(await send(box, anna.id)).toMatchObject({ status: 200 })
    const answer = await fetch(`${box.url}/bot${box.token}/sendMessage?chat_id=${ben.id}&text=x`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html'])
  })

  it('gateway: everything, polls too', async () => {
    const { box, act } = await setUp()
    await act({ kind: 'switches', name: 'gateway', on: true })
    for (const method of ['getUpdates', 'getMe'])
      expect((await fetch(`${box.url}/bot${box.token}/${method}`)).status).toBe(502)
  })

  it('dropBefore loses the call, deliverThenDrop only its answer', async () => {
    const { box, anna, act } = await setUp()
    await act({ kind: 'switches', name: 'dropBefore', on: true, times: 1 })
    await expect(send(box, anna.id)).rejects.toThrow()
    expect(anna.messages()).toHaveLength(1)
    await act({ kind: 'switches', name: 'deliverThenDrop', on: true, times: 1 })
    await expect(send(box, anna.id)).rejects.toThrow()
    expect(anna.messages()).toHaveLength(2)
    expect(await send(box, anna.id)).toMatchObject({ status: 200 })
  })

  it('hang: no answer, and the page tells of the call nevertheless', async () => {
    const { box, anna, act, heard } = await setUp()
    await act({ kind: 'switches', name: 'hang', on: true })
    const patience = new AbortController()
    const hanging = fetch(`${box.url}/bot${box.token}/sendMessage?chat_id=${anna.id}&text=x`, {
      signal: patience.signal,
    })
    await heard.until(of('call', ({ call: { fault, status } }) => fault === 'hang' && status === 0))
    await heard.until(isSwitch('hang', ({ hits }) => hits === 1))
    patience.abort()
    await expect(hanging).rejects.toThrow()
    expect(anna.messages()).toHaveLength(1)
  })

  it('hang, switched off: the calls that still hang are cut, and the next one is answered', async () => {
    const { box, anna, act, heard } = await setUp()
    await act({ kind: 'switches', name: 'hang', on: true })
    const hanging = send(box, anna.id)
    await heard.until(isSwitch('hang', ({ hits }) => hits === 1))
    await act({ kind: 'switches', name: 'hang', on: false })
    await expect(hanging).rejects.toThrow()
    expect(await send(box, anna.id)).toMatchObject({ status: 200 })
  })

  it('hang, once: the call goes on hanging when the switch is off by itself, until somebody switches it', async () => {
    const { box, anna, act, heard } = await setUp()
    await act({ kind: 'switches', name: 'hang', on: true, times: 1 })
    let isOver = false
    const hanging = send(box, anna.id).catch(() => (isOver = true))
    await heard.until(isSwitch('hang', ({ on, hits }) => !on && hits === 1))
    expect(await send(box, anna.id)).toMatchObject({ status: 200 })
    expect(isOver).toBe(false)
    await act({ kind: 'switches', name: 'hang', on: false })
    expect(await hanging).toBe(true)
  })

  it('gateway, a few times: only calls that the page shows count', async () => {
    const { box, anna, act, heard } = await setUp()
    await act({ kind: 'switches', name: 'gateway', on: true, times: 1 })
    expect(await call(box, 'getUpdates')).toMatchObject({ status: 200 })
    expect((await fetch(`${box.url}/bot${box.token}/sendMessage?chat_id=${anna.id}&text=x`)).status).toBe(502)
    await heard.until(isSwitch('gateway', ({ on, hits }) => !on && hits === 1))
  })

  it('know no chat that is not there', async () => {
    const { act, anna } = await setUp()
    expect(await act({ kind: 'switches', name: 'slow', on: true, chatId: -5 })).toMatchObject({
      ok: false,
      code: 'gone',
    })
    expect(await act({ kind: 'switches', name: 'slow', on: true, chatId: anna.id })).toEqual({ ok: true })
  })

  it('count a call that comes in the moment they are turned', async () => {
    let hit: ((hits: number) => void) | undefined
    const add: Faults['add'] = ({ onHit }) => {
      hit = onHit
      // Before whoever ordered the fault goes on.
      queueMicrotask(() => hit?.(1))
      return { remove: () => undefined, hits: () => 1 }
    }
    const switches = createSwitches({ faults: { add } } as unknown as Sandbox, () => undefined)
    onTestFinished(() => switches.close())
    await switches.set('slow', true, { times: 1 })
    expect(switches.views().find(({ name }) => name === 'slow')).toEqual({ name: 'slow', on: false, hits: 1 })
  })

  it('repeatUpdates: each update twice, of one chat only when asked to, so many times', async () => {
    const { box, anna, api, act, heard } = await setUp()
    const ben = box.person({ firstName: 'Ben' })
    await act({ kind: 'switches', name: 'repeatUpdates', on: true, times: 2, chatId: anna.id })
    const [start] = await api.getUpdates()
    for (const person of [anna, ben, anna, anna]) person.says(person.user.first_name)
    const updates = await api.getUpdates({ offset: (start?.update_id ?? 0) + 1 })
    expect(updates.map(({ message }) => message?.text)).toEqual(['Anna', 'Anna', 'Ben', 'Anna', 'Anna', 'Anna'])
    await heard.until(isSwitch('repeatUpdates', ({ on, hits }) => !on && hits === 2))
    anna.says('once')
    expect(
      (await api.getUpdates({ offset: (updates.at(-1)?.update_id ?? 0) + 1 })).map(({ message }) => message?.text),
    ).toEqual(['once'])
  })

  it('are off when the page is closed, but for what only the sandbox can heal', async () => {
    const { box, anna, act, page } = await setUp()
    await act({ kind: 'switches', name: 'gateway', on: true })
    await act({ kind: 'switches', name: 'repeatUpdates', on: true })
    await page.close()
    expect(await send(box, anna.id)).toMatchObject({ status: 200 })
    anna.says('once')
    const { result } = await call(box, 'getUpdates', { offset: -1 })
    expect(result).toHaveLength(1)
  })

  it('do not flood pages with hits', async () => {
    const { box, anna, act, heard } = await setUp()
    await act({ kind: 'switches', name: 'gateway', on: true, times: 200 })
    await Promise.all(
      Array.from({ length: 200 }, () => fetch(`${box.url}/bot${box.token}/sendMessage?chat_id=${anna.id}&text=x`)),
    )
    await heard.until(isSwitch('gateway', ({ on, hits }) => !on && hits === 200))
    const told = heard.events.filter(({ kind }) => kind === 'switches').length
    expect(told).toBeLessThan(150)
  })
})
