import { type Config, secretsOf } from '../app/config.js'
import { usualTiming } from '../app/timing.js'
import { createBudget } from '../bot/telegram/budget.js'
import { createTelegram } from '../bot/telegram/api.js'
import { waitingChats } from '../bot/updates/waitingChats.js'
import { systemClock } from '../runtime/clock.js'
import { createLog, describeError } from '../runtime/log.js'
import { createTexts } from '../texts/texts.js'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Lists the chats that wait in getUpdates, for TELEGRAM_CHAT_ID. Gives the exit code. */
export const listChats = async (config: Config): Promise<number> => {
  const speech = createTexts().in(config.defaultLanguage)
  const { asking: api } = createTelegram({
    access: config,
    timeouts: usualTiming.telegram,
    clock: systemClock,
    log: createLog({ level: 'silent', secrets: secretsOf(config) }),
    budget: createBudget({ clock: systemClock }),
  })
  try {
    const chats = await waitingChats(api)
    if (chats.size === 0) say(speech.label('chats-none'))
    for (const [id, name] of chats) say(`TELEGRAM_CHAT_ID=${id}    # ${name}`)
    return 0
  } catch (error) {
    say(speech.label('chats-failed', { reason: String(describeError(error)['message']) }))
    return 1
  }
}
