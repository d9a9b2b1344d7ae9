import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BuyerQuestion } from '../../../src/domain/buyerQuestion.js'
import type { FileKind, FileRow } from '../../../src/domain/fileRows.js'
import type { Ticket } from '../../../src/domain/ticket.js'
import { databases } from '../../support/database/databases.js'
import { day } from '../../support/fixtures.js'
import { type House, openHouse, refused, type Sale } from '../../support/house.js'
import { answer, ask, hold } from './asking.js'

describe.each(databases)('answers, on $name', (database) => {
  let house: House
  let sale: Sale
  let ada: number
  let name: BuyerQuestion
  let diet: BuyerQuestion
  let tickets: readonly Ticket[]
  beforeEach(async () => {
    house = await openHouse(database)
    sale = await house.sale()
    ada = await house.person('Ada')
    // Somebody has bought before, so that places are no numbers.
    await house.buys(await house.person('Early'), sale, 3)
    name = await ask(house, sale, 'name', { scope: 'ticket', text: 'Name' })
    diet = await ask(house, sale, 'text', { text: 'Diet' })
    const held = await hold(house, ada, sale, 2)
    await answer(house, ada, held, diet, 'No nuts')
    await answer(house, ada, held, name, 'Ann Ash', 1)
    await answer(house, ada, held, name, 'Bo Birch', 2)
    await house.services.ordering.confirm({ personId: ada, orderId: held.order.id })
    tickets = await house.store.transact((tx) => tx.tickets.ofOrder(held.order.id))
  })
  afterEach(() => house.drop())

  const ticketAt = (place: number): Ticket => {
    const ticket = tickets[place - 1]
    if (!ticket) throw new Error(`no ticket ${place}`)
    return ticket
  }
  const own = () => ({ personId: sale.organizer, eventId: sale.event.id })
  const guest = () => house.services.guests.view({ ...own(), guestId: ada })
  const scan = async (place: number, personId = sale.organizer) => {
    const result = await house.services.checkIn.byCode({
      personId,
      code: (await house.ticket(ticketAt(place).id)).code,
    })
    return 'admission' in result ? result.admission.ticket.answers : result.as
  }
  const rows = async (kind: FileKind): Promise<readonly FileRow[]> => {
    const all: FileRow[] = []
    for await (const page of house.services.files.rows({ ...own(), kind })) all.push(...page)
    return all
  }

  test('stand with their guest, for the organizer, until the question is removed', async () => {
    const shown = async () => (await guest()).answers.map(({ number, text, value }) => [number, text, value])
    expect(await shown()).toEqual([
      [undefined, 'Diet', 'No nuts'],
      [4, 'Name', 'Ann Ash'],
      [5, 'Name', 'Bo Birch'],
    ])
    await house.services.buyerQuestions.remove({ personId: sale.organizer, questionId: diet.id })
    expect(await shown()).toEqual([
      [4, 'Name', 'Ann Ash'],
      [5, 'Name', 'Bo Birch'],
    ])
    // They are hidden, not lost.
    expect(await house.inspect.rows('answers')).toHaveLength(3)
  })

  test('are seen at the door where they are marked so, by who works there only', async () => {
    const vera = await house.person('Vera')
    await house.joins(vera, sale)
    expect(await scan(1, vera)).toEqual([{ text: 'Name', kind: 'name', value: 'Ann Ash' }])
    expect(await scan(2, await house.person('Sam'))).toBe('stranger')
    const act = { personId: sale.organizer, questionId: diet.id, fields: { atDoor: true } }
    await house.services.buyerQuestions.change(act)
    expect((await scan(2, vera)) ?? []).toHaveLength(2)
    await house.services.buyerQuestions.change({ ...act, fields: { atDoor: false } })
    await house.services.buyerQuestions.change({ ...act, questionId: name.id, fields: { atDoor: false } })
    expect(await scan(2, vera)).toEqual([])
  })

  test('are in the file of answers, and their names on the list for the door', async () => {
    const about = await house.services.files.about({ ...own(), kind: 'answers' })
    expect(about.questions.map(({ text }) => text)).toEqual(['Name', 'Diet'])
    // The file of guests says what they are called.
    const ofGuests = await house.services.files.about({ ...own(), kind: 'guests' })
    expect(ofGuests.questions.map(({ text }) => text)).toEqual(['Name'])
    expect((await rows('guests')).map((row) => (row.kind === 'ticket' ? row.name : row.kind))).toEqual([
      ...[undefined, undefined, undefined, 'Ann Ash', 'Bo Birch'],
    ])
    const found = (await rows('answers')).flatMap((row) => (row.kind === 'ticket' ? [[row.number, row.answers]] : []))
    expect(found).toEqual([
      ...[1, 2, 3].map((number) => [number, []]),
      [
        4,
        [
          [name.id, 'Ann Ash'],
          [diet.id, 'No nuts'],
        ],
      ],
      [
        5,
        [
          [name.id, 'Bo Birch'],
          [diet.id, 'No nuts'],
        ],
      ],
    ])
    const names = (await rows('doorList')).map((row) => (row.kind === 'door' ? (row.name ?? row.holderName) : ''))
    expect(names).toEqual(['Early', 'Early', 'Early', 'Ann Ash', 'Bo Birch'])
  })

  test('give a ticket its name, which the organizer may change at any time', async () => {
    const view = async () => (await house.services.answers.ofTicket({ personId: ada, ticketId: ticketAt(2).id })).asked
    house.later(day)
    const { answers } = house.services
    await answers.rename({ personId: sale.organizer, ticketId: ticketAt(2).id, text: '  Bob   Birch ' })
    expect((await view()).map(({ value }) => value)).toEqual(['No nuts', 'Ann Ash', 'Bob Birch'])
    const rename = (personId: number, ticketId: number, text = 'X') =>
      refused(answers.rename({ personId, ticketId, text }))
    expect(await rename(ada, ticketAt(2).id)).toBe('notYours')
    expect(await rename(sale.organizer, 999_999)).toBe('ticketNotFound')
    expect(await rename(sale.organizer, ticketAt(2).id, ' ')).toBe('textNeeded')
    expect((await house.inspect.rows('audit')).map(({ action }) => action)).toContain('ticket.renamed')
    // The audit has no names.
    expect(JSON.stringify(await house.inspect.rows('audit'))).not.toContain('Birch')
    await house.services.buyerQuestions.remove({ personId: sale.organizer, questionId: name.id })
    expect(await rename(sale.organizer, ticketAt(2).id)).toBe('questionGone')
  })

  test('are forgotten half a year after the event', async () => {
    house.later(181 * day)
    await house.services.forgetting.forget()
    expect(await house.inspect.rows('answers')).toHaveLength(3)
    house.later(2 * day)
    await house.services.forgetting.forget()
    expect(await house.inspect.rows('answers')).toEqual([])
  })
})
