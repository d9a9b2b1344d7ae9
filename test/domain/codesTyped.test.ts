import { describe, expect, test } from 'vitest'
import { codeReadings } from '../../src/domain/codeText.js'
import { checkCode, foldCode, isLinkable } from '../../src/domain/promoCode.js'
import { refusalOf } from '../support/fixtures.js'

const pasted = [
  ...['ROOF20', 'roof20', ' Roof 20 ', 'ROOF20.', 'ROOF20!', 'ROOF20…', '"ROOF20"', '“ROOF20”', '«ROOF20»', "'ROOF20'"],
  ...['(ROOF20)', '[ROOF20]', '<ROOF20>', '{ROOF20}', '`ROOF20`', '**ROOF20**', '#ROOF20', '# ROOF20', '№ROOF20'],
  ...[
    'ROOF\u200b20',
    '\u2060ROOF20\ufeff',
    '\u200eROOF20\u200f',
    'RO\u00adOF20',
    'ROOF20\u00a0',
    '\tROOF20\n',
    'ＲＯＯＦ２０',
  ],
  ...[
    'Promo code ROOF20',
    'promo code: ROOF20',
    'Promocode ROOF20',
    'promo-code – ROOF20',
    'your promo code is ROOF20',
  ],
  ...[
    'промокод ROOF20',
    'Промокод: ROOF20',
    'промо-код ROOF20',
    'Промокод — «ROOF20».',
    'мой промокод ROOF20',
    'промокод#ROOF20',
  ],
  ...['RООF20', 'ROОF20', 'RΟΟF20', '- ROOF20', '— ROOF20', '🏷 ROOF20', '🎁ROOF20🎁', 'ROOF20,', 'ROOF20;', 'ROOF٢٠'],
  ...[
    'https://t.me/levem_bot?start=e_abcdefghij_ROOF20',
    't.me/levem_bot?start=e_abcdefghij_ROOF20',
    'e_abcdefghij_ROOF20',
  ],
  ...[
    'вот ссылка: https://t.me/levem_bot?start=e_abcdefghij_ROOF20',
    'tg://resolve?domain=bot&start=e_abcdefghij_ROOF20',
  ],
]

const dashed = ['A-B-2', 'A–B–2', 'A—B—2', 'A‑B‑2', 'A−B−2', 'А-В-2', 'a‐b‐2', 'A﹣B－2']

describe('a promo code as people paste it', () => {
  test.each(pasted)('"%s" is ROOF20', (text) => {
    expect(foldCode(text)).toBe('ROOF20')
  })

  test.each(dashed)('"%s" is A-B-2', (text) => {
    expect(foldCode(text)).toBe('A-B-2')
  })

  test.each([
    ['код ROOF20', 'ROOF20'],
    ['code: ROOF20', 'ROOF20'],
    ['coupon ROOF20', 'ROOF20'],
    ['купон ROOF20', 'ROOF20'],
    ['code 20', 'CODE20'],
    ['кщща20', 'ROOF20'],
    ['КЩЩА20', 'ROOF20'],
    ['промокод кщща20', 'ROOF20'],
    ['ltnj', 'ДЕТО'],
    ['ktnj', 'ЛЕТО'],
    ['dtcyf', 'BECHA'],
    [',tpev', 'БЕЗУМ'],
  ])('"%s" may mean %s', (text, code) => {
    expect(codeReadings(text)).toContain(code)
  })

  test.each([
    ['лето', 'ЛЕТО', false],
    ['ЛEТO', 'ЛЕТО', false],
    ['Лето-2026', 'ЛЕТО-2026', false],
    ['скидка20', 'СКИДКА20', false],
    ['ёлка', 'ЁЛКА', false],
    ['весна', 'BECHA', true],
    ['ВЕСНА', 'BECHA', true],
    ['BECHA', 'BECHA', true],
    ['друзья', 'ДРУЗЬЯ', false],
    ['літо', 'ЛІТО', false],
  ])('"%s" is made as %s; a link for it: %s', (text, code, hasLink) => {
    expect([checkCode(text), isLinkable(checkCode(text))]).toEqual([code, hasLink])
  })

  test.each(['Я', 'лето_2026', 'лето.жара', '漢字', '«»', 'ы'.repeat(25)])('"%s" is none', (text) => {
    expect(refusalOf(() => checkCode(text))?.code).toBe('promoCodeForm')
  })

  test('is what it is folded to, however often', () => {
    for (const text of [...pasted, ...dashed, 'лето', 'ЛEТO', 'ВЕСНА', 'ёлка'])
      expect(foldCode(foldCode(text))).toBe(foldCode(text))
  })
})
