import type { Config } from '../app/config.js'
import { createLinks } from '../bot/telegram/links.js'
import { createTexts } from '../texts/texts.js'

/** What can be done without, and what the bot does then; the name of the text, by what is missing. */
const missingIn = (config: Config): readonly string[] => [
  ...(config.notificationChat === undefined ? ['terminal-no-chat'] : []),
  ...(config.organizerIds.length === 0 ? ['terminal-no-organizers'] : []),
  ...(config.providerToken === undefined ? ['terminal-no-provider'] : []),
]

/** What a person at a terminal is told: the bot's link, what is not set, how to stop; and that it stops. */
export const createGreeting = (config: Config, print: (line: string) => void) => {
  const speech = createTexts().in(config.defaultLanguage)
  return {
    opened: (username: string): void => {
      print(`\n✔ ${speech.label('terminal-open', { bot: username, link: createLinks(username).bot() })}`)
      const missing = missingIn(config)
      if (missing.length > 0) print(speech.label('terminal-missing'))
      for (const key of missing) print(`  • ${speech.label(key)}`)
      print(`${speech.label('terminal-stop')}\n`)
    },
    stopping: (): void => print(`\n${speech.label('terminal-stopping')}`),
  }
}

/** What a person at a terminal is told: see `createGreeting`. */
export type Greeting = ReturnType<typeof createGreeting>
