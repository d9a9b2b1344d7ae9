import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { spellShortCode } from '../../../../src/domain/shortCode.js'
import type { World } from '../../../support/world.js'
import { type EventWithType, expectNoDefect, meet, openCalmWorld, type Talker } from '../../../support/talker.js'
import { type Carried, carry, firstLine, openDoor } from '../../../support/tickets.js'
import { graphemesOf } from '../../../../src/domain/text.js'
import { en, ru } from '../../../support/texts/words.js'

let world: World
let vera: Talker
let bob: Talker
let event: EventWithType
beforeAll(async () => {
  world = await openCalmWorld()
  ;({ vera, event } = await openDoor(world))
  bob = await meet(world, 'Bob')
})
afterAll(() => world.close())
afterEach(() => expectNoDefect(world))

const layout = (text: string): string => {
  const english = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./" + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?&'
  const russian = 'ёйцукенгшщзхъфывапролджэячсмитьбю.' + 'ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,?'
  return Array.from(text, (letter) => russian[english.indexOf(letter)] ?? letter).join('')
}

describe('a name that could be a code', () => {
  it.each([
    'Ivan1990',
    'Anna2000',
    'Hans 1999',
    'Рома1234',
    'Вера1995',
    'Марк 2001',
    'СЕНЯ-2000',
    '25122026',
    'K7QF 2M9X',
  ])('"%s" is found at the door', async (name) => {
    const guest = await meet(world, name)
    const [{ number }] = await carry(world, guest.id, event)
    await vera.says('/door')
    await vera.says(name)
    expect(vera.buttons()).toContain(en('search-line', { state: 'out', holder: name, number: String(number) }))
    await vera.presses(en('button-leave-door'))
  })

  it('that nobody has is no code to who stands at the door, and what can only be a code is a miss', async () => {
    await vera.says('/door')
    expect(await vera.says('Olga1991')).toMatch(en.begins('search-none'))
    expect(await vera.says('Ольга1991')).toMatch(en.begins('search-none'))
    expect(await vera.says('K7QF-0M9X')).toBe(en('verdict-nobody', { here: 'Jazz night' }))
    await vera.presses(en('button-leave-door'))
  })
})

describe('away from the door', () => {
  it.each(['Jazz 2027', 'Card 5555', '25122026', 'Jazz-2027', '2026-2027', '12345678', 'Anna-Vera'])(
    '"%s" is no failed code',
    async (text) => {
      const said = en(/[a-z]/iu.test(text) ? 'finding-none' : 'not-understood')
      expect([await bob.says(text), await vera.says(text)]).toEqual([said, said])
    },
  )

  it.each(['Рокк 2027', 'Карта 55', '2512 2026', 'Рома1234', 'МАКАРОВА'])('"%s" neither', async (text) => {
    const guest = await meet(world, 'Инна', { languageCode: 'ru' })
    expect(await guest.says(text)).toBe(ru(/[а-я]/iu.test(text) ? 'finding-none' : 'not-understood'))
  })

  it('a code is still a code, and one that is not there is not', async () => {
    const [ticket] = await carry(world, bob.id, event)
    expect(await bob.says(ticket.spelled)).toContain('Jazz night')
    expect(await bob.says('K7QF-0M9X')).toBe(en('scan-nobody'))
    expect(await bob.says('k7qf0m9x')).toBe(en('scan-nobody'))
  })
})

describe('what a scanner typed on the Russian layout', () => {
  const ways: readonly (readonly [string, (ticket: Carried) => string])[] = [
    ['a code', ({ shortCode }) => layout(shortCode.toLowerCase())],
    ['a code as it is printed', ({ shortCode }) => layout(spellShortCode(shortCode))],
    ['a link', ({ payload }) => layout(`https://t.me/${world.sandbox.botUsername}?start=${payload}`)],
    ['a link of an app', ({ payload }) => layout(`tg://resolve?domain=${world.sandbox.botUsername}&start=${payload}`)],
  ]
  it.each(ways)('%s is undone', async (_, way) => {
    const [ticket, second] = await carry(world, bob.id, event, 2)
    expect(firstLine(await vera.says(way(ticket)))).toBe(en('verdict-letIn'))
    await vera.says('/door')
    expect(firstLine(await vera.says(second ? way(second) : ''))).toBe(en('verdict-letIn'))
    await vera.says('/door')
    await vera.presses(en('button-leave-door'))
  })
})

