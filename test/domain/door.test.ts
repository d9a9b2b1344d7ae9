import { describe, expect, test } from 'vitest'
import {
  anyTimeBefore,
  checkDoorsBefore,
  type DoorFacts,
  doorModeEndsAt,
  doorOpensAt,
  dueOf,
  isDoorNear,
  isDoorOpen,
  justNowMs,
  mustBeUndoable,
  undoMs,
  verdictOf,
} from '../../src/domain/door.js'
import { fold } from '../../src/domain/text.js'
import { guessLimit, guessRefusal, guessWindowMs } from '../../src/domain/guess.js'
import { priceOfOne } from '../../src/domain/order.js'
import { giveBackUntil } from '../../src/domain/ticket.js'
import { refusalOf } from '../support/fixtures.js'

const now = Date.UTC(2026, 10, 22, 12)
const rub = (minor: number) => ({ minor, currency: 'RUB' })
const facts: DoorFacts = {
  state: 'valid',
  isRefunded: false,
  isTakenBack: false,
  due: undefined,
  checkedInAt: undefined,
  byMe: false,
  isElsewhere: false,
  isPaid: false,
  opensAt: now,
  evenEarly: false,
}

describe('the verdict', () => {
  test.each<[string, Partial<DoorFacts>, ReturnType<typeof verdictOf>]>([
    ['a valid ticket', {}, 'mayEnter'],
    ['one that is to be paid', { due: rub(5) }, 'toPay'],
    ['one that is paid now', { due: rub(5), isPaid: true }, 'mayEnter'],
    ['one that I let in a moment ago', { checkedInAt: now - justNowMs + 1, byMe: true }, 'letInJustNow'],
    ['one that I let in earlier', { checkedInAt: now - justNowMs, byMe: true }, 'alreadyIn'],
    ['one that somebody else let in this moment', { checkedInAt: now }, 'alreadyIn'],
    ['one that is in and was to be paid', { checkedInAt: now, due: rub(5), isPaid: true }, 'alreadyIn'],
    ['one of a cancelled event, though it was let in', { state: 'cancelled', checkedInAt: now }, 'eventCancelled'],
    ['one that was given back', { state: 'returned' }, 'returned'],
    ['one a moment before the door opens', { opensAt: now + 1 }, 'tooEarly'],
    ['one that is to be paid, before the door opens', { opensAt: now + 1, due: rub(5) }, 'tooEarly'],
    ['one that is paid now, before the door opens', { opensAt: now + 1, due: rub(5), isPaid: true }, 'mayEnter'],
    ['one that is meant to enter before the door opens', { opensAt: now + 1, evenEarly: true }, 'mayEnter'],
    ['one that is in before the door opens', { opensAt: now + 1, checkedInAt: now - justNowMs }, 'alreadyIn'],
    ['one that was given back, before the door opens', { opensAt: now + 1, state: 'returned' }, 'returned'],
    ['any at another door', { state: 'cancelled', isElsewhere: true }, 'wrongEvent'],
  ])('on %s', (_, more, verdict) => {
    expect(verdictOf({ ...facts, ...more }, now)).toBe(verdict)
  })
})

test('what is due is the price of one, until it is paid; nothing of what was paid otherwise', () => {
  const order = { paymentMethod: 'atDoor', total: rub(4500), quantity: 3 } as const
  expect([
    dueOf(order, { doorPaidAt: undefined }),
    dueOf(order, { doorPaidAt: now }),
    dueOf({ ...order, paymentMethod: 'free' }, { doorPaidAt: undefined }),
  ]).toEqual([rub(1500), undefined, undefined])
  expect(priceOfOne(order)).toEqual(rub(1500))
})

test('a door is open until twelve hours after the end, unless the event is cancelled', () => {
  const event = { state: 'published', startsAt: now, endsAt: undefined } as const
  const hours = 3_600_000
  expect([
    isDoorOpen(event, now + 12 * hours - 1),
    isDoorOpen(event, now + 12 * hours),
    isDoorOpen({ ...event, endsAt: now + hours }, now + 12 * hours),
  ]).toEqual([true, false, true])
  expect([isDoorOpen({ ...event, state: 'draft' }, now), isDoorOpen({ ...event, state: 'cancelled' }, now)]).toEqual([
    true,
    false,
  ])
})

