// Runs tests on several versions of Node, which come from the registry's package "node".
//   npm run test:nodes                       the whole suite on 20, 22 and 24
//   npm run test:nodes -- 22 24              on these only
//   npm run test:nodes -- 24 test/store      these files only
import { spawnSync } from 'node:child_process'
import process from 'node:process'

const all = ['20', '22', '24']
const given = process.argv.slice(2)
const versions = given.filter((argument) => /^\d+(?:\.\d+)*$/u.test(argument))
const files = given.filter((argument) => !versions.includes(argument))

/**
 * Whether the tests pass on this version.
 *
 * @param {string} version
 */
const run = (version) => {
  process.stdout.write(`\nNode ${version}\n`)
  const command = ['--yes', '-p', `node@${version}`, 'node', 'node_modules/vitest/vitest.mjs', 'run', ...files]
  return spawnSync('npx', command, { stdio: 'inherit' }).status === 0
}

const failed = (versions.length > 0 ? versions : all).filter((version) => !run(version))
process.stdout.write(failed.length === 0 ? '\nAll of them passed.\n' : `\nFailed on Node ${failed.join(', ')}.\n`)
process.exit(failed.length === 0 ? 0 : 1)
