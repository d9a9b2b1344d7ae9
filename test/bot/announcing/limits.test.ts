import type { EventWithType } from '../../support/talker.js'
import { Api } from 'grammy'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Person, tooManyRequests } from 'telegram-sandbox'
import { openWorld, type World } from '../../support/world.js'
import {
  announced,
  buys,
  heard,
  minute,
  publishes,
  quickPrinter,
  second,
  tickets,
  timesTold,
} from '../../support/announcing.js'
import { ru } from '../../support/texts/words.js'

let world: World
afterEach(() => world.close())

/** Calls that announced something in the notification chat, or tried to. */
const callsToChat = () =>
  world.sandbox
    .callsOf('sendMessage')
    .filter(
      ({ params }) =>
        String(params['chat_id']) === String(world.chat.id) && !ru.opens('chat-id-set').test(String(params['text'])),
    )
const refusals = () => world.sandbox.calls.filter(({ status }) => status === 429)
const refusalsInChat = () => callsToChat().filter(({ status }) => status === 429)
const mostInAMinute = (times: readonly number[]): number =>
  Math.max(0, ...times.map((start) => times.filter((at) => at >= start && at < start + minute).length))

const number = (text: string, shape: RegExp): number => Number((shape.exec(text)?.[1] ?? '0').replace(/\D/gu, ''))
type Told = { readonly orders: number; readonly tickets: number; readonly rubles: number }
const toldIn = (text: string): Told => ({
  orders: ru.opens('news-ticketsIssued').test(text) ? 1 : number(text, /: ([\d\s]+) заказ/u),
  tickets: ru.opens('news-ticketsIssued').test(text)
    ? number(text, /Куплен[оы]? ([\d\s]+) билет/u)
    : number(text, /, ([\d\s]+) билет/u),
  rubles: number(text, /([\d\s]+)\s₽/u),
})
const sumOf = (texts: readonly string[]): Told =>
  texts
    .filter((text) => /^(?:🎟️|⚡️)/u.test(text))
    .map(toldIn)
    .reduce(
      (sum, one) => ({
        orders: sum.orders + one.orders,
        tickets: sum.tickets + one.tickets,
        rubles: sum.rubles + one.rubles,
      }),
      { orders: 0, tickets: 0, rubles: 0 },
    )

const crowd = async (count: number): Promise<readonly Person[]> => {
  const people = Array.from({ length: count }, (_, index) =>
    world.sandbox.person({ firstName: `Buyer ${index + 1}`, languageCode: 'en' }),
  )
  for (const person of people) person.says('/start')
  await world.settle()
  return people
}

describe('when the chat answers 429', () => {
  beforeEach(async () => {
    world = await openWorld()
  })

  it('exactly the time asked for is waited, and order is kept', async () => {
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    world.sandbox.faults.add({ chat: world.chat, kind: tooManyRequests(7), times: 1 })
    const { type } = await publishes(world, ann)
    await buys(world, bob, type)
    const startedAt = world.clock.now()
    await world.advance(7 * second - 1)
    expect(callsToChat().map((call) => call.startedAt - startedAt)).toEqual([0])
    await world.advance(1)
    expect(callsToChat().map((call) => call.startedAt - startedAt)).toEqual([0, 7 * second])
    await world.advance(minute)
    expect(heard(world.chat).map((text) => text.split('\n')[0])).toEqual([
      expect.stringMatching(ru.opens('news-eventPublished')),
      expect.stringMatching(ru.opens('news-ticketsIssued', { quantity: 1 })),
    ])
  })

  it('a second 429 is waited out as exactly as the first', async () => {
    const ann = await world.person('Ann')
    world.sandbox.faults.add({ chat: world.chat, kind: tooManyRequests(35), times: 2 })
    await publishes(world, ann)
    const startedAt = world.clock.now()
    await world.advance(2 * minute)
    expect(callsToChat().map((call) => call.startedAt - startedAt)).toEqual([0, 35 * second, 70 * second])
  })

  it('nothing shortens the wait, not even a chat that lets the bot in', async () => {
    const [ann, olga] = [await world.person('Ann'), world.sandbox.person({ firstName: 'Olga' })]
    world.sandbox.faults.add({ chat: world.chat, kind: tooManyRequests(30), times: 1 })
    await publishes(world, ann)
    const startedAt = world.clock.now()
    await world.advance(10 * second)
    world.sandbox.group('Another').addBot(olga)
    await world.settle()
    await world.advance(minute)
    expect(callsToChat().map((call) => call.startedAt - startedAt)).toEqual([0, 30 * second])
  })

  it('other chats go on meanwhile', async () => {
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    world.sandbox.faults.add({ chat: world.chat, kind: tooManyRequests(600) })
    const { type } = await publishes(world, ann)
    await buys(world, bob, type)
    await world.settle()
    expect(timesTold(bob, tickets)).toBe(1)
    expect(heard(world.chat)).toEqual([])
  })

  it("a person's 429 holds up only that person", async () => {
    const [ann, bob, cleo] = [await world.person('Ann'), await world.person('Bob'), await world.person('Cleo')]
    world.sandbox.faults.add({ chat: bob.chat, kind: tooManyRequests(9), times: 1 })
    const { type } = await publishes(world, ann)
    await buys(world, bob, type)
    await buys(world, cleo, type)
    await world.advance(8 * second)
    expect([timesTold(bob, tickets), timesTold(cleo, tickets)]).toEqual([0, 1])
    expect(heard(world.chat)).toHaveLength(3)
    await world.advance(second)
    expect(timesTold(bob, tickets)).toBe(1)
  })
})

