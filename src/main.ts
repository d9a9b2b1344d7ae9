import { config as loadEnvFile } from 'dotenv'
import { withConfig } from './configured.js'

// Which door to open. Each is a program of its own and loads only what it needs, after the configuration proved right.
const doors: Readonly<Record<string, () => Promise<number>>> = {
  start: () => withConfig(process.env, async (config) => (await import('./start.js')).start(config)),
  selftest: () => withConfig(process.env, async (config) => (await import('./selftest.js')).selfTest(config)),
  // The chat id is what is being looked for: a wrong one is no obstacle.
  'chat-id': () =>
    withConfig({ ...process.env, TELEGRAM_CHAT_ID: '' }, async (config) =>
      (await import('./chatId.js')).listChats(config),
    ),
  demo: async () => (await import('./demo.js')).demo(process.env),
}

// Node would print what nobody caught as it is, and a failed request has the token in its address.
process.on('uncaughtException', (error) => {
  void import('./log.js').then(({ createScrubber, describeError }) => {
    process.stderr.write(
      `${createScrubber([process.env['TELEGRAM_BOT_TOKEN'] ?? ''])(JSON.stringify(describeError(error)))}\n`,
    )
    process.exit(1)
  })
})

const [command = 'start'] = process.argv.slice(2)
const open = doors[command]
if (!open) {
  process.stderr.write(`Unknown command "${command}". There are: ${Object.keys(doors).join(', ')}.\n`)
  process.exit(64)
}
loadEnvFile({ quiet: true })
process.exit(await open())
