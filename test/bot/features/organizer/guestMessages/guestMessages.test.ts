import { Api } from 'grammy'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import {
  buy,
  dataOf,
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
  type Talker,
} from '../../../../support/talker.js'
import { en, ru } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const second = 1000

const begins = async (organizer: Talker, { event }: EventWithType, to: RegExp | string): Promise<void> => {
  await organizer.says('/myevents')
  await forge(world, organizer, `M:${event.id}`)
  await organizer.presses(to)
}

/** The album and its preview come by themselves. */
const waits = (ms = 5 * second): Promise<void> => world.advance(ms)

const scene = async (title: string, names: readonly string[] = ['Bob', 'Борис'], hours = 72) => {
  const organizer = await meet(world, 'Ann')
  const found = await publish(world, organizer.id, { title, hours })
  const guests: Talker[] = []
  for (const name of names) {
    const guest = await meet(world, name, { languageCode: /[а-я]/u.test(name) ? 'ru' : 'en' })
    await buy(world, guest.id, found)
    guests.push(guest)
  }
  await world.settle()
  return { organizer, found, guests }
}

describe('writing to guests', () => {
  it('shows what guests will see, says it to each once with its formatting, and sums up', async () => {
    const { organizer, found, guests } = await scene('Letters')
    const [bob, boris] = guests
    await begins(organizer, found, en('button-guests-all'))
    expect(organizer.sees()).toMatch(en.like('guest-ask', { title: 'Letters', count: 2 }))
    organizer.person.says('Bring warm things', { entities: [{ type: 'bold', offset: 6, length: 4 }] })
    await world.settle()
    const [copy, control] = organizer.heard().slice(-2)
    expect(copy?.html).toBe('Bring <b>warm</b> things')
    expect(control?.text).toMatch(en.like('guest-preview', { title: 'Letters', count: 2 }))
    expect(bob?.heard().some(({ text }) => text.includes('warm'))).toBe(false)
    await organizer.presses(en('button-guest-send'))
    await waits()
    for (const [guest, speech] of [
      [bob, en],
      [boris, ru],
    ] as const) {
      const [heard, ...more] = (guest?.heard() ?? []).filter(({ text }) => text === 'Bring warm things')
      expect([heard?.html, more]).toEqual(['Bring <b>warm</b> things', []])
      expect(heard?.keyboard.flat().map((button) => (typeof button === 'string' ? button : button.text))).toEqual([
        speech('button-guest-from', { title: 'Letters' }),
        speech('button-ask-organizer'),
        speech('button-mute-organizer'),
      ])
    }
    const last = organizer.heard().at(-1)?.text
    expect(last).toMatch(en.like('guest-summary', { title: 'Letters', state: 'done' }))
    expect(last).toContain(en('guest-reached', { reached: 2, size: 2 }))
    expect(organizer.heard().at(-2)?.text).toContain(en('guest-reached', { reached: 2, size: 2 }))
  })

  it('carries albums whole, and every kind that can be copied', async () => {
    const { organizer, found, guests } = await scene('Kinds', ['Kim'])
    const [kim] = guests
    await begins(organizer, found, en('button-guests-all'))
    organizer.person.sendsAlbum(['photo', 'video', 'photo'], { caption: 'Three' })
    await world.settle()
    await waits()
    expect(organizer.sees()).toMatch(en.like('guest-preview', { title: 'Kinds', count: 1 }))
    await organizer.presses(en('button-guest-send'))
    await waits()
    const album = (kim?.person.messages() ?? []).filter(({ message }) => message.media_group_id !== undefined)
    expect(album.map(({ message, caption }) => [message.photo ? 'photo' : 'video', caption])).toEqual([
      ['photo', 'Three'],
      ['video', undefined],
      ['photo', undefined],
    ])
    expect(kim?.heard().at(-1)?.text).toMatch(en.like('guest-from', { title: 'Kinds' }))
    const kinds = ['sendsPhoto', 'sendsVideo', 'sendsVoice', 'sendsAudio', 'sendsDocument', 'sendsAnimation'] as const
    for (const kind of [...kinds, 'sendsVideoNote'] as const) {
      await begins(organizer, found, en('button-guests-all'))
      organizer.person[kind]()
      await world.settle()
      expect(organizer.sees()).toMatch(en.like('guest-preview', { title: 'Kinds', count: 1 }))
      await organizer.presses(en('button-discard'))
    }
    for (const kind of ['sendsSticker', 'sendsContact', 'sendsLocation', 'sendsPoll'] as const) {
      await begins(organizer, found, en('button-guests-all'))
      organizer.person[kind]()
      await world.settle()
      expect(organizer.sees()).toMatch(en.like('refusal-guestMessageKind'))
    }
  })

  it('reaches nobody who muted, gave back or blocked; muting is undone where it was done, and on the ticket', async () => {
    const { organizer, found, guests } = await scene('Quiet', ['Max', 'Ned', 'Oda'])
    const [max, ned, oda] = guests
    const sends = async (words: string): Promise<void> => {
      await begins(organizer, found, en('button-guests-all'))
      await organizer.says(words)
      await organizer.presses(en('button-guest-send'))
      await waits()
    }
    await sends('first')
    await max?.presses(en('button-mute-organizer'))
    expect(max?.buttons()).toContain(en('button-unmute-organizer'))
    ned?.person.blocks()
    await sends('second')
    expect(max?.heard().some(({ text }) => text === 'second')).toBe(false)
    expect(oda?.heard().some(({ text }) => text === 'second')).toBe(true)
    const sum = organizer.heard().at(-1)?.text
    expect(sum).toContain(en('guest-reached', { reached: 1, size: 3 }))
    expect(sum).toContain(en('guest-unreachable', { count: 1 }))
    expect(sum).toContain(en('guest-muted', { count: 1 }))
    await max?.says('/mytickets')
    await max?.presses(en('button-unmute-organizer'))
    await sends('third')
    expect(max?.heard().some(({ text }) => text === 'third')).toBe(true)
    await begins(organizer, found, en('button-guests-all'))
    await organizer.says('fourth')
    await organizer.presses(en('button-guest-send'))
    expect(organizer.person.toasts().at(-1)?.text).toBe(en('refusal-guestMessagesEnough', { most: 3 }))
  })

  it('stops when its copy is deleted, and says so', async () => {
    const { organizer, found } = await scene('Gone', ['Quin', 'Rob'])
    await begins(organizer, found, en('button-guests-all'))
    await organizer.says('deleted')
    const copy = organizer.heard().at(-2)
    await new Api(world.sandbox.token, { apiRoot: world.sandbox.url }).deleteMessage(
      organizer.id,
      copy?.message_id ?? 0,
    )
    await organizer.presses(en('button-guest-send'))
    await waits()
    expect(organizer.heard().at(-1)?.text).toMatch(en.like('guest-summary', { title: 'Gone', state: 'lost' }))
  })

  it('stopped on its way tells how many did not get it', async () => {
    const { organizer, found, guests } = await scene('Stopped', ['Sid', 'Tess'])
    await begins(organizer, found, en('button-guests-all'))
    await organizer.says('half of you')
    const id = Number(dataOf(organizer, 'Ms:').split(':')[1])
    const { guestMessages } = world.levem().services
    await guestMessages.send({ personId: organizer.id, guestMessageId: id })
    await guestMessages.stop({ personId: organizer.id, guestMessageId: id })
    await waits()
    expect(guests.some((guest) => guest.heard().some(({ text }) => text === 'half of you'))).toBe(false)
    const last = organizer.heard().at(-1)?.text
    expect(last).toMatch(en.like('guest-summary', { title: 'Stopped', state: 'stopped' }))
    expect(last).toContain(en('guest-reached', { reached: 0, size: 2 }))
    expect(last).toContain(en('guest-gone', { count: 2, state: 'stopped' }))
  })

  it('goes to one guest from the list of those who bought', async () => {
    const { organizer, found, guests } = await scene('Single', ['Sue', 'Tom'])
    const [sue, tom] = guests
    await forge(world, organizer, `ob:${found.event.id}:0`)
    await organizer.presses(en('button-write-to-one'))
    await organizer.presses(/Sue/u)
    await organizer.says('only you')
    await organizer.presses(en('button-guest-send'))
    await waits()
    expect([sue, tom].map((guest) => guest?.heard().some(({ text }) => text === 'only you'))).toEqual([true, false])
  })

  it('is for the organizer alone: nobody else writes, sees, sends, puts off, stops or discards', async () => {
    const { organizer, found, guests } = await scene('Mine', ['Uma', 'Gus', 'Fred'])
    const [uma, gus, fred] = guests
    const { services, store } = world.levem()
    const [other, stranger] = [await meet(world, 'Otto'), await meet(world, 'Stella')]
    const [vera, hugo] = [await meet(world, 'Vera'), await meet(world, 'Hugo')]
    const event = { eventId: found.event.id }
    await publish(world, other.id, { title: 'Another' })
    const { token } = await services.staff.invite({ personId: organizer.id, ...event })
    await services.staff.accept({ personId: vera.id, token })
    await services.publishing.setGiveBack({ personId: organizer.id, ...event, hours: 0 })
    const ticketOf = async (personId = 0) =>
      (await store.transact((tx) => tx.tickets.ofHolder(personId, { limit: 5, now: 0, when: 'upcoming' }))).at(0)?.id
    await services.tickets.giveBack({ personId: gus?.id ?? 0, ticketId: (await ticketOf(gus?.id)) ?? 0 })
    const gift = await services.gifts.create({ personId: fred?.id ?? 0, ticketId: (await ticketOf(fred?.id)) ?? 0 })
    await services.gifts.accept({ personId: stranger.id, token: gift.token })
    await services.ordering.hold({ buyerId: hugo.id, ticketTypeId: found.type.id, quantity: 1, requestKey: 'hugo' })
    await world.settle()
    await begins(organizer, found, en('button-guests-all'))
    await organizer.says('mine')
    const seen = routes.sendGuestMessage.parse(dataOf(organizer, routes.sendGuestMessage.verb))
    if (!seen) throw new Error('there is no preview')
    const forged = [
      ...[routes.writeToGuests.data(event), routes.writeToOne.data({ ...event, after: 0 })],
      routes.askGuestMessage.data({ ...event, to: 'all', of: 0 }),
      routes.askGuestMessage.data({ ...event, to: 'one', of: uma?.id ?? 0 }),
      ...[routes.openGuestMessage, routes.backToGuestMessage, routes.stopGuestMessage].map(({ data }) => data(seen)),
      routes.sendGuestMessage.data(seen),
      ...[routes.askGuestMessageTime, routes.discardGuestMessage].map(({ data }) => data(seen)),
    ]
    for (const person of [uma, gus, fred, hugo, other, stranger, vera]) {
      if (!person) continue
      for (const data of forged) {
        await forge(world, person, data)
        expect([data, person.toast()]).toEqual([data, en('refusal-notYours')])
      }
      expect(person.heard().some(({ text }) => text.includes('mine'))).toBe(false)
    }
    await waits()
    expect(uma?.heard().some(({ text }) => text === 'mine')).toBe(false)
    await organizer.presses(en('button-guest-send'))
    await waits()
    const heard = [uma, gus, fred, hugo, other, stranger, vera].map(
      (person) => person?.heard().filter(({ text }) => text === 'mine').length,
    )
    expect(heard).toEqual([1, 0, 0, 0, 0, 1, 0])
  })

  it('is decided by its last preview: those before it keep no working buttons', async () => {
    const { organizer, found, guests } = await scene('Replaced', ['Vera'])
    const [vera] = guests
    await begins(organizer, found, en('button-guests-all'))
    await organizer.says('shown twice')
    const before = dataOf(organizer, 'Ms:')
    await forge(world, organizer, `Mo:${before.split(':')[1]}`)
    await world.settle()
    const now = dataOf(organizer, 'Ms:')
    expect(now).not.toBe(before)
    for (const verb of ['Ms', 'Mt', 'Mx']) {
      await forge(world, organizer, before.replace(/^Ms/u, verb))
      expect(organizer.person.toasts().at(-1)?.text).toBe(en('refusal-guestMessageReplaced'))
    }
    await waits()
    expect(vera?.heard().some(({ text }) => text === 'shown twice')).toBe(false)
    await forge(world, organizer, now)
    await waits()
    expect(vera?.heard().filter(({ text }) => text === 'shown twice')).toHaveLength(1)
  })

  it.each(['in 2 hours', '2 hours', 'через 2 часа', '2 часа'])('goes out two hours from now: “%s”', async (said) => {
    const { organizer, found } = await scene('Soon', ['Wim'])
    await begins(organizer, found, en('button-guests-all'))
    await organizer.says('soon')
    await organizer.presses(en('button-guest-send-at'))
    const now = world.clock.now()
    await organizer.says(said)
    const { guestMessages } = world.levem().services
    const { scheduled } = await guestMessages.overview({ personId: organizer.id, eventId: found.event.id })
    const sendAt = scheduled[0]?.sendAt ?? 0
    expect(sendAt).toBeGreaterThanOrEqual(now + 2 * 3_600_000)
    expect(sendAt).toBeLessThanOrEqual(now + 2 * 3_600_000 + 60 * second)
  })

  it('goes back from the question of a time, and from what waits for it', async () => {
    const { organizer, found } = await scene('Back', ['Yan'])
    await begins(organizer, found, en('button-guests-all'))
    await organizer.says('back and forth')
    for (const day of [[], ['tomorrow']]) {
      await organizer.presses(en('button-guest-send-at'))
      await organizer.says(...day)
      await organizer.presses(en('button-back'))
      expect(organizer.sees()).toMatch(en.like('guest-preview', { title: 'Back', count: 1 }))
    }
    // Nothing is asked any more.
    await organizer.says('tomorrow 18:00')
    const { guestMessages } = world.levem().services
    const scheduled = async () =>
      (await guestMessages.overview({ personId: organizer.id, eventId: found.event.id })).scheduled.length
    expect(await scheduled()).toBe(0)
    await organizer.presses(en('button-guest-send-at'))
    await organizer.says('tomorrow 18:00')
    expect(organizer.sees()).toMatch(en.like('setting-saved'))
    await organizer.presses(en('button-back'))
    expect(organizer.sees()).toMatch(en.like('guest-waiting', { count: 1 }))
    expect(await scheduled()).toBe(1)
  })

  it('asks at what time of a day that was said alone', async () => {
    const { organizer, found } = await scene('Day', ['Xan'])
    await begins(organizer, found, en('button-guests-all'))
    await organizer.says('by day')
    await organizer.presses(en('button-guest-send-at'))
    expect(await organizer.says('yesterday')).toBe(en('refusal-pastDate'))
    await organizer.says('tomorrow')
    expect(organizer.sees()).toMatch(en.like('guest-when-hour'))
    await organizer.says('18:00')
    expect(organizer.sees()).toMatch(en.like('setting-saved'))
    expect(organizer.sees()).toMatch(/18:00/u)
  })

  it('waits for its time, and is not sent when it is discarded or the event cancelled', async () => {
    const { organizer, found, guests } = await scene('Later', ['Pia'], 24 * 10)
    const [pia] = guests
    const schedules = async (words: string): Promise<void> => {
      await begins(organizer, found, en('button-guests-all'))
      await organizer.says(words)
      await organizer.presses(en('button-guest-send-at'))
      await organizer.says('tomorrow 18:00')
    }
    const untilSent = async (): Promise<void> => {
      const { scheduled } = await world
        .levem()
        .services.guestMessages.overview({ personId: organizer.id, eventId: found.event.id })
      await world.advance((scheduled[0]?.sendAt ?? 0) + 5 * second - world.clock.now())
      await waits()
    }
    await schedules('in time')
    expect(organizer.sees()).toMatch(en.like('setting-saved'))
    expect(pia?.heard().some(({ text }) => text === 'in time')).toBe(false)
    await untilSent()
    expect(pia?.heard().filter(({ text }) => text === 'in time')).toHaveLength(1)
    await schedules('never')
    const { services } = world.levem()
    await services.publishing.cancel(organizer.id, found.event.id)
    await world.advance(48 * 3_600_000)
    expect(pia?.heard().some(({ text }) => text === 'never')).toBe(false)
    expect(organizer.heard().some(({ text }) => en.like('guest-summary', { state: 'cancelled' }).test(text))).toBe(true)
  })
})
