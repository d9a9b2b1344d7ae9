import { describe, expect, it, test } from 'vitest'
import { dayMs, hourMs, minuteMs } from '../../src/domain/duration.js'
import {
  checkRejectionLine,
  isSeen,
  mayTakeBack,
  proofReviewMs,
  proofWordsOf,
  rejectionLineLimit,
  rejectionUndoMs,
  transferKeptUntil,
  withMoreWords,
} from '../../src/domain/proof.js'
import { style } from '../../src/domain/styledText.js'
import { anOrder, now } from '../support/domain.js'
import { refusalOf } from '../support/fixtures.js'

describe('the seats of a transfer', () => {
  test.each<[string, number, number | undefined, number]>([
    ['are kept for a day', 30 * dayMs, undefined, proofReviewMs],
    ['are kept until the start, where that is sooner', 5 * hourMs, 8 * hourMs, 5 * hourMs],
    ['are kept until the end of what has begun', -hourMs, 3 * hourMs, 3 * hourMs],
    ['are kept for a day of what goes on for a week', -hourMs, 6 * dayMs, proofReviewMs],
    ['are not kept beyond what is over', -hourMs, undefined, 0],
    ['are not kept beyond what is long over', -3 * dayMs, -2 * dayMs, 0],
  ])('%s', (_, start, end, kept) => {
    const event = { startsAt: now + start, endsAt: end === undefined ? undefined : now + end }
    expect(transferKeptUntil(event, now) - now).toBe(kept)
  })

  it('are kept no longer than a day, and never past the start that is ahead, whatever the event is', () => {
    for (let minutes = -3000; minutes <= 3000; minutes += 7) {
      const event = { startsAt: now + minutes * minuteMs, endsAt: now + (minutes + 600) * minuteMs }
      const until = transferKeptUntil(event, now)
      expect(until).toBeGreaterThanOrEqual(now)
      expect(until).toBeLessThanOrEqual(now + proofReviewMs)
      if (event.startsAt > now) expect(until).toBeLessThanOrEqual(event.startsAt)
    }
  })
})

describe('what is said about a receipt', () => {
  it('is clean, short, and grows while it fits', () => {
    expect(proofWordsOf('  from my wife\u202e \n\n\n Anna ')).toBe('from my wife\n\nAnna')
    expect(proofWordsOf('\u200b')).toBeUndefined()
    expect(proofWordsOf('x'.repeat(2000))).toHaveLength(450)
    expect(withMoreWords(undefined, 'first')).toBe('first')
    expect(withMoreWords('first', 'second')).toBe('first\nsecond')
    expect(withMoreWords('x'.repeat(445), 'second')).toBe('second')
    // An update that is handled again says the same.
    expect(withMoreWords('first\nsecond', 'second')).toBe('first\nsecond')
  })

  it('by the organizer keeps its looks, but for quotes inside the quote', () => {
    const text = style('Only half came', [
      { offset: 0, length: 14, style: 'blockquote' },
      { offset: 5, length: 4, style: 'bold' },
    ])
    expect(checkRejectionLine(text)).toBe(style('Only half came', [{ offset: 5, length: 4, style: 'bold' }]))
    expect(refusalOf(() => checkRejectionLine(' \n'))?.code).toBe('textNeeded')
    expect(checkRejectionLine('x'.repeat(rejectionLineLimit))).toHaveLength(rejectionLineLimit)
    expect(refusalOf(() => checkRejectionLine('x'.repeat(rejectionLineLimit + 1)))).toMatchObject({
      code: 'descriptionTooLong',
      facts: { max: rejectionLineLimit, length: rejectionLineLimit + 1 },
    })
  })
})

describe('a receipt', () => {
  it('is the one that was seen until another comes, or the same waits anew', () => {
    const order = anOrder({ proof: 'one', proofAt: now, proofs: 1 })
    expect(isSeen(order, { at: now, count: 1 })).toBe(true)
    expect(isSeen({ ...order, proofs: 2 }, { at: now, count: 1 })).toBe(false)
    expect(isSeen({ ...order, proofAt: now + 1 }, { at: now, count: 1 })).toBe(false)
  })

  it('that was not found may be taken up again for a week', () => {
    const order = anOrder({ proof: 'one', rejectedAt: now })
    expect(mayTakeBack(order, now + rejectionUndoMs - 1)).toBe(true)
    expect(mayTakeBack(order, now + rejectionUndoMs)).toBe(false)
    expect(mayTakeBack({ ...order, proof: undefined }, now)).toBe(false)
    expect(mayTakeBack({ ...order, rejectedAt: undefined }, now)).toBe(false)
  })
})
