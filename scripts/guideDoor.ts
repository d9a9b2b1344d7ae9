import type { SaleMethod } from '../src/domain/doorSale.js'
import { type EventWithType, publish, type Talker } from '../test/support/talker.js'
import { type Carried, carry, hire, scans } from '../test/support/tickets.js'
import { noon } from '../test/support/world.js'
import { type Guide, hour, manages } from './guideCast.js'

type Fair = {
  readonly event: EventWithType
  /** On its staff; sells. */
  readonly seller: number
  /** Five who came with one order, to be paid at the door. */
  readonly family: readonly [Carried, ...Carried[]]
}

// An event that begins in an hour, which these scenes have for themselves.
const fairs = new WeakMap<Guide, Fair>()

const fairOf = (guide: Guide): Fair => {
  const fair = fairs.get(guide)
  if (!fair) throw new Error('The first of the scenes at the door opens the event.')
  return fair
}

const openFair = async (guide: Guide): Promise<Fair> => {
  const { anna, cast, world } = guide
  const hours = (world.clock.now() - noon) / hour + 1
  const event = await publish(world, anna.id, { title: cast.fair, hours, capacity: 60 })
  const { id: seller } = await world.person(cast.seller)
  await hire(world, event, seller)
  const { doorSales } = world.levem().services
  await doorSales.setStaffSells({ personId: anna.id, eventId: event.event.id, isOn: true })
  const { id } = await world.person(cast.family)
  const family = await carry(world, id, event, 5)
  fairs.set(guide, { event, seller, family })
  return fairOf(guide)
}

/** How it is paid: what the door asks before it sells. */
const doorSale = async (guide: Guide): Promise<Talker> => {
  const { anna, say } = guide
  const { event: jazz } = await openFair(guide)
  await manages({ anna, jazz }, say('button-door'), say('button-sell'), '2')
  return anna
}

const doorSold = async ({ anna, cast, say }: Guide): Promise<Talker> => {
  await anna.presses(say('button-sell-cash'), say('button-sale-name'))
  await anna.says(cast.walkIn)
  return anna
}

const sold = (guide: Guide, personId: number, method: SaleMethod, quantity: number) => {
  const { event, type } = fairOf(guide).event
  const wish = { personId, eventId: event.id, ticketTypeId: type.id, method, quantity }
  const requestKey = `guide:${personId}:${method}:${quantity}`
  return guide.world.levem().services.doorSales.sell({ ...wish, shownMinor: type.price.minor * quantity, requestKey })
}

const takings = async (guide: Guide): Promise<Talker> => {
  const { anna, say, world } = guide
  const { seller, family } = fairOf(guide)
  const { checkIn, doorSales } = world.levem().services
  await sold(guide, anna.id, 'transfer', 1)
  await sold(guide, seller, 'cash', 4)
  await sold(guide, seller, 'card', 2)
  const { sale } = await sold(guide, seller, 'card', 1)
  await doorSales.undo({ personId: seller, saleId: sale.id })
  for (const { id } of family.slice(0, 2)) await checkIn.letInPaid({ personId: seller, ticketId: id })
  await anna.presses(say('button-door'), say('button-takings'))
  return anna
}

const together = async (guide: Guide): Promise<Talker> => {
  const { anna, say } = guide
  const third = fairOf(guide).family[2]
  if (!third) throw new Error('Five came.')
  await scans(anna, third)
  await anna.presses(say('button-paid-let-in'))
  return anna
}

/** Scenes of selling at the door, and of several who came with one order. */
export const atDoor: Readonly<Record<string, (guide: Guide) => Promise<Talker>>> = {
  doorSale,
  doorSold,
  takings,
  together,
}
