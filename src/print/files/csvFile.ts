import { stringify } from 'csv-stringify/sync'
import type { Language } from '../../domain/person.js'
import { type Cell, harmless, isoOf, majorOf } from './cells.js'
import type { Sheet, TableRow } from './columns.js'
import type { TableFile } from './tableFile.js'

// What programs for tables expect where people write so.
const separators: Readonly<Record<Language, string>> = { ru: ';', en: ',' }
const points: Readonly<Record<Language, string>> = { ru: ',', en: '.' }
// A line break alone would end the line for some readers.
const options = { record_delimiter: 'windows', quoted_match: /[\r\n]/u } as const
const mark = '\ufeff'

const written = (cell: Cell, point: string): string => {
  if (cell === undefined) return ''
  switch (cell.kind) {
    case 'text':
      return harmless(cell.text)
    case 'whole':
      return String(cell.value)
    case 'amount': {
      const { value, digits } = majorOf(cell.amount)
      return value.toFixed(digits).replace('.', point)
    }
    case 'time':
    case 'day':
      return isoOf(cell.shown, cell.kind)
  }
}

/**
 * A table as CSV: UTF-8 with its mark, lines that end as on Windows, and separated as a program for tables expects it
 * in this language; with it goes the sign before the decimals.
 */
export const openCsv = ({ columns }: Sheet<TableRow>, language: Language): TableFile => {
  const [delimiter, point] = [separators[language], points[language]]
  const lines = (records: readonly (readonly string[])[]): Buffer =>
    Buffer.from(
      stringify(
        records.map((record) => [...record]),
        { ...options, delimiter },
      ),
    )
  const chunks: Uint8Array[] = [Buffer.from(mark), lines([columns.map(({ head }) => harmless(head))])]
  return {
    add: (rows) => {
      if (rows.length === 0) return Promise.resolve(0)
      const chunk = lines(rows.map((row) => columns.map(({ cell }) => written(cell(row), point))))
      chunks.push(chunk)
      return Promise.resolve(chunk.byteLength)
    },
    end: () => Promise.resolve(Buffer.concat(chunks)),
  }
}
