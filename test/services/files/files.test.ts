import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FileKind, FileRow } from '../../../src/domain/fileRows.js'
import { randomCodes } from '../../../src/services/codes.js'
import { connect } from '../../support/database/dataSource.js'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'

// Nothing in the program does: it only has to be noticed.
const handOver = async (url: string, eventId: number, organizerId: number): Promise<void> => {
  const source = await connect(url)
  await source.query(`UPDATE events SET organizer_id = ${organizerId} WHERE id = ${eventId}`)
  await source.destroy()
}

describe.each(databases)('the rows of files, on $name', (database) => {
  let house: House
  let sale: Sale
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale({ price: 150_000, capacity: 5000 })
  })
  afterEach(() => house.drop())

  const organizer = () => ({ personId: sale.organizer, eventId: sale.event.id })
  const rows = async (kind: FileKind): Promise<readonly FileRow[]> => {
    const all: FileRow[] = []
    for await (const page of house.services.files.rows({ ...organizer(), kind })) all.push(...page)
    return all
  }

  const sells = async (quantity: number) =>
    house.services.doorSales.sell({
      ...{ ...organizer(), ticketTypeId: sale.type.id, quantity, method: 'card', requestKey: randomCodes.key() },
      shownMinor: 150_000 * quantity,
    })

  test('are all tickets and orders, each once, over pages', async () => {
    for (let i = 0; i < 230; i += 1) await house.buys(await house.person(`Guest ${i}`), sale, 5)
    const tickets = await rows('guests')
    expect(tickets.map((row) => (row.kind === 'ticket' ? row.number : 0))).toEqual(
      Array.from({ length: 1150 }, (_, i) => i + 1),
    )
    expect(await rows('orders')).toHaveLength(230)
    expect((await house.services.files.about({ ...organizer(), kind: 'guests' })).count).toBe(1150)
    expect((await house.services.files.about({ ...organizer(), kind: 'orders' })).count).toBe(230)
  })

  test('tell what was paid at the door, and come to what the report of money says', async () => {
    const ada = await house.buys(await house.person('Ada'), sale, 2)
    await house.buys(await house.person('Bea'), sale)
    await house.services.checkIn.letInPaid({ personId: sale.organizer, ticketId: first(ada).id })
    const [paid, unpaid] = await rows('guests')
    expect([paid, unpaid]).toMatchObject([
      { dueMinor: 0, priceMinor: 150_000, checkedInByName: 'Organizer of Concert' },
      { dueMinor: 150_000, checkedInAt: undefined },
    ])
    expect(await rows('checkIns')).toHaveLength(1)
    const report = await house.services.moneyReports.ofEvent(sale.organizer, sale.event.id)
    const money = (await rows('money')).map((row) => (row.kind === 'money' ? (row.isBack ? -1 : 1) * row.minor : NaN))
    expect(money.reduce((sum, minor) => sum + minor, 0)).toBe(report.total.net)
    expect(report.total.net).toBe(150_000)
  })

  test('of the list for the door are the tickets that let in, with what they owe and whether they are in', async () => {
    const ada = await house.buys(await house.person('Ada'), sale, 2)
    const wrong = await sells(1)
    await house.services.doorSales.undo({ personId: sale.organizer, saleId: wrong.sale.id })
    // They get other codes when somebody takes the link.
    const { links } = house.services.guestList
    const link = { ...organizer(), ticketTypeId: sale.type.id, quantity: 2, reason: 'press' }
    const { token = '' } = await links.make({ ...link, requestKey: randomCodes.key() })
    await house.buys(await house.person('Cyd'), sale)
    await house.services.checkIn.letInPaid({ personId: sale.organizer, ticketId: first(ada).id })
    const listed = async () =>
      (await rows('doorList')).map((row) =>
        row.kind === 'door' ? `${row.holderName} ${row.dueMinor} ${row.isIn}` : row.kind,
      )
    expect(await listed()).toEqual(['Ada 0 true', 'Ada 150000 false', 'Cyd 150000 false'])
    await links.take({ personId: await house.person('Dan'), token })
    expect((await listed()).toSorted()).toEqual([
      ...['Ada 0 true', 'Ada 150000 false', 'Cyd 150000 false', 'Dan 0 false', 'Dan 0 false'],
    ])
    expect((await house.services.files.about({ ...organizer(), kind: 'doorList' })).count).toBe(5)
  })

  test('add up to the report of money, whatever was sold, given, taken back and refunded', async () => {
    const { services } = house
    const act = organizer()
    const came = await house.buys(await house.person('Ada'), sale, 5)
    await services.checkIn.letInPaid({ personId: sale.organizer, ticketId: first(came).id })
    await services.guestList.links.make({
      ...{ ...act, ticketTypeId: sale.type.id, quantity: 2, reason: 'press', requestKey: randomCodes.key() },
    })
    const [kept, wrong] = [await sells(2), await sells(3)]
    await services.doorSales.undo({ personId: sale.organizer, saleId: wrong.sale.id })
    await services.saleSettings.setTransfer({ ...act, details: 'IBAN' })
    const wish = { ticketTypeId: sale.type.id, quantity: 3, requestKey: randomCodes.key() }
    const buyerId = await house.person('Bea')
    const { order } = await services.ordering.hold({ ...wish, buyerId })
    await services.payments.showProof({ personId: buyerId, orderId: order.id, fileId: 'photo' })
    await services.payments.confirmTransfer({ personId: sale.organizer, orderId: order.id })
    await services.refunds.refund({ personId: sale.organizer, orderId: order.id })
    const orders = (await rows('orders')).map((row) => (row.kind === 'order' ? `${row.method} ${row.state}` : ''))
    expect(orders.toSorted()).toEqual([
      ...['atDoor confirmed', 'guestList confirmed', 'soldAtDoor confirmed'],
      ...['soldAtDoor refunded', 'transfer refunded'],
    ])
    expect(await rows('checkIns')).toHaveLength(3)
    expect(await ofMoney()).toEqual({ gross: 900_000, refunded: 450_000, payments: 4 })
    expect(await reported()).toEqual(await ofMoney())
    const { rows: takings } = await services.doorSales.takings(act)
    const taken = takings.reduce((sum, { minor, undoneMinor }) => sum + minor - undoneMinor, 0)
    expect(taken).toBe(150_000 + kept.sale.amount.minor)
    await services.publishing.cancel(sale.organizer, sale.event.id)
    expect(await reported()).toEqual(await ofMoney())
  })

  const ofMoney = async () => {
    const money = (await rows('money')).flatMap((row) => (row.kind === 'money' ? [row] : []))
    const sum = (isBack: boolean): number =>
      money.reduce((all, row) => all + (row.isBack === isBack ? row.minor : 0), 0)
    return { gross: sum(false), refunded: sum(true), payments: money.filter(({ isBack }) => !isBack).length }
  }
  const reported = async () => {
    const { total } = await house.services.moneyReports.ofEvent(sale.organizer, sale.event.id)
    return { gross: total.gross, refunded: total.refunded, payments: total.payments }
  }

  test('stop as soon as the event is somebody else’s', async () => {
    for (let i = 0; i < 120; i += 1) await house.buys(await house.person(`Guest ${i}`), sale, 10)
    const pages = house.services.files.rows({ ...organizer(), kind: 'guests' })
    expect((await pages.next()).value).toHaveLength(1000)
    const other = await house.person('Other')
    await handOver(house.url, sale.event.id, other)
    expect(await refused(pages.next())).toBe('notYours')
  })
})
