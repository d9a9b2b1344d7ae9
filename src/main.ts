import { config as loadEnvFile } from 'dotenv'
import { withConfig } from './commands/withConfig.js'

// Which door to open. Each is a program of its own and loads only what it needs, after the configuration proved right.
const doors: Readonly<Record<string, () => Promise<number>>> = {
  start: () => withConfig(process.env, async (config) => (await import('./commands/start.js')).start(config)),
  selftest: () => withConfig(process.env, async (config) => (await import('./commands/selfTest.js')).selfTest(config)),
  // The chat id is what is being looked for: a wrong one is no obstacle.
  'chat-id': () =>
    withConfig({ ...process.env, TELEGRAM_CHAT_ID: '' }, async (config) =>
      (await import('./commands/chatId.js')).listChats(config),
    ),
}

// Node would print what nobody caught as it is, and a failed request has the token in its address.
process.on('uncaughtException', (error) => {
  void import('./runtime/log.js').then(({ createScrubber, describeError }) => {
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
