import { readFileSync } from 'node:fs'
import { secretVariables, variables } from './settings.js'

// The values of .env.example that stand for "not filled in yet".
const placeholders = new Set(['your_bot_token_here', 'your_chat_id_here'])

// What other programs read in lower case, too.
const alsoInLowerCase = new Set(['HTTPS_PROXY', 'NO_PROXY'])

/** What is given, as it is written; and what is wrong with the files of secrets, by the secret's variable. */
export type Given = {
  readonly given: Readonly<Record<string, string>>
  readonly faults: ReadonlyMap<string, string>
}

/** Reads the variables that are known from the environment, and secrets from the files that it names instead. */
export const readGiven = (env: NodeJS.ProcessEnv): Given => {
  const given = new Map(variables.flatMap((name) => entryOf(name, valueOf(env, name))))
  const faults = new Map<string, string>()
  for (const name of secretVariables) {
    const path = env[`${name}_FILE`]?.trim() ?? ''
    if (path === '') continue
    const found = given.has(name)
      ? { fault: `${name} and ${name}_FILE are both set. Keep one.` }
      : readSecret(name, path)
    if ('fault' in found) faults.set(name, found.fault)
    else given.set(name, found.secret)
  }
  return { given: Object.fromEntries(given), faults }
}

const valueOf = (env: NodeJS.ProcessEnv, name: string): string =>
  env[name]?.trim() || (alsoInLowerCase.has(name) ? (env[name.toLowerCase()]?.trim() ?? '') : '')

const entryOf = (name: string, value: string): readonly (readonly [string, string])[] =>
  value === '' || placeholders.has(value) ? [] : [[name, value]]

// Whoever writes the secret where the file's name belongs must not find it in a log: neither is told.
const readSecret = (name: string, path: string): { readonly secret: string } | { readonly fault: string } => {
  try {
    const secret = readFileSync(path, 'utf8').trim()
    return secret === '' ? { fault: `${name}_FILE names a file that is empty.` } : { secret }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return { fault: `${name}_FILE names a file that cannot be read (${code}). Check the path and who may read it.` }
  }
}
