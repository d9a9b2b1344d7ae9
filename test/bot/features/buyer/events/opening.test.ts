import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import type { World } from '../../../../support/world.js'
import {
  type EventWithType,
  expectNoDefect,
  forge,
  goTo,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  slugIn,
  type Talker,
  typed,
} from '../../../../support/talker.js'
import { en } from '../../../../support/texts/words.js'

const hour = 3_600_000

let world: World
let olga: Talker
let anna: Talker
beforeEach(async () => {
  world = await openCalmWorld()
  olga = await meet(world, 'Olga')
  anna = await meet(world, 'Anna')
})
afterEach(async () => {
  expectNoDefect(world)
  await world.close()
})

const services = () => world.levem().services
const comes = (guest: Talker, { event }: EventWithType, rest = '') => guest.says(`/start e_${event.slug}${rest}`)
const opensIn = (found: EventWithType, ms: number | undefined) =>
  services().selling.setSaleFrom({
    personId: olga.id,
    eventId: found.event.id,
    saleFrom: ms === undefined ? undefined : world.clock.now() + ms,
  })
const remind = () => en('button-remind-opening')
const opened = (talker: Talker) => talker.heard().filter(({ text }) => text.includes('are on sale!'))

// What a card's buttons lead to; following its organizer is another matter.
const waysOf = (talker: Talker): readonly string[] =>
  screenOf(talker).buttons.filter((label) => label !== en('button-follow'))

describe('an event that goes on sale later', () => {
  let found: EventWithType
  beforeEach(async () => {
    found = await publish(world, olga.id, { hours: 72 })
    await opensIn(found, hour)
  })

  it('says when on its card, sells nothing before, and reminds who asked, once', async () => {
    expect(await comes(anna, found)).toMatch(en.like('card-opens', { from: 'Sun, 22 November, 13:00' }))
    expect(waysOf(anna)).toEqual([remind()])
    // Nothing is left of what is not on sale: there will be so many.
    expect(anna.sees()).toContain(en('card-sale', { sale: 'coming', left: 100, from: '' }))
    expect(anna.sees()).not.toContain(en('card-left', { left: 100 }))
    await anna.presses(remind())
    expect([anna.toast(), waysOf(anna)]).toEqual([en('reminder-on'), [`✔️ ${remind()}`]])
    await forge(world, anna, routes.chooseQuantity.data({ eventId: found.event.id }))
    expect(anna.sees()).toMatch(en.begins('refusal-typeNotYetOnSale'))
    await world.advance(hour - 1000)
    expect(opened(anna)).toEqual([])
    await world.advance(1000)
    expect(opened(anna).map(({ text }) => text)).toEqual([
      expect.stringMatching(en.like('news-saleOpened', { title: 'Jazz night', left: 100 })),
    ])
    await world.advance(hour)
    expect(opened(anna)).toHaveLength(1)
    await comes(anna, found)
    expect(waysOf(anna)).toEqual([en('button-buy')])
    expect(anna.sees()).toContain(en('card-left', { left: 100 }))
  })

  it('says of each of several types how many there will be', async () => {
    const act = { personId: olga.id, eventId: found.event.id }
    await services().saleSettings.changeType({ ...act, ticketTypeId: found.type.id, fields: { name: 'Entry' } })
    const price = { minor: 0, currency: 'RUB' }
    await services().saleSettings.addType({ ...act, name: 'Child', price, capacity: 1 })
    await comes(anna, found)
    const coming = (name: string, of: string, left: number) =>
      en('card-type', { name, price: of, sale: 'coming', left, from: '' })
    expect(anna.sees()).toContain(coming('Entry', '₽1,500', 100))
    expect(anna.sees()).toContain(coming('Child', en('price-free'), 1))
  })

  it('reminds nobody who took it back', async () => {
    await comes(anna, found)
    await anna.presses(remind(), `✔️ ${remind()}`)
    expect([anna.toast(), waysOf(anna)]).toEqual([en('reminder-off'), [remind()]])
    await world.advance(2 * hour)
    expect(opened(anna)).toEqual([])
  })

  it('reminds at once when it is opened early, and after a restart at the moment', async () => {
    await comes(anna, found)
    await anna.presses(remind())
    await opensIn(found, undefined)
    await world.settle()
    expect(opened(anna)).toHaveLength(1)
    const second = await publish(world, olga.id, { hours: 72, title: 'Second' })
    await opensIn(second, hour)
    await comes(anna, second)
    await anna.presses(remind())
    await world.levem().stop()
    world.clock.set(world.clock.now() + hour)
    await world.restart()
    await world.settle()
    expect(opened(anna)).toHaveLength(2)
  })

  it('is said to be cancelled instead of open, when it is cancelled after the reminder was written', async () => {
    await comes(anna, found)
    await anna.presses(remind())
    anna.person.blocks()
    await world.advance(hour)
    await services().publishing.cancel(olga.id, found.event.id)
    anna.person.unblocks()
    await anna.says('/start')
    await world.advance(hour)
    expect(opened(anna)).toEqual([])
  })

  it('is set by its organizer in Settings, and lifted there', async () => {
    await opensIn(found, undefined)
    await forge(world, olga, routes.settingsOf.data({ eventId: found.event.id }))
    expect(olga.sees()).toMatch(en.like('settings-sale-start', { when: 'now' }))
    await olga.presses(en('button-sale-start'))
    expect(await olga.says('tomorrow at noon or so')).toMatch(en.like('refusal-whenNotUnderstood'))
    expect(await olga.says('25.12.2026 10:00')).toMatch(en.like('refusal-saleAfterEnd'))
    expect(await olga.says('23.11.2026 10:00')).toMatch(en.begins('setting-saved'))
    expect(await comes(anna, found)).toMatch(en.like('card-opens', { from: 'Mon, 23 November, 10:00' }))
    await olga.presses(en('button-sale-now'))
    expect(olga.sees()).not.toMatch(en.like('sale-start-ask'))
    expect(await comes(anna, found)).not.toMatch(en.like('card-opens'))
    expect(waysOf(anna)).toEqual([en('button-buy')])
  })
})

