import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BuyerQuestion } from '../../src/domain/buyerQuestion.js'
import type { Ticket } from '../../src/domain/ticket.js'
import { randomCodes } from '../../src/services/codes.js'
import { databases } from '../support/database/databases.js'
import { first, type House, openHouse, refused, type Sale } from '../support/house.js'
import { answer, ask } from './buyerQuestions/asking.js'

const roles = [
  'organizer',
  'staff of the event',
  'staff of another',
  'removed staff',
  'holder',
  'former holder',
  'stranger',
] as const
type Role = (typeof roles)[number]

/**
 * One event with everybody around it; `ticket` is the holder's, who has it from the former holder; `inside` is let in.
 */
type Scene = {
  readonly house: House
  readonly sale: Sale
  readonly ticket: Ticket
  readonly inside: Ticket
  readonly question: BuyerQuestion
  readonly people: Readonly<Record<Role, number>>
}

const play = async (house: House): Promise<Scene> => {
  const [sale, another] = [await house.sale(), await house.sale()]
  const person = (name: string) => house.person(name)
  const people: Scene['people'] = {
    organizer: sale.organizer,
    'staff of the event': await person('Vera'),
    'staff of another': await person('Ivan'),
    'removed staff': await person('Rita'),
    holder: await person('Holly'),
    'former holder': await person('Fred'),
    stranger: await person('Sam'),
  }
  await house.joins(people['staff of the event'], sale)
  await house.joins(people['staff of another'], another)
  await house.joins(people['removed staff'], sale)
  await house.services.doorView.open({ personId: people['removed staff'], eventId: sale.event.id })
  await house.services.staff.remove({
    personId: sale.organizer,
    eventId: sale.event.id,
    staffId: people['removed staff'],
  })
  await house.services.publishing.setGiveBack({ personId: sale.organizer, eventId: sale.event.id, hours: 0 })
  const { id } = first(await house.buys(people['former holder'], sale))
  const { token } = await house.services.gifts.create({ personId: people['former holder'], ticketId: id })
  await house.services.gifts.accept({ personId: people.holder, token })
  const inside = first(await house.buys(await person('Ines'), sale))
  await house.services.checkIn.letIn({ personId: sale.organizer, ticketId: inside.id })
  const question = await ask(house, sale, 'name', { scope: 'ticket' })
  return { house, sale, people, inside, question, ticket: await house.ticket(id) }
}

type Action = {
  readonly name: string
  readonly act: (scene: Scene, personId: number) => Promise<string>
  readonly answers: Readonly<Record<Role, string>>
}

const door = async (scan: ReturnType<House['services']['checkIn']['byCode']>): Promise<string> => {
  const found = await scan
  return 'admission' in found ? found.admission.kind : found.as
}

const onlyAtDoor = (yes: string, no: string): Action['answers'] => ({
  organizer: yes,
  'staff of the event': yes,
  'staff of another': no,
  'removed staff': no,
  holder: no,
  'former holder': no,
  stranger: no,
})
const only = (role: Role, no: string): Action['answers'] => ({
  organizer: no,
  'staff of the event': no,
  'staff of another': no,
  'removed staff': no,
  holder: no,
  'former holder': no,
  stranger: no,
  [role]: 'done',
})

const sell = ({ house, sale }: Scene, personId: number): Promise<string> =>
  refused(
    house.services.doorSales.sell({
      ...{ personId, eventId: sale.event.id, ticketTypeId: sale.type.id, quantity: 1, method: 'cash' },
      ...{ requestKey: randomCodes.key(), shownMinor: sale.type.price.minor },
    }),
  )
const lastSale = async ({ house }: Scene): Promise<number> => house.inspect.count('door_sales')