describe('a rush of 200 sales at once', () => {
  const startRush = async (capacity = 1000): Promise<EventWithType> => {
    world = await openWorld({ printer: quickPrinter })
    const people = await crowd(20)
    const ann = await world.person('Ann')
    const found = await publishes(world, ann, { capacity })
    await world.advance(minute)
    await Promise.all(
      people.flatMap((person) =>
        Array.from({ length: 10 }, (_, index) => buys(world, person, found.type, 1 + (index % 2))),
      ),
    )
    return found
  }

  it('is told in a few messages, as much as was sold, at once, and never over the limit', async () => {
    await startRush()
    await world.advance(10 * second)
    const messages = heard(world.chat).slice(1)
    expect(messages.length).toBeLessThan(6)
    expect(sumOf(messages)).toEqual({ orders: 200, tickets: 300, rubles: 300 * 1500 })
    expect(messages.at(-1)).toMatch(/осталось:? 700$/iu)
    await world.advance(5 * minute)
    expect(heard(world.chat)).toHaveLength(messages.length + 1)
    expect(refusalsInChat()).toEqual([])
  })

  it('that sells everything says so', async () => {
    await startRush(300)
    await world.advance(10 * second)
    expect(sumOf(heard(world.chat))).toEqual({ orders: 200, tickets: 300, rubles: 300 * 1500 })
    expect(
      heard(world.chat).filter((text) => text.includes(ru('digest-soldOut', { title: 'Jazz night', capacity: 300 }))),
    ).toHaveLength(1)
  })

  it('brings every buyer each of their tickets once', async () => {
    await startRush()
    await world.advance(5 * minute)
    const shown = world.sandbox
      .people()
      .flatMap((person) => person.messages())
      .flatMap(({ text }) => text.match(/(?<=^No\. \d+ · )\S{9}$/gmu) ?? [])
    expect(shown).toHaveLength(300)
    expect(new Set(shown).size).toBe(300)
  })
})

describe('selling', () => {
  beforeEach(async () => {
    world = await openWorld({ printer: quickPrinter })
  })

  it('one by one: each sale is its own message, at once, and so is the last one and sold out', async () => {
    const [ann, bob] = [await world.person('Ann'), await world.person('Bob')]
    const { type } = await publishes(world, ann, { capacity: 3 })
    for (let sold = 1; sold <= 3; sold += 1) {
      await world.advance(10 * second)
      await buys(world, bob, type)
      await world.settle()
      expect(heard(world.chat)[sold]).toMatch(new RegExp(`^🎟️ Куплен 1 билет[^]*Осталось: ${3 - sold}$`, 'u'))
    }
    await world.advance(second)
    expect(heard(world.chat).slice(4)).toEqual([ru('news-soldOut', { title: 'Jazz night', capacity: 3 })])
  })

  it('three a second for two minutes: the chat is never more than a minute behind and never over the limit', async () => {
    const people = await crowd(12)
    const ann = await world.person('Ann')
    const { type } = await publishes(world, ann)
    const soldAt: number[] = []
    let furthestBehind = 0
    for (let seconds = 0; seconds < 120; seconds += 1) {
      for (const person of people.slice((seconds % 4) * 3, (seconds % 4) * 3 + 3)) {
        await buys(world, person, type)
        soldAt.push(world.clock.now())
      }
      await world.advance(second)
      const oldestUntold = soldAt[sumOf(heard(world.chat)).orders]
      furthestBehind = Math.max(furthestBehind, oldestUntold === undefined ? 0 : world.clock.now() - oldestUntold)
    }
    await world.advance(minute)
    expect(sumOf(heard(world.chat)).orders).toBe(360)
    expect(furthestBehind).toBeLessThanOrEqual(minute)
    expect(mostInAMinute(callsToChat().map(({ startedAt }) => startedAt))).toBeLessThanOrEqual(20)
    expect(refusals()).toEqual([])
  })

  it('while many events are published: messages keep to the limit, and all arrive in order', async () => {
    const ann = await world.person('Ann')
    for (let n = 1; n <= 40; n += 1) await publishes(world, ann, { title: `Evening ${n}` })
    await world.advance(3 * minute)
    expect(heard(world.chat).map((text) => /Evening \d+/u.exec(text)?.[0])).toEqual(
      Array.from({ length: 40 }, (_, index) => `Evening ${index + 1}`),
    )
    expect(mostInAMinute(callsToChat().map(({ startedAt }) => startedAt))).toBeLessThanOrEqual(20)
    expect(refusals()).toEqual([])
  })

  it('and restarting: what was said before the restart counts, too', async () => {
    const ann = await world.person('Ann')
    for (let n = 1; n <= 30; n += 1) await publishes(world, ann, { title: `Evening ${n}` })
    for (let restarts = 0; restarts < 6; restarts += 1) {
      await world.advance(5 * second)
      await world.restart()
    }
    await world.advance(3 * minute)
    expect(announced(world.chat)).toHaveLength(30)
    expect(mostInAMinute(callsToChat().map(({ startedAt }) => startedAt))).toBeLessThanOrEqual(20)
    expect(refusals()).toEqual([])
  })

  it('without a pace is refused with 429, and the test would see it (negative control)', async () => {
    const bare = new Api(world.sandbox.token, { apiRoot: world.sandbox.url })
    const sent = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) => bare.sendMessage(world.chat.id, `Evening ${index}`)),
    )
    expect(sent.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(15)
    expect(refusals().length).toBeGreaterThan(15)
    expect(mostInAMinute(callsToChat().map(({ startedAt }) => startedAt))).toBe(40)
  })
})
