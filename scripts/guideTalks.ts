import { routes } from '../src/bot/ui/routes.js'
import { buy, type EventWithType, publish, type Talker } from '../test/support/talker.js'
import { type Guide, hour, manages } from './guideCast.js'

const minute = 60_000

// Of an event with a few seats, which these scenes have for themselves.
const dances = new WeakMap<Guide, EventWithType>()

const danceOf = (guide: Guide): EventWithType => {
  const dance = dances.get(guide)
  if (!dance) throw new Error('The first of the talks opens the event.')
  return dance
}

const manageDance = (guide: Guide, ...then: readonly string[]): Promise<Talker> =>
  manages({ ...guide, jazz: danceOf(guide) }, ...then)

const opensDance = async (guide: Guide, who: Talker): Promise<Talker> => {
  await who.says(`/start e_${danceOf(guide).event.slug}`)
  return who
}

const sales = async (guide: Guide): Promise<Talker> => {
  const { anna, ben, carol, cast, world } = guide
  const dance = await publish(world, anna.id, { title: cast.dance, hours: 24 * 30 + 8, capacity: 4, hearing: 'each' })
  dances.set(guide, dance)
  await buy(world, ben.id, dance, 2)
  await buy(world, carol.id, dance)
  await world.advance(minute)
  return anna
}

const howOften = async (guide: Guide): Promise<Talker> => {
  await guide.anna.presses(guide.say('button-how-often'))
  return guide.anna
}

const toGuests = async (guide: Guide): Promise<Talker> => {
  const { anna, cast, say } = guide
  await manageDance(guide, say('button-guest-write'), say('button-guests-all'))
  await anna.says(cast.message)
  return anna
}

const fromOrganizer = async ({ anna, ben, say, world }: Guide): Promise<Talker> => {
  await anna.presses(say('button-guest-send'))
  await world.advance(minute)
  return ben
}

const toldGuests = ({ anna }: Guide): Promise<Talker> => Promise.resolve(anna)

const asks = async (guide: Guide, who: Talker, question: string): Promise<void> => {
  await opensDance(guide, who)
  await who.presses(guide.say('button-ask-organizer'))
  await who.says(question)
}

const question = async (guide: Guide): Promise<Talker> => {
  await asks(guide, guide.ben, guide.cast.questions[0])
  return guide.anna
}

const questions = async (guide: Guide): Promise<Talker> => {
  const { anna, carol, cast, say } = guide
  await asks(guide, carol, cast.questions[1])
  await anna.presses(say('button-all-questions'))
  return anna
}

const answer = async ({ anna, ben, cast, say, world }: Guide): Promise<Talker> => {
  await anna.presses(say('button-answer-all', { count: 2 }))
  await anna.says(cast.answer)
  await world.advance(minute)
  return ben
}

const receipt = async (guide: Guide): Promise<Talker> => {
  const { anna, carol, cast, say, world } = guide
  const { event, type } = danceOf(guide)
  const { saleSettings } = world.levem().services
  await saleSettings.setTransfer({ personId: anna.id, eventId: event.id, details: cast.details })
  await opensDance(guide, carol)
  await carol.presses(say('button-buy'))
  await carol.presses({ data: routes.chosen.data({ eventId: event.id, ticketTypeId: type.id, quantity: 1 }) })
  await carol.presses(say('button-pay', { way: 'transfer' }))
  await carol.does((person) =>
    person.sendsDocument({
      name: 'receipt.pdf',
      mime: 'application/pdf',
      bytes: Buffer.from('%PDF-1.4 a receipt'),
      caption: cast.aboutReceipt,
    }),
  )
  await world.settle()
  return anna
}

const heldOnly = (guide: Guide): Promise<Talker> => opensDance(guide, guide.ben)

const notFound = async ({ anna, say }: Guide): Promise<Talker> => {
  await anna.presses(say('button-not-found'))
  return anna
}

const undo = async ({ anna, cast, say }: Guide): Promise<Talker> => {
  await anna.presses(say('button-with-line'))
  await anna.says(cast.line)
  return anna
}

const contact = async (guide: Guide): Promise<Talker> => {
  const { anna, cast, say } = guide
  await manageDance(guide, say('button-settings'), say('button-contact'))
  await anna.says(cast.contact)
  return anna
}

const found = async ({ carol, cast }: Guide): Promise<Talker> => {
  await carol.says(cast.word)
  return carol
}

const door = async (guide: Guide): Promise<Talker> => {
  const { anna, world } = guide
  const { event } = danceOf(guide)
  await world.advance(event.startsAt - world.clock.now() - hour)
  await anna.says('/start')
  await manageDance(guide, guide.say('button-door'))
  return anna
}

const isQuestion = async ({ anna, cast }: Guide): Promise<Talker> => {
  await anna.says(cast.nobody)
  return anna
}

/** Scenes of who writes to whom: messages to guests, questions, transfers, news of sales; then the door. */
export const talks: Readonly<Record<string, (guide: Guide) => Promise<Talker>>> = {
  sales,
  howOften,
  toGuests,
  fromOrganizer,
  toldGuests,
  question,
  questions,
  answer,
  receipt,
  heldOnly,
  notFound,
  undo,
  contact,
  found,
  door,
  isQuestion,
}
