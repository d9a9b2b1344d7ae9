// The thread that makes files: whatever blocks while it writes, blocks here.
import { parentPort } from 'node:worker_threads'
import type {
  AnswerColumn,
  DoorRow,
  FileFormat,
  FileKind,
  FileRow,
  MoneyRow,
  OrderRow,
  TicketRow,
} from '../../domain/fileRows.js'
import type { Language } from '../../domain/person.js'
import { createTexts } from '../../texts/texts.js'
import { sheetOf, type TableRow } from './columns.js'
import { openCsv } from './csvFile.js'
import { createDoorList } from './doorList.js'
import { createMoneyDays } from './moneyDays.js'
import { openXlsx } from './xlsxFile.js'

/** What file is to be made. */
export type FileSpec = {
  readonly kind: FileKind
  readonly format: FileFormat
  readonly language: Language
  readonly zone: string
  /** The event's title, and when it is, by its clocks. */
  readonly title: string
  readonly when: string
  /** A file that comes to about so many bytes is ended, and another begun. */
  readonly partBytes: number
  /** Which questions have columns. */
  readonly questions?: readonly AnswerColumn[]
}

/** What the thread is asked, in this order: a file is begun, gets its rows, and is ended. */
export type FileRequest =
  | { readonly act: 'begin'; readonly spec: FileSpec }
  | { readonly act: 'add'; readonly rows: readonly FileRow[] }
  | { readonly act: 'end' }

/** A part of a file that is done, or nothing. An error is told as text: not each survives the way between threads. */
export type FileResult = { readonly value: Uint8Array | undefined } | { readonly error: string }

type Making = {
  readonly add: (rows: readonly FileRow[]) => Promise<Uint8Array | undefined>
  readonly end: () => Promise<Uint8Array | undefined>
}

const texts = createTexts()

const openTable = ({ kind, format, language, zone, partBytes, questions }: FileSpec): Making => {
  if (kind === 'doorList') throw new Error('A door list is no table.')
  const sheet = sheetOf(kind, { speech: texts.in(language), zone, questions })
  const open = () => (format === 'xlsx' ? openXlsx(sheet) : openCsv(sheet, language))
  let [file, bytes, parts] = [open(), 0, 0]
  let isEmpty = true
  const add = async (rows: readonly TableRow[]): Promise<Uint8Array | undefined> => {
    if (rows.length === 0) return undefined
    isEmpty = false
    bytes += await file.add(rows)
    if (bytes < partBytes) return undefined
    const done = await file.end()
    ;[file, bytes, parts, isEmpty] = [open(), 0, parts + 1, true]
    return done
  }
  const end = async (): Promise<Uint8Array | undefined> => {
    const last = await file.end()
    return isEmpty && parts > 0 ? undefined : last
  }
  if (kind !== 'money') return { add: (rows) => add(rows.filter(isTableRow)), end }
  const days = createMoneyDays(zone)
  return {
    add: (rows) => {
      days.add(rows.filter(isMoney))
      return Promise.resolve(undefined)
    },
    end: async () => {
      await file.add(days.all())
      return file.end()
    },
  }
}

const isMoney = (row: FileRow): row is MoneyRow => row.kind === 'money'
const isTableRow = (row: FileRow): row is TicketRow | OrderRow => row.kind === 'ticket' || row.kind === 'order'
const isAtDoor = (row: FileRow): row is DoorRow => row.kind === 'door'

const openDoorList = (spec: FileSpec): Making => {
  const list = createDoorList(texts.in(spec.language), spec)
  return {
    add: (rows) => {
      for (const row of rows) if (isAtDoor(row)) list.add(row)
      return Promise.resolve(undefined)
    },
    end: () => Promise.resolve(list.end()),
  }
}

let current: Making | undefined

const work = async (request: FileRequest): Promise<Uint8Array | undefined> => {
  if (request.act === 'begin') {
    current = request.spec.kind === 'doorList' ? openDoorList(request.spec) : openTable(request.spec)
    return undefined
  }
  if (!current) throw new Error('No file was begun.')
  if (request.act === 'add') return current.add(request.rows)
  const { end } = current
  current = undefined
  return end()
}

const answer = async (request: FileRequest): Promise<FileResult> => {
  try {
    return { value: await work(request) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

parentPort?.on('message', (request: FileRequest) => void answer(request).then((said) => parentPort?.postMessage(said)))
