import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { builtProgram, type Program, startProgram } from '../../../test/support/program.js'

/** Starts the demo from its source, with a freshly built bot unless another program's main.js is given. */
export const startDemo = (
  env: Readonly<Record<string, string>>,
  { program = builtProgram(), launcher = ours }: { readonly program?: string; readonly launcher?: string } = {},
): Program => startProgram(env, program, launcher)

const ours = fileURLToPath(new URL('launch.mjs', import.meta.url))

/** A launcher of the demo, in this folder, whose output nobody reads any more. */
export const deafLauncher = (folder: string): string => {
  const launcher = join(folder, 'deaf.mjs')
  writeFileSync(
    launcher,
    `process.stdout._write = (chunk, encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
await import(${JSON.stringify(pathToFileURL(ours).href)})`,
  )
  return launcher
}
