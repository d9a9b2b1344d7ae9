import { routes } from '../src/bot/ui/routes.js'
import { buy, type EventWithType, publish, type Talker } from '../test/support/talker.js'
import { noon } from '../test/support/world.js'
import { type Guide, hour, manages, opensCard } from './guideCast.js'
import { answersAndGifts } from './guideAnswers.js'
import { atDoor } from './guideDoor.js'
import { talks } from './guideTalks.js'

const settings = (guide: Guide): Promise<Talker> => manages(guide, guide.say('button-settings'))

const listing = async (guide: Guide): Promise<Talker> => {
  const { say } = guide
  return manages(guide, say('button-settings'), say('button-listing'))
}

const opening = async (guide: Guide): Promise<Talker> => {
  const { say, anna, world, jazz } = guide
  await manages(guide, say('button-settings'), say('button-sale-start'))
  await anna.says('26.11.2026 12:00')
  const ben = await opensCard(guide)
  await world.levem().services.selling.setSaleFrom({ personId: anna.id, eventId: jazz.event.id, saleFrom: undefined })
  return ben
}

const place = async (guide: Guide): Promise<Talker> => {
  const { say, anna, cast, jazz } = guide
  await manages(guide, say('button-edit'), say('button-edit-answer'))
  await anna.presses({ data: routes.formEdit.data({ question: 'venue' }) })
  await anna.does((person) => person.sendsVenue(cast.place))
  await anna.presses(say('button-save'))
  await opensCard(guide)
  await guide.ben.presses({ data: routes.showMap.data({ eventId: jazz.event.id }) })
  return guide.ben
}

const copies = async (guide: Guide): Promise<Talker> => {
  const { say, anna } = guide
  await manages(guide, say('button-copy-event'))
  await anna.presses(say('button-copy-next-week'), say('button-copy-repeat'))
  return anna
}

const series = async (guide: Guide): Promise<Talker> => {
  const { anna, world } = guide
  await anna.presses(guide.say('button-publish-copies', { count: 4 }))
  await world.settle()
  return opensCard(guide)
}

const hiddenType = async (guide: Guide): Promise<Talker> => {
  const { say, anna, jazz } = guide
  await manages(guide, say('button-types'))
  await anna.presses({ data: routes.openTicketType.data({ eventId: jazz.event.id, ticketTypeId: jazz.type.id }) })
  await anna.presses(say('button-hide-type'))
  return anna
}

const shownAgain = async ({ anna, say }: Guide): Promise<void> => {
  await anna.presses(say('button-show-type'))
}

const access = async (guide: Guide): Promise<Talker> => {
  const { say, anna, ben, cast, world, jazz } = guide
  await shownAgain(guide)
  await buy(world, ben.id, jazz)
  await world.settle()
  await manages(guide, say('button-settings'), say('button-online-access'))
  await anna.presses(say('access-m30'))
  await anna.says(cast.access)
  return anna
}

const guests = async (guide: Guide): Promise<Talker> => {
  const { cast, world, jazz } = guide
  const { people, checkIn } = world.levem().services
  for (const [at, displayName] of cast.guests.entries()) {
    const id = 5_000_000_000 + at
    await people.meet({ id, displayName, languageCode: undefined })
    await buy(world, id, jazz, (at % 3) + 1)
  }
  for (const { id } of await world.inspect.rows('tickets', { event_id: jazz.event.id, order_id: 3 }))
    await checkIn.letInPaid({ personId: guide.anna.id, ticketId: Number(id) })
  await world.settle()
  return manages(guide, guide.say('button-guests'))
}

const guest = async ({ anna, cast, say }: Guide): Promise<Talker> => {
  await anna.presses(new RegExp(`^${cast.ben}`, 'u'), say('button-guest-note'))
  await anna.says(cast.note)
  return anna
}

const files = async ({ anna, say }: Guide): Promise<Talker> => {
  await anna.presses(say('button-guest-back'), say('button-guests-files'))
  return anna
}

const doorList = async ({ anna, jazz: { event } }: Guide): Promise<Talker> => {
  await anna.presses({ data: routes.makeDoorList.data({ eventId: event.id }) })
  return anna
}

/** An event of Anna's that is sold out; Ben is the first of three who wait. */
const waitingList = async (guide: Guide): Promise<Talker> => {
  const { say, anna, ben, cast, world } = guide
  const full = await fullEvent(guide)
  const { waiting } = world.levem().services
  const wish = { eventId: full.event.id, ticketTypeIds: [full.type.id] }
  await waiting.join({ ...wish, personId: ben.id, quantity: 2 })
  for (const [i, name] of cast.others.entries()) {
    const { id } = await world.person(name)
    await waiting.join({ ...wish, personId: id, quantity: i + 1 })
  }
  await anna.says('/myevents')
  await anna.presses({ data: routes.manageEvent.data({ eventId: full.event.id }) }, say('button-line', { count: 3 }))
  return anna
}

