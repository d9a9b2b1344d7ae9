import { describe, expect, test } from 'vitest'
import { discounted } from '../../src/domain/promoCode.js'

describe('a percentage that does not come out even', () => {
  test.each([
    [101, 1, 100],
    [149, 1, 148],
    [150, 1, 148],
    [151, 1, 149],
    [10, 33, 7],
    [10, 35, 6],
    [10, 36, 6],
    [1, 49, 1],
    [1, 50, 0],
    [99_999, 15, 84_999],
  ])('of %i is rounded half up: %i percent off leave %i', (minor, percent, left) => {
    expect(discounted({ minor, currency: 'RUB' }, { percent })).toEqual({ minor: left, currency: 'RUB' })
  })
})
