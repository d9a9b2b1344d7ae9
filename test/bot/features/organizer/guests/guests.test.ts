import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import { builtProgram } from '../../../../support/program.js'
import { en, ru } from '../../../../support/texts/words.js'
import {
  buy,
  type EventWithType,
  forge,
  meet,
  openCalmWorld,
  publish,
  type Talker,
} from '../../../../support/talker.js'
import type { World } from '../../../../support/world.js'

// It is translated once; that takes longer than anybody waits for a file.
beforeAll(() => void builtProgram(), 120_000)

let world: World
let ann: Talker
let bob: Talker
let found: EventWithType
beforeEach(async () => {
  world = await openCalmWorld()
  ann = await meet(world, 'Ann')
  bob = await meet(world, 'Bob')
  found = await publish(world, ann.id, { title: 'Jazz night', capacity: 100 })
})
afterEach(() => world.close())

const opens = async (talker: Talker): Promise<string> => {
  await talker.says('/myevents')
  return talker.presses({ data: routes.manageEvent.data({ eventId: found.event.id }) }, en('button-guests'))
}
const documents = (talker: Talker) =>
  talker
    .heard()
    .flatMap(({ document, text }) =>
      document
        ? [{ name: document.file_name, text, bytes: Buffer.from(world.sandbox.file(document.file_id)?.bytes ?? []) }]
        : [],
    )

describe('guests', () => {
  it('are listed with what they hold, narrowed by buttons, and found by what is typed', async () => {
    expect(await opens(ann)).toMatch(en.like('guests-empty'))
    await buy(world, bob.id, found, 2)
    const cid = await meet(world, 'Cid')
    await buy(world, cid.id, found)
    const list = await opens(ann)
    expect(list).toMatch(en.like('guests-head', { title: 'Jazz night', tickets: 3, in: 0, owing: 3 }))
    expect(list.indexOf('Cid')).toBeLessThan(list.indexOf('Bob'))
    expect(ann.buttons().slice(0, 2)).toEqual([
      en('button-guest-of-list', { name: 'Cid', number: '3' }),
      en('button-guest-of-list', { name: 'Bob', number: '1' }),
    ])
    await ann.presses(en('button-guests-filter'))
    expect(await ann.presses(en('guests-at-in'))).toMatch(en.like('guests-none'))
    await ann.presses(en('button-guests-filter'))
    expect(await ann.presses(`✔️ ${en('guests-at-in')}`)).toMatch(/Cid/u)
    expect(await ann.says('bo')).toMatch(en.like('guests-found', { text: 'bo', title: 'Jazz night' }))
    expect(ann.buttons()[0]).toBe(en('button-found-name', { name: 'Bob' }))
    // The next word is looked for as well.
    expect(await ann.says('nobody of that name')).toMatch(en.like('guests-not-found'))
    await ann.says('2')
    expect(ann.buttons().slice(0, 2)).toEqual([
      en('button-found-ticket', { number: '2', name: 'Bob' }),
      en('button-found-order', { number: '2', name: 'Cid' }),
    ])
    expect(await ann.presses(en('button-found-order', { number: '2', name: 'Cid' }))).toMatch(
      en.like('guest-head', { guest: 'Cid', title: 'Jazz night' }),
    )
  })

  it('have a note, get their tickets once more, and are blocked from buying', async () => {
    await buy(world, bob.id, found)
    await opens(ann)
    await ann.presses(en('button-guest-of-list', { name: 'Bob', number: '1' }))
    await ann.presses(en('button-guest-note'))
    expect(await ann.says('brings a <cake>')).toMatch(en.like('guest-note', { note: 'brings a <cake>' }))
    expect(await ann.presses(en('button-guest-drop-note'))).not.toContain('cake')
    const heard = await bob.hears(() => ann.presses(en('button-guest-send-again')))
    expect(heard).toHaveLength(1)
    expect(ann.sees()).toMatch(en.like('guest-sent-again', { count: 1 }))
    await ann.presses(en('button-guest-send-again'))
    expect(ann.toast()).toBe(en('refusal-sentLately'))
    expect(await ann.presses(en('button-guest-block'))).toMatch(en.like('guest-block-ask'))
    expect(await ann.presses(en('button-yes-do-it'))).toMatch(en.like('guest-is-blocked'))
    await expect(buy(world, bob.id, found)).rejects.toThrow('guestBlocked')
    await ann.presses(en('button-guest-back'), en('button-guests-blocked'), en('button-found-name', { name: 'Bob' }))
    expect(await ann.presses(en('button-guest-unblock'))).not.toMatch(en.like('guest-is-blocked'))
    await buy(world, bob.id, found)
  })

  it('are for nobody else: neither staff nor guests see them by an old button', async () => {
    await buy(world, bob.id, found)
    const { staff } = world.levem().services
    const vera = await meet(world, 'Vera')
    const { token } = await staff.invite({ personId: ann.id, eventId: found.event.id })
    await staff.accept({ personId: vera.id, token })
    await opens(ann)
    const { id: eventId } = found.event
    for (const talker of [vera, bob])
      for (const data of [
        routes.guests.data({ eventId, type: 0, pay: 'any', at: 'any', after: 0 }),
        routes.openGuest.data({ eventId, guestId: bob.id, type: 0, pay: 'any', at: 'any', after: 0 }),
        routes.filesOf.data({ eventId }),
        routes.makeTable.data({ eventId, kind: 'guests', format: 'csv' }),
        routes.makeDoorList.data({ eventId }),
      ]) {
        await forge(world, talker, data)
        expect(talker.toast()).toBe(en('refusal-notYours'))
      }
    expect(documents(vera)).toEqual([])
  })
})

