import type { Config } from '../app/config.js'
import { waitingChats } from '../bot/updates/waitingChats.js'
import { describeError } from '../runtime/log.js'
import { createTexts } from '../texts/texts.js'
import { quietTelegram } from './quietTelegram.js'

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Lists the chats that wait in getUpdates, for TELEGRAM_CHAT_ID. Gives the exit code. */
export const listChats = async (config: Config): Promise<number> => {
  const speech = createTexts().in(config.defaultLanguage)
  const { asking: api } = quietTelegram(config)
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
