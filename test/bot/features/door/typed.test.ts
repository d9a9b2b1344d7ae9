import { createCanvas, loadImage } from '@napi-rs/canvas'
import { encodeQR } from 'qr'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { badRequest } from 'telegram-sandbox'
import type { World } from '../../../support/world.js'
import {
  expectNoDefect,
  goTo,
  meet,
  openCalmWorld,
  publish,
  type Talker,
  type EventWithType,
} from '../../../support/talker.js'
import { carry, firstLine, free, hire, openDoor, poster } from '../../../support/tickets.js'
import { en, inOrder } from '../../../support/texts/words.js'

const notUnderstood = en('not-understood')
const notFound = en('finding-none')
const nobody = en('scan-nobody')

let world: World
let ann: Talker
let vera: Talker
let bob: Talker
let event: EventWithType
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  ;({ ann, vera, event } = await openDoor(world))
  bob = await meet(world, 'Bob')
})
afterEach(() => expectNoDefect(world))

const linkOf = (payload: string): string => `https://t.me/${world.sandbox.botUsername}?start=${payload}`

/** A photo of a code, somewhat turned, as JPEG. */
const photoOf = async (text: string): Promise<Uint8Array> => {
  const code = await loadImage(
    Buffer.from(encodeQR(text, 'svg', { ecc: 'medium' }).replace('<svg ', '<svg width="500" height="500" ')),
  )
  const canvas = createCanvas(900, 900)
  const context = canvas.getContext('2d')
  context.fillStyle = '#e8e4dc'
  context.fillRect(0, 0, 900, 900)
  context.translate(450, 450)
  context.rotate(0.1)
  context.drawImage(code, -250, -250, 500, 500)
  return canvas.toBuffer('image/jpeg', 80)
}

describe('a short code', () => {
  it('typed by staff checks in, however it is typed', async () => {
    const tickets = await carry(world, bob.id, event, 6)
    const ways = [
      (code: string) => code,
      (code: string) => code.toLowerCase(),
      (code: string) => code.replace('-', ''),
      (code: string) => ` ${code.replace('-', ' ')} `,
      (code: string) => code.replaceAll('0', 'O').replaceAll('1', 'l'),
      (code: string) => code.replaceAll('A', 'А').replaceAll('B', 'В').replaceAll('K', 'к'),
    ]
    for (const [i, way] of ways.entries())
      expect(firstLine(await vera.says(way(tickets[i]?.spelled ?? '')))).toBe(en('verdict-letIn'))
  })

  it('typed by its holder shows the ticket; typed by anybody else finds nothing', async () => {
    const [ticket] = await carry(world, bob.id, event)
    expect(await bob.says(ticket.spelled)).toContain('Jazz night')
    const eve = await meet(world, 'Eve')
    expect(await eve.says(ticket.spelled)).toBe(nobody)
    expect(await eve.says('0000-0000')).toBe(nobody)
    expect(await vera.says('0000-0000')).toBe(en('verdict-nobody-near'))
    const sid = await meet(world, 'Sid')
    const other = await publish(world, ann.id, { title: 'Supper', price: free })
    await hire(world, other, sid.id)
    expect(await sid.says(ticket.spelled)).toBe(en('verdict-nobody-near'))
    expect(await world.levem().services.doorView.view({ personId: ann.id, eventId: event.event.id })).toMatchObject({
      count: { in: 0, of: 1 },
    })
  })

  it('that is a word is no code to whoever chats', async () => {
    expect(await bob.says('Hamptons')).toBe(notFound)
    expect(await bob.says('Hello there')).toBe(notFound)
    for (let i = 0; i < 22; i += 1) expect(await bob.says('KATAMARA')).toBe(notFound)
  })
})