const actions: readonly Action[] = [
  {
    name: 'check in by the code',
    act: ({ house, ticket }, personId) => door(house.services.checkIn.byCode({ personId, code: ticket.code })),
    answers: { ...onlyAtDoor('letIn', 'stranger'), holder: 'holder' },
  },
  {
    name: 'check in by the short code',
    act: ({ house, ticket }, personId) =>
      door(house.services.checkIn.byShortCode({ personId, text: ticket.shortCode })),
    answers: { ...onlyAtDoor('letIn', 'nobody'), holder: 'holder' },
  },
  {
    name: 'check in from the list',
    act: ({ house, ticket }, personId) => refused(house.services.checkIn.letIn({ personId, ticketId: ticket.id })),
    answers: onlyAtDoor('done', 'staffOnly'),
  },
  {
    name: 'take money at the door',
    act: ({ house, ticket }, personId) => refused(house.services.checkIn.letInPaid({ personId, ticketId: ticket.id })),
    answers: onlyAtDoor('done', 'staffOnly'),
  },
  {
    name: 'undo',
    act: ({ house, inside }, personId) => refused(house.services.checkIn.undo({ personId, ticketId: inside.id })),
    answers: onlyAtDoor('done', 'staffOnly'),
  },
  {
    name: 'let all of an order in together',
    act: ({ house, ticket }, personId) =>
      refused(house.services.checkIn.letInTogether({ personId, ticketId: ticket.id, way: 'asIs', shown: 0 })),
    answers: onlyAtDoor('done', 'staffOnly'),
  },
  {
    name: 'sell at the door where staff may not',
    act: (scene, personId) => sell(scene, personId),
    answers: { ...only('organizer', 'staffOnly'), 'staff of the event': 'mayNotSell' },
  },
  {
    name: 'sell at the door where staff may',
    act: async (scene, personId) => {
      const { house, sale } = scene
      await house.services.doorSales.setStaffSells({ personId: sale.organizer, eventId: sale.event.id, isOn: true })
      return sell(scene, personId)
    },
    answers: onlyAtDoor('done', 'staffOnly'),
  },
  {
    name: 'see what the door sells',
    act: ({ house, sale }, personId) => refused(house.services.doorSales.choices({ personId, eventId: sale.event.id })),
    answers: { ...only('organizer', 'staffOnly'), 'staff of the event': 'mayNotSell' },
  },
  {
    name: 'see what was taken',
    act: ({ house, sale }, personId) => refused(house.services.doorSales.takings({ personId, eventId: sale.event.id })),
    answers: onlyAtDoor('done', 'staffOnly'),
  },
  ...(['view', 'name', 'undo'] as const).map((what) => ({
    name: `${what} the organizer's sale at the door`,
    act: async (scene: Scene, personId: number) => {
      const { house, sale } = scene
      await sell(scene, sale.organizer)
      return refused(house.services.doorSales[what]({ personId, saleId: await lastSale(scene), text: 'Olga' }))
    },
    answers: only('organizer', 'saleNotFound'),
  })),
  {
    name: 'let staff sell',
    act: ({ house, sale }, personId) =>
      refused(house.services.doorSales.setStaffSells({ personId, eventId: sale.event.id, isOn: true })),
    answers: only('organizer', 'notYours'),
  },
  {
    name: 'open the door',
    act: ({ house, sale }, personId) => refused(house.services.doorView.open({ personId, eventId: sale.event.id })),
    answers: onlyAtDoor('done', 'staffOnly'),
  },
  {
    name: 'see the numbers',
    act: ({ house, sale }, personId) => refused(house.services.doorView.view({ personId, eventId: sale.event.id })),
    answers: onlyAtDoor('done', 'staffOnly'),
  },
  {
    name: 'see who is in',
    act: ({ house, sale }, personId) =>
      refused(house.services.doorView.whoIsIn({ personId, eventId: sale.event.id, size: 5 })),
    answers: onlyAtDoor('done', 'staffOnly'),
  },
  {
    name: 'search',
    act: ({ house, sale }, personId) =>
      refused(house.services.doorView.search({ personId, eventId: sale.event.id, text: 'Holly' })),
    answers: onlyAtDoor('done', 'staffOnly'),
  },
  {
    name: 'see what buyers are asked',
    act: ({ house, sale }, personId) =>
      refused(house.services.buyerQuestions.list({ personId, eventId: sale.event.id })),
    answers: only('organizer', 'notYours'),
  },
  {
    name: 'change what buyers are asked',
    act: ({ house, question }, personId) =>
      refused(house.services.buyerQuestions.change({ personId, questionId: question.id, fields: { text: 'Who?' } })),
    answers: only('organizer', 'notYours'),
  },
  {
    name: 'write another name on a ticket',
    act: ({ house, ticket }, personId) =>
      refused(house.services.answers.rename({ personId, ticketId: ticket.id, text: 'Ann' })),
    answers: only('organizer', 'notYours'),
  },
  {
    name: 'see what was answered of a ticket',
    act: ({ house, ticket }, personId) => refused(house.services.answers.ofTicket({ personId, ticketId: ticket.id })),
    answers: only('holder', 'notHolder'),
  },
  {
    name: 'answer what is asked of a ticket',
    act: async ({ house, ticket, question }, personId) => {
      const order = await house.store.transact((tx) => tx.orders.find(ticket.orderId))
      return order ? refused(answer(house, personId, { order }, question, 'Ann', 1)) : 'no order'
    },
    // Who bought it sees their order still, but not this ticket of it.
    answers: { ...only('holder', 'orderNotFound'), 'former holder': 'questionGone' },
  },
  {
    name: 'invite',
    act: ({ house, sale }, personId) => refused(house.services.staff.invite({ personId, eventId: sale.event.id })),
    answers: only('organizer', 'notYours'),
  },
  {
    name: 'see the staff',
    act: ({ house, sale }, personId) => refused(house.services.staff.ofEvent({ personId, eventId: sale.event.id })),
    answers: only('organizer', 'notYours'),
  },
  {
    name: 'remove staff',
    act: ({ house, sale, people }, personId) =>
      refused(house.services.staff.remove({ personId, eventId: sale.event.id, staffId: people['staff of the event'] })),
    answers: only('organizer', 'notYours'),
  },
  {
    name: 'say until when to give back',
    act: ({ house, sale }, personId) =>
      refused(house.services.publishing.setGiveBack({ personId, eventId: sale.event.id, hours: 1 })),
    answers: only('organizer', 'notYours'),
  },
  {
    name: 'see the ticket',
    act: ({ house, ticket }, personId) => refused(house.services.tickets.view({ personId, ticketId: ticket.id })),
    answers: only('holder', 'notHolder'),
  },
  {
    name: 'give',
    act: ({ house, ticket }, personId) => refused(house.services.gifts.create({ personId, ticketId: ticket.id })),
    answers: only('holder', 'notHolder'),
  },
  {
    name: 'withdraw an offer',
    act: ({ house, ticket }, personId) => refused(house.services.gifts.withdraw({ personId, ticketId: ticket.id })),
    answers: only('holder', 'notHolder'),
  },
  {
    name: 'give back',
    act: ({ house, ticket }, personId) => refused(house.services.tickets.giveBack({ personId, ticketId: ticket.id })),
    answers: only('holder', 'notHolder'),
  },
]

describe.each(databases)('who may do what with tickets and at the door, on $name', (database) => {
  let house: House
  beforeAll(async () => {
    house = await openHouse(database)
  })
  afterAll(() => house.drop())

  test.each(actions)('$name', async ({ act, answers }) => {
    const told: Partial<Record<Role, string>> = {}
    for (const role of roles) {
      const scene = await play(house)
      told[role] = await act(scene, scene.people[role])
    }
    expect(told).toEqual(answers)
  })
})
