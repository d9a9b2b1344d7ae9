import { routes } from '../src/bot/ui/routes.js'
import type { Language } from '../src/domain/person.js'
import { buy, type EventWithType, publish, type Talker } from '../test/support/talker.js'
import { type Words, wordsOf } from '../test/support/texts/words.js'
import { noon, type World } from '../test/support/world.js'

/** Whom the guide shows, in their language, and the organizer's event. */
export type Guide = {
  readonly say: Words
  readonly cast: (typeof casts)[Language]
  readonly world: World
  readonly anna: Talker
  readonly ben: Talker
  readonly jazz: EventWithType
}

const casts = {
  en: {
    anna: 'Anna',
    ben: 'Ben',
    title: 'Jazz on the roof',
    place: { title: 'Blue Note', address: '5 Main St', latitude: 52.51704, longitude: 13.38886 },
    moved: '20:30',
    access: 'Stream: https://meet.example/jazz',
    reason: 'The storm has taken the roof.',
    words: 'The best evening of the year!',
    next: 'Blues in the yard',
    charted: 'Swing in the park',
  },
  ru: {
    anna: 'Анна',
    ben: 'Борис',
    title: 'Джаз на крыше',
    place: { title: 'Синяя нота', address: 'Тверская, 5', latitude: 55.757718, longitude: 37.611347 },
    moved: '20:30',
    access: 'Трансляция: https://meet.example/jazz',
    reason: 'Крышу унесло бурей.',
    words: 'Лучший вечер года!',
    next: 'Блюз во дворе',
    charted: 'Свинг в парке',
  },
} as const

/** Opens what the scenes play with: an event in ten days, at a place from the map. */
export const openGuide = async (
  language: Language,
  meet: (name: string) => Promise<Talker>,
  world: World,
): Promise<Guide> => {
  const cast = casts[language]
  const [anna, ben] = [await meet(cast.anna), await meet(cast.ben)]
  const jazz = await publish(world, anna.id, {
    title: cast.title,
    hours: 24 * 10 + 7,
    venue: cast.place.title,
    endsAt: noon + (24 * 10 + 10) * hour,
    opensAsUsual: true,
  })
  return { say: wordsOf[language], cast, world, anna, ben, jazz }
}

const hour = 3_600_000

const manages = async ({ anna, jazz }: Guide, ...then: readonly string[]): Promise<Talker> => {
  await anna.says('/myevents')
  await anna.presses({ data: routes.manageEvent.data({ eventId: jazz.event.id }) }, ...then)
  return anna
}

const opensCard = async ({ ben, jazz }: Guide): Promise<Talker> => {
  await ben.says(`/start e_${jazz.event.slug}`)
  return ben
}

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
  const hours = (world.clock.now() - noon) / hour + 24 * 9
  const sale = await publish(world, anna.id, { title: cast.charted, hours, capacity: 70 })
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
  reminder,
  changed,
  howWasIt,
  report,
  rated,
  followed,
  reason,
  charts,
  arrivals,
}