describe('a text at an open door', () => {
  it('searches by name, number and code, and lets in by a button', async () => {
    const mark = await meet(world, 'Марк', { lastName: 'Ёлкин' })
    const [first] = await carry(world, bob.id, event)
    await carry(world, mark.id, event)
    await vera.says('/door')
    expect(await vera.presses(en('button-search'))).toBe(en('search-how', { title: 'Jazz night' }))
    expect(await vera.says('елк')).toBe(en('search-found', { text: 'елк', more: 'no' }))
    expect(vera.buttons()).toEqual([
      en('search-line', { state: 'out', holder: 'Марк Ёлкин', number: 2 }),
      en('button-door'),
    ])
    expect(await vera.presses(en('search-line', { state: 'out', holder: 'Марк Ёлкин', number: 2 }))).toMatch(
      inOrder(en.begins('verdict-letIn'), en.like('verdict-ticket', { holder: 'Марк Ёлкин', in: 1, of: 2 })),
    )
    await vera.says('марк')
    expect(vera.buttons()[0]).toBe(en('search-line', { state: 'in', holder: 'Марк Ёлкин', number: 2 }))
    expect(firstLine(await vera.presses(en('search-line', { state: 'in', holder: 'Марк Ёлкин', number: 2 })))).toMatch(
      en.opens('verdict-letInJustNow'),
    )
    await vera.says('№ 1')
    expect(vera.buttons()[0]).toBe(en('search-line', { state: 'out', holder: 'Bob', number: '1' }))
    expect(firstLine(await vera.says(first.spelled))).toBe(en('verdict-letIn'))
  })

  it('takes a name that could be a code for a name', async () => {
    const anna = await meet(world, 'Анна', { lastName: 'Макарова' })
    await carry(world, anna.id, event)
    await vera.says('/door')
    await vera.says('МАКАРОВА')
    expect(vera.buttons()[0]).toBe(en('search-line', { state: 'out', holder: 'Анна Макарова', number: 1 }))
    expect(await vera.says('Hamptons')).toMatch(en.begins('search-none', { text: 'Hamptons', title: 'Jazz night' }))
  })

  it('that finds nobody says so, shortly; one that finds many asks for more', async () => {
    await carry(world, bob.id, event, 10)
    await vera.says('/door')
    expect(await vera.says('x'.repeat(500))).toMatch(en.begins('search-none', { text: `${'x'.repeat(59)}…` }))
    expect(await vera.says('bo')).toMatch(en.like('search-found', { more: 'yes' }))
    // Ten people, all of their order, and the way back.
    expect(vera.buttons()).toHaveLength(12)
    expect(await vera.says('%')).toMatch(en.begins('search-none'))
  })

  it('shows who still has to pay, and takes the money first', async () => {
    const paid = await publish(world, ann.id, { title: 'Supper', price: { minor: 100_000, currency: 'RUB' } })
    await hire(world, paid, vera.id)
    await carry(world, bob.id, paid)
    await vera.says('/door')
    await vera.presses('23 Nov, 12:00 · Supper')
    await vera.says('bob')
    expect(
      firstLine(await vera.presses(en('search-line', { state: 'toPay', holder: 'Bob', number: '1', due: '₽1,000' }))),
    ).toMatch(en.opens('verdict-toPay', { due: '₽1,000' }))
    expect(firstLine(await vera.presses(en('button-paid-let-in')))).toBe(en('verdict-letIn-paid', { paid: '₽1,000' }))
  })

  it('is asked for where nothing can be read, with the way back to the door', async () => {
    await vera.says('/door')
    const ways = [en('button-door'), en('button-doors')]
    expect(await vera.does((person) => person.sendsVoice())).toBe(en('hint-voice'))
    expect(vera.buttons()).toEqual(ways)
    await vera.does((person) => person.sendsSticker())
    expect(vera.buttons()).toEqual(ways)
    await bob.does((person) => person.sendsVoice())
    expect(bob.buttons()).toContain(en('button-events'))
  })

  it('after leaving is no search any more', async () => {
    await vera.says('/door')
    await vera.presses(en('button-leave-door'))
    expect(await vera.says('Bob')).toBe(notFound)
  })

  it('goes to a form where one is open', async () => {
    await goTo(ann, 'venue')
    await ann.says('/door')
    expect(await ann.says('Bob')).not.toContain('🔎')
    await ann.says('/cancel')
    await ann.says('/door')
    expect(await ann.says('Bob')).toMatch(en.like('search-none'))
  })
})

