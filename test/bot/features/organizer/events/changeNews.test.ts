import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Answer } from '../../../../../src/domain/draft.js'
import type { World } from '../../../../support/world.js'
import {
  buy,
  dataOf,
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import { en, ru } from '../../../../support/texts/words.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const hour = 3_600_000

/** The organizer changes these answers in one go. */
const change = async ({ id }: Talker, { event }: EventWithType, ...answers: readonly Answer[]): Promise<void> => {
  const { drafts, publishing } = world.levem().services
  const { key } = await drafts.edit(id, event.id)
  for (const answer of answers) await drafts.answer(id, answer)
  await publishing.publish({ personId: id, key, eventId: event.id })
}
const venue = (value: string): Answer => ({ question: 'venue', value })

const helps = async (staff: Talker, organizer: Talker, { event }: EventWithType): Promise<void> => {
  const { staff: stories } = world.levem().services
  const { token } = await stories.invite({ personId: organizer.id, eventId: event.id })
  await stories.accept({ personId: staff.id, token })
}
const chatHears = async (what: () => unknown): Promise<readonly string[]> => {
  await world.advance(60_000)
  const before = world.chat.messages().length
  await what()
  await world.advance(60_000)
  return world.chat
    .messages()
    .slice(before)
    .map(({ text }) => text)
}
const fileOf = async (talker: Talker): Promise<string> => {
  const document = talker.heard().at(-1)?.message.document
  if (!document) throw new Error('there is no file')
  const api = `${world.sandbox.url}/bot${world.sandbox.token}`
  const asked = await fetch(`${api}/getFile?file_id=${document.file_id}`)
  const { result } = (await asked.json()) as { readonly result: { readonly file_path: string } }
  return (await fetch(`${world.sandbox.url}/file/bot${world.sandbox.token}/${result.file_path}`)).text()
}

describe('the news that an event has changed', () => {
  it('says of all that changed what was and what is, with a file for the calendar', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Old', hours: 48 })
    await buy(world, bob.id, found)
    await world.settle()
    const { startsAt } = found.event
    await change(
      ann,
      found,
      { question: 'title', value: 'New' },
      { question: 'startsAt', value: startsAt + hour },
      { question: 'endsAt', value: startsAt + 4 * hour },
      venue('Red Room'),
    )
    await world.advance(1000)
    expect(bob.sees()).toMatch(en.opens('news-yourEventChanged', { before: 'Old' }))
    expect(bob.sees()).toContain(en('change-title', { before: 'Old', now: 'New' }))
    expect(bob.sees()).toMatch(en.like('change-start', { before: /.*12:00.*/u, now: /.*13:00.*/u }))
    expect(bob.sees()).toMatch(en.like('change-end', { before: en('change-no-end'), now: /.*16:00.*/u }))
    expect(bob.sees()).toContain(en('change-venue', { before: 'Blue Note', now: 'Red Room' }))
    const [open, ask] = [en('button-open-event'), en('button-ask-organizer')]
    expect(screenOf(bob).buttons).toEqual([en('button-keep'), open, ask])
    const file = await fileOf(bob)
    expect(file).toMatch(/SEQUENCE:1\r\n/u)
    expect(file).toContain('STATUS:CONFIRMED')
    expect(file).toContain(`UID:${found.event.slug}@`)
    await bob.presses(en('button-keep'))
    expect(bob.toast()).toBe(en('ticket-kept'))
    expect(screenOf(bob).buttons).toEqual([open, ask])
  })

  it('offers giving back where the organizer allows that now', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob', { languageCode: 'ru' })]
    const found = await publish(world, ann.id, { title: 'Return', hours: 48 })
    await world.levem().services.publishing.setGiveBack({ personId: ann.id, eventId: found.event.id, hours: 24 })
    await buy(world, bob.id, found)
    await world.settle()
    await change(ann, found, venue('Red Room'))
    await world.advance(1000)
    expect(screenOf(bob).buttons).toContain(ru('button-give-back'))
    expect(bob.sees()).toContain(ru('change-venue', { before: 'Blue Note', now: 'Red Room' }))
    await bob.presses(ru('button-give-back'))
    await bob.presses(ru('button-give-back'), ru('button-yes-do-it'))
    expect(bob.sees()).toMatch(ru.opens('give-back-done'))
  })

  it('is heard by staff without buttons of holders, by the chat, and once by whoever is both', async () => {
    const [ann, bob, kim] = [await meet(world, 'Ann'), await meet(world, 'Bob'), await meet(world, 'Kim')]
    const found = await publish(world, ann.id, { title: 'Staffed', hours: 48 })
    await helps(bob, ann, found)
    await helps(kim, ann, found)
    await buy(world, kim.id, found)
    await world.settle()
    const [bobs, kims] = [bob.heard().length, kim.heard().length]
    const chat = await chatHears(() => change(ann, found, venue('Red Room')))
    expect(chat.filter((text) => ru.opens('news-eventChanged', { title: 'Staffed' }).test(text))).toHaveLength(1)
    expect(chat.join()).toContain(ru('change-venue', { before: 'Blue Note', now: 'Red Room' }))
    expect(bob.heard().slice(bobs)).toHaveLength(1)
    expect(kim.heard().slice(kims)).toHaveLength(1)
    expect(bob.sees()).not.toContain(en('news-changed-tickets', { quantity: 1 }))
    expect(screenOf(bob).buttons).toEqual([en('button-open-event')])
    expect(screenOf(kim).buttons).toContain(en('button-keep'))
  })

  it('says several changes at once that were made before it was said, and nothing where all is as it was', async () => {
    const [ann, bob, kim] = [await meet(world, 'Ann'), await meet(world, 'Bob'), await meet(world, 'Kim')]
    const found = await publish(world, ann.id, { title: 'Twice', hours: 48 })
    await buy(world, bob.id, found)
    await world.settle()
    // Nobody can be told for a while.
    bob.person.blocks()
    await change(ann, found, venue('Red Room'))
    await world.advance(1000)
    await change(ann, found, venue('Blue Room'), { question: 'title', value: 'Third' })
    await buy(world, kim.id, found)
    await world.advance(1000)
    const before = bob.heard().length
    bob.person.unblocks()
    await bob.says('/start')
    await world.advance(1000)
    const news = bob
      .heard()
      .slice(before)
      .filter(({ text }) => en.opens('news-yourEventChanged').test(text))
    expect(news).toHaveLength(1)
    expect(news[0]?.text).toContain(en('change-venue', { before: 'Blue Note', now: 'Blue Room' }))
    expect(news[0]?.text).toContain(en('change-title', { before: 'Twice', now: 'Third' }))
    bob.person.blocks()
    await change(ann, found, venue('Red Room'))
    await world.advance(1000)
    await change(ann, found, venue('Blue Room'))
    await world.advance(1000)
    const later = bob.heard().length
    bob.person.unblocks()
    await bob.says('/start')
    await world.advance(1000)
    expect(
      bob
        .heard()
        .slice(later)
        .filter(({ text }) => en.opens('news-yourEventChanged').test(text)),
    ).toEqual([])
    // A negative control: Kim could be told each time.
    expect(kim.heard().filter(({ text }) => en.opens('news-yourEventChanged').test(text))).toHaveLength(2)
  })

  it('remembers who comes all the same, until it changes again, and tells the organizer how many', async () => {
    const [ann, bob, kim] = [await meet(world, 'Ann'), await meet(world, 'Bob'), await meet(world, 'Kim')]
    const found = await publish(world, ann.id, { title: 'Kept', hours: 48 })
    const { eventNews, publishing } = world.levem().services
    await publishing.setGiveBack({ personId: ann.id, eventId: found.event.id, hours: 24 })
    await buy(world, bob.id, found)
    await buy(world, kim.id, found)
    await world.settle()
    await change(ann, found, venue('Red Room'))
    await world.advance(1000)
    const pressedTwice = { data: dataOf(bob, 'Lk:') }
    await bob.presses(en('button-keep'))
    await forge(world, bob, pressedTwice.data)
    expect(bob.toast()).toBe(en('ticket-kept'))
    await bob.says('/mytickets')
    expect(bob.sees()).toContain(en('ticket-kept-so-far'))
    await kim.presses(en('button-give-back'))
    await kim.presses(en('button-give-back'), en('button-yes-do-it'))
    await ann.says('/myevents')
    expect(await ann.presses({ data: `o:${found.event.id}` })).toContain(
      en('manage-answers', { kept: 1, givenBack: 1 }),
    )
    await change(ann, found, venue('Blue Room'))
    await world.advance(1000)
    expect(await ann.presses({ data: `oc:${found.event.id}` }, en('button-back'))).not.toMatch(
      en.like('manage-answers'),
    )
    await forge(world, bob, pressedTwice.data)
    expect(bob.toast()).toBe(en('ticket-outdated'))
    const act = { personId: bob.id, eventId: found.event.id }
    expect(await eventNews.isKept(act)).toBe(false)
    await bob.presses(en('button-keep'))
    expect(await eventNews.isKept(act)).toBe(true)
    // Whoever has no ticket comes by no button.
    await forge(world, kim, pressedTwice.data)
    expect(kim.toast()).toBe(en('refusal-ticketNotFound'))
  })

  it.each([
    ['en', en],
    ['ru', ru],
  ] as const)('speaks of one ticket or of several (%s)', async (languageCode, words) => {
    const ann = await meet(world, 'Ann')
    const [bob, kim] = [await meet(world, 'Bob', { languageCode }), await meet(world, 'Kim', { languageCode })]
    const found = await publish(world, ann.id, { title: 'Plural', hours: 48 })
    await buy(world, bob.id, found)
    await buy(world, kim.id, found, 2)
    await world.settle()
    await change(ann, found, venue('Red Room'))
    await world.advance(1000)
    expect(bob.sees()).toContain(words('news-changed-tickets', { quantity: 1 }))
    expect(kim.sees()).toContain(words('news-changed-tickets', { quantity: 2 }))
  })

  it('that does not fit under its file comes first, and the file after it, once', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'C'.repeat(95), hours: 48, venue: 'D'.repeat(195) })
    await buy(world, bob.id, found)
    await world.settle()
    const before = bob.heard().length
    const { slug, title, startsAt, zone, venue: place, id: eventId } = found.event
    const was = { title: 'A'.repeat(300), startsAt: startsAt - hour, venue: 'B'.repeat(300) }
    const facts = { slug, title, startsAt, zone, venue: place, before: was }
    await world.levem().services.outbox.add([
      {
        to: bob.id,
        key: `changed:${eventId}:long:${bob.id}`,
        eventId,
        message: { kind: 'yourEventChanged', ...facts },
      },
    ])
    await world.advance(2000)
    const [news, file, ...more] = bob.heard().slice(before)
    expect(news?.text.length).toBeGreaterThan(1024)
    expect(news?.message.document).toBeUndefined()
    expect(news?.keyboard.length).toBeGreaterThan(0)
    expect(file?.text).toBe(en('news-file', { title: 'C'.repeat(95), isCancelled: 'no' }))
    expect(await fileOf(bob)).toContain('STATUS:CONFIRMED')
    expect(more).toEqual([])
  })

  it('is not said any more to who gave the ticket away, and of what is cancelled', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Over', hours: 48 })
    await buy(world, bob.id, found)
    await world.settle()
    bob.person.blocks()
    await change(ann, found, venue('Red Room'))
    await world.advance(1000)
    await world.levem().services.publishing.cancel(ann.id, found.event.id)
    await world.advance(1000)
    const before = bob.heard().length
    bob.person.unblocks()
    await bob.says('/start')
    await world.advance(1000)
    const news = bob
      .heard()
      .slice(before)
      .map(({ text }) => text)
    expect(news.filter((text) => en.opens('news-yourEventChanged').test(text))).toEqual([])
    expect(news.filter((text) => en.opens('news-yourEventCancelled', { title: 'Over' }).test(text))).toHaveLength(1)
  })

  it('of an earlier version can still be read', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { title: 'Early', hours: 48 })
    await buy(world, bob.id, found)
    await world.settle()
    const { slug, title, startsAt, zone, venue: place, id: eventId } = found.event
    await world.levem().services.outbox.add([
      {
        to: bob.id,
        key: `changed:${eventId}:old:${bob.id}`,
        eventId,
        message: {
          kind: 'yourEventChanged',
          ...{ slug, title, startsAt, zone, venue: place },
          before: { title, startsAt, venue: 'Cellar' },
        },
      },
    ])
    await world.advance(1000)
    expect(bob.sees()).toContain(en('change-venue', { before: 'Cellar', now: 'Blue Note' }))
  })
})

