import { describe, expect, it } from 'vitest'
import { matching, oneOf, rowId, whole, word } from '../../../src/bot/ui/fields.js'
import { byVerb, route, verbOf } from '../../../src/bot/ui/route.js'
import { routes, routesByVerb } from '../../../src/bot/ui/routes.js'
import { questions } from '../../../src/domain/draft.js'

const buy = route('c', { eventId: rowId, quantity: whole })
const pick = route('p', { colour: oneOf('red', 'green'), name: word, day: matching(/^\d{4}-\d{2}$/u) })
const plain = route('n', {})

describe('a button', () => {
  it.each([
    [{ eventId: 0, quantity: 0 }, 'c:0:0'],
    [{ eventId: 31, quantity: 2 }, 'c:31:2'],
    [{ eventId: 2_147_483_647, quantity: Number.MAX_SAFE_INTEGER }, 'c:2147483647:9007199254740991'],
  ])('%j is written as "%s" and read back', (values, data) => {
    expect(buy.data(values)).toBe(data)
    expect(buy.parse(data)).toEqual(values)
  })

  it('of words is written and read back', () => {
    const values = { colour: 'green', name: 'a_B-9', day: '2026-12' } as const
    expect(pick.parse(pick.data(values))).toEqual(values)
    expect(plain.parse(plain.data({}))).toEqual({})
  })

  it.each([
    '',
    'c',
    'c:',
    'c:1',
    'c:1:2:3',
    'C:1:2',
    'cc:1:2',
    ' c:1:2',
    'c:1:2 ',
    'c:-1:2',
    'c:1.5:2',
    'c:1e3:2',
    'c:0x1:2',
    'c:١:2',
    'c::2',
    'c:1:',
    'c:NaN:1',
    'c:2147483648:1',
    'c:1:9007199254740992',
    'c:1:99999999999999999',
  ])('is not read from "%s"', (data) => {
    expect(buy.parse(data)).toBeUndefined()
  })

  it.each([
    'p:blue:a:2026-12',
    'p:red::2026-12',
    'p:red:a b:2026-12',
    `p:red:${'a'.repeat(41)}:2026-12`,
    'p:red:a:2026-12-01',
    'p:red:a',
  ])('is not read from "%s"', (data) => {
    expect(pick.parse(data)).toBeUndefined()
  })

  it.each(['n:', 'n:1', 'nn'])('without fields is not read from "%s"', (data) => {
    expect(plain.parse(data)).toBeUndefined()
  })
})

describe('the buttons of the form', () => {
  it('take at most 64 bytes, whatever they carry', () => {
    const key = 'k'.repeat(40)
    for (const question of questions) {
      for (const data of [
        routes.formSkip.data({ question }),
        routes.formBack.data({ question }),
        routes.formMonth.data({ question, month: '2026-12' }),
        routes.formDay.data({ question, day: '2026-12-25' }),
        routes.formTime.data({ question, day: '2026-12-25', time: '1930' }),
        routes.formEdit.data({ question }),
        routes.formPublish.data({ key }),
        routes.formDiscard.data({ key }),
        routes.formEditMenu.data({ key }),
        routes.formPreview.data({ key }),
      ])
        expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64)
    }
  })

  it.each(['fm:startsAt:2026-13', 'fm:startsAt:2026-00', 'fm:nothing:2026-12', 'fm:startsAt:26-12'])(
    'read no month from "%s"',
    (data) => {
      expect(routes.formMonth.parse(data)).toBeUndefined()
    },
  )
})

describe('the buttons of the door', () => {
  const most = 2 ** 31 - 1

  it('take at most 64 bytes, whatever they carry, and are read back', () => {
    const values = {
      eventId: most,
      ticketId: most,
      staffId: 2 ** 52 - 1,
      at: Number.MAX_SAFE_INTEGER,
      token: 'x'.repeat(40),
    }
    const data = [
      routes.whoIsInPage.data(values),
      routes.removeStaff.data(values),
      routes.askRemoveStaff.data(values),
      routes.acceptInvitation.data(values),
      routes.openDoor.data(values),
      routes.letInPaid.data(values),
    ]
    for (const one of data) expect(Buffer.byteLength(one)).toBeLessThanOrEqual(64)
    expect(routes.removeStaff.parse(routes.removeStaff.data(values))).toEqual({
      eventId: values.eventId,
      staffId: values.staffId,
    })
  })
})

describe('the buttons of the bot', () => {
  it('have verbs of their own, so that each press means one thing', () => {
    const verbs = Object.values(routes).map(({ verb }) => verb)
    expect(verbs.length).toBeGreaterThan(100)
    expect(new Set(verbs).size).toBe(verbs.length)
    expect(routesByVerb.size).toBe(verbs.length)
    for (const verb of verbs) expect(verb).toMatch(/^[a-zA-Z]{1,2}$/u)
  })

  it('are not loaded at all when two share a verb', () => {
    expect(() => byVerb([route('a', {}), route('b', {}), route('a', { eventId: rowId })])).toThrow('"a"')
  })

  it.each([
    ['w:31', 'w'],
    ['wO', 'wO'],
    ['', ''],
    [':1', ''],
  ])('are found by what "%s" begins with', (data, verb) => {
    expect(verbOf(data)).toBe(verb)
  })
})
