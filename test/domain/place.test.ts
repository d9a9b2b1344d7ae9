import { describe, expect, it, test } from 'vitest'
import { degreesOf, isOnline, onlineVenue, pinAt, saysOnline } from '../../src/domain/place.js'
import { refusalOf } from '../support/fixtures.js'

describe('a point on the map', () => {
  test.each([
    [55.751244, 37.618423],
    [-33.8567844, 151.2152967],
    [90, -180],
    [0.1 + 0.2, -0.0000004],
  ])('%d, %d: is whole millionths of a degree, within 6 cm', (latitude, longitude) => {
    const pin = pinAt(latitude, longitude)
    expect(Number.isInteger(pin.latitude) && Number.isInteger(pin.longitude)).toBe(true)
    const back = degreesOf(pin)
    expect(Math.abs(back.latitude - latitude)).toBeLessThanOrEqual(0.000_000_5)
    expect(Math.abs(back.longitude - longitude)).toBeLessThanOrEqual(0.000_000_5)
    expect(pinAt(back.latitude, back.longitude)).toEqual(pin)
  })

  test.each([
    [90.000001, 0],
    [0, 180.000001],
    [NaN, 0],
    [0, Infinity],
  ])('%d, %d: is none', (latitude, longitude) => {
    expect(refusalOf(() => pinAt(latitude, longitude))?.code).toBe('placeOutOfRange')
  })
})

describe('online', () => {
  it.each(['Online', 'online.', ' Онлайн! ', 'on-line', 'ОНЛАЙН'])('is said by "%s"', (text) => {
    expect(saysOnline(text)).toBe(true)
  })

  it.each(['Online bar, 5 Main St', 'Онлайн-кафе', 'Club', ''])('is not said by "%s"', (text) => {
    expect(saysOnline(text)).toBe(false)
  })

  it('is an event without a venue', () => {
    expect([onlineVenue, 'Club'].map((venue) => isOnline({ venue }))).toEqual([true, false])
  })
})