describe('cancelling with a reason', () => {
  it('shows the news as guests get it, and tells holders, staff and the chat why', async () => {
    const [ann, bob, kim] = [await meet(world, 'Ann'), await meet(world, 'Bob'), await meet(world, 'Kim')]
    const found = await publish(world, ann.id, { title: 'Reason', hours: 48 })
    await buy(world, bob.id, found)
    await helps(kim, ann, found)
    await ann.says('/myevents')
    await ann.presses({ data: `o:${found.event.id}` }, en('button-cancel-event'), en('button-give-reason'))
    expect(ann.sees()).toMatch(en.like('ask-cancelReason', { title: 'Reason' }))
    expect(await ann.says('x'.repeat(301))).toMatch(en.like('refusal-descriptionTooLong', { max: 300 }))
    await ann.says('The band is <ill>')
    expect(ann.sees()).toContain(en('news-reason', { reason: 'The band is <ill>' }))
    expect(ann.sees()).toMatch(en.like('cancel-preview'))
    expect(screenOf(ann).buttons).toEqual([en('button-cancel-now'), en('button-back')])
    await ann.says('The singer is ill')
    const chat = await chatHears(() => ann.presses(en('button-cancel-now')))
    expect(ann.sees()).toContain(en('manage-cancelled'))
    for (const talker of [bob, kim]) expect(talker.sees()).toContain(en('news-reason', { reason: 'The singer is ill' }))
    expect(bob.sees()).toMatch(en.opens('news-yourEventCancelled', { title: 'Reason' }))
    expect(kim.sees()).toMatch(en.opens('news-staffEventCancelled', { title: 'Reason' }))
    expect(chat.join('\n')).toContain(ru('news-reason', { reason: 'The singer is ill' }))
    const file = await fileOf(bob)
    expect(file).toContain('STATUS:CANCELLED')
    expect(file).not.toContain('VALARM')
  })

  it('an old preview cancels nothing', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id, { title: 'Old preview', hours: 48 })
    await ann.says('/myevents')
    await ann.presses({ data: `o:${found.event.id}` }, en('button-cancel-event'), en('button-give-reason'))
    await ann.says('Because')
    const [data = ''] = (ann.heard().at(-1)?.keyboard ?? [])
      .flat()
      .flatMap((button) => (typeof button === 'object' && 'callback_data' in button ? [button.callback_data] : []))
    await ann.says('Because of the rain')
    await forge(world, ann, data)
    expect(ann.toast()).toBe(en('cancel-reason-gone'))
    expect((await world.levem().services.events.find(found.event.id)).event.state).toBe('published')
  })
})