describe('hidden tickets', () => {
  let found: EventWithType
  let hidden: { readonly id: number; readonly linkKey: string | undefined }
  beforeEach(async () => {
    found = await publish(world, olga.id, { hours: 72, name: 'Entry' })
    const act = { personId: olga.id, eventId: found.event.id }
    const price = { minor: 50_000, currency: 'RUB' }
    await services().saleSettings.addType({ ...act, name: 'Friends', price, capacity: 7 })
    await forge(world, olga, routes.ticketTypesOf.data({ eventId: found.event.id }))
    await olga.presses('🎟 Friends', en('button-hide-type'))
    const type = (await services().events.find(found.event.id)).types[1]
    if (!type) throw new Error('there is no second type')
    hidden = type
  })

  const seesFriends = (guest: Talker) => guest.sees().includes('Friends')
  const makesCode = async () => {
    const act = { personId: olga.id, eventId: found.event.id }
    const { id } = await services().promoCodes.create({ ...act, code: 'FRIEND', discount: { percent: 50 } })
    const fields = { ticketTypeIds: [hidden.id] }
    await services().promoCodes.change({ personId: olga.id, promoCodeId: id, fields })
  }

  it('have a link for their organizer, that can be renewed, and stand on no card', async () => {
    expect(olga.sees()).toMatch(en.begins('type-now-hidden'))
    expect(olga.sees()).toContain(`start=e_${found.event.slug}__${hidden.linkKey}`)
    await comes(anna, found)
    expect([seesFriends(anna), waysOf(anna)]).toEqual([false, [en('button-buy'), en('button-have-code')]])
    expect(await anna.says('/events')).not.toContain('from')
    await olga.presses(en('button-renew-link'))
    expect(await comes(anna, found, `__${hidden.linkKey}`)).toMatch(en.begins('refusal-linkUnknown'))
    expect(seesFriends(anna)).toBe(false)
    await olga.presses(en('button-show-type'))
    await comes(anna, found)
    expect(seesFriends(anna)).toBe(true)
  })

  it('are marked in the preview of a change, for guests do not see them', async () => {
    await forge(world, olga, routes.manageEvent.data({ eventId: found.event.id }))
    await olga.presses(en('button-edit'))
    expect(olga.sees()).toContain('🎟 🙈 Friends — ₽500')
    await olga.presses(en('button-dont-save'))
  })

  it('are opened by their link, and bought', async () => {
    await comes(anna, found, `__${hidden.linkKey}`)
    expect([seesFriends(anna), waysOf(anna)]).toEqual([true, [en('button-buy')]])
    await anna.presses(en('button-buy'))
    await anna.presses('Friends · ₽500')
    await anna.presses('2', en('button-confirm'))
    expect(
      (await services().tickets.ofBuyer(anna.id, { size: 9 })).rows.map(({ order }) => order.ticketTypeId),
    ).toEqual([hidden.id])
    const said = world.chat
      .messages()
      .map(({ text }) => text)
      .join('\n')
    expect(said).not.toContain('Friends')
  })

  it('are opened by a promo code that is for them, by a link or typed, and a wrong one is a guess', async () => {
    await makesCode()
    await comes(anna, found, '_FRIEND')
    expect(seesFriends(anna)).toBe(true)
    const boris = await meet(world, 'Boris')
    await comes(boris, found)
    expect(await boris.presses(en('button-have-code'))).toBe(en('promo-ask'))
    expect(await boris.says('enemy')).toBe(en('refusal-promoCodeUnknown'))
    expect(await boris.says('friend')).toMatch(
      en.begins('promo-link', { code: 'FRIEND', hasTypes: 'yes', types: 'Friends' }),
    )
    expect(seesFriends(boris)).toBe(true)
    const kim = await meet(world, 'Kim')
    await comes(kim, found)
    await kim.presses(en('button-have-code'), en('button-no-code'))
    expect(waysOf(kim)).toEqual([en('button-buy'), en('button-have-code')])
  })

  it('are opened by a code that takes nothing off, which the form offers', async () => {
    await forge(world, olga, routes.promoCodesOf.data({ eventId: found.event.id }))
    await olga.presses(en('button-new-code'))
    await olga.says('ДРУЗЬЯМ')
    await olga.presses(en('button-opens-only'))
    expect(olga.sees()).toMatch(en.begins('promo-made'))
    expect(olga.sees()).toContain(`ДРУЗЬЯМ: ${en('discount-none')}`)
    expect(olga.sees()).toContain(en('promo-opens', { types: 'Friends' }))
    // Twice is once.
    await forge(world, olga, routes.openingCode.data({ eventId: found.event.id, code: 'ДРУЗЬЯМ' }))
    const { codes } = await services().promoCodes.ofEvent({ personId: olga.id, eventId: found.event.id })
    expect(codes).toMatchObject([{ discount: { percent: 0 }, ticketTypeIds: [hidden.id] }])
    await comes(anna, found)
    await anna.presses(en('button-have-code'))
    expect(await anna.says('друзьям')).toMatch(
      en.begins('promo-link-opens', { code: 'ДРУЗЬЯМ', hasTypes: 'yes', types: 'Friends' }),
    )
    expect(seesFriends(anna)).toBe(true)
    await anna.presses(en('button-buy'), 'Friends · ₽500', '2')
    expect(anna.sees()).toContain('₽1,000')
    expect(anna.sees()).not.toContain('−')
  })

  it('are opened by no code for all tickets, which its screen says; all of them may be named', async () => {
    const act = { personId: olga.id, eventId: found.event.id }
    const { id: promoCodeId } = await services().promoCodes.create({ ...act, code: 'ALL', discount: { percent: 5 } })
    await forge(world, olga, routes.openPromoCode.data({ promoCodeId }))
    expect(olga.sees()).toContain(en('promo-opens-none'))
    await olga.presses(`🎟 ${en('type-unnamed')}`, '🙈 Friends')
    expect(olga.sees()).toContain(en('promo-opens', { types: 'Friends' }))
    await comes(anna, found, '_ALL')
    expect(seesFriends(anna)).toBe(true)
    await olga.presses(en('promo-field-discount'), en('button-opens-only'))
    expect(olga.sees()).toContain(`ALL: ${en('discount-none')}`)
    await olga.presses(en('promo-field-discount'))
    expect(await olga.says('0%')).toContain(`ALL: ${en('discount-none')}`)
    // A hidden type leads to the codes.
    await forge(world, olga, routes.openTicketType.data({ eventId: found.event.id, ticketTypeId: hidden.id }))
    expect(await olga.presses(en('button-codes'))).toMatch(en.begins('promo-list'))
  })

  it('negative control: where nothing is hidden, a code that takes nothing off is refused', async () => {
    const other = await publish(world, olga.id, { hours: 72 })
    const act = { personId: olga.id, eventId: other.event.id }
    const made = services().promoCodes.create({ ...act, code: 'NONE', discount: { percent: 0 } })
    await expect(made).rejects.toMatchObject({ code: 'percentOutOfRange' })
  })

  it('are opened by a code that is typed for an order, which stays; the way there is said', async () => {
    await makesCode()
    const { saleSettings } = services()
    await saleSettings.setTransfer({ personId: olga.id, eventId: found.event.id, details: 'Card 1' })
    await comes(anna, found)
    await anna.presses(en('button-buy'), '1', en('button-promo-code'))
    await anna.says('friend')
    expect(anna.sees()).toContain(en('promo-opened', { code: 'FRIEND', types: 'Friends' }))
    expect(anna.buttons()).toContain(en('button-give-up'))
    await anna.presses(en('button-give-up'), en('button-choose-again'))
    expect(seesFriends(anna)).toBe(true)
    // What was typed is taken along.
    await anna.presses(en('button-buy'), 'Friends · ₽500', '1')
    expect(anna.sees()).toContain('FRIEND')
    expect(anna.sees()).toContain('₽250')
  })

  it('are sold to nobody who forges a button', async () => {
    const ids = { eventId: found.event.id, ticketTypeId: hidden.id }
    for (const data of [
      routes.chooseType.data(ids),
      routes.chosen.data({ ...ids, quantity: 1 }),
      routes.confirm.data({ ...ids, quantity: 1, screen: 1, total: 50_000 }),
      routes.holdForCode.data({ ...ids, quantity: 1, screen: 2 }),
    ]) {
      await forge(world, anna, data)
      expect(seesFriends(anna)).toBe(false)
    }
    expect((await services().tickets.ofBuyer(anna.id, { size: 9 })).rows).toEqual([])
    expect((await services().events.find(found.event.id)).types[1]?.taken).toBe(0)
  })

  it('leave a stranger nothing to choose where there are no others, which the card says', async () => {
    const act = { personId: olga.id, eventId: found.event.id, ticketTypeId: found.type.id, isHidden: true }
    await services().saleSettings.hideType(act)
    expect(await comes(anna, found)).toMatch(en.like('card-types-hidden'))
    expect(waysOf(anna)).toEqual([en('button-have-code')])
    await forge(world, anna, routes.chooseQuantity.data({ eventId: found.event.id }))
    expect(anna.sees()).toMatch(en.begins('refusal-typesHidden'))
    expect(await anna.says('/events')).toContain(en('price-hidden'))
  })
})

