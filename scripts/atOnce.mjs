// Runs some of package.json's scripts side by side: node scripts/atOnce.mjs types lint "test -- --mode quick"
// What each said comes when it has ended, the last script's as it comes; fails when one of them fails.
import { spawn } from 'node:child_process'
import process from 'node:process'

/**
 * @param {string} script
 * @param {boolean} isWatched
 * @returns {Promise<boolean>}
 */
const run = (script, isWatched) =>
  new Promise((resolve) => {
    const child = spawn(`npm run --silent ${script}`, {
      shell: true,
      stdio: ['ignore', isWatched ? 'inherit' : 'pipe', isWatched ? 'inherit' : 'pipe'],
    })
    let said = ''
    for (const output of [child.stdout, child.stderr]) output?.on('data', (chunk) => (said += String(chunk)))
    child.on('close', (code) => {
      if (!isWatched) process.stdout.write(`${code === 0 ? '✔' : '✘'} ${script}\n${code === 0 ? '' : said}`)
      resolve(code === 0)
    })
  })

const scripts = process.argv.slice(2)
const passed = await Promise.all(scripts.map((script, index) => run(script, index === scripts.length - 1)))
process.exit(passed.every(Boolean) ? 0 : 1)