describe('files', () => {
  it('come as documents named after the event, for the one who asked', async () => {
    await buy(world, bob.id, found, 2)
    await opens(ann)
    await ann.presses(en('button-guests-files'))
    await ann.presses({ data: routes.makeTable.data({ eventId: found.event.id, kind: 'guests', format: 'csv' }) })
    await ann.presses({ data: routes.makeTable.data({ eventId: found.event.id, kind: 'money', format: 'xlsx' }) })
    await ann.presses(en('button-file-door'))
    const [csv, xlsx, pdf] = documents(ann)
    expect([csv?.name, xlsx?.name, pdf?.name].map((name) => name?.replace(/\d{4}-\d\d-\d\d/u, 'day'))).toEqual([
      'Jazz night day Guests.csv',
      'Jazz night day Money by day.xlsx',
      'Jazz night day Door list.pdf',
    ])
    expect(csv?.text).toBe(en('file-caption', { name: 'Guests', title: 'Jazz night' }))
    expect(csv?.bytes.toString('utf8').split('\r\n')).toHaveLength(4)
    expect(xlsx?.bytes.subarray(0, 2).toString('latin1')).toBe('PK')
    expect(pdf?.bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-')
    // Nobody's name goes into the log.
    const told = world.log.filter((line) => line.includes('a file was made'))
    expect([told.length, told.join('').includes('Bob'), told.join('').includes('Jazz')]).toEqual([3, false, false])
  })

  it('are in the language of the one who asked', async () => {
    await ann.says('/language')
    await ann.presses({ data: routes.chooseLanguage.data({ language: 'ru' }) })
    await ann.does((person) => person.says('/myevents'))
    await ann.presses(
      { data: routes.manageEvent.data({ eventId: found.event.id }) },
      ru('button-guests'),
      ru('button-guests-files'),
    )
    await ann.presses({ data: routes.makeTable.data({ eventId: found.event.id, kind: 'orders', format: 'csv' }) })
    expect(documents(ann)[0]?.bytes.toString('utf8')).toContain('Заказ;')
  })
})
