import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FaultKind, Person } from 'telegram-sandbox'
import { openWorld, type World } from '../../../../support/world.js'
import { announced, publishes } from '../../../../support/announcing.js'
import { en, ru } from '../../../../support/texts/words.js'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const toConfirm = async (bob: Person): Promise<void> => {
  const ann = await world.person('Ann')
  const { event } = await publishes(world, ann)
  bob.says(`/start e_${event.slug}`)
  await world.settle()
  for (const button of [en('button-buy'), '1']) {
    bob.presses(button)
    await world.settle()
  }
}

describe('a purchase whose reply meets a bad line', () => {
  const faults: readonly (readonly [string, FaultKind])[] = [
    ['answerCallbackQuery', 'dropBefore'],
    ['answerCallbackQuery', 'deliverThenDrop'],
    ['editMessageText', 'dropBefore'],
    ['editMessageText', 'deliverThenDrop'],
  ]
  it.each(faults)(
    '%s, %s: the buyer sees that it is done, has the ticket, and reads no apology',
    async (method, kind) => {
      const bob = await world.person('Bob')
      await toConfirm(bob)
      const fault = world.sandbox.faults.add({ method, kind, times: 1 })
      bob.presses(en('button-confirm'))
      await world.settle()
      await world.advance(5000)
      expect(fault.hits()).toBe(1)
      const texts = bob.messages().map(({ text }) => text)
      expect(texts.filter((text) => en.opens('buy-done').test(text))).toHaveLength(1)
      expect(texts.filter((text) => en.like('tickets-order', { order: '1' }).test(text))).toHaveLength(1)
      expect(texts.join()).not.toMatch(en.like('defect'))
    },
  )

  it('and when it is lost for good, nobody is told to try again: the ticket comes, and the log knows', async () => {
    const bob = await world.person('Bob')
    await toConfirm(bob)
    const fault = world.sandbox.faults.add({ method: 'editMessageText', kind: 'dropBefore' })
    bob.presses(en('button-confirm'))
    await world.settle()
    fault.remove()
    await world.advance(5000)
    expect(
      bob
        .messages()
        .map(({ text }) => text)
        .join(),
    ).toMatch(en.like('tickets-order', { order: '1' }))
    expect(
      bob
        .messages()
        .map(({ text }) => text)
        .join(),
    ).not.toMatch(en.like('defect'))
    expect(world.log.some((line) => line.includes('a reply may not have arrived'))).toBe(true)
  })
})

describe("a gateway that answers JSON of its own in Telegram's place", () => {
  it('is no verdict: what waited arrives when it is gone', async () => {
    const fault = world.sandbox.faults.add({
      chat: world.chat,
      kind: { answer: { status: 502, body: { message: 'bad gateway' } } },
    })
    const ann = await world.person('Ann')
    await publishes(world, ann)
    await world.advance(60_000)
    expect(announced(world.chat)).toHaveLength(0)
    fault.remove()
    await world.advance(120_000)
    expect(announced(world.chat).map(({ text }) => text)).toEqual([
      expect.stringMatching(ru.like('news-eventPublished')),
    ])
  })
})
