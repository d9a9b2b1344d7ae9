import { GrammyError, type Api } from 'grammy'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHoldCountdown, type HoldCountdown } from '../../../src/bot/live/holdCountdown.js'
import { createLog } from '../../../src/runtime/log.js'
import { createTexts } from '../../../src/texts/texts.js'
import { sqlite } from '../../support/database/databases.js'
import { type House, openHouse } from '../../support/house.js'
import { en } from '../../support/texts/words.js'

const second = 1000
const minute = 60 * second
const log = createLog({ level: 'silent', secrets: [] })

type Edit = { readonly at: number; readonly chatId: number; readonly text: string }

describe('counting down', () => {
  let house: House
  let liveHolds: HoldCountdown
  let running: Promise<void>
  const stopping: AbortController[] = []
  const edits: Edit[] = []
  const answers = new Map<number, () => void>()

  beforeEach(async () => {
    house = await openHouse(sqlite)
    edits.length = 0
    const api = {
      editMessageText: (chatId: number, _: number, text: string) => {
        edits.push({ at: house.clock.now(), chatId, text })
        return new Promise((resolve) => {
          answers.get(chatId)?.()
          resolve(true)
        })
      },
    } as unknown as Api
    liveHolds = createHoldCountdown({
      api,
      services: house.services,
      texts: createTexts(),
      language: 'en',
      clock: house.clock,
      log,
    })
    const stop = new AbortController()
    stopping.push(stop)
    running = liveHolds.run(stop.signal)
  })
  afterEach(async () => {
    stopping.splice(0).forEach((stop) => stop.abort())
    await running
    answers.clear()
    await house.drop()
  })

  const hold = async (count: number): Promise<readonly number[]> => {
    const { type } = await house.sale({ price: 1000, capacity: count })
    const buyers: number[] = []
    for (let i = 0; i < count; i += 1) {
      const buyerId = await house.person(`P${i}`)
      const { order } = await house.services.ordering.hold({
        buyerId,
        ticketTypeId: type.id,
        quantity: 1,
        requestKey: `${buyerId}`,
      })
      await house.services.holdScreens.put(order.id, {
        messageId: i + 1,
        view: 'ways',
        drawAt: house.clock.now() + minute,
      })
      buyers.push(buyerId)
    }
    liveHolds.wake()
    await liveHolds.idle()
    return buyers
  }
  const advance = async (ms: number): Promise<number> => {
    const target = house.clock.now() + ms
    let wakes = 0
    for (let wake = house.clock.nextWake(); wake !== undefined && wake <= target; wake = house.clock.nextWake()) {
      house.clock.set(wake)
      wakes += 1
      await liveHolds.idle()
    }
    house.clock.set(target)
    await liveHolds.idle()
    return wakes
  }

  it('of many keeps to seven edits a second, draws all of them, and frees all seats at their minute', async () => {
    const start = house.clock.now()
    const buyers = await hold(50)
    await advance(minute + 30 * second)
    expect(new Set(edits.map(({ chatId }) => chatId))).toEqual(new Set(buyers))
    for (const { at } of edits)
      expect(edits.filter((other) => other.at >= at && other.at < at + 3 * second).length).toBeLessThanOrEqual(20)
    await advance(start + 15 * minute - house.clock.now())
    expect(await house.inspect.count('orders', { state: 'expired' })).toBe(50)
    expect(await house.inspect.sum('ticket_types', 'taken')).toBe(0)
    await advance(10 * second)
    expect(edits.filter(({ text }) => en.like('order-expired').test(text))).toHaveLength(50)
    edits.length = 0
    await advance(5 * minute)
    expect(edits).toEqual([])
  })

  it('waits exactly as long as Telegram says, for that message only', async () => {
    const [ann = 0, bob = 0] = await hold(2)
    answers.set(ann, () => {
      answers.delete(ann)
      throw new GrammyError(
        'no',
        {
          ok: false,
          error_code: 429,
          description: 'Too Many Requests: retry after 90',
          parameters: { retry_after: 90 },
        },
        'editMessageText',
        {},
      )
    })
    const start = house.clock.now()
    await advance(5 * minute)
    const times = (chatId: number) =>
      edits.filter((edit) => edit.chatId === chatId).map(({ at }) => (at - start) / second)
    expect(times(ann)).toEqual([60, 150, 180, 240, 300])
    expect(times(bob)).toEqual([60, 120, 180, 240, 300])
  })

  it('wakes hardly ever when nothing is held', async () => {
    await liveHolds.idle()
    expect(await advance(60 * minute)).toBeLessThanOrEqual(122)
    expect(edits).toEqual([])
  })
})
