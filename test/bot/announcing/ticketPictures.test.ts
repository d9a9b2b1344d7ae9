import { InputFile } from 'grammy'
import { describe, expect, it } from 'vitest'
import { createSemaphore } from '../../../src/runtime/semaphore.js'
import { createLinks } from '../../../src/bot/telegram/links.js'
import type { Screen } from '../../../src/bot/ui/screen.js'
import {
  createTicketPictures,
  DrawingIsBehind,
  type TicketPrinter,
} from '../../../src/bot/announcing/ticketPictures.js'
import type { TicketView } from '../../../src/services/tickets/ticketViews.js'
import { createTexts } from '../../../src/texts/texts.js'
import { createLog } from '../../../src/runtime/log.js'
import { createTestClock } from '../../support/clock.js'

// The clock of those who are sent tickets stands at the day of the event.
const speech = createTexts(undefined, createTestClock(0)).in('en')

const shownAs = (number: number): TicketView => ({
  ticket: {
    id: number,
    orderId: 1,
    eventId: 1,
    ticketTypeId: 1,
    holderId: 7,
    number,
    code: `${'c'.repeat(21)}${number}`,
    shortCode: `K7QF2M9${number}`,
    state: 'valid',
    issuedAt: 0,
    checkedInAt: undefined,
    checkedInBy: undefined,
    checkedInByName: undefined,
    doorPaidAt: undefined,
    picture: undefined,
  },
  event: {
    id: 1,
    slug: 'jazz',
    organizerId: 2,
    organizerName: 'Ann',
    title: 'Jazz',
    description: '',
    startsAt: 0,
    endsAt: undefined,
    zone: 'UTC',
    venue: 'Roof',
    poster: undefined,
    state: 'published',
    createdAt: 0,
    giveBackHours: undefined,
    capacity: undefined,
    paymentMethods: ['atDoor'],
    transferDetails: undefined,
    doorsBefore: 180,
    isUnlisted: false,
    saleFrom: undefined,
    hasReminders: true,
    hearing: 'each',
    seriesId: undefined,
  },
  type: {
    id: 1,
    eventId: 1,
    name: '',
    price: { minor: 0, currency: 'RUB' },
    capacity: 9,
    taken: 2,
    saleFrom: undefined,
    saleUntil: undefined,
    perPerson: undefined,
    isHidden: false,
    linkKey: undefined,
  },
  order: {
    id: 1,
    eventId: 1,
    ticketTypeId: 1,
    buyerId: 7,
    buyerName: 'Bob',
    quantity: 2,
    total: { minor: 0, currency: 'RUB' },
    full: { minor: 0, currency: 'RUB' },
    paymentMethod: 'free',
    state: 'confirmed',
    createdAt: 0,
    requestKey: 'k',
    returned: 0,
    heldUntil: undefined,
    payload: undefined,
    promoCodeId: undefined,
    promoCode: undefined,
    checkoutAt: undefined,
    proof: undefined,
    proofKind: undefined,
    proofAt: undefined,
    proofs: 0,
    proofWords: undefined,
    rejectedAt: undefined,
    confirmedAt: 0,
  },
  holderName: 'Bob',
  due: undefined,
  mayGiveBack: false,
  hasGiftLink: false,
})

const open = (printer: TicketPrinter | undefined, rememberPicture: () => Promise<void> = () => Promise.resolve()) => {
  const said: Screen[] = []
  const lines: string[] = []
  const clock = createTestClock(0)
  const say = (_: unknown, screen: Screen) => {
    said.push(screen)
    return Promise.resolve([
      { message_id: said.length, chat: { id: 7 }, photo: [{ file_id: 'x', file_unique_id: 'y', width: 1, height: 1 }] },
    ] as const)
  }
  const log = createLog({ level: 'info', secrets: [], destination: { write: (line: string) => void lines.push(line) } })
  const pictures = createTicketPictures({
    say,
    tickets: { rememberPicture },
    printer,
    links: createLinks('levem_bot'),
    clock,
    log,
  })
  return {
    said,
    lines,
    clock,
    send: (numbers: readonly number[], part: 'whole' | 'pictures' | 'any' = 'whole') =>
      pictures.send({ chatId: 7 }, { speech, part, tickets: numbers.map(shownAs) }),
  }
}

const drawn: TicketPrinter = { ticket: () => Promise.resolve(new Uint8Array([1])) }

