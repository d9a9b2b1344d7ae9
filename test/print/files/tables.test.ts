import exceljs from 'exceljs'
import { describe, expect, test } from 'vitest'
import type { FileRow, MoneyRow, OrderRow, TicketRow } from '../../../src/domain/fileRows.js'
import type { Language } from '../../../src/domain/person.js'
import { harmless } from '../../../src/print/files/cells.js'
import { sheetOf } from '../../../src/print/files/columns.js'
import { openCsv } from '../../../src/print/files/csvFile.js'
import { createMoneyDays } from '../../../src/print/files/moneyDays.js'
import { openXlsx } from '../../../src/print/files/xlsxFile.js'
import { createTexts } from '../../../src/texts/texts.js'

const texts = createTexts()
const zone = 'Europe/Berlin'
// An hour before clocks go back: 02:30 in summer time.
const at = Date.UTC(2026, 9, 25, 0, 30, 5)

const ticket = (changes: Partial<TicketRow> = {}): TicketRow => ({
  kind: 'ticket',
  number: 7,
  shortCode: 'K7QF2M9X',
  typeName: 'Стандарт',
  holderName: 'Jürgen Žižek 🎷',
  holderUsername: 'juergen',
  orderId: 12,
  state: 'valid',
  issuedAt: at,
  priceMinor: 1250,
  dueMinor: 1250,
  currency: 'EUR',
  method: 'atDoor',
  checkedInAt: undefined,
  checkedInByName: undefined,
  doorPaidAt: undefined,
  note: undefined,
  ...changes,
})

const order: OrderRow = {
  kind: 'order',
  orderId: 12,
  createdAt: at,
  confirmedAt: at + 3_600_000,
  buyerName: 'Анна; "Ёлка", Щукина',
  buyerUsername: undefined,
  typeName: '',
  quantity: 2,
  returned: 0,
  offeredAt: undefined,
  state: 'confirmed',
  method: 'provider',
  fullMinor: 3000,
  totalMinor: 2500,
  refundedMinor: 0,
  currency: 'KWD',
  promoCode: '-20',
}

const csvOf = async (kind: 'guests' | 'orders', rows: readonly (TicketRow | OrderRow)[], language: Language) => {
  const file = openCsv(sheetOf(kind, { speech: texts.in(language), zone }), language)
  await file.add(rows)
  return Buffer.from(await file.end())
}

/** Reads CSV as RFC 4180 says it. */
const read = (text: string, separator: string): readonly (readonly string[])[] => {
  const rows: string[][] = [[]]
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\r\n]*))(${separator}|\r\n|$)`, 'gu')
  for (const [all, quoted, plain = '', end] of text.matchAll(cell)) {
    if (all === '' && end === '') break
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (end === '\r\n') rows.push([])
  }
  return rows.filter((row) => row.length > 0)
}

const recordsOf = (bytes: Buffer, separator: string): readonly Readonly<Record<string, string>>[] => {
  const [heads = [], ...rows] = read(bytes.toString('utf8').slice(1), separator)
  return rows.map((row) => Object.fromEntries(heads.map((head, index) => [head, row[index] ?? ''])))
}

describe('a table as CSV', () => {
  test('begins with the mark of UTF-8, and is read as it was written', async () => {
    const bytes = await csvOf('guests', [ticket(), ticket({ number: 8, note: 'two\nlines, "quoted"' })], 'en')
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(recordsOf(bytes, ',')).toMatchObject([
      {
        Ticket: '7',
        'Short code': 'K7QF-2M9X',
        Type: 'Стандарт',
        Guest: 'Jürgen Žižek 🎷',
        Username: 'juergen',
        'Issued (Europe/Berlin)': '2026-10-25 02:30:05',
        Price: '12.50',
        Owes: '12.50',
        Currency: 'EUR',
        'Paid by': 'at the door',
      },
      { Ticket: '8', Note: 'two\nlines, "quoted"' },
    ])
  })

  test('has the separators that a Russian program expects', async () => {
    const bytes = await csvOf('orders', [order], 'ru')
    expect(recordsOf(bytes, ';')).toMatchObject([
      {
        Заказ: '12',
        Покупатель: 'Анна; "Ёлка", Щукина',
        // The clocks went back in between.
        'Создан (Europe/Berlin)': '2026-10-25 02:30:05',
        'Подтверждён (Europe/Berlin)': '2026-10-25 02:30:05',
        Сумма: '2,500',
        Валюта: 'KWD',
        Промокод: "'-20",
      },
    ])
  })

  test.each(['=HYPERLINK("http://x.example","y")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1'])(
    'makes no formula of a name like %j',
    async (name) => {
      expect(harmless(name)).toBe(`'${name.replace('\t=', "\t'=")}`)
      const [record] = recordsOf(await csvOf('guests', [ticket({ holderName: name })], 'en'), ',')
      expect(record?.['Guest']?.startsWith("'")).toBe(true)
    },
  )

  // Russian files are separated by semicolons, English ones by commas; whoever opens one may expect the other.
  test.each(['Anna;=1+1', 'Anna,=1+1', 'Anna\t@SUM(1)', 'Anna,"=1+1"', 'a,-1;+2'])(
    'makes no formula of %j where a program separates otherwise',
    (name) => {
      expect(harmless(name)).not.toMatch(/[,;\t]"*[=+\-@]/u)
      expect(harmless(name).replaceAll("'", '')).toBe(name)
    },
  )

  test('leaves names alone that are none', () => {
    for (const name of ['Anna', "O'Hara", '1+1', 'a=b', '“=”', 'Anna, Boris; -5', '']) expect(harmless(name)).toBe(name)
  })
})

