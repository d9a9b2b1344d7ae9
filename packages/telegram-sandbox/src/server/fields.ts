import { badRequest } from './refusals.js'

/** An object from a call's JSON, not looked at yet. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Takes a value for an object; undefined when it is none. */
export const asObject = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined

const typeNames = { string: 'String', boolean: 'Boolean', number: 'Number', array: 'Array', object: 'Object' } as const
type FieldType = keyof typeof typeNames

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value)

/**
 * Refuses (400) a field that is there but of another type. `context` is Telegram's opening, such as "can't parse
 * keyboard button: ".
 */
export const checkField = (object: JsonObject, name: string, type: FieldType, context = ''): void => {
  const value = object[name]
  if (value === undefined || value === null || typeOf(value) === type) return
  throw badRequest(`${context}${context === '' ? 'f' : 'F'}ield "${name}" must be of type ${typeNames[type]}`)
}

/** Refuses (400) a field that is missing or of another type. */
export const requireField = (object: JsonObject, name: string, type: FieldType, context = ''): void => {
  if (object[name] === undefined || object[name] === null)
    throw badRequest(`${context}${context === '' ? 'c' : 'C'}an't find field "${name}"`)
  checkField(object, name, type, context)
}

/** A string field, or '' when it is missing. */
export const stringOf = (object: JsonObject, name: string): string => {
  const value = object[name]
  return typeof value === 'string' ? value : ''
}

/** A copy of an object without some of its fields. */
export const omit = <T extends object, K extends keyof T & string>(object: T, names: readonly K[]): Omit<T, K> => {
  const unwanted: readonly string[] = names
  return Object.fromEntries(Object.entries(object).filter(([name]) => !unwanted.includes(name))) as Omit<T, K>
}

/** The fields of an object that are not undefined: an optional field of Telegram's is there or is not. */
export const present = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
