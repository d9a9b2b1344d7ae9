import { type Config, readConfig, secretsOf } from '../app/config.js'

/** sysexits.h: the configuration is wrong. */
export const exitConfig = 78

/** Goes on with the configuration, or says all that is wrong with it and gives the exit code for that. */
export const withConfig = async (
  env: NodeJS.ProcessEnv,
  goOn: (config: Config) => Promise<number>,
): Promise<number> => {
  const result = readConfig(env)
  if (result.ok) return goOn(result.config)
  process.stderr.write(`Levem cannot start:\n${result.faults.map((fault) => `  • ${fault}`).join('\n')}\n`)
  return exitConfig
}

/** What must never be shown, as far as the environment can be understood. */
export const secretsIn = (env: NodeJS.ProcessEnv): readonly string[] => {
  const result = readConfig(env)
  return [env['TELEGRAM_BOT_TOKEN'] ?? '', ...(result.ok ? secretsOf(result.config) : [])]
}