describe('an unlisted event', () => {
  it('is chosen before it is published, and stands nowhere but behind its link', async () => {
    await goTo(olga, 'preview')
    await olga.presses(en('listing-listed'))
    expect(olga.sees()).toMatch(en.like('preview-unlisted'))
    await olga.presses(en('listing-unlisted'))
    expect(olga.sees()).not.toMatch(en.like('preview-unlisted'))
    await olga.presses(en('listing-listed'))
    const published = await olga.presses(en('button-publish'))
    expect(published).toMatch(en.like('published-unlisted'))
    const { event, types } = await services().looking.arrive({ personId: olga.id, slug: slugIn(published) })
    const found = { event, type: types[0] }
    await world.settle()
    expect(
      world.chat
        .messages()
        .map(({ text }) => text)
        .join(),
    ).not.toContain(typed.title)
    expect(await anna.says('/events')).toBe(en('events-none'))
    expect(await anna.says('/buy')).toBe(en('events-none'))
    const ids = { eventId: found.event.id, ticketTypeId: found.type.id }
    for (const data of [
      routes.openEvent.data(ids),
      routes.backToCard.data(ids),
      routes.readMore.data(ids),
      routes.chooseQuantity.data(ids),
      routes.chooseType.data(ids),
      routes.chosen.data({ ...ids, quantity: 1 }),
      routes.confirm.data({ ...ids, quantity: 1, screen: 1, total: 150_000 }),
      routes.holdForCode.data({ ...ids, quantity: 1, screen: 2 }),
      routes.remindOpening.data({ ...ids, to: 'on' }),
      routes.askCardCode.data(ids),
      routes.leaveCardCode.data(ids),
    ]) {
      await forge(world, anna, data)
      expect(anna.sees()).not.toContain(typed.title)
    }
    expect(await comes(anna, found)).toContain(typed.title)
    await anna.presses(en('button-buy'), '1', en('button-confirm'))
    expect((await services().tickets.ofBuyer(anna.id, { size: 9 })).rows).toHaveLength(1)
    await world.settle()
    expect(
      world.chat
        .messages()
        .map(({ text }) => text)
        .join(),
    ).not.toContain(typed.title)
  })

  it('becomes so, and listed again, in Settings', async () => {
    const found = await publish(world, olga.id, { title: 'Open' })
    await forge(world, olga, routes.settingsOf.data({ eventId: found.event.id }))
    expect(olga.sees()).toMatch(en.like('settings-listing', { isUnlisted: 'no' }))
    await olga.presses(en('button-listing'), en('listing-unlisted'))
    expect([olga.toast(), screenOf(olga).buttons[1]]).toEqual([
      en('listing-saved', { isUnlisted: 'yes' }),
      `✔️ ${en('listing-unlisted')}`,
    ])
    expect(await anna.says('/events')).toBe(en('events-none'))
    await olga.presses(en('listing-listed'))
    expect(await anna.says('/events')).toContain('Open')
  })
})
