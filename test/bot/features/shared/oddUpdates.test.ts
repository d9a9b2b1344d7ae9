import { en } from '../../../support/texts/words.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Update } from 'grammy/types'
import { badRequest, forbidden } from 'telegram-sandbox'
import type { World } from '../../../support/world.js'
import {
  asks,
  expectNoDefect,
  goTo,
  logged,
  meet,
  openCalmWorld,
  publish,
  type Talker,
} from '../../../support/talker.js'

let world: World
let ann: Talker
beforeEach(async () => {
  world = await openCalmWorld()
  ann = await meet(world, 'Ann')
})
afterEach(() => world.close())

const defects = () => logged(world).filter(({ msg }) => msg === 'defect')

describe('a defect', () => {
  const breakOnce = () =>
    world.sandbox.faults.add({
      method: 'sendMessage',
      chat: ann.id,
      times: 1,
      kind: badRequest('something odd about canary text'),
    })

  it('is apologised for with an id, and the log has the same id with the cause', async () => {
    breakOnce()
    const apology = await ann.says('/help')
    expect(apology).toMatch(en.whole('defect', { id: /[0-9a-f]{6}/u }))
    const id = /number (\w+)/u.exec(apology)?.[1]
    expect(defects()).toMatchObject([{ level: 'error', defect: id, err: { name: 'GrammyError', error_code: 400 } }])
    expect(logged(world).filter(({ msg, defect }) => msg === 'update handled' && defect === id)).toHaveLength(1)
    expect(apology).not.toMatch(/sendMessage|Error|at |odd/u)
    expect(world.log.join('')).not.toContain(world.sandbox.token)
  })

  it('is none when all goes well (so the test above does not find one by chance)', async () => {
    expect(await ann.says('/help')).toContain(en('command-help'))
    expect(defects()).toEqual([])
  })

  it('behind a button stops its spinner, too', async () => {
    await ann.says('/start')
    world.sandbox.faults.add({ method: 'editMessageText', times: 1, kind: badRequest('something odd') })
    const answers = world.sandbox.callsOf('answerCallbackQuery').length
    expect(await ann.presses(en('button-events'))).toMatch(en.like('defect'))
    expect(world.sandbox.callsOf('answerCallbackQuery')).toHaveLength(answers + 1)
  })

  it('that makes even the apology fail stays in the log, and the next update is handled', async () => {
    const fault = world.sandbox.faults.add({ method: 'sendMessage', chat: ann.id, kind: badRequest('something odd') })
    await ann.says('/help')
    fault.remove()
    expect(defects()).toHaveLength(1)
    expect(await ann.says('/help')).toContain(en('command-help'))
  })

  it("of one person's is nobody else's", async () => {
    world.sandbox.faults.add({ method: 'sendMessage', chat: ann.id, kind: badRequest('something odd') })
    const bob = await meet(world, 'Bob')
    await Promise.all([ann.says('/help'), bob.says('/help')])
    expect(bob.sees()).toContain(en('command-help'))
  })
})

describe('somebody who blocked the bot in the middle of an answer', () => {
  it('is no defect', async () => {
    world.sandbox.faults.add({
      method: 'sendMessage',
      chat: ann.id,
      times: 1,
      kind: forbidden('bot was blocked by the user'),
    })
    await ann.says('/help')
    expectNoDefect(world)
    expect(logged(world).some(({ msg }) => msg === 'the person cannot be reached')).toBe(true)
    expect(await ann.says('/help')).toContain(en('command-help'))
  })

  it('finds the form again at the same question', async () => {
    await goTo(ann, 'venue')
    world.sandbox.faults.add({
      method: 'sendMessage',
      chat: ann.id,
      times: 1,
      kind: forbidden('bot was blocked by the user'),
    })
    await ann.says('Blue Note')
    expect(await ann.says('hello?')).toMatch(asks.price)
  })
})

describe('updates of kinds that nobody expects', () => {
  const odd: readonly (readonly [string, object])[] = [
    ['nothing at all', {}],
    [
      'a message without an author',
      { message: { message_id: 1, date: 0, chat: { id: 77, type: 'private', first_name: 'X' }, text: '/start' } },
    ],
    [
      'a message of another bot',
      {
        message: {
          message_id: 1,
          date: 0,
          chat: { id: 78, type: 'private', first_name: 'Bot' },
          from: { id: 78, is_bot: true, first_name: 'Bot' },
          text: '/start',
        },
      },
    ],
    [
      'a press without a message',
      {
        callback_query: { id: '1', from: { id: 79, is_bot: false, first_name: 'X' }, chat_instance: '1', data: 'zzz' },
      },
    ],
    [
      'a press in an inline message',
      {
        callback_query: {
          id: '2',
          from: { id: 79, is_bot: false, first_name: 'X' },
          chat_instance: '1',
          inline_message_id: 'abc',
          data: 'e:1',
        },
      },
    ],
    [
      'a press of a game',
      {
        callback_query: {
          id: '3',
          from: { id: 79, is_bot: false, first_name: 'X' },
          chat_instance: '1',
          inline_message_id: 'abc',
          game_short_name: 'game',
        },
      },
    ],
    [
      'an inline query',
      { inline_query: { id: '4', from: { id: 79, is_bot: false, first_name: 'X' }, query: 'jazz', offset: '' } },
    ],
    [
      'a poll',
      {
        poll: {
          id: '5',
          question: '?',
          options: [],
          total_voter_count: 0,
          is_closed: false,
          is_anonymous: true,
          type: 'regular',
          allows_multiple_answers: false,
        },
      },
    ],
    ['a kind of the future', { something_new: { id: 1 } }],
  ]

  it.each(odd)('%s: handled, and the next update is, too', async (_, update) => {
    const id = 5_000_000_000
    world.sandbox.faults.add({
      method: 'answerCallbackQuery',
      times: 1,
      kind: badRequest('query is too old and response timeout expired or query ID is invalid'),
    })
    await world.levem().worker.accept([JSON.parse(JSON.stringify({ update_id: id, ...update })) as Update])
    await world.settle()
    expect(logged(world).filter(({ msg, update: handled }) => msg === 'update handled' && handled === id)).toHaveLength(
      1,
    )
    expectNoDefect(world)
    world.sandbox.faults.clear()
    expect(await ann.says('/help')).toContain(en('command-help'))
  })
})

describe('the log', () => {
  it('has one line for each update, with its kind, its chat and the refusal it met', async () => {
    const { event } = await publish(world, ann.id)
    await ann.says('/buy nosuchevent', `/buy ${event.slug}`)
    await goTo(ann, 'price')
    await ann.says('free of charge, of course')
    const handled = logged(world).filter(({ msg, chat }) => msg === 'update handled' && chat === String(ann.id))
    expect(handled).toHaveLength(1 + 2 + 1 + 5 + 1)
    expect(handled.map(({ refused }) => refused).filter((code) => code !== undefined)).toEqual([
      'eventNotFound',
      'priceNotMoney',
    ])
    for (const line of handled)
      expect(line).toMatchObject({ level: 'info', kind: 'message', ms: expect.any(Number) as number })
  })
})
