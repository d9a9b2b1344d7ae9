import { describe, expect, it, test } from 'vitest'
import { mustWorkAt } from '../../src/domain/access.js'
import { invitationMs, mustHaveDoor } from '../../src/domain/door.js'
import { guessLimit, guessRefusal } from '../../src/domain/guess.js'
import { anEvent, now } from '../support/domain.js'
import { refusalOf } from '../support/fixtures.js'

describe('the door', () => {
  test.each([
    ['its organizer', 7, false, undefined],
    ['its organizer, who is staff too', 7, true, undefined],
    ['its staff', 8, true, undefined],
    ['anybody else', 8, false, 'staffOnly'],
  ])('is open to %s or not', (_, personId, isStaff, code) => {
    expect(refusalOf(() => mustWorkAt(personId, anEvent(), isStaff))?.code).toBe(code)
  })

  it('is there until twelve hours after the event, and not for one that will not take place', () => {
    const event = anEvent()
    const end = event.startsAt + 12 * 3_600_000
    expect([
      refusalOf(() => mustHaveDoor(event, end - 1)),
      refusalOf(() => mustHaveDoor(event, end)),
      refusalOf(() => mustHaveDoor({ ...event, state: 'cancelled' }, now)),
    ]).toMatchObject([
      undefined,
      { code: 'eventEnded', facts: { title: 'Jazz' } },
      { code: 'eventCancelled', facts: { title: 'Jazz' } },
    ])
  })

  it('invites for a day, and refuses who guesses', () => {
    expect([invitationMs, guessRefusal({ misses: guessLimit, since: now }, now)?.code]).toEqual([
      86_400_000,
      'tooManyGuesses',
    ])
  })
})
