import { describe, expect, it, test } from 'vitest'
import { type Announcement, type AnnouncementState, type ChatMessage, maySumUp } from '../../src/domain/announcement.js'
import { type Delivery, isLate, pauseAfter, settleDelivery, type Settlement } from '../../src/domain/delivery.js'
import { now } from '../support/domain.js'

const second = 1000
const sold: Extract<ChatMessage, { kind: 'ticketsIssued' }> = {
  kind: 'ticketsIssued',
  slug: 'abc',
  title: 'Jazz',
  quantity: 1,
  total: { minor: 0, currency: 'RUB' },
  paymentWay: 'free',
  buyer: 'Bob',
  left: 9,
}
const row = (fields: Partial<Announcement> = {}): Announcement => ({
  id: 1,
  to: 'chat',
  urgency: 'chat',
  message: sold,
  eventId: 1,
  actorId: 5,
  state: 'waiting',
  dueAt: now - 1,
  attempts: 2,
  uncertain: false,
  lostAnswers: 0,
  createdAt: now,
  ...fields,
})
const reason = 'why'
/** What becomes of a row of which nothing is new but that a third try failed. */
const waits: Settlement = {
  state: 'waiting',
  dueAt: now + 4 * second,
  attempts: 3,
  uncertain: false,
  lostAnswers: 0,
  error: reason,
}
/** What becomes of it when nobody is to blame: it was no failed try. */
const untried: Settlement = { ...waits, dueAt: now, attempts: 2, error: undefined }

describe('what becomes of an announcement', () => {
  test.each<[string, Partial<Announcement>, Delivery, Settlement]>([
    ['that is said', {}, { kind: 'delivered', messageId: 1, chatId: 2 }, { ...untried, state: 'delivered' }],
    ['not worth saying any more', {}, { kind: 'obsolete' }, { ...untried, state: 'obsolete' }],
    ['whose turn has not come', {}, { kind: 'notYet', waitMs: 70 }, { ...untried, dueAt: now + 70 }],
    [
      'for which Telegram wants to wait',
      {},
      { kind: 'tooManyRequests', retryAfterMs: 7000 },
      { ...waits, dueAt: now + 7000, error: 'too many requests' },
    ],
    ['for a chat that cannot be reached', {}, { kind: 'unreachable', reason }, waits],
    [
      'for a person who cannot be reached',
      { to: 5 },
      { kind: 'unreachable', reason },
      { ...waits, state: 'unreachable' },
    ],
    ['that was never sent', {}, { kind: 'notSent', reason }, waits],
    [
      'that was never sent, after a lost answer',
      { uncertain: true, lostAnswers: 1 },
      { kind: 'notSent', reason },
      { ...waits, uncertain: true, lostAnswers: 1 },
    ],
    ['nobody answered about', {}, { kind: 'probeFailed', reason }, waits],
    ['with a fault of Telegram’s', {}, { kind: 'serverFault', reason }, { ...waits, uncertain: true }],
    ['whose answer was lost', {}, { kind: 'answerLost', reason }, { ...waits, uncertain: true, lostAnswers: 1 }],
    [
      'for the chat whose answer was lost again',
      { uncertain: true, lostAnswers: 1 },
      { kind: 'answerLost', reason },
      { ...waits, uncertain: true, lostAnswers: 2, state: 'givenUp' },
    ],
    [
      'for a person whose answer was lost again',
      { to: 5, uncertain: true, lostAnswers: 1 },
      { kind: 'answerLost', reason },
      { ...waits, uncertain: true, lostAnswers: 2, state: 'unreachable' },
    ],
    ['that Telegram does not take', {}, { kind: 'rejected', reason }, { ...waits, state: 'givenUp' }],
    ['with a fault of ours', {}, { kind: 'defect', reason }, waits],
    [
      'with its fourth fault of ours',
      { attempts: 3 },
      { kind: 'defect', reason },
      { ...waits, attempts: 4, dueAt: now + 8 * second },
    ],
    [
      'with its fifth fault of ours',
      { attempts: 4 },
      { kind: 'defect', reason },
      { ...waits, attempts: 5, dueAt: now + 16 * second, state: 'givenUp' },
    ],
  ])('%s', (_, fields, delivery, becomes) => {
    expect(settleDelivery(row(fields), delivery, now)).toEqual(becomes)
  })

  it('is late when a try failed and it still waits, or was given up', () => {
    const states: readonly AnnouncementState[] = ['waiting', 'delivered', 'unreachable', 'obsolete', 'givenUp']
    const late = (error: string | undefined) => states.filter((state) => isLate({ ...waits, state, error }))
    expect([late(reason), late(undefined)]).toEqual([['waiting', 'givenUp'], []])
  })

  it('is tried again after 1, 2, 4 … and at most 60 seconds', () => {
    expect([1, 2, 3, 6, 7, 8, 100, 1e6].map(pauseAfter)).toEqual(
      [1, 2, 4, 32, 60, 60, 60, 60].map((seconds) => seconds * second),
    )
  })
})

test('sales and what is sold out are told together in a rush, self-tests and all else alone', () => {
  const about = { slug: 'abc', title: 'Jazz', startsAt: now, zone: 'UTC', venue: 'Club' }
  expect(
    [
      sold,
      { ...sold, test: false },
      { ...sold, test: true },
      { kind: 'soldOut', slug: 'abc', title: 'Jazz', capacity: 1 } as const,
      { kind: 'eventCancelled', ...about, organizer: 'Ann', ticketsIssued: 1 } as const,
      { kind: 'tickets', orderId: 1 } as const,
    ].map(maySumUp),
  ).toEqual([true, true, false, true, false, false])
})
