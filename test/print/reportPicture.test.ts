import { describe, expect, test } from 'vitest'
import { createReportPicture, type ReportPictureFacts } from '../../src/print/reportPicture.js'
import { createTexts } from '../../src/texts/texts.js'

const draw = createReportPicture(createTexts())

const facts: ReportPictureFacts = {
  language: 'en',
  title: 'Jazz on the roof',
  when: 'Fri, 27 November 2026, 19:00 (GMT+3)',
  bars: [
    { label: 'Tickets sold', count: 124 },
    { label: 'Came', count: 98 },
    { label: 'Did not come', count: 26 },
  ],
  sums: [
    { label: 'By card', amount: '₽75,000' },
    { label: 'In Stars', amount: '1,500 ⭐' },
  ],
  totals: ['₽75,000', '1,500 ⭐'],
  rating: '4.6',
}

const sizeOf = (png: Uint8Array): readonly [width: number, height: number] => {
  const bytes = Buffer.from(png)
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

describe('the picture of a report', () => {
  test('is as wide as a phone shows it sharply, below 100 KB, and as tall as what it tells', () => {
    const [full, bare] = [draw(facts), draw({ ...facts, sums: [], totals: [], rating: undefined })]
    expect([sizeOf(full)[0], full.length < 100_000]).toEqual([1080, true])
    expect(sizeOf(full)[1]).toBeGreaterThan(sizeOf(bare)[1] + 200)
  })

  test('with the longest of all it tells stays within its limits', () => {
    const way = { label: 'Переводом на карту организатора', amount: '1 500 000 000 ₽' }
    const png = draw({
      ...facts,
      language: 'ru',
      title: 'Ежегодный зимний вечер джаза и поэзии на крыше для всех, кто любит музыку и не боится холода, 2026',
      sums: Array.from({ length: 6 }, () => way),
      totals: ['1 500 000 000 ₽', '1 500 звёзд'],
    })
    expect(sizeOf(png)[1]).toBeLessThanOrEqual(1600)
    expect(png.length).toBeLessThan(100_000)
  })

  test('is another one for other numbers', () => {
    const other = { ...facts, bars: facts.bars.map((bar) => ({ ...bar, count: bar.count + 1 })) }
    expect(Buffer.from(draw(other)).equals(Buffer.from(draw(facts)))).toBe(false)
    expect(Buffer.from(draw(facts)).equals(Buffer.from(draw(facts)))).toBe(true)
  })

  test('draws nobody out of nothing: a bar of none has no length', () => {
    const none = draw({ ...facts, bars: [{ label: 'Tickets sold', count: 0 }] })
    const some = draw({ ...facts, bars: [{ label: 'Tickets sold', count: 1 }] })
    expect(Buffer.from(none).equals(Buffer.from(some))).toBe(false)
  })
})
