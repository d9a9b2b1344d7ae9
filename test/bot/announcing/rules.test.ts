import { describe, expect, it } from 'vitest'
import { type Announcement, type ChatMessage } from '../../../src/domain/announcement.js'
import { type Delivery, isLate, pauseAfter, settleDelivery, type Settlement } from '../../../src/domain/delivery.js'
import { minute, second } from '../../support/announcing.js'

const now = 1_800_000_000_000

const soldOut = (slug = 'a', title = 'A', capacity = 10): ChatMessage => ({ kind: 'soldOut', slug, title, capacity })

const row = (fields: Partial<Announcement> = {}): Announcement => ({
  id: 1,
  to: 'chat',
  urgency: 'chat',
  message: soldOut(),
  eventId: 1,
  actorId: 5,
  state: 'waiting',
  dueAt: now,
  attempts: 0,
  uncertain: false,
  lostAnswers: 0,
  createdAt: now,
  ...fields,
})

type Case = {
  readonly name: string
  readonly row?: Partial<Announcement>
  readonly delivery: Delivery
  readonly becomes: Partial<Settlement>
  readonly late: boolean
}

const inOneSecond = { dueAt: now + second, attempts: 1 }
const cases: readonly Case[] = [
  {
    name: 'said',
    delivery: { kind: 'delivered', messageId: 1, chatId: 2 },
    becomes: { state: 'delivered', error: undefined },
    late: false,
  },
  { name: 'not worth saying any more', delivery: { kind: 'obsolete' }, becomes: { state: 'obsolete' }, late: false },
  {
    name: 'not its turn',
    row: { attempts: 3 },
    delivery: { kind: 'notYet', waitMs: 4000 },
    becomes: { state: 'waiting', dueAt: now + 4000, attempts: 3, error: undefined },
    late: false,
  },
  {
    name: '429',
    delivery: { kind: 'tooManyRequests', retryAfterMs: 7000 },
    becomes: { state: 'waiting', dueAt: now + 7000, uncertain: false, error: 'too many requests' },
    late: true,
  },
  {
    name: '429 after many failures',
    row: { attempts: 30 },
    delivery: { kind: 'tooManyRequests', retryAfterMs: 7000 },
    becomes: { dueAt: now + 7000 },
    late: true,
  },
  {
    name: 'the chat is closed to the bot',
    delivery: { kind: 'unreachable', reason: '403' },
    becomes: { state: 'waiting', ...inOneSecond, uncertain: false },
    late: true,
  },
  {
    name: 'a person blocked the bot',
    row: { to: 7 },
    delivery: { kind: 'unreachable', reason: '403' },
    becomes: { state: 'unreachable', uncertain: false },
    late: false,
  },
  {
    name: 'the answer lost once',
    delivery: { kind: 'answerLost', reason: 'ECONNRESET' },
    becomes: { state: 'waiting', ...inOneSecond, uncertain: true, lostAnswers: 1 },
    late: true,
  },
  {
    name: 'the answer lost twice',
    row: { attempts: 1, uncertain: true, lostAnswers: 1 },
    delivery: { kind: 'answerLost', reason: 'ECONNRESET' },
    becomes: { state: 'givenUp', uncertain: true, lostAnswers: 2 },
    late: true,
  },
  {
    name: "a person's, lost twice",
    row: { to: 5, attempts: 1, uncertain: true, lostAnswers: 1 },
    delivery: { kind: 'answerLost', reason: 'ECONNRESET' },
    becomes: { state: 'unreachable', uncertain: true, lostAnswers: 2 },
    late: false,
  },
  {
    name: '500',
    delivery: { kind: 'serverFault', reason: '500' },
    becomes: { state: 'waiting', ...inOneSecond, uncertain: true, lostAnswers: 0 },
    late: true,
  },
  {
    name: '500 for hours',
    row: { attempts: 300, uncertain: true },
    delivery: { kind: 'serverFault', reason: '500' },
    becomes: { state: 'waiting', dueAt: now + minute },
    late: true,
  },
  {
    name: 'never sent',
    delivery: { kind: 'notSent', reason: 'ECONNREFUSED' },
    becomes: { state: 'waiting', ...inOneSecond, uncertain: false },
    late: true,
  },
  {
    name: 'never sent for hours',
    row: { attempts: 300 },
    delivery: { kind: 'notSent', reason: 'ECONNREFUSED' },
    becomes: { state: 'waiting', dueAt: now + minute, uncertain: false },
    late: true,
  },
  {
    name: 'the question before a repeat failed',
    row: { attempts: 1, uncertain: true, lostAnswers: 1 },
    delivery: { kind: 'probeFailed', reason: 'ECONNRESET' },
    becomes: { state: 'waiting', uncertain: true, lostAnswers: 1 },
    late: true,
  },
  {
    name: 'refused for good',
    delivery: { kind: 'rejected', reason: '400 message is too long' },
    becomes: { state: 'givenUp', error: '400 message is too long' },
    late: true,
  },
  {
    name: 'a defect',
    delivery: { kind: 'defect', reason: 'defect' },
    becomes: { state: 'waiting', ...inOneSecond, uncertain: false },
    late: true,
  },
  {
    name: 'the fifth defect',
    row: { attempts: 4 },
    delivery: { kind: 'defect', reason: 'defect' },
    becomes: { state: 'givenUp' },
    late: true,
  },
]

describe('an announcement after a try:', () => {
  it.each(cases)('$name', ({ row: fields, delivery, becomes, late }) => {
    const settlement = settleDelivery(row(fields), delivery, now)
    expect(settlement).toMatchObject(becomes)
    expect(isLate(settlement)).toBe(late)
  })

  it('what may have arrived once stays uncertain whatever comes next', () => {
    const kinds: readonly Delivery[] = [
      { kind: 'notYet', waitMs: 1 },
      { kind: 'tooManyRequests', retryAfterMs: 1 },
      { kind: 'notSent', reason: '' },
      { kind: 'probeFailed', reason: '' },
      { kind: 'unreachable', reason: '' },
      { kind: 'serverFault', reason: '' },
      { kind: 'defect', reason: '' },
      { kind: 'rejected', reason: '' },
    ]
    for (const delivery of kinds)
      expect(settleDelivery(row({ uncertain: true, lostAnswers: 1 }), delivery, now)).toMatchObject({
        uncertain: true,
        lostAnswers: 1,
      })
  })
})

describe('pauses between tries', () => {
  it('double from a second to a minute and stay there', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 1000, 1e9].map(pauseAfter)).toEqual(
      [1, 2, 4, 8, 16, 32, 60, 60, 60, 60].map((seconds) => seconds * second),
    )
  })
})
