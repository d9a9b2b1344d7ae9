import { afterEach, describe, expect, it } from 'vitest'
import type { Program } from '../../test/support/program.js'
import { en } from '../../test/support/texts/words.js'
import { startDemo } from './support/demoProgram.js'
import { type PageWatch, watchPage } from './support/pageWatch.js'
import { asks, buttonIn, personCalled, presses } from './support/people.js'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

let demo: Program
let page: PageWatch | undefined
afterEach(async () => {
  page?.close()
  page = undefined
  demo.signal('SIGTERM')
  expect((await demo.ended).code).toBe(0)
})

const open = async (): Promise<PageWatch> => {
  demo = startDemo({ DEFAULT_LANGUAGE: 'en', DEMO_PORT: '0' })
  await demo.says(/^http:/u)
  return (page = await watchPage(demo.output().split('\n').at(-1) ?? ''))
}

describe("the demo's clock", () => {
  it('turns the clock for the bot and for Telegram: a hold ends, and its message says so', async () => {
    const watch = await open()
    const ben = personCalled(watch, 'Ben')
    const startedAt = Date.now()
    await asks(watch, ben, '/start')
    await asks(watch, ben, '/events')
    for (const label of [/Jazz on/u, en.like('button-buy'), /^Standing/u, /^2$/u]) await presses(watch, ben, label)
    const isOver = () => watch.said(ben).some(({ text }) => en.like('news-holdExpired').test(text))
    await watch.until(() => watch.said(ben).some(({ keyboard }) => buttonIn(keyboard, en.like('button-give-up'))))
    expect(isOver()).toBe(false)
    expect(await watch.act({ kind: 'turnsClock', ms: hour })).toEqual({ ok: true })
    await watch.until(({ clock }) => clock?.aheadMs === hour)
    await watch.until(isOver)
    const told = watch.said(ben).find(({ text }) => en.like('news-holdExpired').test(text))
    expect((told?.date ?? 0) * 1000).toBeGreaterThan(startedAt + 10 * minute)
    expect(watch.said(ben).some(({ keyboard }) => buttonIn(keyboard, en.like('button-give-up')))).toBe(false)
  })

  it('keeps the clock turned when its bot is killed, and turns it while there is none', async () => {
    const watch = await open()
    const ben = personCalled(watch, 'Ben')
    await asks(watch, ben, '/start')
    await watch.act({ kind: 'turnsClock', ms: day })
    await watch.act({ kind: 'program', command: 'kill' })
    await watch.until(({ program }) => program?.state === 'stopped')
    for (let weeks = 0; weeks < 3; weeks += 1) await watch.act({ kind: 'turnsClock', ms: 7 * day })
    await watch.act({ kind: 'program', command: 'start' })
    await watch.until(({ program }) => program?.state === 'running')
    // All of its events are over by then.
    expect(await asks(watch, ben, '/events')).toMatch(en.like('events-none'))
  })
})