describe('tickets in one message', () => {
  it('are drawn', async () => {
    const { said, send } = open(drawn)
    await send([1, 2])
    expect(said).toMatchObject([{ isProtected: true, pictures: [expect.any(InputFile), expect.any(InputFile)] }])
  })

  it('have the year in their pictures, which are kept, and not in the text of the day', async () => {
    const facts: unknown[] = []
    const { said, send } = open({
      ticket: (fact) => {
        facts.push(fact)
        return drawn.ticket(fact)
      },
    })
    await send([1])
    expect(facts).toMatchObject([{ when: 'Thu, 1 January 1970, 00:00 (GMT)' }])
    expect(said[0]?.html.html).toContain('Thu, 1 January, 00:00 (GMT)')
  })

  it('go out as text with their links when the second cannot be drawn, and the log knows without their codes', async () => {
    let calls = 0
    const { said, lines, send } = open({
      ticket: () => {
        calls += 1
        return calls === 2 ? Promise.reject(new Error('no font')) : drawn.ticket({} as never)
      },
    })
    await send([1, 2])
    expect(said).toHaveLength(1)
    expect(said[0]?.pictures).toBeUndefined()
    expect(said[0]?.isProtected).toBe(true)
    for (const { ticket } of [shownAs(1), shownAs(2)]) expect(said[0]?.html.html).toContain(`t_${ticket.code}`)
    expect(lines.join('')).toContain('could not be drawn')
    expect(lines.join('')).not.toMatch(/ccccc/u)
  })

  it('go out as text when there is nothing to draw with', async () => {
    const { said, lines, send } = open(undefined)
    await send([1])
    expect([said.length, said[0]?.pictures, lines]).toEqual([1, undefined, []])
  })

  it('are sent once even if their file_ids cannot be noted', async () => {
    const { said, lines, send } = open(drawn, () => Promise.reject(new Error('database is away')))
    expect(await send([1])).toMatchObject({ message: { message_id: 1 } })
    expect([said.length, lines.length]).toEqual([1, 1])
  })

  it('are drawn two orders at a time; who waited long is told to come again, and nothing is sent for them', async () => {
    const waiting: (() => void)[] = []
    let most = 0
    const { said, clock, send } = open({
      ticket: () =>
        new Promise((resolve) => {
          waiting.push(() => {
            resolve(new Uint8Array([1]))
          })
          most = Math.max(most, waiting.length)
        }),
    })
    const all = [1, 2, 3].map((number) => send([number]))
    const outcomes = Promise.allSettled(all)
    await new Promise((resolve) => setImmediate(resolve))
    clock.set(6000)
    while (waiting.length > 0) {
      waiting.shift()?.()
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(
      (await outcomes).map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as unknown) : 'sent')),
    ).toEqual(['sent', 'sent', expect.any(DrawingIsBehind)])
    expect([most, said.length]).toEqual([2, 2])
  })
})

describe('when more than a few orders are in hand', () => {
  it('the next tickets go out as text that says so; what was asked for as a picture waits', async () => {
    const { said, send } = open({ ticket: () => new Promise(() => undefined) })
    for (const number of [1, 2, 3, 4, 5, 6]) void send([number], 'any')
    expect(said).toEqual([])
    expect(await send([7, 8], 'any')).toMatchObject({ picturesFollow: true })
    expect(said).toMatchObject([{ isProtected: true }])
    expect(said[0]?.pictures).toBeUndefined()
    expect(said[0]?.html.html).toMatch(/K7QF-?2M97[^]*K7QF-?2M98[^]*pictures follow/u)
    void send([9], 'whole')
    await new Promise((resolve) => setImmediate(resolve))
    expect(said).toHaveLength(1)
  })

  it('pictures that follow do not tell the codes again', async () => {
    const { said, send } = open(drawn)
    await send([1, 2], 'pictures')
    expect(said).toMatchObject([{ isProtected: true, pictures: [expect.any(InputFile), expect.any(InputFile)] }])
    expect(said[0]?.html.html).not.toContain('2M9')
  })
})

describe('a gate', () => {
  it('lets so many pass at once, in order, and goes on after a failure', async () => {
    const gate = createSemaphore(2)
    const order: number[] = []
    let inside = 0
    const pass = (n: number) =>
      gate(async () => {
        inside += 1
        expect(inside).toBeLessThanOrEqual(2)
        order.push(n)
        await new Promise((resolve) => setImmediate(resolve))
        inside -= 1
        if (n === 2) throw new Error('no')
      })
    const outcomes = await Promise.allSettled([1, 2, 3, 4, 5].map(pass))
    expect(order).toEqual([1, 2, 3, 4, 5])
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1)
  })
})
