import { describe, expect, it, test } from 'vitest'
import {
  accessMinutes,
  accessOf,
  accessOpensAt,
  checkAccess,
  checkAccessMinutes,
  isAccessOpen,
  isOnlineTicket,
} from '../../src/domain/onlineAccess.js'
import { style, wordsOf } from '../../src/domain/styledText.js'
import { refusalOf } from '../support/fixtures.js'

const event = { startsAt: 3_600_000, venue: '' }

describe('an access', () => {
  test.each([
    [undefined, undefined, [true, true, true]],
    [60, 0, [true, true, true]],
    [15, 2_700_000, [false, false, true]],
  ])('of %s minutes before the start opens at %s', (minutesBefore, opensAt, open) => {
    expect(accessOpensAt(event, { minutesBefore })).toBe(opensAt)
    expect([0, 2_699_999, 2_700_000].map((now) => isAccessOpen(event, { minutesBefore }, now))).toEqual(open)
  })

  it('of a type takes the place of that of the event', () => {
    const [whole, own] = [{ ticketTypeId: undefined }, { ticketTypeId: 2 }]
    expect([1, 2].map((type) => accessOf([whole, own], type))).toEqual([whole, own])
    expect([1, 2].map((type) => accessOf([own], type))).toEqual([undefined, own])
  })

  it('keeps its styles, up to 1,000 characters', () => {
    const bold = style('Room 1', [{ offset: 0, length: 4, style: 'bold' }])
    expect(checkAccess(` ${bold} `)).toBe(bold)
    expect(wordsOf(checkAccess('x'.repeat(1000)))).toHaveLength(1000)
    expect(refusalOf(() => checkAccess('x'.repeat(1001)))?.code).toBe('descriptionTooLong')
    expect(refusalOf(() => checkAccess(' \n '))?.code).toBe('textNeeded')
  })

  it('is shown at one of the times there are', () => {
    for (const minutes of accessMinutes) expect(checkAccessMinutes(minutes)).toBe(minutes)
    for (const minutes of [0, 61, -15, 0.5])
      expect(refusalOf(() => checkAccessMinutes(minutes))?.code).toBe('notANumber')
  })

  it('makes a ticket one for no door where nobody comes to a place, or only others do', () => {
    const club = { venue: 'Club' }
    expect(isOnlineTicket(event, undefined)).toBe(true)
    expect(isOnlineTicket(club, undefined)).toBe(false)
    expect(isOnlineTicket(club, { ticketTypeId: undefined })).toBe(false)
    expect(isOnlineTicket(club, { ticketTypeId: 1 })).toBe(true)
  })
})
