import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CopyDate } from '../../../src/services/events/publishCopies.js'
import { createServices } from '../../../src/services/services.js'
import { randomCodes } from '../../../src/services/codes.js'
import { copied } from '../../../src/store/queries/copying.js'
import { buyerQuestionsTable } from '../../../src/store/tables/buyerQuestions.js'
import { eventsTable } from '../../../src/store/tables/events.js'
import { onlineAccessesTable } from '../../../src/store/tables/onlineAccesses.js'
import { promoCodesTable } from '../../../src/store/tables/promoCodes.js'
import { ticketTypesTable } from '../../../src/store/tables/ticketTypes.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'
import { ask } from '../buyerQuestions/asking.js'
import { mayMissTheRace } from '../../support/database/racing.js'

const week = 7 * day
const later = (sale: Sale, ms: number): CopyDate => ({ startsAt: sale.event.startsAt + ms, move: (at) => at + ms })
const alone = { promoCodes: false, staff: false }

describe('what a copy takes over', () => {
  // Whoever adds a column says here whether a copy has it as it is, moved with the date, or its own.
  test.each([
    [
      'events',
      eventsTable,
      copied.events,
      ['organizerId', 'title', 'description', 'zone', 'venue', 'poster', 'giveBackHours', 'capacity'].concat([
        'paymentMethods',
        'transferDetails',
        'doorsBefore',
        'isUnlisted',
        'pin',
        'staffSells',
        'hasReminders',
        'contact',
        'hearing',
        'offerMinutes',
        'hasQuestions',
        'answerHours',
      ]),
    ],
    [
      'ticket types',
      ticketTypesTable,
      copied.ticketTypes,
      ['name', 'priceMinor', 'currency', 'capacity', 'perPerson', 'isHidden', 'forLine'],
    ],
    ['online accesses', onlineAccessesTable, copied.accesses, ['text', 'minutesBefore']],
    [
      'questions to buyers',
      buyerQuestionsTable,
      copied.buyerQuestions,
      ['position', 'kind', 'scope', 'text', 'choices', 'isRequired', 'atDoor'],
    ],
    [
      'promo codes',
      promoCodesTable,
      copied.promoCodes,
      ['code', 'percent', 'minor', 'most', 'perPerson', 'isOn', 'forLine'],
    ],
  ])('is decided for each column of %s', (_, { fields }, { own, moved }, asItIs) => {
    expect([...own, ...moved, ...asItIs, 'id'].toSorted()).toEqual(Object.keys(fields).toSorted())
  })
})

