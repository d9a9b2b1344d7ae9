import { config as loadEnvFile } from 'dotenv'
import { secretsIn, withConfig } from './commands/withConfig.js'
import { exitOnUncaught } from './runtime/uncaught.js'
import { keepItSmall } from './runtime/youngGeneration.js'

// Each is a program of its own and loads only what it needs, after the configuration proved right.
const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  start: () => withConfig(process.env, async (config) => (await import('./commands/start.js')).start(config)),
  selftest: () => withConfig(process.env, async (config) => (await import('./commands/selfTest.js')).selfTest(config)),
  // Asks for what is missing.
  setup: async () => (await import('./commands/setup/setup.js')).setup(process.env),
  // The chat id is what is being looked for: a wrong one is no obstacle.
  'chat-id': () =>
    withConfig({ ...process.env, TELEGRAM_CHAT_ID: '' }, async (config) =>
      (await import('./commands/chatId.js')).listChats(config),
    ),
  backup: (args) =>
    withConfig(process.env, async (config) => (await import('./commands/backup.js')).backup(config, args)),
  restore: (args) =>
    withConfig(process.env, async (config) => (await import('./commands/restore.js')).restore(config, args)),
  move: (args) => withConfig(process.env, async (config) => (await import('./commands/move.js')).move(config, args)),
}

keepItSmall()
exitOnUncaught(() => secretsIn(process.env))
const [name = 'start', ...args] = process.argv.slice(2)
const command = commands[name]
if (!command) {
  process.stderr.write(`Unknown command "${name}". There are: ${Object.keys(commands).join(', ')}.\n`)
  process.exit(64)
}
loadEnvFile({ quiet: true })
process.exit(await command(args))
