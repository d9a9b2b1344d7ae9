import type { Words } from '../texts/words.js'
import { buy, type EventWithType, publish, type Talker } from '../talker.js'
import type { World } from '../world.js'

type Facts = Parameters<typeof publish>[2]

/** A sold-out event: `seller` holds all of its tickets, which may be given back until it starts. */
export const soldOut = async (
  world: World,
  organizer: Talker,
  seller: Talker,
  { capacity = 1, ...facts }: Facts = {},
): Promise<EventWithType> => {
  const found = await publish(world, organizer.id, { hours: 72, capacity, ...facts })
  await world.levem().services.publishing.setGiveBack({ personId: organizer.id, eventId: found.event.id, hours: 0 })
  await buy(world, seller.id, found, capacity)
  await world.settle()
  return found
}

/** One of the tickets that somebody holds of an event is given back. */
export const givesBack = async (world: World, seller: Talker, { event }: EventWithType, count = 1): Promise<void> => {
  const rows = await world.inspect.rows('tickets', { event_id: event.id, holder_id: seller.id, state: 'valid' })
  for (const { id } of rows.slice(0, count))
    await world.levem().services.tickets.giveBack({ personId: seller.id, ticketId: Number(id) })
}

/** Opens an event's card. */
export const comes = (guest: Talker, { event }: EventWithType): Promise<string> => guest.says(`/start e_${event.slug}`)

/** Opens an event's card, and waits in line for so many tickets of its only type. */
export const waits = async (say: Words, guest: Talker, found: EventWithType, quantity = 1): Promise<string> => {
  await comes(guest, found)
  return guest.presses(say('button-wait'), String(quantity))
}

/** What a text was told a person, newest last. */
export const heardOf = (talker: Talker, text: RegExp): readonly string[] =>
  talker.heard().flatMap((message) => (text.test(message.text) ? [message.text] : []))