describe.each(databases)('copies on $name', (database) => {
  let house: House
  let sale: Sale
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ price: 100_000, capacity: 50 })
  })
  afterEach(() => house.drop())

  const copy = (dates: readonly CopyDate[], with_ = alone, key = 'key', personId = sale.organizer) =>
    house.services.copies.publish({ personId, eventId: sale.event.id, key, dates, with: with_ })
  const own = () => ({ personId: sale.organizer, eventId: sale.event.id })
  const announced = async () =>
    (await house.inspect.rows('announcements')).map(
      ({ news }) => JSON.parse(String(news)) as { readonly kind: string; readonly dates?: unknown },
    )

  test('have every setting, and nothing that was sold', async () => {
    const { saleSettings, publishing, events, copies } = house.services
    const { startsAt } = sale.event
    const pin = { latitude: 55_751_244, longitude: 37_618_423 }
    await publishing.setGiveBack({ ...own(), hours: 24 })
    await publishing.setDoorTime({ ...own(), minutes: 60 })
    await saleSettings.setTransfer({ ...own(), details: 'card 42' })
    await saleSettings.setCapacity({ ...own(), capacity: 60 })
    await saleSettings.addType({ ...own(), name: 'Front', price: { minor: 200_000, currency: 'RUB' }, capacity: 5 })
    await saleSettings.changeType({
      ...own(),
      ticketTypeId: sale.type.id,
      fields: { name: 'Floor', saleFrom: startsAt - 5000, saleUntil: startsAt - 1000, perPerson: 3 },
    })
    await house.store.transact((tx) =>
      tx.events.change(sale.event.id, { endsAt: startsAt + 3_600_000, poster: 'poster', pin }),
    )
    const original = await events.find(sale.event.id)
    const {
      events: [made],
    } = await copy([later(sale, week)])
    const { event, types } = await events.find(made.id)
    expect(event).toEqual({
      ...original.event,
      id: made.id,
      slug: expect.not.stringMatching(original.event.slug) as string,
      createdAt: house.clock.now(),
      startsAt: startsAt + week,
      endsAt: startsAt + 3_600_000 + week,
      state: 'published',
      seriesId: sale.event.id,
    })
    expect(types).toEqual(
      original.types.map((type, i) => ({
        ...type,
        id: types[i]?.id,
        eventId: made.id,
        taken: 0,
        saleFrom: type.saleFrom && type.saleFrom + week,
        saleUntil: type.saleUntil && type.saleUntil + week,
      })),
    )
    expect((await events.find(sale.event.id)).event.seriesId).toBe(sale.event.id)
    expect((await copies.otherDates(original.event, { size: 6 })).rows).toEqual([])
  })

  test('can be sold, numbered from 1, and what was sold of the original stays there', async () => {
    const bob = await house.person('Bob')
    await house.services.saleSettings.setPaymentMethod({ ...own(), method: 'atDoor', isOpen: true })
    await house.buys(bob, sale, 2)
    const {
      events: [made],
    } = await copy([later(sale, week)])
    const { event, types } = await house.services.events.find(made.id)
    const [ticket] = await house.buys(bob, { ...sale, event, type: types[0] }, 1)
    expect(ticket?.number).toBe(1)
  })

  test('ask their buyers the same, of the same types', async () => {
    const { saleSettings, buyerQuestions } = house.services
    const price = { minor: 200_000, currency: 'RUB' }
    const { types } = await saleSettings.addType({ ...own(), name: 'Front', price, capacity: 5 })
    const [shirt, gone] = [
      await ask(house, sale, 'choice', { text: 'Shirt', scope: 'ticket', choices: ['S', 'M'], isRequired: false }),
      await ask(house, sale, 'text', { text: 'Gone' }),
    ]
    const front = types.at(-1)?.id ?? 0
    await buyerQuestions.tickType({ personId: sale.organizer, questionId: shirt.id, ticketTypeId: front })
    await buyerQuestions.remove({ personId: sale.organizer, questionId: gone.id })
    await buyerQuestions.setAnswerHours({ ...own(), hours: 24 })
    const {
      events: [made],
    } = await copy([later(sale, week)])
    const { questions, ...found } = await buyerQuestions.list({ personId: sale.organizer, eventId: made.id })
    expect(found.event).toMatchObject({ hasQuestions: true, answerHours: 24 })
    expect(questions).toEqual([
      expect.objectContaining({
        ...{ text: 'Shirt', scope: 'ticket', choices: ['S', 'M'], isRequired: false, kind: 'choice' },
        ticketTypeIds: [found.types.find(({ name }) => name === 'Front')?.id],
      }),
    ])
  })

  test('bring promo codes with their periods and types, unused, and staff, if wanted', async () => {
    const { promoCodes, staff, saleSettings } = house.services
    const vera = await house.person('Vera')
    await house.joins(vera, sale)
    await house.services.guestList.letStaff({ ...own(), staffId: vera, isLet: true })
    const type = await saleSettings.addType({
      ...own(),
      name: 'Front',
      price: { minor: 200_000, currency: 'RUB' },
      capacity: 5,
    })
    const front = type.types.at(-1)?.id ?? 0
    const code = await promoCodes.create({ ...own(), code: 'TEN', discount: { percent: 10 } })
    const { startsAt } = sale.event
    await promoCodes.change({
      personId: sale.organizer,
      promoCodeId: code.id,
      fields: { startsAt: startsAt - 5000, endsAt: startsAt, limit: 7, ticketTypeIds: [front] },
    })
    await house.store.transact((tx) => tx.promoCodes.redeem(code.id, 3))
    const { events: bare } = await copy([later(sale, week)], alone, 'bare')
    const { events: full } = await copy([later(sale, 2 * week)], { promoCodes: true, staff: true }, 'full')
    const inside = async (eventId: number) => ({
      codes: (await promoCodes.page({ personId: sale.organizer, eventId, size: 9 })).rows,
      staff: (await staff.ofEvent({ personId: sale.organizer, eventId })).map(({ personId, givesTickets }) => [
        personId,
        givesTickets,
      ]),
    })
    expect(await inside(bare[0].id)).toEqual({ codes: [], staff: [] })
    const { types } = await house.services.events.find(full[0].id)
    expect(await inside(full[0].id)).toEqual({
      codes: [
        expect.objectContaining({
          code: 'TEN',
          used: 0,
          limit: 7,
          startsAt: startsAt - 5000 + 2 * week,
          endsAt: startsAt + 2 * week,
          ticketTypeIds: [types.find(({ name }) => name === 'Front')?.id],
        }),
      ],
      staff: [[vera, true]],
    })
    expect((await announced()).filter(({ kind }) => kind === 'staffBrought')).toMatchObject([
      { dates: [startsAt + 2 * week] },
    ])
  })

  test('are made once a key, and the chat hears of a set once', async () => {
    const dates = [1, 2, 3].map((n) => later(sale, n * week))
    const both = await Promise.all([copy(dates), copy(dates)])
    const ids = both.map(({ events }) => events.map(({ id }) => id))
    expect(ids[1]).toEqual(ids[0])
    expect(ids[0]).toHaveLength(3)
    expect((await house.services.copies.series({ ...own(), size: 9 })).size).toBe(4)
    expect((await announced()).map(({ kind }) => kind)).toEqual(['eventPublished', 'datesPublished'])
  })

  test('negative control: another key is another set', async () => {
    await copy([later(sale, week)])
    await copy([later(sale, 2 * week)], alone, 'other')
    expect((await house.services.copies.series({ ...own(), size: 9 })).size).toBe(3)
  })

  test('leave out dates that the series has, but for cancelled ones, whoever is quicker', async () => {
    const [first, second] = await Promise.all([
      copy([later(sale, week), later(sale, 2 * week)], alone, 'a'),
      copy([later(sale, 2 * week), later(sale, 3 * week)], alone, 'b'),
    ])
    expect(first.events.length + second.events.length).toBe(3)
    expect(await refused(copy([later(sale, 0), later(sale, week)], alone, 'c'))).toBe('datesTaken')
    const { id } = first.events[0].startsAt === sale.event.startsAt + week ? first.events[0] : second.events[0]
    await house.services.publishing.cancel(sale.organizer, id)
    expect(await refused(copy([later(sale, first.events[0].startsAt - sale.event.startsAt)], alone, 'd'))).toBe('done')
  })

  test('negative control: without the lock of the series one date is made twice', mayMissTheRace, async () => {
    await house.drop()
    house = await openHouse(database, { guards: false })
    sale = await house.sale()
    // Each has its connection before: to open one takes longer than the other's copy.
    await Promise.all(
      [1, 2].map(() => house.services.copies.view({ personId: sale.organizer, eventId: sale.event.id })),
    )
    const both = await Promise.all(['a', 'b'].map((key) => copy([later(sale, week)], alone, key)))
    expect(both.map(({ events }) => events.length)).toEqual([1, 1])
  })

  test('of a copy are of the same series, and what one becomes leaves the others alone', async () => {
    const { copies, publishing, events } = house.services
    const {
      events: [made],
    } = await copy([later(sale, week)])
    const act = { personId: sale.organizer, eventId: made.id, key: 'again', with: alone }
    await copies.publish({ ...act, dates: [{ startsAt: made.startsAt + week, move: (at) => at + week }] })
    await publishing.unpublish(sale.organizer, made.id)
    await publishing.setGiveBack({ personId: sale.organizer, eventId: made.id, hours: 3 })
    const rest = await copies.otherDates(made, { size: 6 })
    expect(rest.rows.map(({ startsAt }) => startsAt - sale.event.startsAt)).toEqual([0, 2 * week])
    expect((await events.find(sale.event.id)).event.giveBackHours).toBeUndefined()
    const seen = await copies.otherDates((await events.find(sale.event.id)).event, { size: 1 })
    expect([seen.rows.map(({ startsAt }) => startsAt - sale.event.startsAt), seen.hasMore]).toEqual([[2 * week], false])
  })

  test('are refused to others, in the past, and in Stars that nobody takes any more', async () => {
    const { copies } = house.services
    const stranger = await house.person('Sam')
    expect(await refused(copy([later(sale, week)], alone, 'key', stranger))).toBe('notYours')
    expect(await refused(copies.view({ personId: stranger, eventId: sale.event.id }))).toBe('notYours')
    expect(await refused(copies.series({ personId: stranger, eventId: sale.event.id, size: 3 }))).toBe('notYours')
    expect(await refused(copy([later(sale, -2 * day)]))).toBe('pastDate')
    await house.store.transact((tx) =>
      tx.ticketTypes.change(sale.type.id, { ...sale.type, price: { minor: 100, currency: 'XTR' } }),
    )
    const poor = createServices({
      store: house.store,
      clock: house.clock,
      codes: randomCodes,
      organizerIds: [],
      zone: 'Europe/Moscow',
      currency: 'RUB',
      hasProvider: false,
      holdMs: 900_000,
    })
    const order = { ...own(), key: 'stars', dates: [later(sale, week)], with: alone }
    expect(await refused(poor.copies.publish(order))).toBe('starsNotYours')
    expect(await refused(copies.publish(order))).toBe('done')
  })

  test('of past and cancelled events are on sale', async () => {
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    house.later(30 * day)
    const { events } = await copy([later(sale, 35 * day)])
    expect(events.map(({ state }) => state)).toEqual(['published'])
  })

  test('begin as a new event does where no way to pay is left', async () => {
    await house.store.transact((tx) => tx.events.change(sale.event.id, { paymentMethods: ['provider'] }))
    const { openMethods } = await house.services.copies.view(own())
    const { events } = await copy([later(sale, week)])
    expect([openMethods, events[0].paymentMethods]).toEqual([['atDoor'], ['atDoor']])
  })
})
