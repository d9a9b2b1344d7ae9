// Before "npm start" and its like: they run dist/ and build nothing, so that production needs no compiler.
import { readdirSync, statSync } from 'node:fs'
import process from 'node:process'

/**
 * When a file was changed, in milliseconds; 0 when it is not there.
 *
 * @param {string} path
 */
const changedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

const builtAt = changedAt('dist/main.js')
if (builtAt === 0) {
  process.stderr.write('dist/ is missing. Run "npm run build" first; it needs the development packages ("npm ci").\n')
  process.exit(1)
}

const sources = changedAt('src') === 0 ? [] : readdirSync('src', { recursive: true, encoding: 'utf8' })
if (sources.some((file) => /\.(?:ts|ftl)$/u.test(file) && changedAt(`src/${file}`) > builtAt))
  process.stderr.write('dist/ is older than src/. Run "npm run build" to start what stands in src/.\n')
