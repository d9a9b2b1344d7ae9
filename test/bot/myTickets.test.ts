import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../world.js'
import { buy, expectNoDefect, meet, openCalmWorld, publish, screenOf } from './helpers.js'

let world: World
beforeAll(async () => { world = await openCalmWorld() })
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

describe('/mytickets', () => {
  it('of nobody who bought leads to what is on', async () => {
    const bob = await meet(world, 'Bob')
    expect(await bob.says('/mytickets')).toBe('No tickets yet. Time to pick an event!')
    expect(bob.buttons()).toEqual(["🎪 What's on"])
  })

  it('shows each order with its tickets, newest first, five at a time, each once', async () => {
    const ann = await meet(world, 'Ann')
    const bob = await meet(world, 'Bob')
    for (let i = 1; i <= 12; i += 1) await buy(world, bob.id, await publish(world, ann.id, { title: `Event ${i}` }), i % 3 + 1)
    await world.settle()
    const shown: string[] = [...(await bob.hears(() => bob.person.says('/mytickets')))]
    expect(shown).toHaveLength(5)
    while (screenOf(bob).buttons.includes('More »')) shown.push(...(await bob.hears(() => bob.person.presses('More »'))))
    expect(shown.map((text) => /🎟 (Event \d+)/u.exec(text)?.[1])).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((i) => `Event ${i}`))
    expect(shown[0]?.match(/No\. \d+ · \S{22}/gu)).toHaveLength(1)
    expect(shown[1]?.match(/No\. \d+ · \S{22}/gu)).toHaveLength(3)
  })

  it('shows the same codes as the message that came after buying', async () => {
    const ann = await meet(world, 'Ann')
    const bob = await meet(world, 'Bob')
    await buy(world, bob.id, await publish(world, ann.id), 10)
    await world.settle()
    const came = bob.sees()
    expect(came.match(/No\. \d+ · \S{22}/gu)).toHaveLength(10)
    expect(await bob.says('/mytickets')).toBe(came)
  })

  it("shows nobody else's tickets", async () => {
    const ann = await meet(world, 'Ann')
    const [bob, kim] = [await meet(world, 'Bob'), await meet(world, 'Kim')]
    const found = await publish(world, ann.id)
    await buy(world, bob.id, found)
    await buy(world, kim.id, found)
    await world.settle()
    expect(bob.sees()).toMatch(/No\. 1 · /u)
    expect(kim.sees()).toMatch(/No\. 2 · /u)
    expect(await kim.hears(() => kim.person.says('/mytickets'))).toHaveLength(1)
    expect(kim.sees()).not.toContain('No. 1 ·')
  })

  it('of a cancelled event has no codes any more', async () => {
    const ann = await meet(world, 'Ann')
    const bob = await meet(world, 'Bob')
    const found = await publish(world, ann.id)
    await buy(world, bob.id, found, 2)
    await world.levem().services.publishing.cancel(ann.id, found.event.id)
    await world.settle()
    expect(await bob.says('/mytickets')).toMatch(/🚫 The event is cancelled; these tickets are no longer valid\.$/u)
    expect(bob.sees()).not.toMatch(/No\. \d+ · \S{22}/u)
  })
})
