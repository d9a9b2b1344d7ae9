import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import { en, ru } from '../../../../support/texts/words.js'
import {
  asks,
  buy,
  eventNow,
  expectNoDefect,
  forge,
  goTo,
  meet,
  openCalmWorld,
  publish,
  slugIn,
  type Talker,
  typed,
} from '../../../../support/talker.js'
import type { World } from '../../../../support/world.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const loft = { title: 'Loft', address: '5 Main St', latitude: 55.757718, longitude: 37.611347 }
const pin = { latitude: 55_757_718, longitude: 37_611_347 }
const answersOf = async ({ id }: Talker) => (await world.levem().services.drafts.find(id))?.answers
const venueSent = ({ person }: Talker) => person.messages().at(-1)?.message.venue

const idIn = async (published: string): Promise<number> =>
  (await world.levem().services.looking.arrive({ personId: 1, slug: slugIn(published) })).event.id

const publishHere = async (ann: Talker): Promise<number> => {
  await ann.says(typed.price, typed.capacity)
  await ann.presses(en('button-skip'))
  return idIn(await ann.presses(en('button-publish')))
}

describe('a place from the map', () => {
  it('is kept with its name and its point, and shown as a map', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'venue')
    expect(await ann.does((person) => person.sendsVenue(loft))).toMatch(asks.price)
    expect(await answersOf(ann)).toMatchObject({ venue: 'Loft, 5 Main St', pin })
    const id = await publishHere(ann)
    expect((await world.levem().services.events.find(id)).event).toMatchObject({ venue: 'Loft, 5 Main St', pin })
    const bob = await meet(world, 'Bob')
    await forge(world, bob, routes.openEvent.data({ eventId: id }))
    await bob.presses(en('button-map'))
    const { latitude, longitude } = loft
    expect(venueSent(bob)).toEqual({
      location: { latitude, longitude },
      title: typed.title,
      address: 'Loft, 5 Main St',
    })
  })

  it('counts when it is passed on, too', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'venue')
    await ann.does((person) => person.sendsVenue({ ...loft, forwardedFrom: 'Carl' }))
    expect(await answersOf(ann)).toMatchObject({ venue: 'Loft, 5 Main St', pin })
  })

  it.each([
    ['a pin', undefined],
    ['where somebody is right now', 900],
  ])('without a name (%s) is asked for one, and keeps its point', async (_, livePeriod) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'venue')
    const { latitude, longitude } = loft
    const sent = { latitude, longitude, ...(livePeriod !== undefined && { livePeriod }) }
    expect(await ann.does((person) => person.sendsLocation(sent))).toMatch(en.like('ask-venue-name'))
    expect(ann.buttons()).not.toContain(en('button-online'))
    await world.restart()
    expect(await ann.says('The old bridge')).toMatch(asks.price)
    expect(await answersOf(ann)).toMatchObject({ venue: 'The old bridge', pin })
    expect((await answersOf(ann))?.openPin).toBeUndefined()
  })

  it('without a name gives its turn to one with a name', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'venue')
    await ann.does((person) => person.sendsLocation({ latitude: 1, longitude: 2 }))
    await ann.does((person) => person.sendsVenue(loft))
    expect(await answersOf(ann)).toMatchObject({ venue: 'Loft, 5 Main St', pin })
  })

  it('without a name is forgotten by going back', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'venue')
    await ann.does((person) => person.sendsLocation(loft))
    expect(await ann.presses(en('button-back'))).toMatch(asks.endsAt)
    expect(await ann.says(typed.endsAt)).toMatch(asks.venue)
    await ann.says(typed.venue)
    expect((await answersOf(ann))?.pin).toBeUndefined()
  })

  it('beyond the poles is none', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'venue')
    expect(await ann.does((person) => person.sendsLocation({ latitude: 91, longitude: 0 }))).toMatch(
      en.begins('refusal-placeOutOfRange'),
    )
  })

  it('is cut where its name is too long', async () => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'venue')
    await ann.does((person) => person.sendsVenue({ ...loft, title: 'x'.repeat(256), address: '' }))
    expect((await answersOf(ann))?.venue).toHaveLength(200)
  })
})

