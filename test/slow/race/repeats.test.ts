import { describe, expect, it } from 'vitest'
import type { Person } from 'telegram-sandbox'
import { databases, type Database } from '../../support/database/databases.js'
import { size } from '../size.js'
import { openWorld, type World } from '../../support/world.js'

type Habits = {
  /** How often each update is delivered. */ readonly copies: number
  /** How often each finger comes down. */ readonly taps: number
}

// Who wants three each finds not enough.
const [crowd, seats] = size([12, 25], [40, 100])
const orders = Math.floor(seats / 3)
const taken = orders * 3

const answers = [
  '/newevent',
  'Jazz',
  'Two sets',
  '25.12.2026 19:00',
  '22:00',
  'Blue Note',
  '1500',
  String(seats),
  'Skip ›',
  '🎉 Publish',
]

/** The whole story with a crowd at once: an event, its sale, a look at it. Gives what it left behind. */
const play = async (database: Database, { copies, taps }: Habits) => {
  const world = await openWorld({ database })
  const olga = await world.person('Olga')
  const buyers: Person[] = []
  for (let index = 0; index < crowd; index += 1) buyers.push(await world.person(`Buyer ${index}`))
  world.sandbox.repeatUpdates(copies)
  const press = (person: Person, label: string): void => {
    const { messageId } = newestWith(person, label)
    for (let tap = 0; tap < taps; tap += 1) person.presses(label, { messageId })
  }
  for (const answer of answers) {
    if (olga.buttons().includes(answer)) press(olga, answer)
    else olga.says(answer)
    await world.settle()
  }
  const slug = /start=e_([a-z2-7]+)/u.exec(olga.sees())?.[1] ?? ''
  for (const buyer of buyers) buyer.says(`/buy ${slug}`)
  await world.settle()
  for (const label of ['🎟 Get tickets', '3', '✅ Confirm']) {
    for (const buyer of buyers) press(buyer, label)
    await world.settle()
  }
  await world.advance(120_000)
  const left = await remains(world, [olga, ...buyers])
  await world.close()
  return left
}

const newestWith = (person: Person, label: string): { readonly messageId: number } => {
  const message = person
    .messages()
    .findLast(({ keyboard }) => keyboard.flat().some((button) => typeof button === 'object' && button.text === label))
  if (!message) throw new Error(`${person.user.first_name} sees no button ${label}: ${person.sees()}`)
  return { messageId: message.message_id }
}

const ascending = (a: number, b: number): number => a - b

const remains = async (world: World, people: readonly Person[]) =>
  world.levem().store.transact(async (tx) => {
    const events = await tx.events.onSale({ now: world.clock.now(), limit: 10 })
    const types = await tx.ticketTypes.ofEvents(events.map(({ id }) => id))
    const orders = await tx.orderLists.ofEvent(events[0]?.id ?? 0, { limit: 1000 })
    const tickets = await Promise.all(orders.map(({ id }) => tx.tickets.ofOrder(id)))
    return {
      events: events.length,
      taken: types.map(({ taken }) => taken),
      orders: orders.length,
      tickets: tickets.flat().length,
      unhandled: await tx.inbox.unhandled(),
      // Who is among the lucky is chance: how much people were told, the least first.
      messages: people.map((person) => person.messages().filter(({ fromBot }) => fromBot).length).sort(ascending),
      toasts: people.map((person) => person.toasts().length).sort(ascending),
    }
  })

describe.each(databases)('the whole story on $name', (database) => {
  it('leaves the same behind when every update is delivered twice', async () => {
    const once = await play(database, { copies: 1, taps: 1 })
    expect(once).toMatchObject({ events: 1, taken: [taken], orders, tickets: taken, unhandled: 0 })
    expect(await play(database, { copies: 2, taps: 1 })).toEqual(once)
  })

  it('leaves the same event and the same sales behind when every button is pressed twice', async () => {
    expect(await play(database, { copies: 1, taps: 2 })).toMatchObject({
      events: 1,
      taken: [taken],
      orders,
      tickets: taken,
      unhandled: 0,
    })
  })
})
