import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { en, ru } from '../../../../support/texts/words.js'
import { expectNoDefect, meet, openCalmWorld, publish, type Talker } from '../../../../support/talker.js'
import type { World } from '../../../../support/world.js'

let world: World
let olga: Talker
beforeAll(async () => {
  world = await openCalmWorld()
  olga = await meet(world, 'Olga')
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const free = { minor: 0, currency: 'RUB' }
const asksHowMany = async (languageCode: 'en' | 'ru'): Promise<Talker> => {
  const words = { en, ru }[languageCode]
  const { event } = await publish(world, olga.id, { hours: 400, capacity: 5, price: free })
  const bob = await meet(world, 'Bob', { languageCode })
  await bob.says(`/buy ${event.slug}`)
  await bob.presses(words('button-buy'))
  return bob
}

describe('a number typed at "How many?"', () => {
  it.each([
    ['en', '2', /2 tickets/u],
    ['en', 'two please', /2 tickets/u],
    ['ru', '2', /2 билета/u],
    ['ru', 'три билета', /3 билета/u],
    ['ru', '５', /5 билетов/u],
  ] as const)('counts (%s: %s)', async (language, text, confirmed) => {
    const bob = await asksHowMany(language)
    expect(await bob.says(text)).toMatch(confirmed)
    expect(bob.buttons()).toContain({ en, ru }[language]('button-confirm'))
    // It was answered: another number is no answer any more.
    expect(await bob.says('1')).toMatch({ en, ru }[language].like('not-understood'))
  })

  it('that is too large is refused, and the question stays open', async () => {
    const bob = await asksHowMany('en')
    expect(await bob.says('6')).toMatch(en.like('refusal-tooFewLeft', { left: 5 }))
    expect(await bob.says('99')).toMatch(en.like('refusal-quantityOutOfRange'))
    expect(await bob.says('5')).toMatch(/5 tickets/u)
  })

  it('means nothing after a button was pressed, and other words are no answer', async () => {
    const bob = await asksHowMany('en')
    expect(await bob.says('what is this?')).toMatch(en.like('finding-none'))
    await bob.presses('3')
    expect(await bob.says('2')).toMatch(en.like('not-understood'))
  })
})

describe('/cancel', () => {
  it.each(['en', 'ru'] as const)(
    'knows an order that is held, and cancels nothing by itself (%s)',
    async (language) => {
      const words = { en, ru }[language]
      const found = await publish(world, olga.id, { hours: 400 })
      const bob = await meet(world, 'Bob', { languageCode: language })
      const { ordering } = world.levem().services
      const act = { buyerId: bob.id, ticketTypeId: found.type.id, quantity: 1 }
      const { order } = await ordering.hold({ ...act, requestKey: `held:${bob.id}` })
      expect(await bob.says('/cancel')).toMatch(words.begins('cancel-held', { order: String(order.id) }))
      await bob.presses(words('button-give-up'))
      expect(await bob.says('/cancel')).toMatch(words.like('cancel-nothing'))
    },
  )
})
