import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doorClosesAfterMs } from '../../../src/domain/door.js'
import { databases } from '../../support/database/databases.js'
import { day, upTo } from '../../support/fixtures.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'

describe.each(databases)('standing at the door on $name', (database) => {
  let house: House
  let sale: Sale
  let staff: number
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ title: 'Jazz' })
    staff = await house.person('Vera')
    await house.joins(staff, sale)
  })
  afterEach(() => house.drop())

  const letIn = (ticketId: number) => house.services.checkIn.letIn({ personId: staff, ticketId })
  const at = () => ({ personId: staff, eventId: sale.event.id })
  const found = async (text: string) =>
    (await house.services.doorView.search({ ...at(), text })).map(({ holderName, number }) => `${number} ${holderName}`)

  test('finds people by the beginnings of words of their names in every script and case, by number, and by short code', async () => {
    const names = ['Ёлкин Фёдор', 'ANNA Müller', 'Li%_ne', "O'Hara", 'Çağla', 'Фёдорова Анна']
    for (const name of names) await house.buys(await house.person(name), sale)
    expect(await found('фед')).toEqual(['6 Фёдорова Анна', '1 Ёлкин Фёдор'])
    expect(await found('ЁЛКИН')).toEqual(['1 Ёлкин Фёдор'])
    expect(await found('muller')).toEqual(['2 ANNA Müller'])
    expect(await found('cagl')).toEqual(['5 Çağla'])
    expect([await found('li%_n'), await found("o'h"), await found('№ 4'), await found('4')]).toEqual([
      ['3 Li%_ne'],
      ["4 O'Hara"],
      ["4 O'Hara"],
      ["4 O'Hara"],
    ])
    const { shortCode, number } = await house.ticket(5)
    for (const text of [
      shortCode,
      shortCode.slice(0, 5).toLowerCase(),
      `${shortCode.slice(0, 4)}-${shortCode.slice(4)}`,
    ])
      expect(await found(text)).toEqual([`${number} Çağla`])
    expect([await found('nobody'), await found('  '), await found('99999999999999999999')]).toEqual([[], [], []])
  })

  test('finds people by several words in any order, whole or begun, and the best first', async () => {
    const names = ['Anna Roth', 'Roth Anna', 'Annabel Rothko', 'Anna Maria Ivanova Roth', 'Ann', '🦊', '...']
    for (const name of names) await house.buys(await house.person(name), sale)
    expect(await found('roth anna')).toEqual([
      '2 Roth Anna',
      '1 Anna Roth',
      '4 Anna Maria Ivanova Roth',
      '3 Annabel Rothko',
    ])
    expect(await found('an rot')).toEqual([
      '2 Roth Anna',
      '1 Anna Roth',
      '4 Anna Maria Ivanova Roth',
      '3 Annabel Rothko',
    ])
    expect([await found('maria roth ivan'), await found('iva an mar')]).toEqual([
      ['4 Anna Maria Ivanova Roth'],
      ['4 Anna Maria Ivanova Roth'],
    ])
    expect([await found('anna maria roth iv anna'), await found('ann')]).toEqual([
      ['4 Anna Maria Ivanova Roth'],
      ['5 Ann', '4 Anna Maria Ivanova Roth', '1 Anna Roth', '3 Annabel Rothko', '2 Roth Anna'],
    ])
    expect([await found('🦊'), await found('..'), await found('anna nobody'), await found('nna')]).toEqual([
      ['6 🦊'],
      ['7 ...'],
      [],
      [],
    ])
  })

  test('finds by the name of today who was renamed, who was given a ticket, and nobody who has none any more', async () => {
    const [anna, boris] = [await house.person('Anna Roth'), await house.person('Boris')]
    const [ticket] = await house.buys(anna, sale)
    const { gifts, people } = house.services
    await people.meet({ id: anna, displayName: 'Anna Müller', languageCode: 'en' })
    expect([await found('roth'), await found('muller anna')]).toEqual([[], ['1 Anna Müller']])
    const { token } = await gifts.create({ personId: anna, ticketId: ticket?.id ?? 0 })
    await gifts.accept({ personId: boris, token })
    expect([await found('muller'), await found('bor')]).toEqual([[], ['1 Boris']])
    await house.services.publishing.cancel(sale.organizer, sale.event.id)
    expect(await found('bor')).toEqual([])
  })

  test('finds people by their usernames, as they are now', async () => {
    const id = await house.person('Лера')
    await house.buys(id, sale)
    const meet = (username: string | undefined) =>
      house.services.people.meet({ id, displayName: 'Лера', languageCode: 'ru', username })
    expect(await found('@night_owl')).toEqual([])
    await meet('Night_Owl')
    expect([await found('@night_owl'), await found('owl')]).toEqual([['1 Лера'], ['1 Лера']])
    await meet(undefined)
    expect(await found('@night_owl')).toEqual(['1 Лера'])
    await meet('day_owl')
    await house.buys(id, await house.sale({ title: 'Chess' }))
    expect([await found('@night_owl'), await found('@day_owl')]).toEqual([[], ['1 Лера']])
    await meet('')
    expect([await found('@day_owl'), await found('лера')]).toEqual([[], ['1 Лера']])
  })

  test('finds at most ten, of this event, and valid ones only', async () => {
    const other = await house.sale({ title: 'Chess' })
    const anna = await house.person('Anna')
    await house.buys(anna, other)
    await house.buys(anna, sale, 10)
    await house.buys(anna, sale, 3)
    await house.services.publishing.setGiveBack({ personId: sale.organizer, eventId: sale.event.id, hours: 0 })
    const [ticket] = await house.services.doorView.search({ ...at(), text: 'anna' })
    await house.services.tickets.giveBack({ personId: anna, ticketId: ticket?.id ?? 0 })
    const again = await found('anna')
    expect([again.length, again[0]]).toEqual([10, '2 Anna'])
  })

  test('lists who is in, the newest first, complete and without repeats', async () => {
    const tickets = await house.buys(await house.person('Anna'), sale, 7)
    for (const { id } of tickets) {
      await letIn(id)
      if (id % 2 === 0) house.later(1000)
    }
    const numbers: number[] = []
    for (let after: { at: number; id: number } | undefined, more = true; more;) {
      const page = await house.services.doorView.whoIsIn({ ...at(), after, size: 3 })
      numbers.push(...page.rows.map(({ number }) => number))
      const last = page.rows.at(-1)
      after = last && { at: last.checkedInAt ?? 0, id: last.id }
      more = page.hasMore
    }
    expect(numbers).toEqual([7, 6, 5, 4, 3, 2, 1])
  })

  test('shows the numbers and the latest three', async () => {
    const anna = await house.person('Anna')
    const tickets = await house.buys(anna, sale, 5)
    for (const { id } of tickets.slice(0, 4)) {
      await letIn(id)
      house.later(1)
    }
    const view = await house.services.doorView.open(at())
    expect(view).toMatchObject({ event: { title: 'Jazz' }, count: { in: 4, of: 5 }, toPay: 0 })
    expect(view.lastIn).toEqual(
      [4, 3, 2].map((number) => ({
        holderId: anna,
        holderName: 'Anna',
        holderUsername: undefined,
        number,
        at: house.clock.now() - 5 + number,
        byName: 'Vera',
      })),
    )
    expect(await house.services.doorView.current(staff)).toEqual(view)
  })

  test('a message is due when the numbers changed since it was drawn, for each who stands there', async () => {
    const { doorView: doors } = house.services
    const [ticket, second] = await house.buys(await house.person('Anna'), sale, 2)
    await doors.open(at())
    await doors.open({ personId: sale.organizer, eventId: sale.event.id })
    expect(await doors.due()).toEqual([])
    await doors.remember({ personId: staff, messageId: 7 })
    await doors.remember({ personId: sale.organizer, messageId: 8 })
    await letIn(ticket?.id ?? 0)
    const due = await doors.due()
    expect(due).toMatchObject([
      { personId: sale.organizer, messageId: 8 },
      { personId: staff, messageId: 7, view: { count: { in: 1, of: 2 } } },
    ])
    await doors.drawn({ personId: staff, messageId: 7 }, first(due).view.version, 0)
    await doors.forget({ personId: sale.organizer, messageId: 8 })
    expect(await doors.due()).toEqual([])
    // The same numbers, but somebody else is in.
    house.later(1)
    await house.services.checkIn.undo({ personId: staff, ticketId: ticket?.id ?? 0 })
    await letIn(second?.id ?? 0)
    expect(await doors.due()).toMatchObject([
      { messageId: 7, view: { count: { in: 1, of: 2 }, lastIn: [{ number: 2 }] } },
    ])
    await doors.leave(staff)
    expect(await doors.due()).toEqual([])
  })

  test('a message that is due is drawn by one process at a time, and not again at once', async () => {
    const { doorView: doors } = house.services
    const draw = (door: Parameters<typeof doors.claim>[0]) =>
      Promise.all(upTo(10).map((turn) => (turn % 2 ? house.services : house.others).doorView.claim(door)))
    const [ticket] = await house.buys(await house.person('Anna'), sale, 2)
    await doors.open(at())
    await doors.remember({ personId: staff, messageId: 7 })
    await letIn(ticket?.id ?? 0)
    const due = first(await doors.due())
    expect((await draw(due)).filter(Boolean)).toHaveLength(1)
    // Somebody draws it.
    expect((await draw(first(await doors.due()))).filter(Boolean)).toEqual([])
    await doors.drawn(due, undefined, 3000)
    expect((await draw(first(await doors.due()))).filter(Boolean)).toEqual([])
    house.later(3000)
    expect((await draw(first(await doors.due()))).filter(Boolean)).toHaveLength(1)
    // Whoever drew it died; or the clock was an hour ahead and is right again.
    house.later(40_000)
    expect((await draw(first(await doors.due()))).filter(Boolean)).toHaveLength(1)
    house.later(-3_700_000)
    expect((await draw(first(await doors.due()))).filter(Boolean)).toHaveLength(1)
  })

  test('offers the doors of what is not cancelled nor long over, and opens only those of one’s own', async () => {
    const { doorView: doors } = house.services
    const [own, foreign] = [
      await house.sale({ title: 'Own', organizer: staff }),
      await house.sale({ title: 'Foreign' }),
    ]
    const titles = async () => (await doors.choices(staff, { size: 10 })).rows.map(({ title }) => title)
    expect(await titles()).toEqual(['Jazz', 'Own'])
    expect(await refused(doors.open({ personId: staff, eventId: foreign.event.id }))).toBe('staffOnly')
    expect(await refused(doors.open({ personId: staff, eventId: 404 }))).toBe('eventNotFound')
    await house.services.publishing.cancel(staff, own.event.id)
    expect([await titles(), await refused(doors.open({ personId: staff, eventId: own.event.id }))]).toEqual([
      ['Jazz'],
      'eventCancelled',
    ])
    await doors.open(at())
    house.later(day + doorClosesAfterMs - 1)
    expect([await titles(), (await doors.current(staff))?.event.title]).toEqual([['Jazz'], 'Jazz'])
    house.later(1)
    expect([await titles(), await doors.current(staff), await refused(doors.open(at()))]).toEqual([
      [],
      undefined,
      'eventEnded',
    ])
  })
})
