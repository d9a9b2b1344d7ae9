import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { DoorRow, FileRow, TicketRow } from '../../../src/domain/fileRows.js'
import type { FileSpec } from '../../../src/print/files/making.js'
import { openPrinter } from '../../support/printer.js'

const printer = openPrinter()
afterAll(() => printer.close())

const spec: FileSpec = {
  kind: 'guests',
  format: 'csv',
  language: 'en',
  zone: 'Europe/Berlin',
  title: 'Jazz on the roof',
  when: 'Fri, 25 December 2026, 19:00 (GMT+1)',
  partBytes: 20_000_000,
}

const ticket = (number: number, changes: Partial<TicketRow> = {}): TicketRow => ({
  ...{ kind: 'ticket', number, shortCode: 'K7QF2M9X', typeName: 'Standard', holderName: `Guest ${number}` },
  ...{ holderUsername: undefined, orderId: number, state: 'valid', issuedAt: 0, priceMinor: 1000, dueMinor: 0 },
  ...{ currency: 'EUR', method: 'free', checkedInAt: undefined, checkedInByName: undefined, doorPaidAt: undefined },
  ...{ note: undefined, ...changes },
})

const door = (number: number, changes: Partial<DoorRow> = {}): DoorRow => ({
  ...{ kind: 'door', number, shortCode: 'K7QF2M9X', typeName: 'Standard', holderName: `Guest ${number}` },
  ...{ orderId: number, dueMinor: 0, currency: 'EUR', isIn: false, ...changes },
})

async function* paged(rows: readonly FileRow[], size = 100): AsyncGenerator<readonly FileRow[]> {
  for (let at = 0; at < rows.length; at += size) yield await Promise.resolve(rows.slice(at, at + size))
}

const made = async (wanted: Partial<FileSpec>, rows: readonly FileRow[]) => {
  const parts: { readonly bytes: Buffer; readonly isLast: boolean }[] = []
  await printer.file({ ...spec, ...wanted }, paged(rows), (bytes, isLast) => {
    parts.push({ bytes: Buffer.from(bytes), isLast })
    return Promise.resolve()
  })
  return parts
}

const many = (count: number): readonly TicketRow[] => Array.from({ length: count }, (_, i) => ticket(i + 1))

