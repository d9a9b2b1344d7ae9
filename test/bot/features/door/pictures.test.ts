import { createCanvas, loadImage } from '@napi-rs/canvas'
import { encodeQR } from 'qr'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { World } from '../../../support/world.js'
import {
  type EventWithType,
  expectNoDefect,
  forge,
  goTo,
  meet,
  openCalmWorld,
  type Talker,
} from '../../../support/talker.js'
import { type Carried, carry, firstLine, openDoor, poster } from '../../../support/tickets.js'
import { routes } from '../../../../src/bot/ui/routes.js'
import { en } from '../../../support/texts/words.js'

let world: World
let ann: Talker
let vera: Talker
let bob: Talker
let event: EventWithType
let album = 0
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  ;({ ann, vera, event } = await openDoor(world))
  bob = await meet(world, 'Bob')
  album += 1
})
afterEach(() => expectNoDefect(world))

/** A picture with the codes of these tickets side by side. */
const pictureOf = async (tickets: readonly Pick<Carried, 'payload'>[]) => {
  const canvas = createCanvas(100 + 500 * tickets.length, 600)
  const context = canvas.getContext('2d')
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  for (const [n, { payload }] of tickets.entries()) {
    const text = `https://t.me/${world.sandbox.botUsername}?start=${payload}`
    const svg = encodeQR(text, 'svg', { ecc: 'medium' }).replace('<svg ', '<svg width="400" height="400" ')
    context.drawImage(await loadImage(Buffer.from(svg)), 100 + 500 * n, 100)
  }
  return canvas
}
const jpegOf = async (...tickets: readonly Carried[]): Promise<Uint8Array> =>
  (await pictureOf(tickets)).encode('jpeg', 80)

/** How many were let in, by the verdict about one or by the lines about several. */
const verdicts = (text: string): number =>
  text.includes(en('verdict-letIn')) ? 1 : text.split('\n').filter((line) => line.startsWith('✅ no. ')).length

const sendsAlbum = (talker: Talker, pictures: readonly Uint8Array[]): Promise<readonly string[]> =>
  talker.hears(() => {
    for (const bytes of pictures) talker.person.sendsPhoto({ bytes, albumId: `album ${album} ${talker.id}` })
  })

describe('an album', () => {
  it('of tickets is read whole: one verdict each, in one message', async () => {
    const tickets = await carry(world, bob.id, event, 3)
    const heard = await sendsAlbum(vera, await Promise.all(tickets.map((ticket) => jpegOf(ticket))))
    expect(heard.map(verdicts)).toEqual([3])
  })

  it.each([0, 1, 2])('may have a poster among them: at %i', async (place) => {
    const tickets = await carry(world, bob.id, event, 2)
    const pictures = await Promise.all(tickets.map((ticket) => jpegOf(ticket)))
    const heard = await sendsAlbum(vera, pictures.toSpliced(place, 0, poster()))
    expect(heard.map(verdicts)).toEqual([2])
  })

  it('says in one message who is in, who was before, who is not valid, and which pictures nothing was read in', async () => {
    const tickets = await carry(world, bob.id, event, 4)
    const [, before, back] = tickets as readonly [Carried, Carried, Carried]
    const { services } = world.levem()
    await services.publishing.setGiveBack({ personId: ann.id, eventId: event.event.id, hours: 0 })
    await services.tickets.giveBack({ personId: bob.id, ticketId: back.id })
    await services.checkIn.letIn({ personId: ann.id, ticketId: before.id })
    const pictures = await Promise.all(tickets.slice(0, 3).map((ticket) => jpegOf(ticket)))
    const [said = '', ...others] = await sendsAlbum(vera, pictures.toSpliced(1, 0, poster()))
    expect(others).toEqual([])
    expect(said.split('\n').slice(0, 8)).toEqual([
      '✅ 1 LET IN ⚠️ 1 already in ⛔️ 1 not let in 📷 1 picture not read',
      '',
      '✅ no. 1 · Bob',
      expect.stringMatching(/^⚠️ no\. 2 · Bob — already in: .*, by Ann$/u),
      '⛔️ no. 3 · Bob — given back',
      '',
      '📷 Picture 2: no code to be read',
      '',
    ])
    expect(said).toContain('2 of 3 in')
    expect(vera.buttons()).toEqual([
      en('button-let-in-rest', { way: 'asIs', some: 'yes', count: 1, due: '' }),
      one('undo', tickets[0]),
    ])
  })

  it('that has a code twice answers it once', async () => {
    const [ticket] = await carry(world, bob.id, event)
    const heard = await sendsAlbum(vera, [await jpegOf(ticket), await jpegOf(ticket)])
    expect(heard.map(verdicts)).toEqual([1])
    expect(vera.buttons()).toContain(en('button-undo'))
  })

  it('of pictures without codes is answered once', async () => {
    expect(await sendsAlbum(vera, [poster(), poster()])).toEqual([en('scan-no-code')])
    expect(await sendsAlbum(bob, [poster(), poster()])).toEqual([en('not-understood')])
  })

  it('is an answer where a form asks for a picture', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await goTo(ann, 'poster')
    const heard = await sendsAlbum(ann, [poster(), await jpegOf(ticket)])
    expect(heard.map(verdicts)).toEqual(heard.map(() => 0))
  })
})

