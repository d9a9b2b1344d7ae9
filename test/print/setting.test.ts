import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { coloursOf, contrast, seedOf } from '../../src/print/colours.js'
import { loadFonts } from '../../src/print/fonts/fonts.js'
import { createPrintable } from '../../src/print/printable.js'
import { createTypesetter } from '../../src/print/typesetting.js'

const faceFor = loadFonts()
const printable = (text: string): string => createPrintable(faceFor(text).has)(text)
const lackedOf = (text: string): readonly string[] => {
  const { has } = faceFor(text)
  return Array.from(text).filter((character) => !has(character))
}
const context = createCanvas(10, 10).getContext('2d')
const face = faceFor('')
const setter = createTypesetter(context, face)

describe('the fonts', () => {
  it('have the letters of Russian, its neighbours and the languages of Europe, and the signs of money', () => {
    const texts = [
      'Съешь ещё этих мягких французских булок',
      'Ґґ Її Єє Ўў Ққ Ғғ Ңң Өө Ұұ Үү Һһ Әә',
      'ÄÖÜß àâçéèêëîïôûÿœ ñ¡¿ åæø łóźćżąę čďěňřšťůž ğışç țășî őű Nguyễn Ελλάδα',
      '₽₴₸₾₼₺€$£¥ № — – … « » “ ” • · ©',
    ]
    expect(texts.flatMap(lackedOf)).toEqual([])
  })

  it.each([
    '東京ジャズ、ブルーノート「夜」',
    '爵士之夜：上海',
    '臺北爵士樂，國際會議中心',
    '한국 재즈 페스티벌',
    "ערב ג'אז",
    'حفلة جاز ٢٠٢٧، بيروت',
    'งานแจ๊สแห่งกรุงเทพฯ',
    'ჯაზი თბილისში',
    'Ջազ Երևանում ֏',
    'जैज़ क्षत्रिय',
    '🎷👨‍👩‍👧‍👦❤️🇬🇪1️⃣👩🏽‍🚀',
  ])('have %s', (text) => {
    expect(lackedOf(text)).toEqual([])
  })

  it('are looked into for what a text has, not for what another had', () => {
    expect(faceFor('東').has('東')).toBe(true)
    expect(['東', 'ש', '🎷'].map(faceFor('Jazz').has)).toEqual([false, false, false])
  })

  it('do not have what their lists claim and they draw as a box', () => {
    expect(lackedOf('㐁㐲')).toEqual(['㐁', '㐲'])
  })
})

describe('what can be printed', () => {
  it.each([
    ['Rock & Roll Night', 'Rock & Roll Night'],
    ['🎸🎉 Rock & Roll 🎉', '🎸🎉 Rock & Roll 🎉'],
    ['Мы❤️кино', 'Мы❤️кино'],
    ['🎉', '🎉'],
    ['👨‍👩‍👧‍👦 Семья', '👨‍👩‍👧‍👦 Семья'],
    ['1️⃣ место', '1️⃣ место'],
    ['🇬🇪 Тбилиси', '🇬🇪 Тбилиси'],
    ['Джаз (☆)', 'Джаз'],
    ['☆ — Джаз — ☆', 'Джаз'],
    ['«☆» Джаз', 'Джаз'],
    ['Джаз ☆, вино ☆!', 'Джаз, вино!'],
    ['𝕽𝖔𝖈𝖐 𝓝𝓲𝓰𝓱𝓽', 'Rock Night'],
    ['Ｗｉｄｅ', 'Ｗｉｄｅ'],
    // The rest of a title is another title.
    ['שלום Anna', 'שלום Anna'],
    ['東京ジャズ 2027', '東京ジャズ 2027'],
    ['தமிழ் Night', ''],
    ['ကျော် 2027', ''],
    ['Концерт ქართული', 'Концерт ქართული'],
    ['Джаз 2027 ☆', 'Джаз 2027'],
    ['مرحبا', 'مرحبا'],
    ['音乐会', '音乐会'],
    ['1\u202f500\u00a0₽', '1\u00a0500\u00a0₽'],
    ['1500 ֏', '1500 ֏'],
    ['co\u2011op', 'co-op'],
    ['e\u0301té', 'été'],
    ['Z\u0300\u0301\u0303\u0304\u0308\u0309a', 'Z\u0300\u0301a'],
    ['ก็็็็็ร็', 'ก็็็ร็'],
    ['за́мок', 'за́мок'],
    ['', ''],
    ['- 50 % -', '- 50 % -'],
  ])('%s', (text, printed) => {
    expect(printable(text)).toBe(printed)
  })

  it('is always something the fonts have', () => {
    const texts = Array.from({ length: 400 }, (_, i) =>
      String.fromCodePoint(
        ...[1, 7, 31, 211].map((step) => ((i * step * 37) % 0x3000) + 1).filter((code) => code < 0xd800),
      ),
    )
    expect(texts.map(printable).flatMap(lackedOf)).toEqual([])
  })
})

