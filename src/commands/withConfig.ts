import { type Config, readConfig } from '../app/config.js'

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