const fullEvent = async ({ anna, cast, world }: Guide): Promise<EventWithType> => {
  const full = await publish(world, anna.id, { title: cast.full, hours: 24 * 9, capacity: 2, venue: cast.place.title })
  await buy(world, anna.id, full, 2)
  return full
}

const offer = async ({ ben, anna, say, world }: Guide): Promise<Talker> => {
  await anna.presses(say('button-let-some-in'), say('button-let-in-seats', { count: 2 }))
  await world.advance(60_000)
  return ben
}

const reminder = async ({ ben, world }: Guide): Promise<Talker> => {
  await world.advance(9 * 24 * hour + 7 * hour + 60_000)
  return ben
}

const changed = async (guide: Guide): Promise<Talker> => {
  const { say, anna, ben, world } = guide
  await manages(guide, say('button-edit'), say('button-edit-answer'))
  await anna.presses({ data: routes.formEdit.data({ question: 'endsAt' }) })
  await anna.says(`2.12.2026 23:30`)
  await anna.presses(say('button-save'))
  await world.settle()
  return ben
}

const howWasIt = async ({ ben, anna, world, jazz }: Guide): Promise<Talker> => {
  await world.advance(22.5 * hour)
  const { checkIn } = world.levem().services
  for (const { id } of await world.inspect.rows('tickets', { event_id: jazz.event.id }))
    await checkIn.letInPaid({ personId: anna.id, ticketId: Number(id) })
  await world.advance(24 * hour)
  return ben
}

const rated = async ({ ben, cast, say }: Guide): Promise<Talker> => {
  await ben.presses(/5/u, say('button-add-words'))
  await ben.says(cast.words)
  return ben
}

// Eight days of sales, and guests who come one after another.
const charts = async ({ anna, ben, cast, say, world }: Guide): Promise<Talker> => {
  const hours = (world.clock.now() - noon) / hour + 24 * 8 + 1
  const endsAt = noon + (hours + 6) * hour
  const sale = await publish(world, anna.id, { title: cast.charted, hours, endsAt, capacity: 70 })
  const tickets: number[] = []
  for (const quantity of [3, 5, 2, 8, 10, 6, 4, 9]) {
    const { order } = await buy(world, ben.id, sale, quantity)
    const found = await world.levem().services.tickets.ofOrder(order.id)
    tickets.push(...(found?.tickets ?? []).map(({ id }) => id))
    // Nobody else is looked at: the program need not act at each step.
    world.clock.set(world.clock.now() + 24 * hour)
    await world.settle()
  }
  for (const [index, ticketId] of tickets.slice(0, 40).entries()) {
    world.clock.set(world.clock.now() + (2 + (Math.abs(20 - index) % 5)) * 60_000)
    await world.levem().services.checkIn.letInPaid({ personId: anna.id, ticketId })
  }
  await anna.says('/myevents')
  await anna.presses({ data: routes.manageEvent.data({ eventId: sale.event.id }) }, say('button-charts'))
  return anna
}

const arrivals = async ({ anna, say }: Guide): Promise<Talker> => {
  await anna.presses(say('button-chart-arrivals', { isChosen: 'no' }))
  return anna
}

const report = ({ anna }: Guide): Promise<Talker> => Promise.resolve(anna)

const followed = async ({ ben, anna, cast, say, world }: Guide): Promise<Talker> => {
  await ben.presses(say('button-follow'))
  await publish(world, anna.id, { title: cast.next, hours: 24 * 20 })
  await world.advance(3 * hour)
  return ben
}

const reason = async ({ anna, cast, say }: Guide): Promise<Talker> => {
  await anna.says('/myevents')
  await anna.presses(new RegExp(cast.next, 'u'), say('button-cancel-event'), say('button-give-reason'))
  await anna.says(cast.reason)
  return anna
}

/** What is played before each picture, in this order; gives who sees it, as the last message. */
export const scenes: Readonly<Record<string, (guide: Guide) => Promise<Talker>>> = {
  settings,
  listing,
  opening,
  place,
  copies,
  series,
  hiddenType,
  access,
  guests,
  guest,
  files,
  doorList,
  waitingList,
  offer,
  reminder,
  changed,
  howWasIt,
  report,
  rated,
  followed,
  reason,
  charts,
  arrivals,
  ...talks,
  ...answersAndGifts,
  ...atDoor,
}
