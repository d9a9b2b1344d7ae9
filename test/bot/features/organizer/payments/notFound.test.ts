import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import { largestProof, rejectionUndoMs } from '../../../../../src/domain/proof.js'
import type { Order } from '../../../../../src/domain/order.js'
import { quickPrinter } from '../../../../support/announcing.js'
import { hold, openShop, orderNow, plain } from '../../../../support/payments.js'
import { expectNoDefect, forge, meet, publish, screenOf, type Talker } from '../../../../support/talker.js'
import { en, inOrder, ru } from '../../../../support/texts/words.js'
import type { World } from '../../../../support/world.js'

let world: World
let olga: Talker
let ann: Talker
let rita: Talker
beforeAll(async () => {
  world = await openShop({ printer: quickPrinter })
  olga = await meet(world, 'Olga')
  ann = await meet(world, 'Ann')
  rita = await meet(world, 'Rita', { languageCode: 'ru' })
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

const minute = 60_000
const pdf = Buffer.from('%PDF-1.4 a receipt')
const lastOf = (talker: Talker) => talker.heard().at(-1)

/** Somebody holds a ticket and stands where the money is to be transferred to. */
const held = async (buyer: Talker): Promise<Order> => {
  const found = await publish(world, olga.id, { hours: 30 * 24, title: 'Jazz night' })
  const act = { personId: olga.id, eventId: found.event.id }
  const { saleSettings } = world.levem().services
  await saleSettings.setTransfer({ ...act, details: 'Card 2200 0000' })
  await saleSettings.setPaymentMethod({ ...act, method: 'atDoor', isOpen: false })
  const { order } = await hold(world, buyer, found, 1)
  await forge(world, buyer, routes.payBy.data({ orderId: order.id, method: 'transfer' }))
  return order
}
/** The same, and the organizer has the receipt. */
const shown = async (buyer: Talker = ann): Promise<Order> => {
  const order = await held(buyer)
  await buyer.does((person) => person.sendsPhoto())
  return order
}

describe('"Not found"', () => {
  it('is asked back, and looks on where it was a slip', async () => {
    const order = await shown()
    const before = plain(olga.sees())
    const messages = olga.heard().length
    expect(await ann.hears(() => olga.presses(en('button-not-found')))).toEqual([])
    expect(plain(olga.sees())).toMatch(en.begins('transfer-ask-not-found', { buyer: 'Ann', state: 'held' }))
    expect(screenOf(olga).buttons).toEqual([en('button-really-not-found'), en('button-with-line'), en('button-back')])
    expect(plain(await olga.presses(en('button-back')))).toBe(before)
    expect([olga.heard().length, (await orderNow(world, order.id)).proofs]).toEqual([messages, 1])
  })

  it('goes with a line to the buyer, as it was written, in their language; and is taken back for a week', async () => {
    const order = await shown(rita)
    await olga.presses(en('button-not-found'), en('button-with-line'))
    expect(olga.sees()).toMatch(en.begins('ask-rejectionLine', { buyer: 'Rita' }))
    expect(await olga.does((person) => person.sendsSticker())).toMatch(en.like('refusal-otherKind', { asked: 'line' }))
    expect(await olga.says('x'.repeat(301))).toMatch(en.like('refusal-descriptionTooLong', { max: 300 }))
    const told = await rita.hears(() =>
      olga.does((person) => person.says('Only <half> came', { entities: [{ type: 'bold', offset: 5, length: 6 }] })),
    )
    expect(told.map(plain)).toEqual([
      expect.stringMatching(
        inOrder(
          ru.begins('news-proofRejected', { order: String(order.id), state: 'held' }),
          ru.like('proof-line', { line: 'Only <half> came' }),
        ),
      ),
    ])
    expect(lastOf(rita)?.html).toContain('<blockquote>Only <b>&lt;half&gt;</b> came</blockquote>')
    expect(plain(olga.sees())).toMatch(
      inOrder(en.begins('transfer-rejected', { buyer: 'Rita' }), en.like('transfer-line-sent'), en.like('proof-kept')),
    )
    const back = await rita.hears(() => olga.presses(en('button-undo-not-found')))
    expect(back).toEqual([ru('news-proofTakenUp', { title: 'Jazz night', order: String(order.id) })])
    expect((await orderNow(world, order.id)).proofAt).toBe(world.clock.now())
    await olga.presses(en('button-not-found'), en('button-really-not-found'))
    world.clock.set(world.clock.now() + rejectionUndoMs)
    await world.settle()
    await olga.presses(en('button-undo-not-found'))
    expect(olga.toast()).toBe(en('refusal-rejectionOld'))
    expect((await orderNow(world, order.id)).proofAt).toBeUndefined()
  })

  it('says nothing about a receipt that nobody saw, by button or with a line', async () => {
    const order = await shown()
    const sendsAnother = () => ann.does((person) => person.sendsPhoto())
    await olga.presses(en('button-not-found'))
    await sendsAnother()
    await olga.presses(en('button-really-not-found'))
    expect(olga.toast()).toBe(en('refusal-proofNewer'))
    expect(olga.sees()).toMatch(en.like('proof-latest', { count: 2 }))
    await olga.presses(en('button-not-found'), en('button-with-line'))
    await sendsAnother()
    await olga.says('Only half came')
    expect(olga.sees()).toMatch(en.like('proof-latest', { count: 3 }))
    expect((await orderNow(world, order.id)).proofs).toBe(3)
  })

  it('leaves the buyer a day, who sends the next one right there, and may say something', async () => {
    const order = await shown()
    await olga.presses(en('button-not-found'), en('button-really-not-found'))
    world.clock.set(world.clock.now() + 20 * 60 * minute)
    await world.settle()
    expect((await orderNow(world, order.id)).state).toBe('held')
    await ann.does((person) => person.sendsPhoto({ caption: 'It went through <now>' }))
    expect(plain(ann.sees())).toMatch(
      inOrder(en.begins('proof-taken'), en.like('proof-own-words', { words: 'It went through <now>' })),
    )
    expect(plain(olga.sees())).toMatch(
      inOrder(en.begins('news-proofWaits'), en.like('proof-words', { words: 'It went through <now>' })),
    )
    expect(lastOf(olga)?.message.photo).toBeDefined()
  })
})

describe('what a buyer says about a receipt', () => {
  it('goes along with it, and what follows soon is passed on; later words are for others', async () => {
    const order = await held(rita)
    expect(plain(await rita.says('Перевёл с карты жены'))).toMatch(
      inOrder(ru.begins('proof-words-kept'), ru.like('proof-own-words', { words: 'Перевёл с карты жены' })),
    )
    await rita.does((person) => person.sendsPhoto())
    expect(plain(olga.sees())).toMatch(en.like('proof-words', { words: 'Перевёл с карты жены' }))
    const heard = await olga.hears(async () => {
      expect(await rita.says('Иванова М. И.')).toMatch(ru.begins('proof-words-passed'))
      await rita.says('спасибо!')
      await world.advance(minute)
    })
    expect(heard.map(plain)).toEqual([
      expect.stringMatching(
        inOrder(
          en.begins('news-proofWords', { buyer: 'Rita', order: String(order.id) }),
          en.like('proof-words', { words: 'Перевёл с карты жены\nИванова М. И.\nспасибо!' }),
        ),
      ),
    ])
    await olga.presses(en('button-open-transfer'))
    expect(lastOf(olga)?.message.photo).toBeDefined()
    // While more words are waited for, nothing else waits behind them.
    await rita.says('до встречи')
    await world.levem().services.threads.asking.ask({
      ...{ personId: rita.id, eventId: order.eventId, updateId: 1, carried: { words: 'Parking?', sourceId: 1 } },
    })
    await world.settle()
    expect(plain(olga.sees())).toContain('Parking?')
    world.clock.set(world.clock.now() + 11 * minute)
    await world.settle()
    expect(await olga.hears(() => rita.says('джаз'))).toEqual([])
    expect(rita.sees()).not.toMatch(ru.begins('proof-words-passed'))
  })
})

describe('a PDF', () => {
  it('is a receipt, shown to the organizer as what it is', async () => {
    const order = await held(ann)
    await ann.does((person) =>
      person.sendsDocument({ bytes: pdf, name: 'receipt.pdf', mime: 'application/pdf', caption: 'Paid' }),
    )
    expect(plain(ann.sees())).toMatch(en.begins('proof-taken'))
    expect(await orderNow(world, order.id)).toMatchObject({ proofKind: 'document', proofWords: 'Paid' })
    expect(lastOf(olga)?.message.document?.file_name).toBe('receipt.pdf')
    expect(plain(olga.sees())).toMatch(inOrder(en.begins('news-proofWaits'), en.like('proof-words', { words: 'Paid' })))
    const messages = olga.heard().length
    await olga.presses(en('button-not-found'), en('button-back'), en('button-not-found'), en('button-really-not-found'))
    await olga.presses(en('button-undo-not-found'), en('button-money-is-there'))
    expect(olga.sees()).toMatch(en.begins('transfer-confirmed'))
    expect(olga.heard().length).toBe(messages)
    expect((await orderNow(world, order.id)).state).toBe('confirmed')
  })

  it('is known by its name where the phone does not say what it is; other files and too large ones are told so', async () => {
    const order = await held(ann)
    const sends = (name: string, mime: string) => ann.does((person) => person.sendsDocument({ bytes: pdf, name, mime }))
    expect(await sends('statement.docx', 'application/msword')).toBe(en('refusal-proofKind'))
    expect(await ann.does((person) => person.sendsVoice())).toBe(en('refusal-proofNeeded'))
    await ann.does((person) =>
      person.sendsDocument({ bytes: Buffer.alloc(largestProof + 1), name: 'long.pdf', mime: 'application/pdf' }),
    )
    expect(ann.sees()).toBe(en('refusal-proofTooLarge', { max: 20 }))
    await ann.says('/help')
    expect(await sends('statement.docx', 'application/msword')).toBe(en('refusal-proofKind'))
    expect(await sends('Receipt.PDF', 'application/octet-stream')).toMatch(en.begins('proof-taken'))
    expect(await orderNow(world, order.id)).toMatchObject({ proofKind: 'document', proofs: 1 })
  })
})
