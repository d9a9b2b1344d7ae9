import { describe, expect, test } from 'vitest'
import { toProve } from '../../src/domain/dayProof.js'
import { dayMs, hourMs, minuteMs } from '../../src/domain/duration.js'

const at = { minutes: 9 * 60, zone: 'Europe/Moscow' }
const midnight = Date.UTC(2026, 10, 20, 21)

describe('the days that are to be proved', () => {
  test('end at midnight of the zone, and their proof is due at its time', () => {
    const from = midnight - dayMs
    expect(toProve(at, from, midnight + 9 * hourMs - 1)).toBeUndefined()
    expect(toProve(at, from, midnight + 9 * hourMs)).toEqual({ from, until: midnight })
    expect(toProve(at, midnight, midnight + 20 * hourMs)).toBeUndefined()
  })

  test('are all that were missed, as far as all is kept', () => {
    expect(toProve(at, midnight, midnight + 3 * dayMs + 10 * hourMs)).toEqual({
      from: midnight,
      until: midnight + 3 * dayMs,
    })
    expect(toProve(at, midnight - 90 * dayMs, midnight + 10 * hourMs)).toEqual({
      from: midnight - 30 * dayMs,
      until: midnight,
    })
  })

  test('wait a few minutes for what was begun before midnight, and go backwards with no clock', () => {
    const soon = { ...at, minutes: 0 }
    expect(toProve(soon, midnight - dayMs, midnight + 4 * minuteMs)).toBeUndefined()
    expect(toProve(soon, midnight - dayMs, midnight + 5 * minuteMs)).toBeDefined()
    expect(toProve(at, midnight, midnight - 5 * dayMs)).toBeUndefined()
  })

  test('have 23 hours where the clocks go forward', () => {
    const berlin = { minutes: 9 * 60, zone: 'Europe/Berlin' }
    const from = Date.UTC(2027, 2, 27, 23)
    expect(toProve(berlin, from, from + 33 * hourMs)).toEqual({ from, until: from + 23 * hourMs })
  })
})
