import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

/** A file of the repository: its path from the repository's folder, and its text. */
export type Source = { readonly file: string; readonly text: string }

const root = join(import.meta.dirname, '../..')

/** Every TypeScript file below these folders. */
export const sourcesIn = (...folders: readonly string[]): readonly Source[] =>
  folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join(folder, file))
      .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') })),
  )

/** Every file below this folder, by its path from the repository's folder. */
export const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))

/** What a file imports, types included, as it is written. */
export const importsOf = (text: string): readonly string[] =>
  [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/gu)].map(([, name]) => name ?? '')

/** The files of the repository that a file imports. */
export const neighboursOf = ({ file, text }: Source): readonly string[] =>
  importsOf(text)
    .filter((name) => name.startsWith('.'))
    .map((name) => normalize(join(dirname(file), name)).replace(/\.js$/u, '.ts'))