describe('what was taken at the door', () => {
  it('of an event that is cancelled goes back by hand, to whoever stood there', async () => {
    const [ann, bob, kim] = [await meet(world, 'Ann'), await meet(world, 'Bob'), await meet(world, 'Kim')]
    const { services, store } = world.levem()
    const found = await publish(world, ann.id, { title: 'Door money', hours: 48 })
    const { order } = await buy(world, bob.id, found, 3)
    const [first, second] = await store.transact((tx) => tx.tickets.ofOrder(order.id))
    const { token } = await services.gifts.create({ personId: bob.id, ticketId: second?.id ?? 0 })
    await services.gifts.accept({ personId: kim.id, token })
    for (const ticket of [first, second])
      await services.checkIn.letInPaid({ personId: ann.id, ticketId: ticket?.id ?? 0 })
    await ann.says('/myevents')
    await ann.presses({ data: `o:${found.event.id}` }, en('button-cancel-event'))
    expect(ann.sees()).toContain(en('manage-cancel-door', { sum: '₽3,000' }))
    await ann.presses(en('button-yes-do-it'))
    await world.advance(1000)
    for (const talker of [bob, kim])
      expect(talker.sees()).toContain(en('money-back', { way: 'byHand', amount: '₽1,500' }))
    await ann.presses(en('button-money'))
    expect(ann.sees()).toContain(en('money-way', { way: 'atDoor', gross: '₽3,000', payments: 2 }))
    expect(ann.sees()).toMatch(en.like('money-refunded-due', { refunded: '₽3,000', due: '₽3,000' }))
    await ann.presses(en('button-refunds-to-make', { count: 2 }))
    expect(ann.sees()).toContain(en('refund-task-how', { how: 'atDoor' }))
    expect(ann.sees()).not.toContain('atDoor:')
    await ann.presses(/Bob/u)
    await world.advance(1000)
    expect(bob.sees()).toMatch(en.like('news-refunded', { amount: '₽1,500' }))
    expect(await world.inspect.brokenPromises()).toEqual([])
  })
})