describe('slips', () => {
  it('do not keep out who has a ticket, or who lets in', async () => {
    const [ticket] = await carry(world, bob.id, event)
    for (let n = 0; n < 25; n += 1) {
      expect(await bob.says('K7QF-0M9X')).toBe(en('scan-nobody'))
      await vera.says(`K${n % 10}QF-${Math.floor(n / 10)}M9X`)
      await bob.says(`Jazz 20${10 + n}`)
    }
    expect(await vera.says('K9QF-9M9X')).toMatch(en.begins('refusal-tooManyGuesses'))
    expect(await bob.says(ticket.spelled)).toContain('Jazz night')
    expect(firstLine(await vera.says(ticket.spelled))).toBe(en('verdict-letIn'))
  })
})

describe('a number at the door', () => {
  const ways = [
    ...['{n}', '№{n}', '№ {n}', '#{n}', 'no. {n}', 'No. {n}', 'number {n}', 'номер {n}', ' {n}.', 'ticket {n}'],
    ...['билет {n}', 'Билет № {n}', 'Ticket no. {n}', 'билет номер {n}', 'VIP · № {n}'],
  ]
  const ofOrder = [
    'order {n}',
    'Order no. {n}',
    'заказ {n}',
    'Заказ № {n}',
    'order #{n}',
    'номер заказа {n}',
    '🧾 Заказ № {n}',
  ]
  const fullWidth = (number: number): string =>
    Array.from(String(number), (digit) => String.fromCodePoint(digit.charCodeAt(0) + 0xfee0)).join('')

  it('finds the ticket and the order, labelled, however it is said', async () => {
    const [ruslan, olga] = [await meet(world, 'Ruslan'), await meet(world, 'Olga')]
    const own = await openDoor(world, { title: 'Numbers' })
    // Tickets are counted from 1, orders over all events: so many tickets that one has the number of an order.
    for (let n = 0; n < 3; n += 1) await carry(world, bob.id, event)
    const [{ order }] = await carry(world, olga.id, own.event, 2)
    let last = 0
    while (last < order.id) last = (await carry(world, ruslan.id, own.event, 10)).at(-1)?.number ?? 0
    const number = String(order.id)
    const ticket = en('search-line', { state: 'out', holder: 'Ruslan', number })
    const bought = ['1', '2'].map((one) =>
      en('search-line-order', { state: 'out', order: number, holder: 'Olga', number: one }),
    )
    await own.vera.says('/door')
    for (const way of [...ways, ...ofOrder, fullWidth(order.id)]) {
      await own.vera.says(way.replace('{n}', number))
      const found = own.vera.buttons().slice(0, -1)
      const both = en('button-let-in-order', { state: 'out', order: number, count: 2 })
      expect([way, found]).toEqual([
        way,
        [...(ofOrder.includes(way) ? [...bought, ticket] : [ticket, ...bought]), both],
      ])
    }
    await own.vera.presses(bought[0] ?? '')
    expect(firstLine(own.vera.sees())).toBe(en('verdict-letIn'))
  })

  it('is read back as the bot writes it, in both languages', async () => {
    const ivan = await meet(world, 'Иван', { languageCode: 'ru' })
    const own = await openDoor(world, { title: 'Вечер' })
    const [{ order, spelled }] = await carry(world, ivan.id, own.event)
    await own.vera.says('/door')
    for (const language of [en, ru])
      for (const text of [
        language('order-below', { order: String(order.id) }),
        language('order-paid', { order: String(order.id), title: 'Вечер' }),
        language('tickets-line', { number: '1', code: spelled }),
        language('search-line', { state: 'out', holder: 'Иван', number: '1' }),
        language('give-back-done', { number: '1', title: 'Вечер' }),
      ]) {
        await own.vera.says(text.replaceAll(/<[^>]+>/gu, ''))
        expect([text, own.vera.buttons().some((button) => button.includes('Иван'))]).toEqual([text, true])
      }
  })
})

