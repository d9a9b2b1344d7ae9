import { existsSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { parse } from 'dotenv'

/** The file would say something else than it should: it is written in a way that is not understood. */
export class StrangeEnvFile extends Error {}

/** The same text with these variables; all else stays as it is. Throws StrangeEnvFile where that cannot be. */
export const withVariables = (text: string, changes: Readonly<Record<string, string>>): string => {
  const changed = Object.entries(changes).reduce(withVariable, text)
  if (!isDeepStrictEqual(parse(changed), { ...parse(text), ...changes })) throw new StrangeEnvFile()
  return changed
}

const withVariable = (text: string, [name, value]: readonly [string, string]): string => {
  const lines = new RegExp(String.raw`^([ \t]*(?:export[ \t]+)?${name}[ \t]*=).*$`, 'gmu')
  const found = text.replace(lines, (_, head: string) => `${head}${quoted(value)}`)
  if (lines.test(text)) return found
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${name}=${quoted(value)}\n`
}

const quoted = (value: string): string => {
  if (/^[\w:/.,@+%=~-]*$/u.test(value)) return value
  const mark = ["'", '"', '`'].find((one) => !value.includes(one)) ?? ''
  return `${mark}${value}${mark}`
}

/**
 * Writes variables into .env, which only its owner can read: the old file or the new one is there at any moment. A new
 * one is begun from the example, where there is one.
 */
export const writeEnvFile = (path: string, example: string, changes: Readonly<Record<string, string>>): void => {
  const target = existsSync(path) ? realpathSync(path) : path
  const source = [target, example].find((file) => existsSync(file))
  const text = withVariables(source === undefined ? '' : readFileSync(source, 'utf8'), changes)
  const half = `${target}.${process.pid}.tmp`
  try {
    writeFileSync(half, text, { mode: 0o600, flag: 'wx', flush: true })
    renameSync(half, target)
  } finally {
    rmSync(half, { force: true })
  }
}
