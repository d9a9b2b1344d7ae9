import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import {
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import { en, ru } from '../../../../support/texts/words.js'
import { comes, givesBack, heardOf, soldOut, waits } from '../../../../support/people/waiting.js'
import type { World } from '../../../../support/world.js'

const minute = 60_000

let world: World
let olga: Talker
let vera: Talker
let anna: Talker
let boris: Talker
let found: EventWithType
beforeEach(async () => {
  world = await openCalmWorld()
  olga = await meet(world, 'Olga')
  vera = await meet(world, 'Vera')
  anna = await meet(world, 'Anna <i>', { username: 'anna_waits' })
  boris = await meet(world, 'Борис', { languageCode: 'ru' })
  found = await soldOut(world, olga, vera, { capacity: 3 })
})
afterEach(async () => {
  expectNoDefect(world)
  await world.close()
})

const services = () => world.levem().services
const act = () => ({ personId: olga.id, eventId: found.event.id })
const manages = (...then: readonly string[]) =>
  forge(world, olga, routes.manageEvent.data({ eventId: found.event.id })).then(() => olga.presses(...then))
const mentions = (talker: Talker): readonly (number | undefined)[] =>
  (talker.heard().at(-1)?.entities ?? []).flatMap((entity) => (entity.type === 'text_mention' ? [entity.user.id] : []))
const offersOf = (talker: Talker, words = en) => heardOf(talker, words.like('news-offer'))

describe('the waiting list of an event, for its organizer', () => {
  it('is empty at first, and says how it comes to be', async () => {
    expect(await manages(en('button-line', { count: 0 }))).toMatch(en.like('line-none'))
    expect(screenOf(olga).buttons).toEqual([
      en('button-line-pause'),
      en('button-line-close'),
      en('button-offer-time'),
      en('button-back'),
    ])
  })

  it('is told of by the question whether to cancel', async () => {
    await waits(ru, boris, found)
    expect(await manages(en('button-cancel-event'))).toMatch(en.like('manage-cancel-line', { people: 1 }))
    await olga.presses(en('button-yes-do-it'))
    await world.advance(minute)
    expect(boris.sees()).toMatch(ru.begins('news-lineOver', { why: 'cancelled', title: 'Jazz night' }))
  })

  it('tells who waits, for what, since when, with links to the people, and how many on the event’s screen', async () => {
    await waits(en, anna, found, 2)
    await waits(ru, boris, found)
    expect(await manages(en('button-line', { count: 2 }))).toMatch(en.like('line-sum', { people: 2, seats: 3 }))
    expect(olga.sees()).toContain('1. Anna <i> (@anna_waits) · 2 tickets · since')
    expect(olga.sees()).toContain('2. Борис · 1 ticket · since')
    expect(mentions(olga)).toEqual([anna.id, boris.id])
    expect(screenOf(olga).buttons.slice(0, 3)).toEqual([
      '🎟 1 · Anna <i> × 2',
      '🎟 2 · Борис × 1',
      en('button-let-some-in'),
    ])
  })

  it('has pages', async () => {
    for (let i = 0; i < 12; i += 1) await waits(en, await meet(world, `Guest ${i}`), found)
    await manages(en('button-line', { count: 12 }))
    expect(olga.sees()).toContain('10. Guest 9')
    await olga.presses(en('button-next-page'))
    expect(olga.sees()).toContain('11. Guest 10')
    expect(olga.sees()).not.toContain('Guest 9')
    await olga.presses(en('button-first-page'))
    expect(olga.sees()).toContain('1. Guest 0')
  })

  it('offers by hand, out of turn', async () => {
    await waits(en, anna, found)
    await waits(ru, boris, found)
    await services().waiting.setLine({ ...act(), to: 'paused' })
    await manages(en('button-line', { count: 2 }), '🎟 2 · Борис × 1')
    expect(olga.toast()).toBe(en('refusal-noSeatsFree'))
    await givesBack(world, vera, found)
    await world.advance(minute)
    expect([offersOf(anna), offersOf(boris, ru)]).toEqual([[], []])
    await manages(en('button-line', { count: 2 }), '🎟 2 · Борис × 1')
    expect(olga.sees()).toMatch(en.begins('line-offered', { person: 'Борис' }))
    expect(olga.sees()).toMatch(en.like('line-offers', { offers: 1 }))
    await world.advance(minute)
    expect([offersOf(anna).length, offersOf(boris, ru).length]).toEqual([0, 1])
  })

  it('is paused, which who waits can see, and goes on', async () => {
    await waits(en, anna, found)
    await manages(en('button-line', { count: 1 }), en('button-line-pause'))
    expect(olga.sees()).toMatch(en.begins('line-paused'))
    expect(olga.sees()).toMatch(en.like('line-state', { state: 'paused' }))
    await forge(world, anna, routes.waitInLine.data({ eventId: found.event.id }))
    expect(anna.sees()).toMatch(en.like('wait-paused'))
    await givesBack(world, vera, found)
    await world.advance(minute)
    expect(offersOf(anna)).toEqual([])
    await olga.presses(en('button-line-go-on'))
    expect(olga.sees()).toMatch(en.begins('line-going-on'))
    await world.advance(minute)
    expect(offersOf(anna)).toHaveLength(1)
  })

  it('is closed after being asked back, and opened again', async () => {
    await waits(en, anna, found)
    await manages(en('button-line', { count: 1 }), en('button-line-close'))
    expect(olga.sees()).toMatch(en.begins('line-close-ask', { title: 'Jazz night', people: 1 }))
    await olga.presses(en('button-yes-do-it'))
    expect(olga.sees()).toMatch(en.begins('line-closed'))
    await world.advance(minute)
    expect(heardOf(anna, en.like('news-lineOver', { why: 'closed' }))).toHaveLength(1)
    await comes(anna, found)
    expect(screenOf(anna).buttons).not.toContain(en('button-wait'))
    await olga.presses(en('button-line-open'))
    await comes(anna, found)
    expect(screenOf(anna).buttons).toContain(en('button-wait'))
  })

  it('lets so many in: by a button or a number, and there are more tickets', async () => {
    await waits(en, anna, found, 2)
    await waits(ru, boris, found)
    await manages(en('button-line', { count: 2 }), en('button-let-some-in'))
    expect(olga.sees()).toMatch(en.begins('line-let-in', { title: 'Jazz night', hasType: 'no' }))
    await olga.presses(en('button-let-in-seats', { count: 2 }))
    expect(olga.sees()).toMatch(en.begins('line-let-in-done', { people: 1, seats: 2 }))
    await world.advance(minute)
    expect(offersOf(anna)).toHaveLength(1)
    await manages(en('button-line', { count: 1 }), en('button-let-some-in'))
    expect(await olga.says('one')).toMatch(en.begins('line-let-in-done', { people: 1, seats: 1 }))
    await world.advance(minute)
    expect(offersOf(boris, ru)).toHaveLength(1)
    expect((await services().events.find(found.event.id)).types[0].capacity).toBe(6)
  })

  it('asks of which type, where there are several', async () => {
    await services().saleSettings.changeType({ ...act(), ticketTypeId: found.type.id, fields: { name: 'Stalls' } })
    await services().saleSettings.addType({
      ...act(),
      name: 'Box',
      price: { minor: 900_000, currency: 'RUB' },
      capacity: 9,
    })
    await waits(en, anna, found, 2)
    await manages(en('button-line', { count: 1 }), en('button-let-some-in'))
    expect(olga.sees()).toMatch(en.begins('line-let-in-type'))
    expect(screenOf(olga).buttons).toEqual(['Stalls · 🔔 2', 'Box', en('button-back')])
    await olga.presses('Stalls · 🔔 2')
    expect(olga.sees()).toMatch(en.begins('line-let-in', { hasType: 'yes', type: 'Stalls' }))
  })

  it('says how long offers last, as its organizer chooses', async () => {
    await waits(en, anna, found)
    await manages(en('button-line', { count: 1 }), en('button-offer-time'))
    expect(screenOf(olga).buttons[1]).toBe(`✔️ ${en('button-offer-time-m30')}`)
    await olga.presses(en('button-offer-time-m180'))
    expect([olga.toast(), screenOf(olga).buttons[3]]).toEqual([
      en('offer-time-saved'),
      `✔️ ${en('button-offer-time-m180')}`,
    ])
    await forge(world, anna, routes.waitInLine.data({ eventId: found.event.id }))
    expect(anna.sees()).toMatch(en.like('wait-how', { lasts: en('offer-lasts', { time: 'm180' }) }))
    await forge(world, olga, routes.setOfferTime.data({ eventId: found.event.id, minutes: 7 }))
    expect(olga.toast()).toBe(en('refusal-offerMinutes'))
  })

  it('comes first when there are more seats, which the ticket types say', async () => {
    await waits(en, anna, found, 2)
    await manages(en('button-types'))
    expect(olga.sees()).toMatch(en.like('types-line-first'))
    await forge(world, olga, routes.openTicketType.data({ eventId: found.event.id, ticketTypeId: found.type.id }))
    expect(await olga.presses(en('type-field-capacity'))).toMatch(en.like('types-line-first'))
    await olga.says('5')
    await world.advance(minute)
    expect(offersOf(anna)).toHaveLength(1)
  })

  it('is told of in number with the news of sales', async () => {
    await services().hearing.set({ ...act(), to: 'each' })
    await waits(en, anna, found, 2)
    await givesBack(world, vera, found, 2)
    await world.advance(2 * minute)
    const [order] = await services()
      .ordering.findHeld(anna.id, found.event.id)
      .then((held) => (held ? [held.order.id] : []))
    await waits(ru, boris, found)
    await services().ordering.confirm({ personId: anna.id, orderId: order ?? 0 })
    await world.advance(minute)
    expect(olga.sees()).toMatch(en.like('heard-line', { people: 1, seats: 1 }))
    expect(screenOf(olga).buttons).toContain(en('button-line', { count: 1 }))
  })

  it('is nobody else’s: a stranger’s forged buttons do nothing', async () => {
    await waits(en, anna, found)
    const [{ entryId } = { entryId: 0 }] = (await services().waiting.line({ ...act(), size: 9 })).rows
    const ids = { eventId: found.event.id }
    const page = { ...ids, after: 0, before: 0 }
    for (const data of [
      routes.lineOf.data(page),
      routes.offerNow.data({ ...page, entryId }),
      routes.setLine.data({ ...ids, to: 'paused' }),
      routes.askCloseLine.data(ids),
      routes.closeLine.data(ids),
      routes.askLetIn.data({ ...ids, ticketTypeId: found.type.id }),
      routes.letInFromLine.data({ ...ids, ticketTypeId: found.type.id, seats: 1, taken: 2 }),
      routes.offerTime.data(ids),
      routes.setOfferTime.data({ ...ids, minutes: 10 }),
      routes.typeForLine.data({ ...ids, ticketTypeId: found.type.id, to: 'on' }),
    ]) {
      await forge(world, vera, data)
      expect([data, vera.toast()]).toEqual([data, en('refusal-notYours')])
      expect(vera.sees()).toBe('old')
    }
    const line = await services().waiting.line({ ...act(), size: 9 })
    expect([line.state, line.offerMinutes, line.people, line.offers]).toEqual(['open', 30, 1, 0])
  })
})

describe('what is for the line only', () => {
  it('is a ticket type that nobody can buy, and who waits is offered', async () => {
    await services().saleSettings.addType({ ...act(), name: 'Late', price: { minor: 0, currency: 'RUB' }, capacity: 2 })
    const late = (await services().events.find(found.event.id)).types.at(-1)
    await forge(world, olga, routes.openTicketType.data({ eventId: found.event.id, ticketTypeId: late?.id ?? 0 }))
    await olga.presses(en('button-for-line'))
    expect(olga.sees()).toMatch(en.like('type-for-line'))
    expect(screenOf(olga).buttons).toContain(`✔️ ${en('button-for-line')}`)
    await forge(world, olga, routes.ticketTypesOf.data({ eventId: found.event.id }))
    expect(olga.sees()).toMatch(en.like('types-line', { name: 'Late', sold: 0, left: 2, isForLine: 'yes' }))
    await forge(world, olga, routes.openTicketType.data({ eventId: found.event.id, ticketTypeId: late?.id ?? 0 }))
    await comes(anna, found)
    expect(screenOf(anna).buttons).not.toContain(en('button-buy'))
    expect(screenOf(anna).buttons).not.toContain(en('button-look-again'))
    await anna.presses(en('button-wait'), 'Late · free', en('button-how-many'), '1')
    await world.advance(minute)
    expect(offersOf(anna)).toHaveLength(1)
    await olga.presses(`✔️ ${en('button-for-line')}`)
    expect(olga.sees()).not.toMatch(en.like('type-for-line'))
  })

  it('is a promo code, which works for what was offered', async () => {
    const { id: promoCodeId } = await services().promoCodes.create({
      ...act(),
      code: 'PATIENT',
      discount: { percent: 50 },
    })
    await forge(world, olga, routes.openPromoCode.data({ promoCodeId }))
    await olga.presses(en('button-for-line'))
    expect(olga.sees()).toMatch(en.like('code-for-line'))
    await forge(world, vera, routes.codeForLine.data({ promoCodeId, to: 'off' }))
    expect(vera.sees()).toBe('old')
    await waits(en, anna, found)
    await givesBack(world, vera, found)
    await world.advance(minute)
    await anna.presses(en('button-take-offer'), en('button-promo-code'))
    expect(await anna.says('patient')).toContain('₽750')
  })
})