describe('a change of the place', () => {
  const change = async (ann: Talker, eventId: number) => {
    await forge(world, ann, routes.editEvent.data({ eventId }))
    await ann.presses(en('button-edit-answer'), en('field-venue'))
  }
  const save = async (ann: Talker, eventId: number) => {
    await ann.presses(en('button-save'))
    return (await world.levem().services.events.find(eventId)).event
  }

  it.each([
    ['another name', 'Red Room', undefined],
    ['the same name', 'Loft, 5 Main St', pin],
  ])('by %s', async (_, said, after) => {
    const ann = await meet(world, 'Ann')
    const { event } = await publish(world, ann.id, { venue: 'Loft, 5 Main St' })
    await world.levem().store.transact((tx) => tx.events.change(event.id, { pin }))
    await change(ann, event.id)
    await ann.says(said)
    const saved = await save(ann, event.id)
    expect(saved.venue).toBe(said)
    expect(saved.pin).toEqual(after)
  })

  it('by a point: the name stays with one tap', async () => {
    const ann = await meet(world, 'Ann')
    const { event } = await publish(world, ann.id)
    await change(ann, event.id)
    await ann.does((person) => person.sendsLocation(loft))
    await ann.presses(en('button-keep-name', { venue: 'Blue Note' }))
    expect(await save(ann, event.id)).toMatchObject({ venue: 'Blue Note', pin })
  })

  it('to online takes the point away, and an old map says so', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    const { id } = found.event
    await world.levem().store.transact((tx) => tx.events.change(id, { pin }))
    const bob = await meet(world, 'Bob')
    await forge(world, bob, routes.openEvent.data({ eventId: id }))
    await change(ann, id)
    await ann.presses(en('button-online'))
    expect(await save(ann, id)).toMatchObject({ venue: '', pin: undefined })
    await bob.presses(en('button-map'))
    expect(bob.toast()).toBe(en('map-none'))
  })
})

describe('online', () => {
  it.each([
    ['tapped', (ann: Talker) => ann.presses(en('button-online'))],
    ['typed', (ann: Talker) => ann.says('Онлайн')],
  ])('is no place, %s', async (_, answer) => {
    const ann = await meet(world, 'Ann')
    await goTo(ann, 'venue')
    expect(await answer(ann)).toMatch(asks.price)
    await ann.says(typed.price, typed.capacity)
    expect(await ann.presses(en('button-skip'))).toMatch(en.like('preview-no-access'))
    expect(ann.sees()).toMatch(en.like('card', { venue: en('venue-online') }))
    const published = await ann.presses(en('button-publish'))
    expect(published).toMatch(en.like('published-no-access'))
    expect(ann.buttons()).toContain(en('button-set-access'))
    const eventId = await idIn(published)
    const bob = await meet(world, 'Боб', { languageCode: 'ru' })
    await forge(world, bob, routes.openEvent.data({ eventId }))
    expect(bob.sees()).toMatch(ru.like('card', { venue: ru('venue-online') }))
    expect(bob.buttons()).not.toContain(ru('button-map'))
  })
})

describe('the calendar', () => {
  it('has the place and its point', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id, { venue: 'Loft, 5 Main St' })
    await world.levem().store.transact((tx) => tx.events.change(found.event.id, { pin }))
    const bob = await meet(world, 'Bob')
    const { order } = await buy(world, bob.id, await eventNow(world, found))
    await world.settle()
    const [ticket] = await world.levem().store.transact((tx) => tx.tickets.ofOrder(order.id))
    await forge(world, bob, routes.openTicket.data({ ticketId: ticket?.id ?? 0 }))
    expect(bob.buttons()).toContain(en('button-map'))
    await bob.presses(en('button-calendar'))
    const fileId = bob.heard().at(-1)?.document?.file_id ?? ''
    const file = Buffer.from(world.sandbox.file(fileId)?.bytes ?? []).toString('utf8')
    expect(file).toContain('LOCATION:Loft\\, 5 Main St\r\n')
    expect(file).toContain('GEO:55.757718;37.611347\r\n')
  })
})
