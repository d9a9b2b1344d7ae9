import { describe, expect, it } from 'vitest'
import { button, matching, oneOf, rowId, whole, word } from '../../../src/bot/ui/buttons.js'
import { formButtons } from '../../../src/bot/features/organizer/newEvent/buttons.js'
import { questions } from '../../../src/domain/draft.js'

const buy = button('c', { eventId: rowId, quantity: whole })
const pick = button('p', { colour: oneOf('red', 'green'), name: word, day: matching(/^\d{4}-\d{2}$/u) })
const plain = button('n', {})

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
        formButtons.skip.data({ question }),
        formButtons.back.data({ question }),
        formButtons.month.data({ question, month: '2026-12' }),
        formButtons.day.data({ question, day: '2026-12-25' }),
        formButtons.time.data({ question, day: '2026-12-25', time: '1930' }),
        formButtons.edit.data({ question }),
        formButtons.publish.data({ key }),
        formButtons.discard.data({ key }),
        formButtons.editMenu.data({ key }),
        formButtons.preview.data({ key }),
      ])
        expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64)
    }
  })

  it.each(['fm:startsAt:2026-13', 'fm:startsAt:2026-00', 'fm:nothing:2026-12', 'fm:startsAt:26-12'])(
    'read no month from "%s"',
    (data) => {
      expect(formButtons.month.parse(data)).toBeUndefined()
    },
  )

  it('have verbs of their own, so that each press means one thing', () => {
    const verbs = [
      formButtons.skip.data({ question: 'title' }),
      formButtons.back.data({ question: 'title' }),
      formButtons.month.data({ question: 'startsAt', month: '2026-12' }),
      formButtons.day.data({ question: 'startsAt', day: '2026-12-25' }),
      formButtons.time.data({ question: 'startsAt', day: '2026-12-25', time: '1930' }),
      formButtons.edit.data({ question: 'title' }),
      formButtons.idle.data({}),
      formButtons.publish.data({ key: 'k' }),
      formButtons.discard.data({ key: 'k' }),
      formButtons.editMenu.data({ key: 'k' }),
      formButtons.preview.data({ key: 'k' }),
    ].map((data) => data.split(':')[0])
    expect(new Set(verbs).size).toBe(verbs.length)
  })
})