describe('setting a text', () => {
  const title = { weight: 700, sizes: [96, 72, 56, 40], width: 888, lines: 4 } as const
  const widest = (lines: readonly string[], size: number): number => {
    context.font = face.font(700, size)
    return Math.max(...lines.map((line) => context.measureText(line).width))
  }

  it('takes the largest size that fits', () => {
    expect(setter.set('Шахматы', title)).toEqual({
      size: 96,
      lines: ['Шахматы'],
      isWhole: true,
      direction: 'ltr',
    })
    expect(setter.set('Шахматы в библиотеке и чай '.repeat(3).trim(), title).size).toBeLessThan(96)
  })

  it.each([
    'Щ'.repeat(100),
    'W'.repeat(100),
    'слово '.repeat(60),
    'а'.repeat(60) + ' ' + 'б'.repeat(60),
    '👩‍👩‍👧'.repeat(30),
  ])('stays within its width and lines: %s', (text) => {
    const { size, lines } = setter.set(text, title)
    expect(lines.length).toBeLessThanOrEqual(4)
    expect(widest(lines, size)).toBeLessThanOrEqual(888 * 1.01)
  })

  it.each([
    ["ערב ג'אז 2027", 'rtl'],
    ['2027 حفلة جاز (Live)', 'rtl'],
    ['Jazz ערב', 'ltr'],
    ['2027', 'ltr'],
  ])('is read from its first letter: %s, %s', (text, direction) => {
    expect(setter.set(text, title).direction).toBe(direction)
  })

  it('ends a line between two words where none are apart, and begins none with a closing mark', () => {
    const text = '東京ジャズ「夜」、音楽祭。'
    const own = createTypesetter(context, faceFor(text))
    const { lines, isWhole } = own.set(text.repeat(3), { ...title, sizes: [80] })
    expect(isWhole).toBe(true)
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.filter((line) => /^[」、。ー]|「$/u.test(line))).toEqual([])
  })

  it('says that it cut, and cuts no letter in two', () => {
    const { lines, isWhole } = setter.set('é'.normalize('NFD').repeat(400), { ...title, sizes: [40], lines: 1 })
    expect(isWhole).toBe(false)
    expect(lines.join('')).toMatch(/^(?:e\u0301)+…$/u)
  })

  it('balances its lines and leaves no short word at the end of one', () => {
    const { lines } = setter.set('Открытый микрофон для тех, кто смеётся последним', title)
    expect(lines.length).toBeGreaterThan(1)
    const { lines: few } = setter.set('Вечер в саду у моря и музыка на крыше', { ...title, sizes: [72] })
    expect(few.filter((line) => /(?:^|\s)\p{L}{1,2}$/u.test(line))).toEqual([])
  })
})

it('has colours on which everything can be read', () => {
  const seeds = Array.from({ length: 12 }, (_, i) => i)
  const poor = seeds
    .map(coloursOf)
    .filter(({ deep, dark, light }) => [deep, dark, light].some((colour) => contrast('#ffffff', colour) < 5))
  expect(poor).toEqual([])
  expect(contrast('#ffffff', '#777777')).toBeCloseTo(4.48, 1)
})

it('has the same colours for the same title', () => {
  expect(coloursOf(seedOf('Jazz'))).toEqual(coloursOf(seedOf('Jazz')))
  expect(new Set(Array.from({ length: 200 }, (_, i) => coloursOf(seedOf(`Event ${i}`)).deep)).size).toBe(12)
})