const one = (act: string, { number }: { readonly number: number }) =>
  en('button-one-of-several', { act, number: String(number) })

describe('the buttons below several tickets', () => {
  const albumOf = (talker: Talker) =>
    talker.person.messages().findLast(({ fromBot, text }) => fromBot && text.split('no. ').length > 2)

  it('do what each needs, in a message of its own, and the others keep theirs', async () => {
    const door = await openDoor(world, { price: { minor: 150_000, currency: 'RUB' } })
    const tickets = await carry(world, bob.id, door.event, 3)
    const [first, ...others] = tickets
    const [second, third] = others as [Carried, Carried]
    await sendsAlbum(door.vera, await Promise.all(tickets.map((ticket) => jpegOf(ticket))))
    const all = en('button-let-in-rest', { way: 'paid', count: 3, due: '₽4,500', some: 'no' })
    expect(door.vera.buttons()).toEqual([all, ...tickets.map((ticket) => one('paid', ticket))])
    const said = albumOf(door.vera)?.text
    expect(await door.vera.presses(one('paid', third))).toMatch(en.begins('verdict-letIn-paid'))
    expect(await door.vera.presses(one('paid', first))).toMatch(en.begins('verdict-letIn-paid'))
    const rest = albumOf(door.vera)
    expect(rest?.text).toBe(said)
    expect(rest?.keyboard.flat().map((button) => (typeof button === 'string' ? button : button.text))).toEqual([
      all,
      one('paid', second),
    ])
    const { services } = world.levem()
    expect(await services.doorView.view({ personId: door.ann.id, eventId: door.event.event.id })).toMatchObject({
      count: { in: 2, of: 3 },
    })
  })

  it('undo one of those who are in', async () => {
    const tickets = await carry(world, bob.id, event, 2)
    await sendsAlbum(vera, await Promise.all(tickets.map((ticket) => jpegOf(ticket))))
    expect(vera.buttons()).toEqual(tickets.map((ticket) => one('undo', ticket)))
    expect(await vera.presses(one('undo', tickets[0]))).toMatch(en.begins('verdict-undone'))
  })

  it('let in before the door opens', async () => {
    const door = await openDoor(world, { opensAsUsual: true })
    const tickets = await carry(world, bob.id, door.event, 2)
    await sendsAlbum(door.vera, await Promise.all(tickets.map((ticket) => jpegOf(ticket))))
    expect(door.vera.buttons()).toEqual([
      en('button-let-in-rest', { way: 'early', count: 2, due: '', some: 'no' }),
      ...tickets.map((ticket) => one('early', ticket)),
    ])
    expect(await door.vera.presses(one('early', tickets[0]))).toMatch(en.begins('verdict-letIn'))
  })

  it('are not for guests', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await forge(world, bob, routes.oneOfSeveral.data({ act: 'paid', ticketId: ticket.id }))
    expect(bob.toast()).toBe(en('refusal-staffOnly'))
  })
})

describe('one picture with several codes', () => {
  it('answers each of them', async () => {
    const tickets = await carry(world, bob.id, event, 3)
    const bytes = await jpegOf(...tickets)
    const heard = await vera.hears(() => vera.person.sendsPhoto({ bytes }))
    expect(heard.map(verdicts)).toEqual([3])
  })
})

describe('a file', () => {
  it.each([
    ['avif', 'image/avif', 'ticket.avif'],
    ['gif', 'image/gif', 'ticket.gif'],
    ['png', 'image/jpeg', 'ticket.jpg'],
    ['webp', 'application/octet-stream', 'ticket.png'],
    ['png', 'image/heic', 'IMG_1.HEIC'],
    ['jpeg', 'application/octet-stream', 'scan.JPG'],
  ] as const)('that is a %s and says %s, %s, is read', async (kind, mime, name) => {
    const canvas = await pictureOf(await carry(world, bob.id, event))
    const bytes = kind === 'gif' ? canvas.toBuffer('image/gif') : canvas.toBuffer(`image/${kind}` as 'image/png')
    expect(firstLine(await vera.does((person) => person.sendsDocument({ bytes, name, mime })))).toBe(
      en('verdict-letIn'),
    )
  })

  it.each([
    ['application/pdf', 'ticket.pdf'],
    ['image/heic', 'IMG_2.heic'],
    ['application/octet-stream', 'IMG_3.HEIC'],
    ['image/tiff', 'scan.tif'],
  ])('of the kind %s (%s) is asked for as a photo', async (mime, name) => {
    const bytes = Buffer.from('something else')
    expect(await vera.does((person) => person.sendsDocument({ bytes, name, mime }))).toBe(en('scan-send-photo'))
    expect(await bob.does((person) => person.sendsDocument({ bytes, name, mime }))).toBe(en('scan-send-photo'))
  })
})
