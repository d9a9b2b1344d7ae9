import { en, inOrder, ru } from '../../../../support/texts/words.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { badRequest } from 'telegram-sandbox'
import { noon, realPrinter, type World } from '../../../../support/world.js'
import {
  buy,
  expectNoDefect,
  forge,
  logged,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import { quickPrinter } from '../../../../support/announcing.js'
import { bytesOf, linkOf, picturesOf, readCodes, ticketOf, ticketsOf } from '../../../../support/tickets.js'

let world: World
let ann: Talker
beforeAll(async () => {
  world = await openCalmWorld({ printer: realPrinter })
  ann = await meet(world, 'Ann')
})
afterAll(() => world.close())

const errors = (from: number) =>
  logged(world)
    .slice(from)
    .filter(({ level }) => level === 'error')
    .map(({ msg }) => msg)
const uploads = (method: string, { id }: Talker) =>
  world.sandbox.callsOf(method).filter(({ params }) => String(params['chat_id']) === String(id))

describe('the tickets of an order', () => {
  afterEach(() => expectNoDefect(world))

  it('come as a protected picture whose QR code opens the ticket, with all that matters as text', async () => {
    const bob = await meet(world, 'Bob')
    const { order } = await buy(world, bob.id, await publish(world, ann.id))
    await world.settle()
    const ticket = await ticketOf(world, order.id)
    const [picture, ...more] = picturesOf(bob)
    expect(more).toEqual([])
    expect(picture?.protectContent).toBe(true)
    expect(picture?.text).toBe(
      [
        en('tickets-order', {
          title: 'Jazz night',
          when: 'Mon, 23 November, 12:00 (GMT+3)',
          venue: 'Blue Note',
          way: 'atDoor',
          total: '₽1,500',
          order: String(order.id),
          quantity: 1,
          isOnline: 'no',
        }),
        en('tickets-line', { number: '1', code: `${ticket.shortCode.slice(0, 4)}-${ticket.shortCode.slice(4)}` }),
      ].join('\n'),
    )
    expect(screenOf(bob).buttons).toEqual([en('button-calendar'), en('button-ticket-more')])
    const bytes = bytesOf(world, picture)
    expect(bytes.length).toBeLessThan(100_000)
    expect(await readCodes([bytes])).toEqual([linkOf(ticket)])
  })

  it('come as one album when there are several: in order, protected, the words under the first, a code each', async () => {
    const bob = await meet(world, 'Боб', { languageCode: 'ru' })
    const { order } = await buy(
      world,
      bob.id,
      await publish(world, ann.id, { title: 'Вечер', price: { minor: 0, currency: 'RUB' } }),
      3,
    )
    await world.settle()
    const pictures = picturesOf(bob)
    expect(pictures.map(({ protectContent }) => protectContent)).toEqual([true, true, true])
    expect(new Set(pictures.map(({ message }) => message.media_group_id)).size).toBe(1)
    expect(pictures[0]?.text).toMatch(
      inOrder(
        ru.like('tickets-order', { way: 'free', order: String(order.id), quantity: 3, isOnline: 'no' }),
        ...[/\d/u, /\d/u].map((number) => ru.like('tickets-line', { number, code: /\w{4}-\w{4}/u })),
        ru.ends('tickets-line', { number: /\d/u, code: /\w{4}-\w{4}/u }),
      ),
    )
    expect(pictures.slice(1).map(({ text }) => text)).toEqual(['', ''])
    expect(await readCodes(pictures.map((picture) => bytesOf(world, picture)))).toEqual(
      (await ticketsOf(world, order.id)).map(linkOf),
    )
  })

  it('with the longest title, place and name fit under ten pictures', async () => {
    const bob = await meet(world, 'Ж'.repeat(64))
    await buy(world, bob.id, await publish(world, ann.id, { title: '<'.repeat(100), venue: '&'.repeat(200) }), 10)
    await world.settle()
    expect(picturesOf(bob)).toHaveLength(10)
    expect(picturesOf(bob)[0]?.text.length).toBeLessThanOrEqual(1024)
    expect(picturesOf(bob)[0]?.text).toContain('<'.repeat(100))
  })
})

describe('a picture that cannot be had', () => {
  it('Telegram does not take it: the codes come as text with their links, once, and the log knows', async () => {
    const from = world.log.length
    const bob = await meet(world, 'Bob')
    const fault = world.sandbox.faults.add({
      method: 'sendMediaGroup',
      chat: bob,
      kind: badRequest('IMAGE_PROCESS_FAILED'),
    })
    const { order } = await buy(world, bob.id, await publish(world, ann.id), 2)
    await world.advance(60_000)
    fault.remove()
    const [one, two] = await ticketsOf(world, order.id)
    if (!one || !two) throw new Error('no tickets')
    const told = bob.heard().filter(({ text }) => en.like('tickets-order', { isOnline: 'no', quantity: 2 }).test(text))
    expect(told.map(({ protectContent }) => protectContent)).toEqual([true])
    expect(told[0]?.text).toContain(linkOf(one))
    expect(told[0]?.text).toContain(linkOf(two))
    expect(errors(from)).toEqual(['ticket pictures were refused'])
    expect(world.log.slice(from).join('')).not.toContain(one.code)
  })

  it('mark-up is refused: it comes plainly, with its pictures', async () => {
    const from = world.log.length
    const bob = await meet(world, 'Bob')
    world.sandbox.faults.add({
      method: 'sendMediaGroup',
      chat: bob,
      kind: badRequest("can't parse entities: odd"),
      times: 1,
    })
    const { order } = await buy(world, bob.id, await publish(world, ann.id), 2)
    await world.advance(60_000)
    expect(picturesOf(bob)).toHaveLength(2)
    expect(picturesOf(bob)[0]?.text).toMatch(en.like('tickets-order', { order: String(order.id) }))
    expect(errors(from)).toEqual(['mark-up refused; said plainly'])
  })
})

describe('asked for again', () => {
  const buys = async (quantity = 1) => {
    const bob = await meet(world, 'Bob')
    const found = await publish(world, ann.id)
    const { order } = await buy(world, bob.id, found, quantity)
    await world.settle()
    return { bob, found, order }
  }

  it('a picture is sent by its file_id, protected, and not drawn', async () => {
    const { bob } = await buys()
    await bob.says('/mytickets')
    await bob.presses(en('button-picture'))
    const [first, second] = picturesOf(bob)
    expect(second?.photo?.at(-1)?.file_id).toBe(first?.photo?.at(-1)?.file_id)
    expect([second?.protectContent, second?.text]).toEqual([true, first?.text])
    expect(bob.toast()).toBeUndefined()
  })

  it('an album of an order, too', async () => {
    const { bob } = await buys(3)
    await bob.says('/mytickets')
    await bob.presses(en.like('tickets-list-button', { numbers: '1–3' }), /no\. 1$/u, en('button-pictures'))
    const ids = picturesOf(bob).map(({ photo }) => photo?.at(-1)?.file_id)
    expect(ids.slice(3)).toEqual(ids.slice(0, 3))
  })

  it('one that Telegram no longer knows is drawn anew, by the announcer, and remembered', async () => {
    const { bob, order } = await buys()
    const ticket = await ticketOf(world, order.id)
    const [mark] = ticket.picture?.split(':') ?? []
    await world.levem().services.tickets.rememberPicture(ticket.id, ticket.code, `${mark ?? ''}:AgACAgIAAxkBlost`)
    await bob.says('/mytickets')
    await bob.presses(en('button-picture'))
    expect(bob.toast()).toBe(en('picture-coming'))
    expect(picturesOf(bob)).toHaveLength(2)
    expect(await readCodes([bytesOf(world, picturesOf(bob)[1])])).toEqual([linkOf(ticket)])
    await bob.presses(en('button-picture'))
    expect(picturesOf(bob)[2]?.photo?.at(-1)?.file_id).toBe(picturesOf(bob)[1]?.photo?.at(-1)?.file_id)
  })

  it('one of an event that changed, or in another language, is drawn anew', async () => {
    const { bob, found, order } = await buys()
    const ids = () => picturesOf(bob).map(({ photo }) => photo?.at(-1)?.file_id)
    await world
      .levem()
      .store.transact((tx) => tx.events.change(found.event.id, { venue: 'Red Room', startsAt: noon + 48 * 3_600_000 }))
    await bob.says('/mytickets')
    await bob.presses(en('button-picture'))
    expect(picturesOf(bob)[1]?.text).toMatch(en.like('tickets-order', { venue: 'Red Room' }))
    await bob.says('/language')
    await bob.presses('🇷🇺 Русский', en('button-picture'))
    expect(picturesOf(bob)[2]?.text).toMatch(ru.like('tickets-order', { order: String(order.id) }))
    expect(new Set(ids()).size).toBe(3)
  })

  it('a repeated press of a button whose picture has to be drawn brings one', async () => {
    const { bob, order } = await buys()
    const ticket = await ticketOf(world, order.id)
    await world.levem().services.tickets.rememberPicture(ticket.id, ticket.code, 'nothing')
    await bob.says('/mytickets')
    world.sandbox.repeatUpdates(2)
    await bob.presses(en('button-picture'))
    world.sandbox.repeatUpdates(1)
    expect(picturesOf(bob)).toHaveLength(2)
    expect(uploads('sendPhoto', bob)).toHaveLength(2)
  })

  it("somebody else's button shows nothing", async () => {
    const { order } = await buys()
    const eve = await meet(world, 'Eve')
    const ticket = await ticketOf(world, order.id)
    for (const data of [
      `ti:${ticket.id}`,
      `to:${order.id}`,
      `ts:${ticket.id}`,
      `tS:${ticket.id}`,
      `tc:${ticket.id}`,
      'ti:2147483647',
      'to:2147483647',
      'tc:2147483647',
    ]) {
      await eve.does((person) => person.says('/help'))
      const before = eve.heard().length
      await forge(world, eve, data)
      expect([en('refusal-notHolder'), en('refusal-ticketNotFound')], data).toContain(eve.toast())
      expect(eve.heard().length - before, data).toBe(1)
    }
  })
})

describe('when nothing can be drawn', () => {
  it('codes come as text with their links, in the language of their holder; a picture asked for later comes as text, too', async () => {
    const broken = { ...quickPrinter, ticket: () => Promise.reject(new Error('no fonts')) }
    const dark = await openCalmWorld({ printer: broken })
    try {
      const [eve, lev] = [await meet(dark, 'Eve'), await meet(dark, 'Лев', { languageCode: 'ru' })]
      const { order } = await buy(dark, lev.id, await publish(dark, eve.id))
      await dark.settle()
      const link = linkOf(await ticketOf(dark, order.id))
      expect(lev.sees()).toMatch(
        inOrder(ru.like('tickets-order', { isOnline: 'no', quantity: 1 }), '№ 1 ·', '· https:'),
      )
      expect(lev.sees()).toContain(link)
      await lev.says('/mytickets')
      await lev.presses(ru('button-picture'))
      expect(lev.sees()).toContain(link)
      expect(picturesOf(lev)).toEqual([])
      expect(dark.log.filter((line) => line.includes('could not be drawn'))).toHaveLength(2)
    } finally {
      await dark.close()
    }
  })
})
