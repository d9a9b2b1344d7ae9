import { en, inOrder, ru } from '../../../../support/texts/words.js'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { World } from '../../../../support/world.js'
import {
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

let world: World
beforeAll(async () => {
  world = await openCalmWorld()
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

/** Opens an event's promo codes. */
const openCodes = async (talker: Talker, { event }: EventWithType): Promise<string> => {
  await talker.says('/myevents')
  return talker.presses({ data: `o:${event.id}` }, en('button-codes'))
}
const codesNow = async (talker: Talker, { event }: EventWithType) =>
  (await world.levem().services.promoCodes.ofEvent({ personId: talker.id, eventId: event.id })).codes

describe('promo codes of an event', () => {
  it('are made in two answers, and come with a link', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    expect(await openCodes(ann, found)).toMatch(en.like('promo-none'))
    await ann.presses(en('button-new-code'))
    expect(await ann.says('в')).toMatch(en.like('refusal-promoCodeForm', { max: 24 }))
    expect(await ann.says('with_underscore')).toMatch(en.like('refusal-promoCodeForm', { max: 24 }))
    expect(await ann.says('spring')).toMatch(en.like('promo-ask-discount', { code: 'SPRING' }))
    expect(await ann.says('much')).toMatch(en.like('refusal-discountForm'))
    expect(await ann.says('0')).toMatch(en.like('refusal-discountForm'))
    expect(await ann.says('101%')).toMatch(en.like('refusal-percentOutOfRange'))
    expect(await ann.says('12,5 %')).toMatch(en.like('refusal-percentOutOfRange'))
    expect(await ann.says('1501')).toMatch(en.like('refusal-discountTooHigh', { max: 1500 }))
    expect(await ann.says('15 $')).toMatch(en.like('refusal-priceOtherCurrency', { currency: 'RUB' }))
    const link = `https://t.me/levem_sandbox_bot?start=e_${found.event.slug}_SPRING`
    expect(await ann.says('20 %')).toBe(
      [
        en('promo-made'),
        en('promo-screen', {
          code: 'SPRING',
          discount: '−20%',
          isOn: 'yes',
          title: 'Jazz night',
          used: 0,
          isAny: 'yes',
          perPerson: en('promo-any'),
          from: 'at once',
          until: en('type-until-end'),
          types: en('promo-all-types'),
          hasLink: 'yes',
          link: link,
        }),
      ].join('\n\n'),
    )
    expect(ann.heard().at(-1)?.keyboard.flat()).toContainEqual(expect.objectContaining({ copy_text: { text: link } }))
    await ann.presses(en('button-back'), en('button-new-code'))
    expect(await ann.says('Spring')).toMatch(en.like('refusal-promoCodeTaken'))
    await ann.says('FLAT')
    expect(await ann.says('-300 ₽')).toContain('FLAT: −₽300')
    await ann.presses(en('button-back'))
    expect(screenOf(ann).buttons).toEqual(['FLAT · −₽300', 'SPRING · −20%', en('button-new-code'), en('button-back')])
  })

  it('take an answer that was edited, and not the edited answer to the question before', async () => {
    const ann = await meet(world, 'Ann')
    const found = await publish(world, ann.id)
    const says = async (text: string): Promise<number> => {
      world.clock.set(world.clock.now() + 2000)
      await ann.says(text)
      return ann.person.messages().findLast(({ fromBot }) => !fromBot)?.message.message_id ?? 0
    }
    await openCodes(ann, found)
    await ann.presses(en('button-new-code'))
    const code = await says('x')
    expect(await ann.does((person) => person.edits(code, 'GOOD'))).toMatch(
      en.like('promo-ask-discount', { code: 'GOOD' }),
    )
    expect(await ann.hears(() => ann.person.edits(code, '30 %'))).toEqual([])
    const discount = await says('much')
    expect(await ann.does((person) => person.edits(discount, '20 %'))).toContain('GOOD: −20%')
  })

  it('have limits, dates and types, can be switched off, and are counted', async () => {
    const [ann, bob] = [await meet(world, 'Ann'), await meet(world, 'Bob')]
    const found = await publish(world, ann.id, { hours: 24 * 40 })
    const act = { personId: ann.id, eventId: found.event.id }
    const { saleSettings: offers, ordering, promoCodes } = world.levem().services
    await offers.changeType({ ...act, ticketTypeId: found.type.id, fields: { name: 'Adult' } })
    await offers.addType({ ...act, name: 'Child', price: { minor: 50_000, currency: 'RUB' }, capacity: 5 })
    await offers.setTransfer({ ...act, details: 'Card 1' })
    await promoCodes.create({ ...act, code: 'SPRING', discount: { percent: 20 } })
    await openCodes(ann, found)
    await ann.presses({ data: dataOf(ann, 'po:') }, en('promo-field-limit'))
    expect(await ann.says('none')).toMatch(en.like('refusal-notANumber'))
    expect(await ann.says('5')).toMatch(
      inOrder(en.begins('setting-saved'), en.like('promo-screen', { used: 0, isAny: 'no', limit: 5 })),
    )
    await ann.presses(en('promo-field-perPerson'))
    expect(await ann.says('1')).toMatch(en.like('promo-screen', { perPerson: '1' }))
    await ann.presses(en('promo-field-endsAt'))
    expect(await ann.says('1.12.2026')).toMatch(en.like('promo-screen', { until: 'Tue, 1 December, 23:59 (GMT+3)' }))
    await ann.presses(en('promo-field-startsAt'))
    expect(await ann.says('2.12.2026')).toMatch(en.like('refusal-endBeforeStart'))
    expect(await ann.says('22.11.2026 12:00')).toMatch(
      en.like('promo-screen', { from: 'Sun, 22 November, 12:00 (GMT+3)' }),
    )
    await ann.presses(en('promo-field-discount'))
    expect(await ann.says('1000')).toContain('SPRING: −₽1,000')
    expect(screenOf(ann).buttons).toContain(`✔️ ${en('promo-all-types')}`)
    expect(await ann.presses('🎟 Child')).toMatch(en.like('promo-screen', { types: 'Child' }))
    expect(await ann.presses('🎟 Adult')).toMatch(en.like('promo-screen', { types: en('promo-all-types') }))
    await ann.presses('🎟 Child', '🎟 Adult')
    expect(await ann.presses('🎟 Adult')).toMatch(en.like('promo-screen', { types: 'Adult' }))
    const { order } = await ordering.hold({
      buyerId: bob.id,
      ticketTypeId: found.type.id,
      quantity: 2,
      requestKey: 'b',
    })
    const redeemed = await ordering.redeem({ personId: bob.id, orderId: order.id, text: 'spring' })
    expect(redeemed.order.total.minor).toBe(100_000)
    expect(await ann.presses(en('button-code-off'))).toMatch(
      en.like('promo-screen', { code: 'SPRING', discount: '−₽1,000', isOn: 'no', used: 1, isAny: 'no', limit: 5 }),
    )
    await ann.presses(en('button-back'))
    expect(screenOf(ann).buttons[0]).toBe(en('promo-button', { isOn: 'no', code: 'SPRING', discount: '−₽1,000' }))
    expect(screenOf(ann).text).toContain(
      en('promo-line', { isOn: 'no', code: 'SPRING', discount: '−₽1,000', isAny: 'no', used: 1, limit: 5 }),
    )
    await ann.presses(
      { data: dataOf(ann, 'po:') },
      en('button-code-on'),
      en('promo-field-limit'),
      en('button-no-limit'),
      en('promo-field-perPerson'),
      en('button-no-limit'),
      en('promo-field-startsAt'),
      en('button-no-limit'),
      en('promo-field-endsAt'),
      en('button-no-limit'),
      en('promo-all-types'),
    )
    expect(await codesNow(ann, found)).toMatchObject([
      {
        isOn: true,
        limit: undefined,
        perPerson: undefined,
        startsAt: undefined,
        endsAt: undefined,
        ticketTypeIds: [],
        used: 1,
      },
    ])
  })

  it('are nobody else’s to see or change', async () => {
    const [ann, eve] = [await meet(world, 'Ann'), await meet(world, 'Eve')]
    const found = await publish(world, ann.id)
    const code = await world.levem().services.promoCodes.create({
      personId: ann.id,
      eventId: found.event.id,
      code: 'MINE',
      discount: { percent: 10 },
    })
    for (const data of [
      `ok:${found.event.id}`,
      `pn:${found.event.id}`,
      `po:${code.id}`,
      `pa:${code.id}:discount`,
      `pl:${code.id}:limit`,
      `pt:${code.id}:${found.type.id}`,
      `pT:${code.id}`,
      `ps:${code.id}:off`,
    ]) {
      await forge(world, eve, data)
      expect(eve.toast()).toBe(en('refusal-notYours'))
    }
    await forge(world, eve, 'po:999999')
    expect(eve.toast()).toMatch(en.like('refusal-promoCodeUnknown'))
    expect(await codesNow(ann, found)).toEqual([code])
  })

  it('in Russian speak Russian', async () => {
    const ann = await meet(world, 'Аня', { languageCode: 'ru' })
    const found = await publish(world, ann.id, { title: 'Джаз' })
    await ann.says('/myevents')
    const seen = [
      await ann.presses({ data: `o:${found.event.id}` }, ru('button-codes')),
      await ann.presses(ru('button-new-code')),
      await ann.says('TEN'),
      await ann.says('10 %'),
    ]
    for (const label of [
      ru('promo-field-discount'),
      ru('promo-field-limit'),
      ru('promo-field-perPerson'),
      ru('promo-field-startsAt'),
      ru('promo-field-endsAt'),
    ])
      seen.push(await ann.presses(label), await ann.presses(ru('button-back')))
    expect(
      seen
        .join('\n')
        .replaceAll(/Europe\/Moscow|https\S+|SPRING/gu, '')
        .match(/[A-Za-z]{4,}/gu),
    ).toBeNull()
    expect(ann.sees()).toContain('TEN: −10\u00a0%')
  })
})