const sheetIn = async (bytes: Uint8Array): Promise<exceljs.Worksheet> => {
  const workbook = new exceljs.Workbook()
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer)
  const [sheet] = workbook.worksheets
  if (!sheet) throw new Error('The workbook has no sheet.')
  return sheet
}

describe('a table as a workbook', () => {
  const written = async (rows: readonly TicketRow[]): Promise<exceljs.Worksheet> => {
    const file = openXlsx(sheetOf('guests', { speech: texts.in('ru'), zone }))
    await file.add(rows)
    return sheetIn(await file.end())
  }

  test('has numbers that are numbers, moments that are dates by the event’s clocks, and texts as they are', async () => {
    const sheet = await written([ticket(), ticket({ currency: 'JPY', priceMinor: 1250, dueMinor: 0 })])
    expect(sheet.name).toBe('Гости')
    const heads = sheet.getRow(1).values
    const column = (head: string): number => (Array.isArray(heads) ? heads.indexOf(head) : -1)
    const cell = (row: number, head: string) => sheet.getRow(row).getCell(column(head))
    expect(cell(2, 'Билет').value).toBe(7)
    expect(cell(2, 'Гость').value).toBe('Jürgen Žižek 🎷')
    expect(cell(2, 'Выдан (Europe/Berlin)').value).toEqual(new Date(Date.UTC(2026, 9, 25, 2, 30, 5)))
    expect([cell(2, 'Цена').value, cell(2, 'Цена').numFmt]).toEqual([12.5, '0.00'])
    expect([cell(3, 'Цена').value, cell(3, 'Цена').numFmt]).toEqual([1250, '0'])
    expect(cell(2, 'Валюта').value).toBe('EUR')
    expect(cell(2, 'Вход (Europe/Berlin)').value).toBe(null)
  })

  test('makes a text of what looks like a formula', async () => {
    const sheet = await written([ticket({ holderName: '=HYPERLINK("http://x.example","y")' })])
    const cell = sheet.getRow(2).getCell(4)
    expect([cell.type, cell.value]).toEqual([exceljs.ValueType.String, '=HYPERLINK("http://x.example","y")'])
  })
})

describe('money by day', () => {
  test('is added up by the event’s clocks, methods and currencies', async () => {
    const row = (changes: Partial<MoneyRow>): MoneyRow => ({
      ...{ kind: 'money', id: 1, at, method: 'provider', currency: 'EUR', minor: 1000, isBack: false },
      ...changes,
    })
    const days = createMoneyDays(zone)
    const some: readonly FileRow[] = [
      row({}),
      // 23:30 of the day before, by the clocks of Berlin.
      row({ at: Date.UTC(2026, 9, 24, 21, 30) }),
      row({ at: Date.UTC(2026, 9, 24, 22, 0) }),
      row({ isBack: true, minor: 400 }),
      row({ currency: 'XTR', method: 'stars', minor: 50 }),
    ]
    days.add(some.filter((one): one is MoneyRow => one.kind === 'money'))
    const file = openCsv(sheetOf('money', { speech: texts.in('en'), zone }), 'en')
    await file.add(days.all())
    const records = recordsOf(Buffer.from(await file.end()), ',')
    expect(records.map((one) => Object.values(one).join(' '))).toEqual([
      '2026-10-24 card 1 10.00 0 0.00 10.00 EUR',
      '2026-10-25 card 2 20.00 1 4.00 16.00 EUR',
      '2026-10-25 Stars 1 50 0 0 50 XTR',
    ])
  })

  test('of a sale at the door that was taken back says so, not that money was refunded by the bot', async () => {
    const sold = { ...order, state: 'refunded', method: 'soldAtDoor' } as const
    const [record, ordered] = recordsOf(await csvOf('orders', [sold, { ...sold, method: 'atDoor' }], 'en'), ',')
    expect([record?.['State'], ordered?.['State']]).toEqual(['taken back', 'refunded'])
  })

  test('what was offered to who waited says so until it is taken', async () => {
    const offered = { ...order, offeredAt: at, confirmedAt: undefined }
    const rows = [
      ...(['held', 'expired', 'cancelled'] as const).map((state) => ({ ...offered, state })),
      { ...order, offeredAt: at },
      { ...order, confirmedAt: undefined, state: 'expired' as const },
    ]
    const words = { speech: texts.in('en'), zone }
    const states = recordsOf(await csvOf('orders', rows, 'en'), ',').map(
      (row) => row[words.speech.label('file-col-state')],
    )
    expect(states).toEqual(['offered', 'offer not taken', 'offer not taken', 'confirmed', 'not paid in time'])
  })
})