describe('a pasted link', () => {
  it('does what opening it does, for staff, holder and stranger', async () => {
    const [ticket] = await carry(world, bob.id, event)
    const eve = await meet(world, 'Eve')
    expect(await eve.says(`look: ${linkOf(ticket.payload)} !`)).toBe(en('scan-stranger', { title: 'Jazz night' }))
    expect(await bob.says(linkOf(ticket.payload))).toContain('Jazz night')
    expect(
      firstLine(
        await vera.says(
          linkOf(ticket.payload)
            .replace('https://', '')
            .toLowerCase()
            .replace(ticket.payload.toLowerCase(), ticket.payload),
        ),
      ),
    ).toBe(en('verdict-letIn'))
    expect(await eve.says(linkOf(`e_${event.event.slug}`))).toMatch(/^Jazz night\n/u)
    expect(await eve.says(`tg://resolve?domain=${world.sandbox.botUsername}&start=e_${event.event.slug}`)).toMatch(
      /^Jazz night\n/u,
    )
  })

  it('of another bot, or to nothing, is not understood', async () => {
    const [ticket] = await carry(world, bob.id, event)
    expect(await vera.says(`https://t.me/another_bot?start=${ticket.payload}`)).toBe(notUnderstood)
    expect(await vera.says(linkOf('hello'))).toBe(notUnderstood)
  })

  it('is an answer where a form asks', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await goTo(ann, 'venue')
    expect(await ann.says(linkOf(ticket.payload))).not.toMatch(en.like('verdict-letIn'))
  })
})

describe('a picture', () => {
  it('of a ticket’s code checks in, as a photo and as a file', async () => {
    const [first, second] = await carry(world, bob.id, event, 2)
    const bytes = await photoOf(linkOf(first.payload))
    expect(firstLine(await vera.does((person) => person.sendsPhoto({ bytes })))).toBe(en('verdict-letIn'))
    const file = await photoOf(linkOf(second?.payload ?? ''))
    expect(
      firstLine(
        await vera.does((person) => person.sendsDocument({ bytes: file, name: 'code.jpg', mime: 'image/jpeg' })),
      ),
    ).toBe(en('verdict-letIn'))
  })

  it('without a code says how to make one, to who works at a door; others hear what can be done', async () => {
    expect(await vera.does((person) => person.sendsPhoto({ bytes: poster() }))).toMatch(en.like('scan-no-code'))
    expect(await bob.does((person) => person.sendsPhoto({ bytes: poster() }))).toBe(notUnderstood)
    expect(
      await bob.does((person) =>
        person.sendsDocument({ bytes: Buffer.from('no picture'), name: 'x.png', mime: 'image/png' }),
      ),
    ).toBe(notUnderstood)
  })

  it('of somebody else’s code says that it is none of ours', async () => {
    const bytes = await photoOf('https://example.org/menu')
    expect(await bob.does((person) => person.sendsPhoto({ bytes }))).toBe(en('scan-foreign-code'))
  })

  it('that cannot be fetched asks for another, and the log keeps the token secret', async () => {
    world.sandbox.faults.add({ method: 'getFile', times: 1, kind: badRequest('file is too big') })
    expect(await vera.does((person) => person.sendsPhoto())).toMatch(en.like('scan-no-picture'))
    world.sandbox.faults.add({
      method: 'getFile',
      times: 1,
      kind: {
        answer: {
          status: 200,
          body: { ok: true, result: { file_id: 'x', file_unique_id: 'y', file_path: 'photos/gone.jpg' } },
        },
      },
    })
    expect(await vera.does((person) => person.sendsPhoto())).toMatch(en.like('scan-no-picture'))
    expect(world.log.join('')).toContain('a picture could not be read')
    expect(world.log.join('')).not.toContain(world.sandbox.token)
  })

  it('is an answer where a form asks for one', async () => {
    const [ticket] = await carry(world, bob.id, event)
    await goTo(ann, 'poster')
    const bytes = await photoOf(linkOf(ticket.payload))
    expect(await ann.does((person) => person.sendsPhoto({ bytes }))).toMatch(en.like('preview-head'))
  })
})
