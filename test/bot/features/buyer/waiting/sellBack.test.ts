import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import type { Language } from '../../../../../src/domain/person.js'
import {
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import { en, wordsOf } from '../../../../support/texts/words.js'
import { heardOf, soldOut, waits } from '../../../../support/people/waiting.js'
import type { World } from '../../../../support/world.js'

const minute = 60_000

let world: World
let olga: Talker
beforeEach(async () => {
  world = await openCalmWorld()
  olga = await meet(world, 'Olga')
})
afterEach(async () => {
  expectNoDefect(world)
  await world.close()
})

const services = () => world.levem().services

/** Sold out, and its tickets cannot be given back. */
const kept = async (vera: Talker, facts: Parameters<typeof soldOut>[3] = {}): Promise<EventWithType> => {
  const found = await soldOut(world, olga, vera, { opensAsUsual: true, ...facts })
  await services().publishing.setGiveBack({ personId: olga.id, eventId: found.event.id, hours: undefined })
  return found
}

const ticketOf = async ({ id }: Talker): Promise<number> => {
  const { rows } = await services().tickets.ofHolder({ personId: id, when: 'upcoming', size: 1 })
  return rows[0]?.ticket.id ?? 0
}

describe.each<Language>(['en', 'ru'])('a ticket that cannot be given back, in "%s"', (language) => {
  const say = wordsOf[language]
  let vera: Talker
  let anna: Talker
  beforeEach(async () => {
    vera = await meet(world, 'Vera', { languageCode: language })
    anna = await meet(world, 'Anna', { languageCode: language })
  })

  it('goes to who waits, at what was paid, and is its holder’s until then', async () => {
    const found = await kept(vera)
    await vera.says('/mytickets')
    expect(screenOf(vera).buttons).not.toContain(say('button-give-back'))
    expect(await vera.presses(say('button-sell-back'))).toMatch(say.begins('sell-back-ask', { title: 'Jazz night' }))
    expect(await vera.presses(say('button-yes-do-it'))).toMatch(say.begins('sell-back-done', { title: 'Jazz night' }))
    await vera.says('/mytickets')
    expect(vera.sees()).toMatch(say.like('ticket-for-line'))
    expect(screenOf(vera).buttons).toContain(say('button-keep-after-all'))
    await waits(say, anna, found)
    await world.advance(minute)
    expect(anna.sees()).toMatch(say.like('news-offer', { quantity: 1 }))
    await vera.says('/mytickets')
    expect(vera.sees()).toMatch(say.like('ticket-line-offered'))
    expect(screenOf(vera).buttons).not.toContain(say('button-keep-after-all'))
    await anna.presses(say('button-take-offer'), say('button-pay', { way: 'atDoor' }))
    await world.advance(minute)
    expect(heardOf(vera, say.like('news-ticketSold', { title: 'Jazz night' }))).toHaveLength(1)
    expect([await ticketOf(vera), await ticketOf(anna)]).toEqual([0, expect.any(Number)])
    await vera.says('/mytickets')
    expect(vera.sees()).not.toMatch(say.like('ticket-for-line'))
  })

  it('is kept after all with one press', async () => {
    const found = await kept(vera)
    await vera.says('/mytickets')
    await vera.presses(say('button-sell-back'), say('button-yes-do-it'), say('button-keep-after-all'))
    expect(vera.sees()).toBe(say('sell-back-kept'))
    await waits(say, anna, found)
    await world.advance(minute)
    expect(heardOf(anna, say.like('news-offer'))).toEqual([])
    await vera.presses(say('button-order-ticket'))
    expect(screenOf(vera).buttons).toContain(say('button-sell-back'))
  })
})

describe('selling back', () => {
  let vera: Talker
  beforeEach(async () => {
    vera = await meet(world, 'Vera')
  })

  it('is not offered where a ticket can be given back, nor once the door is open', async () => {
    const found = await soldOut(world, olga, vera, { opensAsUsual: true })
    await vera.says('/mytickets')
    expect(screenOf(vera).buttons).toContain(en('button-give-back'))
    expect(screenOf(vera).buttons).not.toContain(en('button-sell-back'))
    await forge(world, vera, routes.sellBack.data({ ticketId: await ticketOf(vera) }))
    expect(vera.toast()).toBe(en('refusal-sellBackNotNeeded'))
    await services().publishing.setGiveBack({ personId: olga.id, eventId: found.event.id, hours: undefined })
    await vera.says('/mytickets')
    expect(screenOf(vera).buttons).toContain(en('button-sell-back'))
    await world.advance(70 * 60 * minute)
    await vera.says('/mytickets')
    expect(screenOf(vera).buttons).not.toContain(en('button-sell-back'))
    await forge(world, vera, routes.sellBack.data({ ticketId: await ticketOf(vera) }))
    expect(vera.toast()).toBe(en('refusal-sellBackClosed'))
  })

  it('is for its holder only, and not while somebody is offered it', async () => {
    const found = await kept(vera)
    const [anna, mallory] = [await meet(world, 'Anna'), await meet(world, 'Mallory')]
    const ticketId = await ticketOf(vera)
    for (const data of [routes.askSellBack, routes.sellBack, routes.keepFromLine].map((to) => to.data({ ticketId }))) {
      await forge(world, mallory, data)
      expect([data, mallory.toast()]).toEqual([data, en('refusal-notHolder')])
    }
    await vera.says('/mytickets')
    await vera.presses(en('button-sell-back'), en('button-yes-do-it'))
    await waits(en, anna, found)
    await world.advance(minute)
    await forge(world, vera, routes.keepFromLine.data({ ticketId }))
    expect(vera.toast()).toMatch(en.begins('refusal-ticketOnOffer'))
    await forge(world, vera, routes.offerTicket.data({ ticketId }))
    expect(vera.toast()).toMatch(en.begins('refusal-ticketOnOffer'))
  })
})
