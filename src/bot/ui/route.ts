import type { ButtonField } from './fields.js'

type Values = Readonly<Record<string, string | number>>

/** What a button says when it is pressed: `verb:field:field`, at most 64 bytes. It carries no price and no right. */
export type Route<T> = {
  readonly verb: string
  readonly data: (values: T) => string
  /** The values, or undefined when the data is another button's or damaged. */
  readonly parse: (data: string) => T | undefined
}

/** Defines a button by its verb and its fields, in the order in which they are written. */
export const route = <T extends Values>(
  verb: string,
  fields: { readonly [K in keyof T]: ButtonField<T[K]> },
): Route<T> => {
  const names: readonly (keyof T)[] = Object.keys(fields)
  return {
    verb,
    data: (values) => [verb, ...names.map((name) => fields[name].write(values[name]))].join(':'),
    parse: (data) => {
      const parts = data.split(':')
      if (parts[0] !== verb || parts.length !== names.length + 1) return undefined
      const values: Partial<T> = {}
      for (const [i, name] of names.entries()) {
        const value = fields[name].read(parts[i + 1] ?? '')
        if (value === undefined) return undefined
        values[name] = value
      }
      return values as T
    },
  }
}

/** The verb that data begins with. */
export const verbOf = (data: string): string => {
  const end = data.indexOf(':')
  return end === -1 ? data : data.slice(0, end)
}

/** The routes by their verbs. Throws when two share one: a press would mean two things. */
export const byVerb = <R extends { readonly verb: string }>(routes: Iterable<R>): ReadonlyMap<string, R> => {
  const found = new Map<string, R>()
  for (const one of routes) {
    if (found.has(one.verb)) throw new Error(`Two buttons have the verb "${one.verb}".`)
    found.set(one.verb, one)
  }
  return found
}
