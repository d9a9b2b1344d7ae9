import type { BotCommand, Chat, MenuButton } from 'grammy/types'

/** What BotFather and the bot itself told Telegram about the bot, by language ('' is the default). */
export type BotProfile = {
  readonly names: Map<string, string>
  readonly descriptions: Map<string, string>
  readonly shortDescriptions: Map<string, string>
  /** Keys are `<scope>|<language>`; the scope of one chat is `chat:<id>:`. */
  readonly commands: Map<string, readonly BotCommand[]>
  readonly menuButtons: Map<number, MenuButton>
}

/** A bot that has only its name. */
export const createProfile = (name: string): BotProfile => ({
  names: new Map([['', name]]),
  descriptions: new Map(),
  shortDescriptions: new Map(),
  commands: new Map(),
  menuButtons: new Map(),
})

// Telegram's languages have two letters here, those of clients may have a country behind them.
const languageKey = (language: string): string => language.slice(0, 2).toLowerCase()

const scopesOf = (chat: Chat): readonly string[] => {
  // A channel shows no menu.
  if (chat.type === 'channel') return []
  return [`chat:${chat.id}:`, chat.type === 'private' ? 'all_private_chats' : 'all_group_chats', 'default']
}

/**
 * The menu that a client shows in a chat: of the narrowest scope that has one, in its language before the default one.
 * [] when there is none.
 */
export const commandsFor = ({ commands }: BotProfile, chat: Chat, language: string): readonly BotCommand[] =>
  scopesOf(chat)
    .flatMap((scope) => [`${scope}|${languageKey(language)}`, `${scope}|`])
    .map((key) => commands.get(key) ?? [])
    .find(({ length }) => length > 0) ?? []

/** A text of the profile in a language, else in the default one; '' when the bot told none. */
export const textFor = (texts: ReadonlyMap<string, string>, language: string): string =>
  texts.get(languageKey(language)) ?? texts.get('') ?? ''
