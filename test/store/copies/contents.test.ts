import { describe, expect, it } from 'vitest'
import { madeAtOf } from '../../../src/store/copies/contents.js'

describe('when a copy was made', () => {
  it.each([
    ['a backup of a bot that ran', { backup: 1000, alive: 900 }, 1000],
    ['a copy by hand, after an earlier backup', { backup: 1000, alive: 5000 }, 5000],
    ['a copy by hand', { alive: 900 }, 900],
    ['a copy of a database that no bot used', {}, undefined],
  ])('is known of %s', (_, marks, madeAt) => {
    expect(madeAtOf({ marks: new Map(Object.entries(marks)) })).toBe(madeAt)
  })
})
