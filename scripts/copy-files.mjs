// tsc copies only what it compiles: dist needs the sentences beside texts.js.
import { cpSync } from 'node:fs'
import { basename } from 'node:path'

/**
 * Copies the wanted files of a folder, those of its folders too.
 *
 * @param {string} folder below src and dist
 * @param {(name: string) => boolean} isWanted
 */
const copy = (folder, isWanted) =>
  cpSync(`src/${folder}`, `dist/${folder}`, {
    recursive: true,
    filter: (path) => !/\.\w+$/u.test(path) || isWanted(basename(path)),
  })

copy('texts', (name) => name.endsWith('.ftl'))
