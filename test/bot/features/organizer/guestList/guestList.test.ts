import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { routes } from '../../../../../src/bot/ui/routes.js'
import { en, ru } from '../../../../support/texts/words.js'
import {
  buy,
  type EventWithType,
  expectNoDefect,
  forge,
  meet,
  openCalmWorld,
  publish,
  screenOf,
  type Talker,
} from '../../../../support/talker.js'
import type { World } from '../../../../support/world.js'

let world: World
let ann: Talker
let bob: Talker
let found: EventWithType
beforeEach(async () => {
  world = await openCalmWorld()
  ann = await meet(world, 'Ann')
  bob = await meet(world, 'Bob', { username: 'bob_the_guest' })
  found = await publish(world, ann.id, { title: 'Jazz night', capacity: 12 })
})
afterEach(async () => {
  expectNoDefect(world)
  await world.close()
})

const bobsName = /Bob \(@bob_the_guest\)/u
const list = () => routes.guestListOf.data({ eventId: found.event.id, after: 0 })
const opens = async (talker: Talker): Promise<string> => {
  await talker.says('/myevents')
  return talker.presses({ data: routes.manageEvent.data({ eventId: found.event.id }) }, en('button-guest-list'))
}
const startIn = (text: string): string => /start=(l_[\w-]+)/u.exec(text)?.[1] ?? ''
describe('the guest list', () => {
  it('is written as names, looked at, and issued; pictures of names may be passed on', async () => {
    expect(await opens(ann)).toMatch(en.like('guest-list-head', { title: 'Jazz night', tickets: 0 }))
    expect(await ann.presses(en('button-guest-names'))).toMatch(en.like('guest-names-ask', { title: 'Jazz night' }))
    expect(await ann.says('Vera <b> +1; press\n@BOB_the_guest\n12\n@nobody_there\nZoe x99')).toMatch(
      en.like('guest-preview-reason'),
    )
    expect(ann.sees()).toMatch(en.like('guest-preview-head', { title: 'Jazz night', guests: 2, tickets: 3 }))
    expect(ann.sees()).toMatch(/Vera <b> × 2 · press/u)
    expect(ann.sees()).toMatch(en.like('guest-preview-unknown', { name: /@.?nobody_there/u }))
    expect(ann.sees()).toMatch(en.like('guest-preview-odd', { line: 'Zoe x99', why: 'tooMany', max: 10 }))
    expect(ann.buttons()).not.toContain(en('button-guest-issue'))
    expect(await ann.says('the band')).toMatch(/Bob \(@BOB_the_guest\) × 1 · the band/u)
    const heard = await bob.hears(() => ann.presses(en('button-guest-issue')))
    expect(heard.join('\n')).toMatch(en.like('tickets-given', { organizer: 'Ann' }))
    const told = ann.heard().map(({ text }) => text)
    expect(told.some((text) => en.like('guest-issued', { isNew: 'yes', tickets: 3, guests: 2 }).test(text))).toBe(true)
    const passed = ann
      .heard()
      .filter(({ text }) => en.like('guest-pass-on', { name: 'Vera <b>', quantity: 2 }).test(text))
    expect(passed.map(({ message }) => message.has_protected_content ?? false)).toEqual([false])
    const [bobs] = bob.heard().filter(({ text }) => en.like('tickets-given').test(text))
    expect(bobs?.message.has_protected_content).toBe(true)
    await opens(ann)
    expect(ann.sees()).toMatch(en.like('guest-list-head', { title: 'Jazz night', tickets: 3 }))
    expect(screenOf(ann).buttons).toEqual([
      en('button-guest-names'),
      en('button-guest-link'),
      en('button-guest-entry', { name: 'Bob', quantity: 1 }),
      en('button-guest-entry', { name: 'Vera <b>', quantity: 2 }),
      en('button-back'),
    ])
  })

  it('shows a list that cannot be read, takes the next one, and issues nothing that was thrown away', async () => {
    await opens(ann)
    await ann.presses(en('button-guest-names'))
    expect(await ann.says('---')).toMatch(en.like('refusal-guestLinesNone'))
    expect(await ann.says('12')).toMatch(en.like('guest-preview-none'))
    expect(await ann.says('Vera; press')).toMatch(/Vera × 1 · press/u)
    const issue = screenOf(ann).buttons.includes(en('button-guest-issue'))
    expect(issue).toBe(true)
    expect(await ann.presses(en('button-guest-discard'))).toMatch(en.like('guest-preview-discarded'))
    await forge(world, ann, routes.issueGuests.data({ draftId: 2 }))
    expect(ann.toast()).toMatch(en.like('refusal-guestDraftGone'))
    await opens(ann)
    expect(ann.sees()).toMatch(en.like('guest-list-head', { tickets: 0 }))
  })

  it('takes the list anew where a line was odd, after the reason, too', async () => {
    await opens(ann)
    await ann.presses(en('button-guest-names'))
    expect(await ann.says('Vera\n+3')).toMatch(en.like('guest-preview-left-out', { needsReason: 'yes' }))
    expect(await ann.says('press')).toMatch(en.like('guest-preview-left-out', { needsReason: 'no' }))
    expect(ann.buttons()).toContain(en('button-guest-issue'))
    expect(await ann.says('Vera; press\nZoe +3; press')).toMatch(
      en.like('guest-preview-head', { title: 'Jazz night', guests: 2, tickets: 5 }),
    )
    expect(ann.sees()).not.toMatch(en.like('guest-preview-left-out', { needsReason: 'no' }))
    // The older preview still has its button: nobody gets tickets twice.
    await forge(world, ann, routes.issueGuests.data({ draftId: 1 }))
    expect(ann.toast()).toMatch(en.like('refusal-guestDraftGone'))
    const many = ['Ada', 'Bea', 'Cid', 'Dan', 'Eva', 'Flo'].map((name) => `${name}; press`).join('\n')
    await opens(ann)
    await ann.presses(en('button-guest-names'))
    expect(await ann.says(many)).toContain(en('guest-preview-key-name', { pictures: 'no' }))
    expect(ann.sees()).not.toContain(en('guest-preview-key-known'))
  })

  it('gives tickets by a link to whoever takes them first, and takes them back', async () => {
    await opens(ann)
    await ann.presses(en('button-guest-link'))
    expect(await ann.says('many')).toMatch(en.like('refusal-guestNumberNeeded', { max: 10 }))
    expect(await ann.says('2')).toMatch(en.like('refusal-guestReasonNeeded'))
    const start = startIn(await ann.says('2; press'))
    expect(start).toMatch(/^l_[\w-]{22}$/u)
    expect(ann.sees()).toMatch(en.like('guest-entry', { state: 'open', quantity: 2, title: 'Jazz night' }))
    const cid = await meet(world, 'Cid')
    expect(await bob.does((person) => person.opens(start))).toMatch(
      en.like('guest-link-look', { organizer: 'Ann', quantity: 2, title: 'Jazz night' }),
    )
    await cid.does((person) => person.opens(start))
    const told = await ann.hears(() => bob.presses(en('button-guest-take')))
    expect(told.join('\n')).toMatch(en.like('news-guestLinkTaken', { guest: 'Bob', quantity: 2, reason: 'press' }))
    await cid.presses(en('button-guest-take'))
    expect(cid.toast()).toBe(en('refusal-linkUsed'))
    expect(await bob.does((person) => person.opens(start))).toMatch(
      en.like('guest-link-yours', { title: 'Jazz night' }),
    )
    await opens(ann)
    await ann.presses(en('button-guest-entry', { name: 'Bob', quantity: 2 }), en('button-guest-revoke'))
    expect(ann.sees()).toMatch(en.like('guest-revoke-ask', { state: 'given', guest: bobsName }))
    const heard = await bob.hears(() => ann.presses(en('button-yes-do-it')))
    expect(heard.join('\n')).toMatch(en.like('news-guestTicketsRevoked', { title: 'Jazz night', quantity: 2 }))
    expect(ann.sees()).toMatch(en.like('guest-revoked'))
    expect(ann.sees()).toMatch(/✖️ No\. \d+ · taken back/u)
    expect(await cid.does((person) => person.opens(start))).toMatch(en.like('refusal-linkUsed'))
  })

  it('gives tickets to a guest from their own screen', async () => {
    await buy(world, bob.id, found)
    await ann.says('/myevents')
    await ann.presses({ data: routes.manageEvent.data({ eventId: found.event.id }) }, en('button-guests'))
    await ann.presses(en('button-guest-of-list', { name: 'Bob', number: '1' }), en('button-guest-give'))
    expect(ann.sees()).toMatch(en.like('guest-gift-ask', { title: 'Jazz night', guest: bobsName }))
    const heard = await bob.hears(() => ann.says('3 — the band'))
    expect(heard.join('\n')).toMatch(en.like('tickets-given', { organizer: 'Ann' }))
    expect(ann.sees()).toMatch(en.like('guest-given', { guest: bobsName, quantity: 3 }))
  })

  it('is kept by staff who were let, from the door, and by nobody else', async () => {
    const vera = await meet(world, 'Vera', { languageCode: 'ru' })
    const { staff } = world.levem().services
    const { token } = await staff.invite({ personId: ann.id, eventId: found.event.id })
    await staff.accept({ personId: vera.id, token })
    await forge(world, vera, list())
    expect(vera.toast()).toBe(ru('refusal-guestListOnly'))
    await ann.says('/myevents')
    await ann.presses({ data: routes.manageEvent.data({ eventId: found.event.id }) }, en('button-staff'))
    await ann.presses(en('button-remove-staff', { name: 'Vera' }))
    const heard = await vera.hears(() => ann.presses(en('button-staff-list-on')))
    expect(heard.join('\n')).toMatch(ru.like('news-staffGivesTickets', { title: 'Jazz night' }))
    expect(ann.sees()).toMatch(en.like('staff-list-let'))
    await vera.says('/door')
    expect(await vera.presses(ru('button-guest-list'))).toMatch(ru.like('guest-list-head', { tickets: 0 }))
    await vera.presses(ru('button-guest-names'))
    await vera.says('Лена +1; пресса')
    await vera.presses(ru('button-guest-issue'))
    await ann.presses(en('button-remove-staff', { name: 'Vera' }), en('button-staff-list-off'))
    await forge(world, vera, list())
    expect(vera.toast()).toBe(ru('refusal-guestListOnly'))
    await opens(ann)
    expect(ann.sees()).toMatch(/Лена × 2 · пресса/u)
  })

  it('asks for the type where there are several', async () => {
    const { saleSettings } = world.levem().services
    const type = { name: 'Balcony', price: { minor: 0, currency: 'RUB' }, capacity: 5 }
    await saleSettings.addType({ personId: ann.id, eventId: found.event.id, ...type })
    await opens(ann)
    expect(await ann.presses(en('button-guest-link'))).toMatch(en.like('guest-list-type'))
    expect(await ann.presses(en('button-found-name', { name: 'Balcony' }))).toMatch(/Jazz night · Balcony/u)
    const start = startIn(await ann.says('1; press'))
    expect(await bob.does((person) => person.opens(start))).toMatch(/Jazz night · Balcony/u)
    expect(await bob.presses(en('button-gift-decline'))).toMatch(en.like('guest-link-declined'))
  })
})
