import { badRequest } from './refusals.js'
import { parametersOf } from './table.js'
import type { MethodName, Parameter } from './table.js'

/** A file that came in a multipart body. */
export type Upload = { readonly name: string; readonly mime: string; readonly bytes: Uint8Array }

/** What a request carried, before its types are looked at. */
export type RawParams = {
  readonly values: Readonly<Record<string, unknown>>
  readonly uploads: ReadonlyMap<string, Upload>
}

/** The parameters of one call, read the way Telegram reads them: every value may come as text. */
export type Params = {
  readonly values: Readonly<Record<string, unknown>>
  readonly uploads: ReadonlyMap<string, Upload>
  readonly has: (name: string) => boolean
  /** '' when missing. */
  readonly text: (name: string) => string
  readonly integer: (name: string, fallback: number) => number
  /** A number with a fraction; NaN when missing. */
  readonly number: (name: string) => number
  readonly flag: (name: string) => boolean
  /** undefined when missing; JSON text is parsed. */
  readonly json: (name: string) => unknown
}

const integerText = /^\s*-?\d+\s*$/
const numberText = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i
const asText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value)
const isMissing = (value: unknown): boolean => value === undefined || value === null || value === ''

const parseJson = (name: string, value: string): unknown => {
  try {
    return JSON.parse(value)
  } catch {
    throw badRequest(`can't parse ${name === 'reply_markup' ? 'reply keyboard markup' : name} JSON object`)
  }
}

/** Reads a JSON parameter that may come as an object (JSON body) or as its text (forms). */
const readJson = (name: string, value: unknown): unknown =>
  isMissing(value) ? undefined : typeof value === 'string' ? parseJson(name, value) : value

// Numbers may come as text.
const isNumber = (value: unknown, form: RegExp, check: (number: number) => boolean): boolean =>
  typeof value === 'number' ? check(value) : typeof value === 'string' && form.test(value)

const isFlag = (value: unknown): boolean =>
  typeof value === 'boolean' || (typeof value === 'string' && /^(true|false|yes|no|1|0)$/i.test(value))

const fits = ({ kind, name }: Parameter, value: unknown): boolean => {
  if (kind === 'int') return isNumber(value, integerText, Number.isInteger)
  if (kind === 'float') return isNumber(value, numberText, Number.isFinite)
  if (kind === 'bool') return isFlag(value)
  if (kind === 'id') return typeof value === 'string' || Number.isInteger(value)
  if (kind === 'json') return typeof readJson(name, value) === 'object'
  return typeof value === 'string'
}

const typeNames = {
  int: 'Integer',
  float: 'Float',
  bool: 'Boolean',
  id: 'Integer or String',
  json: 'Object',
  str: 'String',
  file: 'InputFile or String',
} as const

// Where Telegram has its own words for a missing parameter; elsewhere it says that the parameter is required.
const missingWords: Readonly<Record<string, string>> = {
  chat_id: 'chat_id is empty',
  from_chat_id: 'chat_id is empty',
  message_id: 'message identifier is not specified',
  message_ids: 'message identifiers are not specified',
  text: 'message text is empty',
  photo: 'there is no photo in the request',
  document: 'there is no document in the request',
  user_id: 'invalid user_id specified',
  file_id: 'file_id not specified',
  latitude: 'latitude is empty',
  longitude: 'longitude is empty',
  action: 'wrong parameter action in request',
  callback_query_id: 'query is too old and response timeout expired or query ID is invalid',
}

// An empty address switches the webhook off: Telegram does not ask for it.
const optionalAfterAll = new Set(['url'])

const checkOne = (raw: RawParams, parameter: Parameter): void => {
  const { name, required, kind } = parameter
  const value = raw.values[name]
  if (isMissing(value)) {
    if (!required || optionalAfterAll.has(name) || raw.uploads.has(name)) return
    throw badRequest(missingWords[name] ?? `parameter "${name}" is required`)
  }
  // Telegram would read such a value as 0, false or nothing; a mistake is easier found when it is refused.
  if (!fits(parameter, value)) throw badRequest(`parameter "${name}" must be of type ${typeNames[kind]}`)
}

/** Refuses (400) a call with a parameter missing or of a wrong type. */
export const checkParams = (method: MethodName, raw: RawParams): void => {
  for (const parameter of parametersOf(method)) checkOne(raw, parameter)
}

/** Makes a request's values readable by name and type. */
export const createParams = ({ values, uploads }: RawParams): Params => ({
  values,
  uploads,
  has: (name) => !isMissing(values[name]) || uploads.has(name),
  text: (name) => asText(values[name]),
  integer: (name, fallback) => (isMissing(values[name]) ? fallback : Number(values[name])),
  number: (name) => (isMissing(values[name]) ? NaN : Number(values[name])),
  flag: (name) => /^(true|yes|1)$/i.test(asText(values[name])),
  json: (name) => readJson(name, values[name]),
})
