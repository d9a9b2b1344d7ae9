import { routes } from '../src/bot/ui/routes.js'
import type { NewQuestion } from '../src/services/buyerQuestions/organizing.js'
import { type EventWithType, forge, publish, type Talker } from '../test/support/talker.js'
import { noon } from '../test/support/world.js'
import { type Guide, hour, manages } from './guideCast.js'

// Of an event that is free of charge, which these scenes have for themselves.
const suppers = new WeakMap<Guide, EventWithType>()

const supperOf = (guide: Guide): EventWithType => {
  const supper = suppers.get(guide)
  if (!supper) throw new Error('The first of these scenes opens the event.')
  return supper
}

const manageSupper = (guide: Guide, ...then: readonly string[]): Promise<Talker> =>
  manages({ ...guide, jazz: supperOf(guide) }, ...then)

const buyerQuestions = async (guide: Guide): Promise<Talker> => {
  const { anna, cast, say, world } = guide
  const hours = Math.ceil((world.clock.now() - noon) / hour / 24) * 24 + 24 * 12 + 7
  const price = { minor: 0, currency: 'RUB' }
  const supper = await publish(world, anna.id, { title: cast.supper, hours, price, venue: cast.place.title })
  suppers.set(guide, supper)
  const dish: NewQuestion = { kind: 'choice', scope: 'ticket', text: cast.dish, choices: cast.dishes }
  const about: NewQuestion = { kind: 'text', scope: 'order', text: cast.aboutFood, choices: [] }
  const { services } = world.levem()
  const of = { personId: anna.id, eventId: supper.event.id }
  await services.buyerQuestions.add({ ...of, ...dish })
  const { question } = await services.buyerQuestions.add({ ...of, ...about })
  await services.buyerQuestions.change({ personId: anna.id, questionId: question.id, fields: { isRequired: false } })
  await manageSupper(guide, say('button-buyer-questions'), say('button-add-question'))
  await anna.presses(say('button-question-kind', { kind: 'name' }), say('button-back'))
  return anna
}

const asked = async (guide: Guide): Promise<Talker> => {
  const { ben, say } = guide
  const { event, type } = supperOf(guide)
  await ben.says(`/start e_${event.slug}`)
  await ben.presses(say('button-buy'))
  await ben.presses({ data: routes.chosen.data({ eventId: event.id, ticketTypeId: type.id, quantity: 2 }) })
  await ben.presses(say('button-skip'))
  return ben
}

const namedTicket = async (guide: Guide): Promise<Talker> => {
  const { ben, cast, say, world } = guide
  await ben.presses(cast.dishes[1], say('button-own-name'), cast.dishes[0])
  await ben.says(cast.companion)
  await ben.presses(say('button-take-free'))
  const { event } = supperOf(guide)
  const [, second] = await world.levem().store.transact((tx) => tx.tickets.validOf(ben.id, event.id))
  await forge(world, ben, routes.showPicture.data({ ticketId: second?.id ?? 0 }))
  return ben
}

const guestList = async (guide: Guide): Promise<Talker> => {
  const { anna, cast, say, world } = guide
  const singer = { id: 5_100_000_000, displayName: cast.singer, username: 'lea_sings', languageCode: undefined }
  await world.levem().services.people.meet(singer)
  await manageSupper(guide, say('button-guest-list'), say('button-guest-names'))
  await anna.says(cast.list)
  return anna
}

const guestLink = async (guide: Guide): Promise<Talker> => {
  const { anna, carol, cast, say, world } = guide
  await anna.presses(say('button-guest-issue'))
  await manageSupper(guide, say('button-guest-list'), say('button-guest-link'))
  await anna.says(cast.linkFor)
  const entry = (await world.inspect.rows('guest_entries')).find(({ token }) => token !== null)
  await carol.says(`/start l_${String(entry?.['token'])}`)
  return carol
}

/** Scenes of what buyers are asked, and of the guest list. */
export const answersAndGifts: Readonly<Record<string, (guide: Guide) => Promise<Talker>>> = {
  buyerQuestions,
  asked,
  namedTicket,
  guestList,
  guestLink,
}
