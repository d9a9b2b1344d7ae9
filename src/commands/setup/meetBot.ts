import { isWrongToken, reasonOf } from '../../bot/telegram/errors.js'
import type { BotAccess, Telegram } from '../../bot/telegram/api.js'
import { proxyFor } from '../../app/proxyChoice.js'
import { settingsSchema } from '../../app/settings.js'
import type { Asking } from './asking.js'
import { quietTelegram } from '../quietTelegram.js'

/** What is known before anybody is asked. */
type Known = {
  readonly token: string
  /** Whether the token stands where it is not to be asked for, such as in a file of its own. */
  readonly isTokenGiven: boolean
  readonly apiRoot: string
  readonly proxy: string
  readonly noProxy: string | undefined
}

/** The bot, as it answered; and the proxy, if one was asked for. */
export type Met = {
  readonly api: Telegram['asking']
  readonly bot: string
  readonly token: string
  readonly proxy: string
}

/** Asks for the token until Telegram knows it, and for a proxy when Telegram cannot be reached. */
export const meetBot = async (asking: Asking, known: Known): Promise<Met> => {
  let { token, proxy } = known
  if (!known.isTokenGiven) token = await askToken(asking, token)
  for (;;) {
    const { apiRoot, noProxy } = known
    const api = apiOf({ token, apiRoot, proxy: proxyFor(apiRoot, { proxy: proxy || undefined, except: noProxy }) })
    try {
      const { username } = await api.getMe()
      asking.say('setup-token-good', { bot: username })
      return { api, bot: username, token, proxy }
    } catch (error) {
      if (isWrongToken(error)) {
        asking.say('setup-token-refused')
        token = await askToken(asking, '')
      } else {
        asking.say('setup-unreachable', { root: apiRoot, reason: reasonOf(error) })
        proxy = await askProxy(asking, proxy)
      }
    }
  }
}

const apiOf = (access: BotAccess): Telegram['asking'] => quietTelegram(access).asking

const askToken = (asking: Asking, current: string): Promise<string> => {
  const { TELEGRAM_BOT_TOKEN: schema } = settingsSchema.shape
  return asking.ask({
    key: 'token',
    current,
    // Its first half is public: the bot's id.
    shown: current === '' ? '' : `${current.split(':')[0] ?? ''}:…`,
    read: (answer) => schema.safeParse(answer).data,
  })
}

const askProxy = (asking: Asking, current: string): Promise<string> => {
  const { HTTPS_PROXY: schema } = settingsSchema.shape
  const shown = current.replace(/\/\/[^/]*@/u, '//…@')
  return asking.ask({
    key: 'proxy',
    current,
    shown,
    isOptional: true,
    read: (answer) => schema.safeParse(answer).data,
  })
}
