import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import { quickPrinter } from '../../../../support/announcing.js'
import { forge, meet, openCalmWorld, publish, type EventWithType, type Talker } from '../../../../support/talker.js'
import { carry } from '../../../../support/tickets.js'
import { wordsOf } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

const minute = 60_000
// The day of the month, by the clocks of the event.
const whenOf = (at: number): string => String(new Date(at).getUTCDate())

describe.each(['en', 'ru'] as const)('following an organizer in chat (%s)', (language) => {
  const words = wordsOf[language]
  let world: World
  let olga: Talker
  let anna: Talker
  let sale: EventWithType
  beforeEach(async () => {
    world = await openCalmWorld({ printer: quickPrinter })
    olga = await meet(world, 'Olga', { languageCode: language })
    anna = await meet(world, 'Anna', { languageCode: language })
    sale = await publish(world, olga.id, { title: 'Jazz' })
  })
  afterEach(() => world.close())

  const news = words.begins('news-followedEvent', { organizer: 'Olga' })
  const told = () => anna.heard().filter(({ text }) => news.test(text))
  const opens = (talker: Talker) => talker.says(`/start e_${sale.event.slug}`)

  test('several dates at once are told once, with the others of the series', async () => {
    await opens(anna)
    await anna.presses(words('button-follow'))
    const week = 7 * 24 * 60 * minute
    const { id: eventId, startsAt } = sale.event
    const dates = [1, 2].map((n) => ({ startsAt: startsAt + n * week, move: (at: number) => at + n * week }))
    const act = { personId: olga.id, eventId, key: 'again', with: { promoCodes: false, staff: false } }
    await world.levem().services.copies.publish({ ...act, dates })
    await world.advance(2 * minute)
    expect(told()).toHaveLength(1)
    expect(told()[0]?.text).toMatch(words.like('news-followed-dates'))
  })

  test('from the card: the next events are told once, and one tap ends it', async () => {
    await opens(olga)
    expect(olga.buttons()).not.toContain(words('button-follow'))
    await opens(anna)
    await anna.presses(words('button-follow'))
    expect(anna.toast()).toBe(words('follow-done', { organizer: 'Olga' }))
    await forge(world, anna, routes.follow.data({ eventId: sale.event.id }))
    expect(anna.toast()).toBe(words('follow-already', { organizer: 'Olga' }))
    await publish(world, olga.id, { title: 'Blues' })
    await world.advance(2 * minute)
    expect(told().map(({ text }) => text.includes('Blues'))).toEqual([true])
    expect(anna.buttons()).toEqual([words('button-open-event'), words('button-stop-following')])
    expect(await olga.says('/myevents')).toMatch(words.like('followers', { count: 1 }))
    expect(await anna.presses(words('button-stop-following'))).toBe(words('follow-stopped'))
    await publish(world, olga.id, { title: 'Soul' })
    await world.advance(2 * minute)
    expect(anna.heard().filter(({ text }) => text.includes('Soul'))).toEqual([])
    await anna.presses(words('button-follow-again'))
    await publish(world, olga.id, { title: 'Funk' })
    await world.advance(2 * minute)
    expect(anna.sees()).toContain('Funk')
  })

  test('its button knows: on the card at once and later, on the ticket, and it stops as well', async () => {
    await opens(anna)
    await anna.presses(words('button-follow'))
    expect(anna.buttons()).toContain(words('button-following'))
    expect(anna.buttons()).not.toContain(words('button-follow'))
    await opens(anna)
    expect(anna.buttons()).toContain(words('button-following'))
    await carry(world, anna.id, sale)
    await anna.says('/mytickets')
    expect(anna.buttons()).toContain(words('button-following'))
    await anna.presses(words('button-following'))
    expect(anna.toast()).toBe(words('follow-stopped'))
    expect(anna.buttons()).toContain(words('button-follow'))
    expect(await world.levem().services.following.countOf(olga.id)).toBe(0)
    // Once more, as of an old message.
    await forge(world, anna, routes.stopFollowingHere.data({ eventId: sale.event.id }))
    expect(await world.levem().services.following.countOf(olga.id)).toBe(0)
    await opens(anna)
    expect(anna.buttons()).toContain(words('button-follow'))
  })

  test('of several dates that came at once the others are told when the first is taken away, once', async () => {
    await opens(anna)
    await anna.presses(words('button-follow'))
    const week = 7 * 24 * 60 * minute
    const { id: eventId, startsAt } = sale.event
    const { copies, publishing } = world.levem().services
    const dates = [1, 2, 3].map((n) => ({ startsAt: startsAt + n * week, move: (at: number) => at + n * week }))
    const act = { personId: olga.id, eventId, key: 'set', with: { promoCodes: false, staff: false } }
    const { events } = await copies.publish({ ...act, dates })
    await publishing.cancel(olga.id, events[0].id)
    await publishing.unpublish(olga.id, events[1]?.id ?? 0)
    await world.advance(2 * minute)
    expect(told()).toHaveLength(1)
    await anna.presses(words('button-open-event'))
    expect(anna.heard().at(-1)?.text).toContain(whenOf(events[2]?.startsAt ?? 0))
    await world.advance(2 * minute)
    expect(told()).toHaveLength(1)
  })

  test('from the ticket, and ended from the list', async () => {
    await carry(world, anna.id, sale)
    await anna.says('/mytickets')
    await anna.presses(words('button-follow'))
    expect(await anna.says('/following')).toMatch(words.begins('following-list'))
    expect(anna.buttons()).toEqual([words('button-stop-following-one', { name: 'Olga' })])
    expect(await anna.presses(/Olga/u)).toMatch(words.begins('following-none'))
  })

  test('what was taken off before it was said is not said', async () => {
    await opens(anna)
    await anna.presses(words('button-follow'))
    const { event } = await publish(world, olga.id, { title: 'Blues' })
    await world.levem().services.publishing.unpublish(olga.id, event.id)
    await world.advance(2 * minute)
    expect(told()).toEqual([])
  })
})
