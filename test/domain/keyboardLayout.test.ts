import { expect, test } from 'vitest'
import { undoCyrillicLayout } from '../../src/domain/keyboardLayout.js'

test.each([
  ['реезыЖ..еюьу.думуь_ище,ыефке=е_фИсВ0', 'https://t.me/levem_bot?start=t_aBcD0'],
  ['РЕЕЗЫЖ..ЕЮЬУ', 'HTTPS://T>ME'],
  ['еп:..куыщдму,вщьфшт=думуь?ыефке=е_1', 'tg^//resolve?domain=levem&start=t_1'],
  ['и29ч62яо', 'b29x62zj'],
  ['л7йа-2ь9ч', 'k7qf-2m9x'],
  ['реезіЖ..еюьу', 'https://t.me'],
])('"%s" was "%s" on another layout', (typed, meant) => {
  expect(undoCyrillicLayout(typed)).toBe(meant)
})

test.each(['https://t.me/levem', '12345678', 'Ivan Иванов', ''])('"%s" was not typed on a Cyrillic one', (typed) => {
  expect(undoCyrillicLayout(typed)).toBeUndefined()
})