describe('a name at the door', () => {
  const rows: readonly (readonly [name: string, ...typed: string[]])[] = [
    ['Иван Петров', 'петров иван', 'Иван Петров', 'пет ив', 'ПЕТРОВ', 'ива'],
    ['Иван Сергеевич Петренко', 'петренко иван', 'серг петр', 'иван петр'],
    ['Anna 🌸 Petrova', 'Anna Petrova', 'petrova anna', 'anna 🌸', 'Anna 🌹 Petrova'],
    ['🦄Рита🦄', 'рита', 'Рита 🦄', '🦄'],
    ['Richard Strauß', 'strauss', 'richard strauss', 'STRAUSS RICHARD'],
    ['Søren Kierkegaard', 'soren', 'kierkegaard soren', 'soeren'],
    ['Jürgen Müller', 'mueller', 'muller', 'müller', 'Juergen Mueller', 'mueller jürgen', 'juergen mull'],
    ['Karin Mueller', 'müller', 'mueller', 'karin müller', 'Müller, Karin'],
    ['Uwe Baur', 'baur'],
    ['Ayşe Yıldız', 'yildiz', 'ayse'],
    ['Łukasz Żak', 'lukasz', 'zak'],
    ['Scarlett O’Hara', "o'hara", 'ohara', 'o hara', 'O`Hara', 'Oʼhara scarlett', 'hara'],
    ['Антуан Сент–Экзюпери', 'сент-экзюпери', 'экзюпери', 'сентэкзюпери', 'сент экзюпери', 'антуан'],
    ['Фёдор Ёлкин', 'федор елкин', 'ёлкин', 'ЕЛКИН'],
    ['ᴅᴍɪᴛʀɪ ꜱᴍɪᴛʜ', 'dmitri', 'smith dmitri'],
    ['Тимур Cидоров', 'сидоров', 'Тимур Сидоров'],
    ['Мар’яна Коваль', "мар'яна", 'маряна', 'коваль мар'],
    ['𝓥𝓪𝓵𝓮𝓻𝓲𝓪 ★', 'valeria', 'Valeria ★'],
    ['Ян', 'ян'],
  ]

  it('is found by its words in any order, each a beginning, however they are written', async () => {
    const own = await openDoor(world, { title: 'Names' })
    for (const [name] of rows) await carry(world, (await meet(world, name)).id, own.event)
    await own.vera.says('/door')
    for (const [name, ...asked] of rows)
      for (const text of asked) {
        await own.vera.says(text)
        // A button has no room for the end of a long name.
        const shown = graphemesOf(name).slice(0, 15).join('')
        expect([text, own.vera.buttons().some((button) => button.includes(shown))]).toEqual([text, true])
      }
    for (const text of ['петров анна', 'bauer', 'strasse', 'сидорова', 'nobody', 'ёж'])
      expect([text, await own.vera.says(text)]).toEqual([text, expect.stringMatching(en.begins('search-none'))])
  })

  it('is found by its username', async () => {
    const own = await openDoor(world, { title: 'Usernames' })
    const guest = await meet(world, 'Лера', { username: 'Night_Owl7' })
    await carry(world, guest.id, own.event)
    await own.vera.says('/door')
    for (const text of ['@Night_Owl7', 'night_owl', '@night', 'https://t.me/night_owl7', 't.me/Night_Owl7']) {
      await own.vera.says(text)
      expect([text, own.vera.buttons()[0]]).toEqual([
        text,
        en('search-line', { state: 'out', holder: 'Лера', number: '1' }),
      ])
    }
    expect(await own.vera.says('@day_owl')).toMatch(en.begins('search-none'))
  })
})
