import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TicketType } from '../../../src/domain/event.js'
import { randomCodes } from '../../../src/services/codes.js'
import { databases } from '../../support/database/databases.js'
import { first, type House, openHouse, refused, type Sale } from '../../support/house.js'

const roles = [
  'organizer',
  'other organizer',
  'staff',
  'buyer with a hold',
  'holder',
  'former holder',
  'refunded',
  'came by the link',
  'opened the type',
  'stranger',
] as const
type Role = (typeof roles)[number]

/** An unlisted event with an open type and a hidden one, and everybody around it. */
type Scene = {
  readonly house: House
  readonly sale: Sale
  readonly hidden: TicketType
  readonly people: Readonly<Record<Role, number>>
}

const play = async (house: House): Promise<Scene> => {
  const sale = await house.sale({ price: 500 })
  const { saleSettings, ordering, refunds, gifts, looking, selling } = house.services
  const own = { personId: sale.organizer, eventId: sale.event.id }
  const { types } = await saleSettings.addType({
    ...own,
    name: 'Friends',
    price: { minor: 0, currency: 'RUB' },
    capacity: 50,
  })
  const id = types[1]?.id ?? 0
  const hidden = (await saleSettings.hideType({ ...own, ticketTypeId: id, isHidden: true })).types[1]
  if (!hidden) throw new Error('the hidden type is not there')
  const met: [Role, number][] = []
  for (const role of roles) met.push([role, role === 'organizer' ? sale.organizer : await house.person(role)])
  const people = Object.fromEntries(met) as Scene['people']
  await house.joins(people.staff, sale)
  const given = first(await house.buys(people['former holder'], sale))
  const { token } = await gifts.create({ personId: people['former holder'], ticketId: given.id })
  await gifts.accept({ personId: people.holder, token })
  const bought = first(await house.buys(people.refunded, sale))
  await refunds.refund({ personId: sale.organizer, orderId: bought.orderId }).catch(() => undefined)
  await saleSettings.setTransfer({ ...own, details: 'IBAN' })
  await ordering.hold({ ...wish(sale.type), buyerId: people['buyer with a hold'] })
  await selling.setListing({ ...own, isUnlisted: true })
  await looking.arrive({ personId: people['came by the link'], slug: sale.event.slug })
  await looking.openType({
    personId: people['opened the type'],
    eventId: sale.event.id,
    key: hidden.linkKey ?? '',
  })
  return { house, sale, hidden, people }
}

const wish = ({ id }: TicketType) => ({ ticketTypeId: id, quantity: 1, requestKey: randomCodes.key() })

type Action = {
  readonly name: string
  readonly act: (scene: Scene, personId: number) => Promise<string>
  readonly answers: Readonly<Record<Role, string>>
}

const unlessStrange = (no: string, yes = 'done'): Action['answers'] =>
  Object.fromEntries(
    roles.map((role) => [role, role === 'stranger' || role === 'other organizer' ? no : yes]),
  ) as Action['answers']
const only = (role: Role, others: Action['answers']): Action['answers'] => ({ ...others, [role]: 'done' })
const organizerOnly = only(
  'organizer',
  Object.fromEntries(roles.map((role) => [role, 'notYours'])) as Action['answers'],
)

const actions: readonly Action[] = [
  {
    name: 'see the unlisted event',
    act: ({ house, sale }, personId) => refused(house.services.looking.see({ personId, eventId: sale.event.id })),
    answers: unlessStrange('eventNotFound'),
  },
  {
    name: 'see how many types it has',
    act: async ({ house, sale }, personId) => {
      const look = house.services.looking.see({ personId, eventId: sale.event.id })
      return look.then(
        ({ shown }) => String(shown.length),
        () => 'none',
      )
    },
    answers: { ...unlessStrange('none', '1'), 'opened the type': '2' },
  },
  {
    name: 'choose a ticket',
    act: ({ house, sale }, personId) =>
      refused(house.services.choosing.choicesFor({ personId, eventId: sale.event.id })),
    answers: unlessStrange('eventNotFound'),
  },
  {
    name: 'pick the hidden type',
    act: ({ house, sale, hidden }, personId) =>
      refused(house.services.choosing.pick({ personId, eventId: sale.event.id, ...wish(hidden) })),
    answers: only('opened the type', unlessStrange('eventNotFound', 'typeGone')),
  },
  {
    name: 'hold the open type',
    act: ({ house, sale }, personId) =>
      refused(house.services.ordering.hold({ ...wish(sale.type), buyerId: personId })),
    answers: unlessStrange('eventNotFound'),
  },
  {
    name: 'bring a code that is not there',
    act: ({ house, sale }, personId) =>
      refused(house.services.promoCodes.bring({ personId, eventId: sale.event.id, text: 'NOTHING' })),
    answers: unlessStrange('eventNotFound'),
  },
  {
    name: 'ask to be reminded',
    act: ({ house, sale }, personId) =>
      refused(house.services.openingReminders.set({ personId, eventId: sale.event.id, isOn: true })),
    answers: unlessStrange('eventNotFound'),
  },
  {
    name: 'open the hidden type with a wrong key',
    act: ({ house, sale }, personId) =>
      refused(house.services.looking.openType({ personId, eventId: sale.event.id, key: randomCodes.ticket() })),
    answers: Object.fromEntries(roles.map((role) => [role, 'linkUnknown'])) as Action['answers'],
  },
  {
    name: 'hide a type',
    act: ({ house, sale, hidden }, personId) =>
      refused(
        house.services.saleSettings.hideType({
          personId,
          eventId: sale.event.id,
          ticketTypeId: hidden.id,
          isHidden: true,
        }),
      ),
    answers: organizerOnly,
  },
  {
    name: 'unlist',
    act: ({ house, sale }, personId) =>
      refused(house.services.selling.setListing({ personId, eventId: sale.event.id, isUnlisted: true })),
    answers: organizerOnly,
  },
]

describe.each(databases)('who sees and buys what is not for everybody, on $name', (database) => {
  let scene: Scene
  beforeAll(async () => {
    scene = await play(await openHouse(database))
  })
  afterAll(() => scene.house.drop())

  test.each(actions)('$name', async ({ act, answers }) => {
    const seen: Record<string, string> = {}
    for (const role of roles) seen[role] = await act(scene, scene.people[role])
    expect(seen).toEqual(answers)
  })

  test('buy the hidden type: whoever has opened it, and no one who forges its number', async () => {
    const seen: Record<string, string> = {}
    for (const role of roles.filter((one) => one !== 'buyer with a hold'))
      seen[role] = await refused(
        scene.house.services.ordering.buy({ ...wish(scene.hidden), buyerId: scene.people[role] }),
      )
    const answers = only('opened the type', unlessStrange('eventNotFound', 'typeGone'))
    expect({ ...answers, ...seen }).toEqual(answers)
    expect(Object.keys(seen)).toHaveLength(roles.length - 1)
  })

  test('negative control: listed and shown, everybody may', async () => {
    const { house, sale, hidden, people } = scene
    const own = { personId: sale.organizer, eventId: sale.event.id }
    await house.services.selling.setListing({ ...own, isUnlisted: false })
    await house.services.saleSettings.hideType({ ...own, ticketTypeId: hidden.id, isHidden: false })
    const stranger = people.stranger
    expect([
      await refused(house.services.looking.see({ personId: stranger, eventId: sale.event.id })),
      await refused(house.services.ordering.buy({ ...wish(hidden), buyerId: stranger })),
    ]).toEqual(['done', 'done'])
  })
})
