import type { Api } from 'grammy'
import type { BotCommand } from 'grammy/types'
import type { Logger } from 'pino'
import { type Language, languages } from '../../domain/person.js'
import type { Speech, Texts } from '../../texts/texts.js'

const inPrivate = [
  'buy',
  'events',
  'mytickets',
  'orders',
  'following',
  'newevent',
  'myevents',
  'door',
  'language',
  'help',
  'cancel',
  'chatid',
] as const
const inGroups = ['chatid'] as const

// What people try.
const otherNames: Readonly<Record<string, (typeof inPrivate)[number]>> = {
  tickets: 'mytickets',
  myticket: 'mytickets',
  myorders: 'orders',
  myevent: 'myevents',
  follow: 'following',
  unfollow: 'following',
  lang: 'language',
}

/** The command that is meant by a name: its own, or another that people try for it. Capitals do not matter. */
export const commandMeant = (name: string): string => {
  const plain = name.toLowerCase()
  return Object.hasOwn(otherNames, plain) ? (otherNames[plain] ?? plain) : plain
}

/**
 * Tells Telegram the commands and what the bot is, in every language; English stands for all others. Only what differs
 * is written.
 */
export const introduce = async ({
  api,
  texts,
  log,
}: {
  readonly api: Api
  readonly texts: Texts
  readonly log: Logger
}): Promise<void> => {
  for (const language of languages) {
    await introduceIn(api, texts.in(language), { language_code: language })
    if (language === 'en') await introduceIn(api, texts.in(language), {})
  }
  log.info('commands and description are registered')
}

// Whoever has no text of their own language gets the one without a language.
type Readers = { readonly language_code?: Language }

const introduceIn = async (api: Api, speech: Speech, to: Readers): Promise<void> => {
  await setCommands(
    api,
    inPrivate.map((command) => commandOf(speech, command)),
    'all_private_chats',
    to,
  )
  await setCommands(
    api,
    inGroups.map((command) => commandOf(speech, command)),
    'all_group_chats',
    to,
  )
  const description = speech.label('bot-description')
  if ((await api.getMyDescription(to)).description !== description) await api.setMyDescription(description, to)
  const short_description = speech.label('bot-short-description')
  if ((await api.getMyShortDescription(to)).short_description !== short_description)
    await api.setMyShortDescription(short_description, to)
}

const commandOf = (speech: Speech, command: string): BotCommand => ({
  command,
  description: speech.label(`command-${command}`),
})

const setCommands = async (
  api: Api,
  commands: BotCommand[],
  type: 'all_private_chats' | 'all_group_chats',
  to: Readers,
): Promise<void> => {
  const options = { scope: { type }, ...to } as const
  const known = await api.getMyCommands(options)
  if (JSON.stringify(known) !== JSON.stringify(commands)) await api.setMyCommands(commands, options)
}
