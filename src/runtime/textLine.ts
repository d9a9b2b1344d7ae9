const quiet = new Set(['level', 'time', 'pid', 'msg', 'err'])

const timeOf = (time: unknown): string => {
  const date = new Date(String(time))
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** The lines of an error that people look for: where it comes from. */
const traceOf = (err: unknown): string => {
  if (typeof err !== 'object' || err === null) return ''
  const { stack, message, cause } = err as { readonly stack?: unknown; readonly message?: unknown; cause?: unknown }
  const own = written(stack ?? message ?? '').replaceAll('\n', '\n    ')
  return `\n    ${own}${cause === undefined ? '' : traceOf(cause)}`
}

/**
 * A line of the log for a person at a terminal: the machine's time of day, the level unless it is "info", what
 * happened, the fields; an error on lines of its own.
 */
export const textLine = (json: string): string => {
  const fields = JSON.parse(json) as Readonly<Record<string, unknown>>
  const level = fields['level'] === 'info' ? '' : `${String(fields['level']).toUpperCase()} `
  const rest = Object.entries(fields)
    .filter(([key]) => !quiet.has(key))
    .map(([key, value]) => `  ${key}=${written(value)}`)
    .join('')
  return `${timeOf(fields['time'])}  ${level}${written(fields['msg'] ?? '')}${rest}${traceOf(fields['err'])}\n`
}
