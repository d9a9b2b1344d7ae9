import { expect, it } from 'vitest'
import { remember } from '../../src/domain/remember.js'

it('is asked once for the same arguments, and begins anew when it knows too many', () => {
  const asked: string[] = []
  const both = remember((text: string, times: number): string => {
    asked.push(text)
    return text.repeat(times)
  }, 2)
  expect([both('a', 2), both('a', 2), both('a', 3)]).toEqual(['aa', 'aa', 'aaa'])
  expect(asked).toEqual(['a', 'a'])
  expect([both('b', 1), both('a', 2)]).toEqual(['b', 'aa'])
  expect(asked).toEqual(['a', 'a', 'b', 'a'])
})