describe('files, made in a thread of their own', () => {
  test('come in parts when they are large, each with its heads, and no row is missing', async () => {
    const parts = await made({ partBytes: 20_000 }, many(1000))
    expect(parts.length).toBeGreaterThan(3)
    expect(parts.map(({ isLast }) => isLast)).toEqual(parts.map((_, at) => at === parts.length - 1))
    const lines = parts.flatMap(({ bytes }) => bytes.toString('utf8').trimEnd().split('\r\n'))
    const heads = lines.filter((line) => line.startsWith('\ufeffTicket,'))
    expect([heads.length, lines.length - heads.length]).toEqual([parts.length, 1000])
  })

  test('have a column for each question, with choices and consents in words', async () => {
    const questions = [
      { id: 7, text: 'Drinks', kind: 'choices' },
      { id: 8, text: 'Rules, read', kind: 'consent' },
      { id: 9, text: '=Phone', kind: 'phone' },
    ] as const
    const answers = [
      [9, '+441632960001'],
      [7, 'Tea\nBeer'],
      [8, 'yes'],
    ] as const
    const [part] = await made({ kind: 'answers', questions }, [ticket(1, { answers }), ticket(2)])
    const [heads, first, second] = part?.bytes.toString('utf8').split('\r\n') ?? []
    expect(heads).toMatch(/,State,Drinks,"Rules, read",'=Phone$/u)
    expect(first).toMatch(/,valid,"Tea, Beer",yes,'\+441632960001$/u)
    expect(second).toMatch(/,valid,,,$/u)
    for (const format of ['csv', 'xlsx'] as const)
      expect(await made({ kind: 'answers', questions, format }, [])).toHaveLength(1)
  })

  test('have heads even when there is nothing to tell', async () => {
    for (const kind of ['guests', 'orders', 'checkIns', 'money'] as const)
      for (const format of ['csv', 'xlsx'] as const) expect(await made({ kind, format }, [])).toHaveLength(1)
  })

  test('are made one after another, and a failure of one leaves the next alone', async () => {
    async function* broken(): AsyncGenerator<readonly FileRow[]> {
      yield await Promise.resolve(many(3))
      throw new Error('the rows failed')
    }
    const bad = printer.file(spec, broken(), () => Promise.resolve())
    const good = made({}, many(5))
    await expect(bad).rejects.toThrow('the rows failed')
    expect((await good)[0]?.bytes.toString('utf8').split('\r\n')).toHaveLength(7)
  })

  test('end when a part cannot be taken, though the next page is being read', async () => {
    let read = 0
    async function* pages(): AsyncGenerator<readonly FileRow[]> {
      for (; read < 50; read += 1) yield await new Promise((resolve) => setImmediate(resolve, many(100)))
    }
    const bad = printer.file({ ...spec, partBytes: 1000 }, pages(), () => Promise.reject(new Error('not sent')))
    await expect(bad).rejects.toThrow('not sent')
    expect(read).toBeLessThan(5)
    expect(await made({}, many(1))).toHaveLength(1)
  })

  test('are refused when too many wait', async () => {
    const all = Array.from({ length: 12 }, () =>
      made({}, many(1)).then(
        () => 'made',
        (error: unknown) => (error instanceof Error ? error.message : error),
      ),
    )
    const answers = await Promise.all(all)
    expect(answers.filter((one) => one === 'tooManyFiles')).toHaveLength(2)
  })
})

/** Whether somebody else reads PDF here: pdftotext, of the package poppler-utils. */
const hasPdftotext = spawnSync('pdftotext', ['-v']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'levem-pdf-'))
afterAll(() => rmSync(folder, { recursive: true }))

const textOf = (pdf: Buffer): string => {
  const file = join(folder, 'list.pdf')
  writeFileSync(file, pdf)
  return spawnSync('pdftotext', ['-layout', file, '-']).stdout.toString('utf8').normalize('NFC')
}

describe('a list to print for the door', () => {
  const guests = [
    door(1, { holderName: 'Яна Ёлкина' }),
    door(2, { holderName: 'Ádám Őry', dueMinor: 1250 }),
    door(3, { holderName: 'анна щукина', typeName: 'Балкон' }),
    door(5, { holderName: '🎷🎷' }),
    door(6, { holderName: '東京 太郎' }),
    door(7, { holderName: 'Zoë '.repeat(30).trim() }),
  ]

  test('is a PDF of its own, whatever people are called', async () => {
    const [part] = await made({ kind: 'doorList', format: 'pdf' }, guests)
    expect(part?.bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-')
    expect(await made({ kind: 'doorList', format: 'pdf' }, [])).toHaveLength(1)
  })

  test.skipIf(!hasPdftotext)('has every ticket, sorted by name, with its code and what is to be paid', async () => {
    const [part] = await made({ kind: 'doorList', format: 'pdf', language: 'ru', title: 'Джаз на крыше' }, guests)
    const text = textOf(part?.bytes ?? Buffer.of())
    const places = ['анна щукина', 'Яна Ёлкина', 'Ádám Őry', 'Zoë'].map((name) => text.indexOf(name))
    expect(places.every((place) => place > 0)).toBe(true)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(text).toContain('Джаз на крыше')
    expect(text).toContain('Балкон')
    expect(text).toContain('12,50')
    expect(text).toContain('Страница 1 из 1')
    expect(text.match(/K7QF-2M9X/gu)).toHaveLength(6)
  })

  test.skipIf(!hasPdftotext)('has a cross in the box of who is in already, and of nobody else', async () => {
    const some = [door(1, { holderName: 'Ada', isIn: true }), door(2, { holderName: 'Bea' })]
    const [part] = await made({ kind: 'doorList', format: 'pdf' }, some)
    const text = textOf(part?.bytes ?? Buffer.of())
    expect(text).toMatch(/×\s+Ada/u)
    expect(text.match(/×/gu)).toHaveLength(1)
  })

  test.skipIf(!hasPdftotext)('has every letter of a name, of those too that a font joins', async () => {
    const [part] = await made({ kind: 'doorList', format: 'pdf' }, [door(1, { holderName: 'Žofie Griffin' })])
    expect(textOf(part?.bytes ?? Buffer.of())).toContain('Žofie Griffin')
  })

  test.skipIf(!hasPdftotext)('has the title, the time and its number on each page', async () => {
    const [part] = await made(
      { kind: 'doorList', format: 'pdf' },
      Array.from({ length: 65 }, (_, i) => door(i + 1)),
    )
    const pages = textOf(part?.bytes ?? Buffer.of())
      .split('\f')
      .filter((page) => page.trim() !== '')
    expect(pages).toHaveLength(3)
    for (const [at, page] of pages.entries())
      for (const words of [spec.title, spec.when, `Page ${at + 1} of 3`, '65 tickets']) expect(page).toContain(words)
  })
})
