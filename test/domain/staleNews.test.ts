import { describe, expect, it, test } from 'vitest'
import { type AnnouncedMessage, urgencyOf } from '../../src/domain/announcement.js'
import { picturesAfter } from '../../src/domain/owedFiles.js'
import { chatNewsMs, isOldForChat, isStale } from '../../src/domain/staleNews.js'
import { now } from '../support/domain.js'

const day = 24 * 3_600_000
const past = { slug: 's', title: 't', zone: 'UTC', venue: 'v', startsAt: now - 1 }
const ahead = { ...past, startsAt: now + day }
const before = { startsAt: 0, venue: 'v', title: 't' }
const money = { minor: 1, currency: 'RUB' }

const isStaleAfter = (message: AnnouncedMessage, ms: number): boolean => isStale({ message, createdAt: now - ms }, now)

describe('what a person hears who comes back after a long time', () => {
  test.each<[string, AnnouncedMessage]>([
    ['their tickets', { kind: 'tickets', orderId: 1 }],
    ['a change of what is still to come', { kind: 'yourEventChanged', ...ahead, before }],
    ['a cancellation of what is still to come', { kind: 'yourEventCancelled', ...ahead, quantity: 1 }],
    ['money that comes back, however long ago', { kind: 'yourEventCancelled', ...past, quantity: 1, back: money }],
    ['a refund', { kind: 'orderRefunded', ...past, orderId: 1, amount: money, quantity: 1 }],
    ['that a refund is made', { kind: 'refunded', amount: money, title: 't' }],
    ['money to give back', { kind: 'refundDue', refundId: 1 }],
    ['that their transfer is still looked for', { kind: 'holdExpired', ...past, quantity: 1, isLooking: true }],
  ])('%s', (_, message) => {
    expect(isStaleAfter(message, 400 * day)).toBe(false)
  })

  test.each<[string, AnnouncedMessage]>([
    ['a change of what is over', { kind: 'yourEventChanged', ...past, before }],
    ['a cancellation of what would be over', { kind: 'yourEventCancelled', ...past, quantity: 1 }],
    ['a hold that ran out', { kind: 'holdExpired', ...ahead, quantity: 1 }],
    ['who helps at a door that is closed', { kind: 'staffJoined', ...past, name: 'Vera' }],
    [
      'that the chat is late',
      { kind: 'announcementDelayed', announcementId: 1, about: 'soldOut', title: 't', givenUp: false },
    ],
  ])('not %s, unless it is fresh', (_, message) => {
    expect([isStaleAfter(message, day + 1), isStaleAfter(message, day)]).toEqual([true, false])
  })

  it('while a chat hears what happened in the last three days', () => {
    expect([chatNewsMs, chatNewsMs + 1].map((ms) => isOldForChat({ createdAt: now - ms }, now))).toEqual([false, true])
  })
})

describe('who waits for a message', () => {
  it('is somebody for tickets and money, nobody for what goes to many', () => {
    expect(urgencyOf({ kind: 'tickets', orderId: 1 })).toBe('personal')
    expect(urgencyOf({ kind: 'refundDue', refundId: 1 })).toBe('personal')
    expect(urgencyOf({ kind: 'yourEventChanged', ...ahead, before })).toBe('bulk')
    expect(urgencyOf({ kind: 'ticketPictures', about: { orderId: 1 } })).toBe('pictures')
    expect(urgencyOf({ kind: 'ticketPictures', about: { eventId: 1 } })).toBe('bulk')
    expect(urgencyOf({ kind: 'soldOut', slug: 's', title: 't', capacity: 1 })).toBe('chat')
    expect(urgencyOf({ kind: 'ticketPictures', about: { orderId: 1 } })).toBe('pictures')
  })
})

describe('the pictures of tickets that were told as text', () => {
  const row = {
    id: 7,
    to: 5,
    urgency: 'personal',
    eventId: 3,
    actorId: undefined,
    state: 'waiting',
    dueAt: now,
    attempts: 0,
    uncertain: false,
    lostAnswers: 0,
    createdAt: now,
  } as const

  it('are owed for what brought tickets, once', () => {
    expect(picturesAfter({ ...row, message: { kind: 'tickets', orderId: 9 } })).toEqual({
      to: 5,
      key: 'pictures:7',
      eventId: 3,
      message: { kind: 'ticketPictures', about: { orderId: 9 } },
    })
    expect(picturesAfter({ ...row, message: { kind: 'ticketReceived', ticketId: 2, from: 'Ann' } })).toMatchObject({
      message: { about: { ticketId: 2 } },
    })
    expect(picturesAfter({ ...row, message: { kind: 'refundDue', refundId: 1 } })).toBeUndefined()
  })
})