test('a door opens so many minutes before the start, at most at any time', () => {
  expect(doorOpensAt({ startsAt: now, doorsBefore: 180 })).toBe(now - 3 * 3_600_000)
  const code = (minutes: number) => refusalOf(() => checkDoorsBefore(minutes))?.code
  expect([0, anyTimeBefore, -1, 1.5, anyTimeBefore + 1].map(code)).toEqual([
    undefined,
    undefined,
    'notANumber',
    'notANumber',
    'notANumber',
  ])
})

test('a check-in can be undone for five minutes, by the organizer at any time', () => {
  const code = (checkedInAt: number | undefined) => refusalOf(() => mustBeUndoable(checkedInAt, now))?.code
  expect(refusalOf(() => mustBeUndoable(now - 9 * undoMs, now, true))).toBeUndefined()
  expect(refusalOf(() => mustBeUndoable(undefined, now, true))?.code).toBe('notCheckedIn')
  expect([code(undefined), code(now - undoMs + 1), code(now - undoMs)]).toEqual([
    'notCheckedIn',
    undefined,
    'undoTooLate',
  ])
})

test('whoever guessed too often waits out the window, in whole minutes', () => {
  const refusal = (misses: number, since: number) => guessRefusal({ misses, since }, now)
  expect([refusal(guessLimit - 1, now), refusal(guessLimit, now - guessWindowMs)]).toEqual([undefined, undefined])
  expect([refusal(guessLimit, now)?.facts, refusal(guessLimit, now - guessWindowMs + 1)?.facts]).toEqual([
    { minutes: 10 },
    { minutes: 1 },
  ])
})

test('names are folded: case, accents and "ё" do not matter, in every script', () => {
  expect(['ЁЛКА', 'Müller', 'Šárka', 'ΑΘΉΝΑ', 'Ｗｉｄｅ'].map(fold)).toEqual([
    'елка',
    'muller',
    'sarka',
    'αθηνα',
    'wide',
  ])
})

test('tickets may be given back until so many hours before the start', () => {
  expect([
    giveBackUntil({ giveBackHours: undefined, startsAt: now }),
    giveBackUntil({ giveBackHours: 0, startsAt: now }),
    giveBackUntil({ giveBackHours: 24, startsAt: now }),
  ]).toEqual([undefined, now, now - 86_400_000])
})

describe('whoever stands at a door', () => {
  const hour = 3_600_000
  const zone = 'Europe/Moscow'
  const at = (day: number, clock: number): number => Date.UTC(2026, 10, day, clock - 3)

  test.each<[string, number, number | undefined, number]>([
    ['leaves it at five in the morning', at(22, 19), at(22, 23), at(23, 5)],
    ['leaves it at five after what nobody said the end of', at(22, 19), undefined, at(23, 5)],
    ['leaves it at five after what ends deep in the night', at(22, 23), at(23, 2), at(23, 5)],
    ['leaves it twelve hours after what ends by day', at(22, 10), at(22, 14), at(23, 2)],
    ['does not leave it in the middle of what begins before five', at(23, 4), undefined, at(23, 16)],
    ['does not leave it with what ends just before five', at(22, 23), at(23, 4) + hour / 2, at(23, 4) + 12.5 * hour],
    ['leaves it after the last night of several days', at(20, 12), at(22, 23), at(23, 5)],
  ])('%s', (_, startsAt, endsAt, left) => {
    expect(new Date(doorModeEndsAt({ startsAt, endsAt, zone }, startsAt - hour))).toEqual(new Date(left))
  })

  test('leaves it when it closes, if it was opened after that night', () => {
    const event = { startsAt: at(22, 19), endsAt: at(22, 23), zone }
    expect(doorModeEndsAt(event, at(23, 5))).toBe(at(23, 11))
  })

  test('has it near from the day before, until it closes', () => {
    const event = { state: 'published', startsAt: now, endsAt: now + hour } as const
    const near = [-25 * hour, -24 * hour, 0, 12 * hour, 13 * hour].map((ms) => isDoorNear(event, now + ms))
    expect(near).toEqual([false, true, true, true, false])
    expect(isDoorNear({ ...event, state: 'cancelled' }, now)).toBe(false)
  })
})
