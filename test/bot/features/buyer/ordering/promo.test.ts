import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import type { PromoCode } from '../../../../../src/domain/promoCode.js'
import type { World } from '../../../../support/world.js'
import { quickPrinter } from '../../../../support/announcing.js'
import {
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import { badRequest } from 'telegram-sandbox'
import { invoiceOf, openShop, pay } from '../../../../support/payments.js'
import { en, inOrder, ru } from '../../../../support/texts/words.js'

let world: World
let olga: Talker
beforeAll(async () => {
  world = await openShop({ printer: quickPrinter })
  olga = await meet(world, 'Organizer')
})
afterEach(() => expectNoDefect(world))
afterAll(() => world.close())

const month = { hours: 30 * 24 }
const hour = 3_600_000

const sale = async (options: Parameters<typeof publish>[2] = {}): Promise<EventWithType> =>
  publish(world, olga.id, { ...month, ...options })
const atDoor = async (title: string): Promise<EventWithType> => {
  const found = await sale({ title })
  const act = { personId: olga.id, eventId: found.event.id }
  await world.levem().services.saleSettings.setPaymentMethod({ ...act, method: 'atDoor', isOpen: true })
  await world.levem().services.saleSettings.setPaymentMethod({ ...act, method: 'provider', isOpen: false })
  return found
}
const code = async (
  { event }: EventWithType,
  name: string,
  { discount = { percent: 20 }, ...fields }: Partial<PromoCode> = {},
): Promise<PromoCode> => {
  const { promoCodes } = world.levem().services
  const made = await promoCodes.create({ personId: olga.id, eventId: event.id, code: name, discount })
  return promoCodes.change({ personId: olga.id, promoCodeId: made.id, fields })
}
const usedOf = async ({ event }: EventWithType, name: string): Promise<number | undefined> =>
  (await world.levem().services.promoCodes.ofEvent({ personId: olga.id, eventId: event.id })).codes.find(
    (one) => one.code === name,
  )?.used
const chooses = async (buyer: Talker, { event }: EventWithType, quantity = 1): Promise<string> => {
  await buyer.says(`/buy ${event.slug}`)
  return buyer.presses(en('button-buy'), String(quantity))
}
const shown = (buyer: Talker) =>
  buyer
    .heard()
    .filter(({ message }) => message.invoice === undefined)
    .at(-1)
const orders = async (buyer: Talker) =>
  (await world.levem().services.tickets.ofBuyer(buyer.id, { size: 100 })).rows.map(({ order }) => order)

describe('a promo code that is typed', () => {
  it('changes the total and the invoice, can be taken off, and is used up by whoever pays', async () => {
    const found = await sale({ title: 'Typed' })
    await code(found, 'SPRING', { limit: 1 })
    const [bob, kim] = [await meet(world, 'Bob'), await meet(world, 'Kim')]
    await chooses(bob, found, 2)
    const stale = invoiceOf(bob)
    // Telegram does not let it be deleted: it is refused at its checkout.
    world.sandbox.faults.add({ method: 'deleteMessage', chat: bob, kind: badRequest("message can't be deleted") })
    expect(await bob.presses(en('button-promo-code'))).toBe(en('promo-ask'))
    expect(await bob.says('autumn')).toBe(en('refusal-promoCodeUnknown'))
    expect(await bob.does((person) => person.sendsSticker())).toBe(
      en('refusal-otherKind', { kind: 'sticker', asked: 'code' }),
    )
    await bob.says(' spring ')
    expect(shown(bob)?.text).toMatch(
      inOrder(
        en.begins('promo-taken', { code: 'SPRING' }),
        'Typed',
        en.like('order', {
          what: en('order-what', { hasType: 'no', quantity: 2 }),
          price: en('order-discounted', { full: '₽3,000', total: '₽2,400', code: 'SPRING' }),
        }),
      ),
    )
    expect(shown(bob)?.html).toContain('<s>₽3,000</s> <b>₽2,400</b>')
    expect(world.sandbox.callsOf('sendInvoice').at(-1)?.params).toMatchObject({ prices: [{ amount: 240_000 }] })
    expect(await pay(world, bob, stale)).toMatchObject({ ok: false, reason: 'refused' })
    expect(await usedOf(found, 'SPRING')).toBe(1)
    // What is said now is no code any more.
    expect(await bob.says('Hello')).toMatch(en.like('not-understood'))

    await chooses(kim, found, 1)
    await kim.presses(en('button-promo-code'))
    expect(await kim.says('SPRING')).toBe(en('refusal-promoCodeUsedUp'))
    await bob.presses(en('button-drop-code'))
    expect(
      bob
        .heard()
        .map(({ text }) => text)
        .join(),
    ).toMatch(en.like('order', { price: '₽3,000' }))
    expect(await usedOf(found, 'SPRING')).toBe(0)
    await kim.says('SPRING')
    expect(shown(kim)?.text).toContain(en('order-discounted', { full: '₽1,500', total: '₽1,200', code: 'SPRING' }))
    expect(await pay(world, kim, invoiceOf(kim))).toEqual({ ok: true })
    expect(await usedOf(found, 'SPRING')).toBe(1)
    expect(await pay(world, bob, invoiceOf(bob))).toEqual({ ok: true })
    expect([await orders(bob), await orders(kim)]).toMatchObject([
      [{ total: { minor: 300_000 } }],
      [{ total: { minor: 120_000 } }],
    ])
  })

  it('has its own words for each "no", and the question can be dropped', async () => {
    const found = await sale({ title: 'Refused' })
    const other = (
      await world.levem().services.saleSettings.addType({
        personId: olga.id,
        eventId: found.event.id,
        name: 'Box',
        price: { minor: 500_000, currency: 'RUB' },
        capacity: 5,
      })
    ).types[1]
    const now = world.clock.now()
    await code(found, 'LATER', { startsAt: now + hour })
    await code(found, 'OVER', { endsAt: now })
    await code(found, 'BOX', { ticketTypeIds: [other?.id ?? 0] })
    await code(found, 'OFF', { isOn: false })
    await code(found, 'ONCE', { perPerson: 1 })
    const bob = await meet(world, 'Bob')
    await bob.says(`/buy ${found.event.slug}`)
    await bob.presses(en('button-buy'), en.opens('type-unnamed'), '1', en('button-promo-code'))
    const said: string[] = []
    for (const text of ['later', 'over', 'box', 'off']) said.push(await bob.says(text))
    expect(said).toEqual([
      en('refusal-promoCodeNotYet'),
      en('refusal-promoCodeOver'),
      en('refusal-promoCodeForOthers'),
      en('refusal-promoCodeUnknown'),
    ])
    await bob.presses(en('button-no-code'))
    expect(bob.heard().map(({ text }) => text)).toContain(en('promo-stopped'))
    expect(await bob.says('ONCE')).toMatch(en.like('finding-none'))
    await bob.presses(en('button-promo-code'))
    await bob.says('once')
    expect(await pay(world, bob, invoiceOf(bob))).toEqual({ ok: true })
    await bob.says(`/buy ${found.event.slug}`)
    await bob.presses(en('button-buy'), en.opens('type-unnamed'), '1', en('button-promo-code'))
    expect(await bob.says('once')).toBe(en('refusal-promoCodeUsedByYou'))
    const { id = 0 } = (await orders(bob))[0] ?? {}
    world.clock.set(world.clock.now() + 15 * 60_000)
    await world.settle()
    expect(await bob.says('once')).toMatch(en.begins('refusal-holdOver'))
    expect(await bob.says('once')).toMatch(en.like('finding-none'))
    await forge(world, bob, routes.typeCode.data({ orderId: id }))
    expect(bob.toast()).toMatch(en.begins('refusal-holdOver'))
    expect(bob.sees()).toMatch(en.like('order-expired'))
    await bob.says(`/buy ${found.event.slug}`)
    await bob.presses(en('button-buy'), en.opens('type-unnamed'), '1', en('button-promo-code'))
    expect(await bob.says('/cancel')).toMatch(en.like('cancel-held'))
    expect(await bob.says('/cancel')).toMatch(en.like('cancel-held'))
  })

  it('cannot be guessed for ever', async () => {
    const found = await sale({ title: 'Guessed' })
    await code(found, 'SECRET')
    const bob = await meet(world, 'Bob')
    await chooses(bob, found)
    await bob.presses(en('button-promo-code'))
    for (let i = 0; i < 21; i += 1) await bob.says(`GUESS${i}`)
    expect(await bob.says('SECRET')).toMatch(en.begins('refusal-tooManyGuesses'))
    await bob.does((person) => person.opens(`e_${found.event.slug}_SECRET`))
    expect(bob.sees()).toMatch(inOrder(en.begins('refusal-tooManyGuesses'), 'Guessed'))
  })

  it('works where tickets are paid at the door, down to nothing to pay at all', async () => {
    const found = await atDoor('Doorway')
    const bob = await meet(world, 'Bob')
    expect(await chooses(bob, found, 2)).toMatch(en.like('buy-confirm', { way: 'atDoor', total: '₽3,000' }))
    expect(screenOf(bob).buttons).toEqual([en('button-confirm'), en('button-back')])
    await code(found, 'ALL', { discount: { minor: 150_000 } })
    await chooses(bob, found, 2)
    expect(screenOf(bob).buttons).toEqual([en('button-confirm'), en('button-promo-code'), en('button-back')])
    await bob.presses(en('button-promo-code'))
    expect(bob.heard().at(-2)?.text).toMatch(en.like('order-countdown', { minutes: 15 }))
    await bob.says('all')
    expect(bob.sees()).toContain(en('order-discounted', { full: '₽3,000', total: en('price-free'), code: 'ALL' }))
    expect(screenOf(bob).buttons).toEqual([
      en('button-take-free'),
      en('button-drop-code'),
      en('button-give-up'),
      en('button-events'),
      en('button-ask-organizer'),
    ])
    const { id = 0 } = (await orders(bob))[0] ?? {}
    await bob.presses(en('button-drop-code'))
    expect(screenOf(bob).buttons).toEqual([
      en('button-pay', { way: 'atDoor' }),
      en('button-promo-code'),
      en('button-give-up'),
      en('button-events'),
      en('button-ask-organizer'),
    ])
    // A button that says "free" never makes anybody owe money.
    await forge(world, bob, routes.takeFree.data({ orderId: id }))
    expect((await orders(bob))[0]).toMatchObject({ state: 'held' })
    await bob.presses(en('button-promo-code'))
    await bob.says('ALL')
    await bob.presses(en('button-take-free'))
    expect((await orders(bob))[0]).toMatchObject({
      state: 'confirmed',
      paymentMethod: 'free',
      total: { minor: 0 },
      full: { minor: 300_000 },
    })
    expect(
      bob
        .heard()
        .map(({ text }) => text)
        .join('\n'),
    ).toMatch(en.like('buy-done', { quantity: 2, title: 'Doorway' }))
  })
})

describe('a promo code in the link', () => {
  it.each([
    ['/start', (slug: string) => `/start e_${slug}_spring`],
    ['/buy', (slug: string) => `/buy https://t.me/levem_sandbox_bot?start=e_${slug}_SPRING`],
  ])('by %s is told on the card and redeemed when tickets are chosen', async (_, write) => {
    const found = await atDoor('Linked')
    await code(found, 'SPRING')
    const bob = await meet(world, 'Bob')
    expect(await bob.says(write(found.event.slug))).toMatch(
      inOrder(en.begins('promo-link', { code: 'SPRING', off: '−20%' }), 'Linked'),
    )
    await bob.presses(en('button-buy'))
    expect(await bob.presses('2')).toContain(
      en('order-discounted', { full: '₽3,000', total: '₽2,400', code: 'SPRING' }),
    )
    // What asked for a code has its button still.
    await forge(world, bob, routes.noCode.data({ orderId: (await orders(bob))[0]?.id ?? 0 }))
    expect(bob.heard().map(({ text }) => text)).toContain(en('promo-taken', { code: 'SPRING' }))
    await bob.says('/buy')
    await bob.presses(en('button-pay', { way: 'atDoor' }))
    expect(await orders(bob)).toMatchObject([{ state: 'confirmed', total: { minor: 240_000 }, promoCode: 'SPRING' }])
  })

  it('is redeemed for the order that is open already, when its buyer comes back by the link', async () => {
    const found = await sale({ title: 'Again' })
    await code(found, 'SPRING')
    await code(found, 'OVER', { endsAt: world.clock.now() })
    const bob = await meet(world, 'Bob')
    await chooses(bob, found, 2)
    await bob.says(`/start e_${found.event.slug}_OVER`)
    await bob.presses(en('button-buy'))
    expect(shown(bob)?.text).toMatch(
      inOrder(
        en.begins('refusal-promoCodeOver'),
        en.like('promo-seats-stay'),
        'Again',
        en.like('order', { price: '₽3,000' }),
      ),
    )
    await bob.says(`/start e_${found.event.slug}_SPRING`)
    await bob.presses(en('button-buy'))
    expect(shown(bob)?.text).toMatch(
      inOrder(
        en.begins('promo-taken', { code: 'SPRING' }),
        'Again',
        en.like('order-discounted', { full: '₽3,000', total: '₽2,400', code: 'SPRING' }),
      ),
    )
    expect(await pay(world, bob, invoiceOf(bob))).toEqual({ ok: true })
    expect(await orders(bob)).toMatchObject([{ state: 'confirmed', total: { minor: 240_000 } }])
  })

  it('stands above a poster, too, however much there is to say about it', async () => {
    const photo = olga.person.sendsPhoto().message?.photo?.at(-1)?.file_id ?? ''
    await world.settle()
    const found = await publish(world, olga.id, { ...month, title: 'T'.repeat(100), poster: photo })
    const act = { personId: olga.id, eventId: found.event.id }
    const ids: number[] = []
    for (let i = 0; i < 11; i += 1) {
      const { types } = await world.levem().services.saleSettings.addType({
        ...act,
        name: `${'N'.repeat(37)} ${i}`,
        price: { minor: 500_000, currency: 'RUB' },
        capacity: 5,
      })
      ids.push(types.at(-1)?.id ?? 0)
    }
    await code(found, 'C'.repeat(24), { ticketTypeIds: ids })
    const bob = await meet(world, 'Bob')
    expect(await bob.says(`/buy ${found.event.slug}_${'c'.repeat(24)}`)).toMatch(
      en.begins('promo-link', { code: 'C'.repeat(24), off: '−20%', hasTypes: 'yes', types: /N+ 0, [^)]*…/u }),
    )
    expect(await bob.says(`/buy ${found.event.slug}_${'x'.repeat(3000)}`)).toMatch(
      en.begins('promo-link-unknown', { code: `${'X'.repeat(23)}…` }),
    )
    expect(bob.heard().at(-1)?.photo).toBeDefined()
  })

  it('says so when there is none, or not now, and for whom it is; nobody is kept from buying', async () => {
    const found = await atDoor('Links')
    const act = { personId: olga.id, eventId: found.event.id }
    const { types } = await world
      .levem()
      .services.saleSettings.addType({ ...act, name: 'Box', price: { minor: 500_000, currency: 'RUB' }, capacity: 5 })
    await code(found, 'LATER', { startsAt: world.clock.now() + hour })
    await code(found, 'OVER', { endsAt: world.clock.now() })
    await code(found, 'BOXES', { discount: { minor: 30_000 }, ticketTypeIds: [types[1]?.id ?? 0] })
    const bob = await meet(world, 'Bob')
    const head = async (text: string): Promise<string> =>
      (await bob.says(`/start e_${found.event.slug}_${text}`)).split('\n')[0] ?? ''
    expect(await head('nothing')).toBe(en('promo-link-unknown', { code: 'NOTHING' }))
    expect(await head('later')).toMatch(
      en.begins('promo-link-notYet', { code: 'LATER', from: /Sun, 22 November, 13:\d\d \(GMT\+3\)/u }),
    )
    expect(await head('over')).toBe(en('promo-link-over', { code: 'OVER' }))
    expect(await head('boxes')).toBe(en('promo-link', { code: 'BOXES', off: '−₽300', hasTypes: 'yes', types: 'Box' }))
    await bob.presses(en('button-buy'), en.opens('type-unnamed'), '1')
    expect(bob.sees()).toMatch(
      inOrder(
        en.begins('refusal-promoCodeForOthers'),
        en.like('promo-seats-stay'),
        'Links',
        en.like('card-price', { price: '₽1,500' }),
      ),
    )
    await bob.presses(en('button-pay', { way: 'atDoor' }))
    expect(await orders(bob)).toMatchObject([{ state: 'confirmed', total: { minor: 150_000 } }])
  })

  it('in Russian', async () => {
    const found = await atDoor('Весна')
    await code(found, 'VESNA')
    const boris = await meet(world, 'Борис', { languageCode: 'ru' })
    expect(await boris.says(`/start e_${found.event.slug}_VESNA`)).toMatch(
      ru.begins('promo-link', { code: 'VESNA', off: '−20\u00a0%' }),
    )
  })
})
